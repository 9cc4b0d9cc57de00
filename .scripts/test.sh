#!/usr/bin/env bash
# The project's checks, one step after another, each named and timed; ends with the counts.
#   test.sh check    formatting, lints for each target, the Rust tests on both databases
#   test.sh all      the same, then the bundle, the stylesheet and the browser journeys
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
cd "$ROOT"

scope="${1:-all}"
results="$(mktemp -d)"
trap 'rm -rf "$results"' EXIT
started=$SECONDS
passed=0
failed=0
skipped=0
steps=()

step() {
  local title="$1" from=$SECONDS
  shift
  say "$title"
  "$@" || { finish_step "$title" "$from" FAILED; fail "failed: $title"; }
  finish_step "$title" "$from" ok
}

finish_step() {
  steps+=("$(printf '%-46s %-7s %4d s' "$1" "$3" $((SECONDS - $2)))")
}

lint_client() {
  if [ "$(wasm_way)" = target ]; then
    cargo clippy --package app --lib --target wasm32-unknown-unknown --no-default-features --features hydrate -- -D warnings
  else
    note "left out: the wasm target is not installed"
  fi
}

rust_tests() {
  local status=0
  .scripts/with-postgres.sh cargo test --workspace --no-fail-fast 2>&1 | tee "$results/rust" || status=$?
  return "$status"
}

browser_tests() {
  local status=0 browser
  browser="$(find_chromium)"
  (cd end2end && CHROMIUM="$browser" GOLDEN_THREAD_BIN="$TARGET_DIR/debug/golden-thread" GOLDEN_THREAD_SITE="$ROOT/public" \
    node --test --test-concurrency=1 --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$results/browser") || status=$?
  return "$status"
}

# Cargo's result lines, and the closing lines of node's runner.
count() {
  if [ -f "$results/rust" ]; then
    read -r passed failed skipped < <(sed -nE 's/^test result: .* ([0-9]+) passed; ([0-9]+) failed; ([0-9]+) ignored.*/\1 \2 \3/p' "$results/rust" |
      awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }')
  fi
  if [ -f "$results/browser" ]; then
    passed=$((passed + $(closing pass)))
    failed=$((failed + $(closing fail)))
    skipped=$((skipped + $(closing skipped)))
  fi
}

closing() { awk -v name="$1" '$1 == "#" && $2 == name { n = $3 } END { print n + 0 }' "$results/browser"; }

summary() {
  local status=$?
  count
  printf '\n'
  if [ ${#steps[@]} -gt 0 ]; then printf '%s\n' "${steps[@]}"; fi
  printf '%-46s %-7s %4d s\n\n' "in all" "" $((SECONDS - started))
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  rm -rf "$results"
  exit "$status"
}
trap summary EXIT

if [ -n "${GOLDEN_THREAD_REAL_DATA:-}" ]; then
  note "real data: $GOLDEN_THREAD_REAL_DATA"
else
  note "GOLDEN_THREAD_REAL_DATA is not set: the tests against real files are skipped and say so"
fi

step "What is missing is installed" .scripts/setup.sh "$([ "$scope" = all ] && echo test || echo check)"
step "Formatting" cargo fmt --all --check
step "Lints, server (minutes the first time)" cargo clippy --workspace --all-targets -- -D warnings
step "Lints, client" lint_client
step "Compiling tests (20 minutes the first time)" cargo build --workspace --tests --bins
step "Rust tests, SQLite and PostgreSQL" rust_tests
if [ "$scope" = all ]; then
  step "Stylesheet" .scripts/styles.sh
  step "Client bundle" .scripts/client.sh
  step "Browser journeys" browser_tests
fi
