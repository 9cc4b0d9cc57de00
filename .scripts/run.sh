#!/usr/bin/env bash
# Builds the release and serves it, with national demo data on the first start.
# Arguments are handed to `golden-thread serve`.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
cd "$ROOT"

.scripts/setup.sh build
.scripts/styles.sh
.scripts/client.sh
say "Server: compiling the release (about 15 minutes on two cores the first time, then seconds)"
cargo build --release --package server --bin golden-thread
# With --open, everyone alike: a demo then shows both kinds of figures, unless told otherwise.
export GOLDEN_THREAD_AUDIENCE="${GOLDEN_THREAD_AUDIENCE:-both}"
say "Starting (the first start fills the database with demo data, about a minute)"
exec "$TARGET_DIR/release/golden-thread" serve --site public --data-dir var --demo-if-empty "$@"
