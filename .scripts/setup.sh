#!/usr/bin/env bash
# Installs what is missing for the purpose named: build (default), check, test.
# Does nothing where everything is there. Debian packages are installed only as root.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

purpose="${1:-build}"

check_toolchain() {
  have cc || debian_install gcc libc6-dev || fail "a C compiler is needed" "Debian: apt-get install gcc libc6-dev    Fedora: dnf install gcc    macOS: xcode-select --install"
  have cargo || fail "Rust is needed (1.95 or later)" "https://rustup.rs shows how to install it"
  local wanted found
  wanted="$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml" | head -n 1)"
  found="$(rustc --version | awk '{ print $2 }')"
  [ "$(printf '%s\n%s\n' "$wanted" "$found" | sort -V | head -n 1)" = "$wanted" ] || fail "rustc $found is too old: $wanted or later is needed" "rustup update stable"
  have node || debian_install nodejs npm || fail "Node.js 20 or later is needed" "Debian: apt-get install nodejs npm"
  have npm || debian_install npm || fail "npm is needed"
  [ "$(node -p 'Number(process.versions.node.split(".")[0])')" -ge 20 ] || fail "Node.js $(node --version) is too old: 20 or later is needed"
}

# Three ways to the wasm target; without any of them the site has no islands.
check_wasm() {
  [ "$(wasm_way)" = none ] || return 0
  if have rustup; then
    say "Adding the wasm32-unknown-unknown target (about 20 MB)"
    timeout 300 rustup target add wasm32-unknown-unknown >&2 || note "rustup could not fetch it"
  fi
  if [ "$(wasm_way)" = none ]; then
    say "Trying Debian's Rust with the standard library's sources (about 400 MB)"
    debian_install rustc-web cargo-web rust-web-src || note "not to be had here"
  fi
  if [ "$(wasm_way)" = none ]; then
    say "No way to compile for wasm here"
    note "The server is built and served without islands: every page works, without tooltips and live counts."
  fi
}

check_wasm_bindgen() {
  [ "$(wasm_way)" != none ] || return 0
  local wanted
  wanted="$(locked_version wasm-bindgen)"
  if have wasm-bindgen && [ "$(wasm-bindgen --version | awk '{ print $2 }')" = "$wanted" ]; then
    return 0
  fi
  say "Installing wasm-bindgen $wanted, once (about 2 to 5 minutes)"
  mkdir -p "$TOOLS"
  # The tool's own lock file may name a version that cannot be had: then without it.
  CARGO_TARGET_DIR="$TOOLS/compile" cargo install wasm-bindgen-cli --version "$wanted" --root "$TOOLS" --force --locked ||
    CARGO_TARGET_DIR="$TOOLS/compile" cargo install wasm-bindgen-cli --version "$wanted" --root "$TOOLS" --force ||
    note "it could not be installed: the site will have no islands"
  rm -rf "$TOOLS/compile"
}

# node_modules as the lock file says; a copy of the lock file tells whether they still are.
check_npm() {
  local folder="$ROOT/$1"
  cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-from.json" && return 0
  say "Installing the npm packages of $1/ (under a minute)"
  (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error >&2)
  cp "$folder/package-lock.json" "$folder/node_modules/.installed-from.json"
}

check_chromium() {
  [ -n "$(find_chromium)" ] && return 0
  say "Installing Chromium for the browser tests (about a minute)"
  debian_install chromium fonts-liberation || fail "Chromium is needed for the browser tests" "Debian: apt-get install chromium fonts-liberation    or set CHROMIUM to its path"
}

check_postgres() {
  [ -n "$(find_postgres)" ] && return 0
  say "Installing PostgreSQL for the tests (about a minute)"
  debian_install postgresql || fail "PostgreSQL's server programs are needed for the tests" "Debian: apt-get install postgresql"
}

# Programs that read the PDF files we write; without them their tests say so and pass. LibreOffice is used where it is.
check_readers() {
  if have pdfinfo && have qpdf; then return 0; fi
  say "Installing poppler and qpdf for the tests of PDF files (under a minute)"
  debian_install poppler-utils qpdf || note "not to be had here: the PDF files are not read by others. Debian: apt-get install poppler-utils qpdf"
}

check_toolchain
check_wasm
check_wasm_bindgen
check_npm style
if [ "$purpose" != build ]; then check_postgres; fi
if [ "$purpose" = test ]; then
  check_npm end2end
  check_chromium
  check_readers
fi
