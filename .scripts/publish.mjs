// Puts built files into public/build/: named after their content, with brotli and gzip
// siblings, and listed in manifest.json, which the server reads at its start.
//   node publish.mjs client FOLDER | styles FOLDER | without-client
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const scripts = dirname(fileURLToPath(import.meta.url));
const build = join(scripts, "..", "public", "build");
const manifestFile = join(build, "manifest.json");

const [purpose, folder] = process.argv.slice(2);
mkdirSync(build, { recursive: true });
const manifest = { js: null, wasm: null, css: null, ...readManifest() };

if (purpose === "styles") {
  remove(/\.css$/);
  manifest.css = publish("css", readFileSync(join(folder, "golden-thread.css")));
} else if (purpose === "client") {
  remove(/\.(js|wasm)$/);
  rmSync(join(build, "snippets"), { recursive: true, force: true });
  const wasm = readFileSync(join(folder, "golden-thread_bg.wasm"));
  if (!WebAssembly.validate(wasm)) throw new Error("the shrunk module is not valid wasm");
  manifest.wasm = publish("wasm", wasm);
  manifest.js = publish("js", Buffer.from(clientScript(manifest.wasm)));
  if (existsSync(join(folder, "snippets"))) {
    cpSync(join(folder, "snippets"), join(build, "snippets"), { recursive: true });
    for (const file of filesBelow(join(build, "snippets"))) compress(file);
  }
} else if (purpose === "without-client") {
  remove(/\.(js|wasm)$/);
  rmSync(join(build, "snippets"), { recursive: true, force: true });
  manifest.js = manifest.wasm = null;
} else {
  throw new Error(`unknown purpose: ${purpose}`);
}

manifest.files = filesBelow(build)
  .filter((file) => /\.(js|wasm|css)$/.test(file))
  .map((file) => ({ name: relative(build, file), bytes: statSync(file).size, br: statSync(`${file}.br`).size }))
  .sort((a, b) => a.name.localeCompare(b.name));
writeFileSync(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
for (const { name, bytes, br } of manifest.files) console.error(`    ${name}: ${bytes} bytes, ${br} with brotli`);

// The glue that wasm-bindgen wrote, pointed at the module's real name, with our loader below it.
function clientScript(wasmName) {
  const glue = readFileSync(join(folder, "golden-thread.js"), "utf8");
  if (!glue.includes("golden-thread_bg.wasm")) throw new Error("the glue no longer names its module");
  return glue.replaceAll("golden-thread_bg.wasm", wasmName) + readFileSync(join(scripts, "island-loader.js"), "utf8");
}

function publish(extension, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  const name = `golden-thread.${hash}.${extension}`;
  writeFileSync(join(build, name), bytes);
  compress(join(build, name));
  return name;
}

function compress(file) {
  const bytes = readFileSync(file);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}

function remove(pattern) {
  for (const name of readdirSync(build)) {
    if (pattern.test(name.replace(/\.(br|gz)$/, ""))) rmSync(join(build, name));
  }
}

function filesBelow(path) {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)],
  );
}

function readManifest() {
  return existsSync(manifestFile) ? JSON.parse(readFileSync(manifestFile, "utf8")) : {};
}
