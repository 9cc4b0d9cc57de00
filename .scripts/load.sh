#!/usr/bin/env bash
# Signs 200 people in to the release binary and lets them read for five minutes; its last line is one JSON object.
# Arguments: people, seconds, and the longest pause between two pages in seconds (200 300 10).
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
cd "$ROOT"

.scripts/setup.sh build
.scripts/styles.sh
say "Server: compiling the release (about 15 minutes on two cores the first time)"
cargo build --release --package server --bin golden-thread >&2
say "Signing people in"
GOLDEN_THREAD_BIN="$TARGET_DIR/release/golden-thread" GOLDEN_THREAD_SITE="$ROOT/public" node end2end/load.mjs "$@"
