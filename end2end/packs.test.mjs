// Updates and packs: a hub lead makes one, writes, reorders, takes it away, shows it, freezes it; with JavaScript and without.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { openBrowser, visit } from "./support/browser.mjs";
import { expectAccessible, expectNoSidewaysScroll, expectPageFrame, takeScreenshots } from "./support/expectations.mjs";
import { startSite } from "./support/site.mjs";

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

const press = (page, button) => Promise.all([page.waitForNavigation(), button.click()]);

async function makePack(page, kind, title) {
  await page.getByLabel("What it is for").selectOption({ label: kind });
  await page.getByLabel("Hub area").selectOption("EE3");
  await page.getByLabel("Title (optional)").fill(title);
  await press(page, page.getByRole("button", { name: "Make the pack" }));
}

for (const javaScript of [true, false]) {
  const suffix = javaScript ? "" : "-without-javascript";
  const width = javaScript ? 1366 : 320;

  describe(`with JavaScript ${javaScript ? "on" : "off"}`, () => {
    test("a hub lead writes the progress update and takes it away", { timeout: 180_000 }, async () => {
      await visit(browser, site, "/update", { javaScript, width }, async (page) => {
        await expectPageFrame(page);
        await expectAccessible(page);
        await takeScreenshots(page, `update${suffix}`, [width]);
        await makePack(page, "DfE progress update", `Update of EE3${suffix}`);
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await takeScreenshots(page, `update-editor${suffix}`, [width]);
        const part = page.locator("#part-gaps");
        await part.getByLabel(/^Your words/).fill("We **visit** the largest first.");
        await press(page, part.getByRole("button", { name: "Move up" }));
        assert.match(page.url(), /#part-gaps$/);
        const order = await page.locator(".gt-pack__part").evaluateAll((all) => all.map(({ id }) => id));
        assert.ok(order.indexOf("part-gaps") < order.indexOf("part-early-career-outcomes"), order.join());
        await press(page, page.locator("#part-compare").getByRole("button", { name: "Leave out" }));
        await press(page, page.getByRole("link", { name: "Preview" }));
        assert.equal(await page.locator("#part-gaps strong").first().textContent(), "visit");
        assert.equal(await page.locator("#part-compare").count(), 0);
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await takeScreenshots(page, `update-preview${suffix}`, [width]);
        for (const [name, begins] of [["PDF", "%PDF"], ["Word", "PK"], ["PowerPoint", "PK"], ["Excel", "PK"], ["All in a ZIP", "PK"]]) {
          const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name, exact: true }).click()]);
          const bytes = readFileSync(await download.path());
          assert.ok(bytes.subarray(0, 4).toString("latin1").startsWith(begins), name);
          assert.match(download.suggestedFilename(), /^golden-thread-update-EE3-\d{4}-\d{2}-sharing\./);
        }
      });
    });

    test("the strategic group's pack is shown in a meeting and frozen", { timeout: 180_000 }, async () => {
      await visit(browser, site, "/update", { javaScript, width }, async (page) => {
        await makePack(page, "Strategic group pack", `Meeting${suffix}`);
        const editor = page.url();
        await press(page, page.getByRole("link", { name: "Meeting view" }));
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await takeScreenshots(page, `meeting${suffix}`, [width]);
        if (javaScript) {
          await page.keyboard.press("ArrowRight");
          await page.waitForFunction(() => location.hash === "#slide-2");
          await page.keyboard.press("End");
          await page.waitForFunction(() => !["", "#slide-2"].includes(location.hash));
          await page.keyboard.press("Home");
          await page.waitForFunction(() => location.hash === "#slide-1");
        } else {
          await page.locator("#slide-1").getByRole("link", { name: "Next" }).click();
          assert.match(page.url(), /#slide-2$/);
        }
        await page.goto(editor);
        await press(page, page.getByRole("button", { name: "Freeze", exact: true }));
        assert.match(page.url(), /\/frozen\//);
        await page.getByText("Frozen figures.").waitFor();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await takeScreenshots(page, `frozen${suffix}`, [width]);
        await page.goto(`${site.origin}/update`);
        await press(page, page.getByRole("button", { name: `Revoke Meeting${suffix}` }));
        assert.equal(await page.getByRole("button", { name: `Revoke Meeting${suffix}` }).count(), 0);
      });
    });

    test("a report page is frozen under a link", { timeout: 120_000 }, async () => {
      await visit(browser, site, "/engagement?hub=EE3", { javaScript, width }, async (page) => {
        await page.locator("#freeze summary").click();
        await press(page, page.locator("#freeze").getByRole("button", { name: "Freeze" }));
        await page.getByText("Frozen figures.").waitFor();
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await takeScreenshots(page, `frozen-page${suffix}`, [width]);
      });
    });
  });
}
