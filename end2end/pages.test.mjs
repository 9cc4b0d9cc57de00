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

const paths = [
  "/overview",
  "/participation",
  "/outcomes",
  "/engagement",
  "/gaps",
  "/gaps?measure=completion&audience=exact",
  "/calls?phase=primary&audience=exact",
  "/compare",
  "/compare?hub=EE3&audience=exact",
  "/actions?phase=primary&audience=exact",
  "/targets?audience=exact",
  "/reconciliation",
  "/schools",
  "/schools?q=school",
  "/data",
  "/help",
  "/accessibility",
];
// One school of the demo, found by name, for each audience.
const schools = ["sharing", "exact"];
const fileName = (path) => path.slice(1).replace(/\W+/g, "-");

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
          await takeScreenshots(page, `${fileName(path)}${javaScript ? "" : "-without-javascript"}`);
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

    for (const audience of schools) {
      test(`one school in ${audience} figures has its frame, is accessible and fits a phone`, async () => {
        const open = (width, inspect) =>
          visit(browser, site, `/schools?q=school&audience=${audience}`, { javaScript, width }, async (page) => {
            await Promise.all([page.waitForNavigation(), page.locator("main tbody a").first().click()]);
            await inspect(page);
          });
        await open(1366, async (page) => {
          await expectPageFrame(page);
          for (const summary of await page.locator(".gt-record-form summary").all()) await summary.click();
          await expectAccessible(page);
          await takeScreenshots(page, `school-${audience}${javaScript ? "" : "-without-javascript"}`);
        });
        await open(320, async (page) => {
          for (const summary of await page.locator(".gt-record-form summary").all()) await summary.click();
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
