#!/usr/bin/env bash
# Measures the release binary on demo data; its last line is one JSON object. Minutes.
# Arguments are handed to `golden-thread bench`.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
cd "$ROOT"

.scripts/setup.sh build
.scripts/styles.sh
.scripts/client.sh
say "Server: compiling the release (about 15 minutes on two cores the first time)"
cargo build --release --package server --bin golden-thread >&2
say "Measuring"
command=("$TARGET_DIR/release/golden-thread" bench --site public "$@")
if [ -n "$(find_postgres)" ]; then
  .scripts/with-postgres.sh "${command[@]}"
else
  note "without PostgreSQL, which is not installed"
  "${command[@]}"
fi
