// Starts the real binary on a free loopback port with a throw-away data folder of demo data.
// Settings: GOLDEN_THREAD_BIN (the binary), GOLDEN_THREAD_SITE (the public folder),
// DATABASE_URL (optional, an empty PostgreSQL database in place of the embedded one).
import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { once } from "node:events";

const project = resolve(import.meta.dirname, "..", "..");
export const artefacts = join(project, "end2end", "artefacts");

const binary = resolve(process.env.GOLDEN_THREAD_BIN ?? join(project, "target", "debug", "golden-thread"));
const publicFolder = resolve(process.env.GOLDEN_THREAD_SITE ?? join(project, "public"));

/**
 * @param {{ participants?: number, seed?: number, audience?: "exact" | "sharing" | "both", accounts?: boolean,
 *   settle?: (place: { origin: string, data: string }) => Promise<{ settings: string[], environment?: object }> }} options
 *   With `accounts` people have to sign in; otherwise everyone is the same visitor of `audience`. `settle` is told where the site
 *   will be, before it is, and answers further settings.
 * @returns {Promise<{ origin: string, pid: number, said: () => string, run: (...args: string[]) => Promise<string>, stop: () => Promise<void> }>}
 */
export async function startSite({ participants = 6000, seed = 7, audience = "both", accounts = false, settle } = {}) {
  if (!existsSync(binary)) throw new Error(`there is no binary at ${binary}: set GOLDEN_THREAD_BIN`);
  mkdirSync(artefacts, { recursive: true });
  const data = mkdtempSync(join(tmpdir(), "golden-thread-end2end-"));
  const log = createWriteStream(join(artefacts, "server.log"), { flags: "a" });
  const environment = { PATH: process.env.PATH, GOLDEN_THREAD_AUDIENCE: audience };
  if (process.env.DATABASE_URL) environment.DATABASE_URL = process.env.DATABASE_URL;
  const start = (...args) => {
    const child = spawn(binary, args, { cwd: data, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (text) => {
        log.write(text);
        said.push(String(text));
      });
    }
    child.lastWords = () => said.join("").split("\n").slice(-15).join("\n");
    return child;
  };

  const demo = start("demo", "--data-dir", data, "--participants", String(participants), "--seed", String(seed));
  const [code] = await once(demo, "exit");
  if (code !== 0) throw new Error(`golden-thread demo ended with ${code}:\n${demo.lastWords()}`);

  const address = `127.0.0.1:${await freePort()}`;
  const origin = `http://${address}`;
  const mode = accounts ? [] : ["--open"];
  const more = (await settle?.({ origin, data })) ?? { settings: [] };
  Object.assign(environment, more.environment);
  const server = start("serve", ...mode, ...more.settings, "--data-dir", data, "--address", address, "--site", publicFolder);
  const exited = once(server, "exit");
  const stop = async () => {
    if (server.exitCode === null && server.signalCode === null) {
      server.kill("SIGTERM");
      const forced = setTimeout(() => server.kill("SIGKILL"), 10_000);
      await exited;
      clearTimeout(forced);
    }
    log.end();
    rmSync(data, { recursive: true, force: true });
  };

  const deadline = Date.now() + 60_000;
  while (!(await answers(`${origin}/readyz`))) {
    if (server.exitCode !== null || server.signalCode !== null || Date.now() > deadline) {
      const words = server.lastWords();
      await stop();
      throw new Error(`golden-thread serve is not ready:\n${words}`);
    }
    await new Promise((done) => setTimeout(done, 50));
  }
  /** Runs another command on the same database and answers what it said. */
  const run = async (...args) => {
    const child = start(...args, "--data-dir", data);
    const [ended] = await once(child, "close");
    if (ended !== 0) throw new Error(`golden-thread ${args[0]} ended with ${ended}:\n${child.lastWords()}`);
    return child.lastWords();
  };
  return { origin, stop, run, pid: server.pid, said: () => server.lastWords() };
}

async function answers(url) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
