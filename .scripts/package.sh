#!/usr/bin/env bash
# Packs one folder that runs elsewhere: dist/golden-thread-VERSION-TARGET/ and its .tar.gz.
# The packed binary is started once and asked for its health before the archive is made.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
cd "$ROOT"

.scripts/setup.sh build
.scripts/styles.sh
.scripts/client.sh
say "Server: compiling the release (about 15 minutes on two cores the first time)"
cargo build --release --package server --bin golden-thread

version="$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)"
target="$(rustc -vV | sed -n 's/^host: //p')"
name="golden-thread-$version-$target"
folder="dist/$name"
say "Packing $folder"
rm -rf "$folder" "$folder.tar.gz"
mkdir -p "$folder"
install -m 755 "$TARGET_DIR/release/golden-thread" "$folder/golden-thread"
cp -R public "$folder/public"
rm -f "$folder/public/build/.client-input"
for file in README.md LICENSE; do
  if [ -f "$file" ]; then cp "$file" "$folder/"; else note "$file is missing"; fi
done
node .scripts/sbom.mjs --target "$target" >"$folder/golden-thread.cdx.json"
install -m 644 .scripts/dist/golden-thread.service .scripts/dist/golden-thread.environment "$folder/"

say "Trying the packed binary"
node .scripts/smoke.mjs "$folder"
tar -C dist --owner=0 --group=0 --sort=name -czf "$folder.tar.gz" "$name"
note "$folder.tar.gz: $(du -h "$folder.tar.gz" | cut -f 1)"
