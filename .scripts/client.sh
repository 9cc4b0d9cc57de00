#!/usr/bin/env bash
# Builds the client bundle of the islands into public/build/: compiled, bound, shrunk,
# named after its content, compressed. Where wasm cannot be compiled it says so and the
# manifest names no bundle.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
cd "$ROOT"

wanted="$(locked_version wasm-bindgen)"
way="$(wasm_way)"
if [ "$way" != none ] && ! { have wasm-bindgen && [ "$(wasm-bindgen --version | awk '{ print $2 }')" = "$wanted" ]; }; then
  note "wasm-bindgen $wanted is missing"
  way=none
fi
if [ "$way" = none ]; then
  say "Client bundle: left out, wasm cannot be compiled here; every page works without it"
  node .scripts/publish.mjs without-client
  exit 0
fi

arguments=(build --package app --lib --profile wasm-release --target wasm32-unknown-unknown --no-default-features --features hydrate)
target_dir="$TARGET_DIR"
say "Client bundle: compiling (about 2 minutes the first time)"
case "$way" in
  target)
    CARGO_TARGET_DIR="$target_dir" cargo "${arguments[@]}"
    ;;
  sources)
    note "with the standard library built from the toolchain's sources"
    CARGO_TARGET_DIR="$target_dir" RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$(wasm_linker)" \
      cargo "${arguments[@]}" -Z build-std=std,panic_abort
    ;;
  debian)
    note "with Debian's Rust and the standard library built from its sources"
    target_dir="$TARGET_DIR/debian"
    rustc="$(debian_rustc)"
    CARGO_TARGET_DIR="$target_dir" RUSTC_BOOTSTRAP=1 RUSTC="$rustc" CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$(wasm_linker)" \
      "$(dirname "$rustc")/cargo" "${arguments[@]}" -Z build-std=std,panic_abort
    ;;
esac

# Nothing to do where the compiled module and the tools are those of the last time.
compiled="$target_dir/wasm32-unknown-unknown/wasm-release/app.wasm"
input="$(cat "$compiled" .scripts/island-loader.js .scripts/publish.mjs .scripts/client.sh style/package-lock.json Cargo.lock | node -e 'process.stdin.pipe(require("crypto").createHash("sha256").setEncoding("hex")).pipe(process.stdout)')"
stamp=public/build/.client-input
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$input" ] && compgen -G 'public/build/golden-thread.*.wasm' >/dev/null; then
  note "unchanged"
  exit 0
fi

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
say "Client bundle: binding, shrinking and compressing (under a minute)"
wasm-bindgen --target web --no-typescript --out-name golden-thread --out-dir "$work" \
  "$compiled"
style/node_modules/.bin/wasm-opt -Oz \
  --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals \
  --enable-reference-types --enable-multivalue \
  "$work/golden-thread_bg.wasm" -o "$work/golden-thread_bg.wasm.small"
mv "$work/golden-thread_bg.wasm.small" "$work/golden-thread_bg.wasm"
node .scripts/publish.mjs client "$work"
printf %s "$input" >"$stamp"
