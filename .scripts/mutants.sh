#!/usr/bin/env bash
# Mutation tests of the package with the measures and the disclosure rules. Tens of minutes.
# Installs cargo-mutants when it is missing. Arguments are handed to it.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
cd "$ROOT"

have cargo-mutants || {
  say "Installing cargo-mutants, once (about 4 minutes)"
  CARGO_TARGET_DIR="$TOOLS/compile" cargo install cargo-mutants --root "$TOOLS" --locked ||
    CARGO_TARGET_DIR="$TOOLS/compile" cargo install cargo-mutants --root "$TOOLS"
  rm -rf "$TOOLS/compile"
}
say "Changing the measures one line at a time: each change must make a test fail"
cargo mutants --package measures --output "$TARGET_DIR" "$@"
