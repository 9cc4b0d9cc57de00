// Every page, with and without JavaScript: its frame, axe, no error of any kind, no sideways
// scroll on a desktop or a phone. Leaves pictures in artefacts/.
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

async function expectRoomAt(page, widths) {
  for (const width of widths) {
    await page.setViewportSize({ width, height: 640 });
    await expectNoSidewaysScroll(page);
  }
}

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

// With JavaScript on a page is audited as wide as a desktop, with it off as narrow as a phone:
// each layout and each way of working once, as axe is most of what this costs.
for (const javaScript of [true, false]) {
  const [width, other] = javaScript ? [1366, 320] : [320, 1366];
  const pictures = javaScript ? [1366, 768] : [320];
  const suffix = javaScript ? "" : "-without-javascript";

  describe(`with JavaScript ${javaScript ? "on" : "off"}`, { concurrency: 2 }, () => {
    for (const path of paths) {
      test(`${path} has its frame, is accessible and fits a phone`, { timeout: 120_000 }, async () => {
        await visit(browser, site, path, { javaScript, width }, async (page) => {
          await expectPageFrame(page);
          await expectAccessible(page);
          await takeScreenshots(page, `${fileName(path)}${suffix}`, pictures);
          await expectSkipLink(page);
          await expectRoomAt(page, [width, other]);
        });
      });
    }

    for (const audience of schools) {
      test(`one school in ${audience} figures has its frame, is accessible and fits a phone`, { timeout: 120_000 }, async () => {
        await visit(browser, site, `/schools?q=school&audience=${audience}`, { javaScript, width }, async (page) => {
          await Promise.all([page.waitForNavigation(), page.locator("main tbody a").first().click()]);
          await expectPageFrame(page);
          for (const summary of await page.locator(".gt-record-form summary").all()) await summary.click();
          await expectAccessible(page);
          await takeScreenshots(page, `school-${audience}${suffix}`, pictures);
          await expectRoomAt(page, [width, other]);
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
