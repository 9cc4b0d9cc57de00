// Chromium, and one visit at a time: a fresh context that fails on any console error,
// uncaught exception, failed request or request to another origin.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const scriptless = new WeakSet();

/** Whether this page was opened with JavaScript off. */
export const isScriptless = (page) => scriptless.has(page.context());

/** A headless browser with a new profile of its own, removed when it closes. */
export async function openBrowser() {
  const executablePath = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(
    (path) => path && existsSync(path),
  );
  assert.ok(executablePath, "Chromium is not installed: set CHROMIUM to its path");
  return chromium.launch({ executablePath, headless: true, args: flags });
}

/**
 * Opens `path` in a fresh context, hands the page to `inspect`, and then demands that nothing went wrong.
 *
 * @param {{ javaScript?: boolean, width?: number, height?: number, status?: number, refused?: number, media?: object, others?: string[] }} options
 *   `status` is the answer expected of the page itself, `refused` that of a form sent from it; `media` goes to `page.emulateMedia`;
 *   `others` are origins that the visit may lead to.
 */
export async function visit(browser, site, path, options, inspect) {
  const { javaScript = true, width = 1366, height = 900, status = 200, refused = status, media = {}, others = [] } = options;
  const context = await browser.newContext({
    baseURL: site.origin,
    javaScriptEnabled: javaScript,
    locale: "en-GB",
    timezoneId: "Europe/London",
    viewport: { width, height },
  });
  if (!javaScript) scriptless.add(context);
  const problems = watch(context, [site.origin, ...others], [status, refused]);
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.emulateMedia({ reducedMotion: "reduce", ...media });
    const response = await page.goto(path, { waitUntil: "load" });
    assert.equal(response.status(), status, `status of ${path}`);
    if (javaScript) await islandsStarted(page);
    await inspect(page, response);
    assert.deepEqual(problems, [], `what went wrong on ${path}`);
  } finally {
    await context.close();
  }
}

/** Waits for the islands, where the page has any and a client bundle was built. */
export async function islandsStarted(page) {
  const expected = await page.evaluate(
    () => document.querySelector("leptos-island") !== null && document.querySelector('script[type="module"][src]') !== null,
  );
  if (expected) await page.waitForSelector('html[data-islands="ready"]', { state: "attached" });
}

function watch(context, origins, expected) {
  const problems = [];
  context.on("console", (message) => {
    // A page that is meant to answer 404 makes Chromium itself say so.
    const itsOwnStatus = expected.some((status) => status >= 400 && message.text().includes(`status of ${status}`));
    if (message.type() === "error" && !itsOwnStatus) problems.push(`console: ${message.text()}`);
  });
  context.on("weberror", (error) => problems.push(`exception: ${error.error()}`));
  context.on("requestfailed", (request) => {
    // A download or a page left behind aborts; that is no failure.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") problems.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && !origins.includes(url.origin)) problems.push(`another origin: ${url}`);
  });
  context.on("response", (response) => {
    const page = response.request().isNavigationRequest();
    if (response.status() >= 400 && !(page && expected.includes(response.status()))) problems.push(`${response.status()}: ${response.url()}`);
  });
  return problems;
}
