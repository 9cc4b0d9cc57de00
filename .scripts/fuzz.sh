#!/usr/bin/env bash
# Runs every fuzz target of server/fuzz for a while each: SECONDS_EACH=60 by default.
# Installs cargo-fuzz when it is missing; needs a nightly toolchain, or borrows stable's.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
cd "$ROOT/server"

[ -d fuzz ] || fail "server/fuzz does not exist"
have cargo-fuzz || {
  say "Installing cargo-fuzz, once (about 2 minutes)"
  CARGO_TARGET_DIR="$TOOLS/compile" cargo install cargo-fuzz --root "$TOOLS"
  rm -rf "$TOOLS/compile"
}
toolchain=()
if have rustup && rustup toolchain list | grep -q '^nightly'; then
  toolchain=(+nightly)
else
  export RUSTC_BOOTSTRAP=1
fi
for target in $(cargo "${toolchain[@]}" fuzz list); do
  say "Fuzzing $target for ${SECONDS_EACH:-60} seconds"
  cargo "${toolchain[@]}" fuzz run "$target" -- -max_total_time="${SECONDS_EACH:-60}" -rss_limit_mb=4096
done
