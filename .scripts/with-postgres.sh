#!/usr/bin/env bash
# Runs a command with a throw-away PostgreSQL on loopback and always cleans up:
#   with-postgres.sh COMMAND [ARGUMENT...]
# The command finds the server in GOLDEN_THREAD_TEST_POSTGRES (a postgres:// address).
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

[ $# -gt 0 ] || fail "usage: with-postgres.sh COMMAND [ARGUMENT...]"
cluster="$("$ROOT/.scripts/postgres.sh" start)"
folder="${cluster%% *}"
trap '"$ROOT/.scripts/postgres.sh" stop "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
GOLDEN_THREAD_TEST_POSTGRES="${cluster#* }" "$@"
