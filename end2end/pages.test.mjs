// Every page, with and without JavaScript: its frame, axe, no error of any kind, no sideways
// scroll on a phone. Leaves pictures in artefacts/.
import { after, before, describe, test } from "node:test";
import { openBrowser, visit } from "./support/browser.mjs";
import {
  expectAccessible,
  expectNoSidewaysScroll,
  expectPageFrame,
  expectSkipLink,
  takeScreenshots,
} from "./support/expectations.mjs";
import { startSite } from "./support/site.mjs";

const paths = ["/overview", "/participation", "/outcomes", "/data", "/help", "/accessibility"];

let site;
let browser;

before(
  async () => {
    site = await startSite();
    browser = await openBrowser();
  },
  { timeout: 120_000 },
);

after(async () => {
  await browser?.close();
  await site?.stop();
});

for (const javaScript of [true, false]) {
  describe(`with JavaScript ${javaScript ? "on" : "off"}`, { timeout: 300_000 }, () => {
    for (const path of paths) {
      test(`${path} has its frame and is accessible`, async () => {
        await visit(browser, site, path, { javaScript }, async (page) => {
          await expectPageFrame(page);
          await expectAccessible(page);
          await takeScreenshots(page, `${path.slice(1)}${javaScript ? "" : "-without-javascript"}`);
          await expectSkipLink(page);
        });
      });

      test(`${path} fits a phone`, async () => {
        await visit(browser, site, path, { javaScript, width: 320, height: 640 }, async (page) => {
          await expectNoSidewaysScroll(page);
          await expectAccessible(page);
        });
      });
    }
  });
}

describe("a page that does not exist", () => {
  test("says so with its status and stays accessible", async () => {
    await visit(browser, site, "/no-such-page", { status: 404 }, async (page) => {
      await expectPageFrame(page);
      await expectAccessible(page);
    });
  });
});
