// The load test: `node load.mjs [people] [seconds] [pause]`. Its last line is JSON; it fails where one answer was wrong.
import { readFileSync } from "node:fs";
import { browse, gather } from "./support/crowd.mjs";
import { startSite } from "./support/site.mjs";

const [people = 200, seconds = 300, pause = 10] = process.argv.slice(2).map(Number);

/** Megabytes that the server holds in memory; unknown where the system does not say. */
function memory(pid) {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) / 1024);
  } catch {
    return null;
  }
}

const site = await startSite({ accounts: true });
try {
  const began = performance.now();
  const crowd = await gather(site, people);
  const entered = Math.round((performance.now() - began) / 1000);
  console.error(`${crowd.length} people are signed in (${entered} seconds); they read for ${seconds} seconds`);
  const before = memory(site.pid);
  const { asked, wrong, milliseconds } = await browse(crowd, seconds, pause);
  for (const fault of wrong.slice(0, 20)) console.error(fault);
  const at = (share) => Math.round(milliseconds[Math.min(milliseconds.length - 1, Math.floor(milliseconds.length * share))]);
  const times = { p50_ms: at(0.5), p95_ms: at(0.95), p99_ms: at(0.99) };
  const memories = { memory_before_mb: before, memory_after_mb: memory(site.pid) };
  console.log(JSON.stringify({ people: crowd.length, seconds, asked, wrong: wrong.length, ...times, ...memories }));
  if (wrong.length > 0) process.exitCode = 1;
} finally {
  await site.stop();
}
