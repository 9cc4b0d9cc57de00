# Paths, settings and messages that the other scripts share. Sourced, never run.
# Settings that a caller may export: CARGO_TARGET_DIR, GOLDEN_THREAD_TOOLS, CHROMIUM.
# shellcheck shell=bash

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
TOOLS="${GOLDEN_THREAD_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/golden-thread/tools}"
# shellcheck disable=SC2034
TARGET_DIR="${CARGO_TARGET_DIR:-$ROOT/target}"
export PATH="$TOOLS/bin:$HOME/.cargo/bin:$PATH"
export npm_config_update_notifier=false

say() { printf '\n==> %s\n' "$*" >&2; }
note() { printf '    %s\n' "$*" >&2; }
fail() {
  printf '\nerror: %s\n' "$1" >&2
  shift
  local line
  for line in "$@"; do printf '       %s\n' "$line" >&2; done
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# The version of a package that Cargo.lock pins.
locked_version() {
  awk -v name="\"$1\"" '$1 == "name" { found = ($3 == name) } found && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' "$ROOT/Cargo.lock"
}

# Debian packages, only as root and only when one of them is missing.
debian_install() {
  [ "$(id -u)" = 0 ] && have apt-get || return 1
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2 </dev/null && return 0
  note "refreshing the package lists"
  apt-get update -q >&2 </dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" >&2 </dev/null
}

# How the client bundle can be compiled here, in order of preference:
#   target    the wasm32 target's standard library is installed
#   sources   it is not, but the toolchain has the library's sources
#   debian    Debian's own toolchain and library sources are installed
#   none      no way: the site is served without islands
wasm_way() {
  local sysroot
  sysroot="$(rustc --print sysroot)"
  if compgen -G "$sysroot/lib/rustlib/wasm32-unknown-unknown/lib/libstd-*.rlib" >/dev/null; then
    echo target
  elif [ -f "$sysroot/lib/rustlib/src/rust/library/std/Cargo.toml" ] && [ -n "$(wasm_linker)" ]; then
    echo sources
  elif [ -n "$(debian_rustc)" ] && [ -n "$(wasm_linker)" ]; then
    echo debian
  else
    echo none
  fi
}

# Debian's rustc beside its library's sources (packages rustc-web cargo-web rust-web-src).
debian_rustc() {
  local prefix="${DEBIAN_RUST_PREFIX:-/usr}" sysroot
  [ -x "$prefix/bin/rustc" ] && [ -x "$prefix/bin/cargo" ] || return 0
  sysroot="$("$prefix/bin/rustc" --print sysroot 2>/dev/null)" || return 0
  [ -f "$sysroot/lib/rustlib/src/rust/library/std/Cargo.toml" ] && echo "$prefix/bin/rustc"
  return 0
}

# A linker for wasm: the toolchain's own, else LLVM's.
wasm_linker() {
  local found
  found="$(find "$(rustc --print sysroot)/lib/rustlib" -name rust-lld -type f 2>/dev/null | head -n 1)"
  [ -n "$found" ] || found="$(command -v wasm-ld || true)"
  [ -n "$found" ] || found="$(compgen -G '/usr/bin/wasm-ld-*' | sort -V | tail -n 1 || true)"
  echo "$found"
}

# The browser of the end-to-end tests.
find_chromium() {
  local name
  if [ -n "${CHROMIUM:-}" ]; then
    echo "$CHROMIUM"
    return
  fi
  for name in chromium chromium-browser google-chrome-stable google-chrome; do
    if have "$name"; then
      command -v "$name"
      return
    fi
  done
}

# The folder with PostgreSQL's server programs, the newest of those installed.
find_postgres() {
  if have initdb && have pg_ctl; then
    dirname "$(command -v initdb)"
    return
  fi
  { compgen -G '/usr/lib/postgresql/*/bin/initdb' || true; } | sort -V | tail -n 1 | xargs -r dirname
}
