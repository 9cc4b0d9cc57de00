#!/usr/bin/env bash
# A throw-away PostgreSQL cluster on loopback, fast and unsafe: for tests only.
#   postgres.sh start          prints its folder and its address on one line
#   postgres.sh stop FOLDER    stops it and removes the folder
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

programs="$(find_postgres)"
[ -n "$programs" ] || fail "PostgreSQL's server programs are missing" "Debian: apt-get install postgresql"

# The server refuses to run as root.
as_owner() {
  if [ "$(id -u)" = 0 ]; then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

start() {
  local folder port attempt
  folder="$(mktemp -d "${TMPDIR:-/tmp}/golden-thread-postgres.XXXXXX")"
  [ "$(id -u)" != 0 ] || chown postgres "$folder"
  as_owner "$programs/initdb" -D "$folder/data" -U golden --auth=trust --encoding=UTF8 --locale=C --no-sync >"$folder.log" 2>&1 ||
    fail "initdb failed" "$(tail -n 5 "$folder.log")"
  for attempt in 1 2 3 4 5; do
    port="$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')"
    if as_owner "$programs/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -t 60 \
      -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=200 -c shared_buffers=128MB" \
      start >>"$folder.log" 2>&1; then
      rm -f "$folder.log"
      echo "$folder postgres://golden@127.0.0.1:$port/postgres"
      return
    fi
    note "port $port was taken or the server did not start (attempt $attempt)"
  done
  fail "PostgreSQL did not start" "$(tail -n 5 "$folder/server.log")"
}

stop() {
  [ -d "$1/data" ] || return 0
  as_owner "$programs/pg_ctl" -D "$1/data" -m immediate -w stop >/dev/null 2>&1 || true
  rm -rf "$1"
}

case "${1:-}" in
  start) start ;;
  stop) stop "${2:?folder}" ;;
  *) fail "usage: postgres.sh start | stop FOLDER" ;;
esac
