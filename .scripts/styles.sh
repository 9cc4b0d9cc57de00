#!/usr/bin/env bash
# Compiles style/main.scss into public/build/, named after its content and compressed.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
cd "$ROOT"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
say "Stylesheet: compiling (a few seconds)"
style/node_modules/.bin/sass --load-path=style/node_modules --style=compressed --no-source-map --no-charset \
  style/main.scss "$work/golden-thread.css"
node .scripts/publish.mjs styles "$work"
