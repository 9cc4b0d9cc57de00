#!/usr/bin/env bash
# Mutation tests of the package with the measures and the disclosure rules. About 60 minutes on two cores with --jobs 2.
# Installs cargo-mutants when it is missing. Arguments are handed to it: --file, --shard 1/8, --jobs 2.
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
# Each change compiles the package anew: hardly optimised and only what changed, that takes a sixth of the time.
# Each job compiles a copy of the tree: in one target folder they would run each other's tests.
unset CARGO_TARGET_DIR
export CARGO_PROFILE_DEV_OPT_LEVEL=0 CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_DEV_LTO=off CARGO_INCREMENTAL=1
cargo mutants --cargo-arg=--config=profile.dev.package.measures.opt-level=1 --package measures --output "$TARGET_DIR" "$@" -- --lib
