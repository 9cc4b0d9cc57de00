// Starts the binary of a packed folder on a free loopback port with an empty data folder
// and asks for its health; fails when no good answer comes within 30 seconds.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const folder = resolve(process.argv[2]);
const port = await new Promise((done) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});
const data = mkdtempSync(join(tmpdir(), "golden-thread-smoke-"));
const address = `127.0.0.1:${port}`;
const child = spawn(join(folder, "golden-thread"), ["serve", "--open", "--data-dir", data, "--address", address, "--site", join(folder, "public")], {
  cwd: data,
  env: { PATH: process.env.PATH },
  stdio: ["ignore", "inherit", "inherit"],
});
let ended = null;
const exited = new Promise((done) => child.on("exit", (code, signal) => done((ended = code ?? signal))));
child.on("error", (error) => (ended = error.message));

let healthy = false;
for (const deadline = Date.now() + 30_000; !healthy && ended === null && Date.now() < deadline; ) {
  try {
    healthy = (await fetch(`http://${address}/healthz`)).ok;
  } catch {
    await new Promise((done) => setTimeout(done, 100));
  }
}
child.kill("SIGTERM");
await Promise.race([exited, new Promise((done) => setTimeout(done, 10_000).unref())]);
child.kill("SIGKILL");
rmSync(data, { recursive: true, force: true });
if (!healthy) {
  console.error(`error: no good answer from http://${address}/healthz (ended: ${ended})`);
  process.exit(1);
}
console.error("    it answers");
process.exit(0);
