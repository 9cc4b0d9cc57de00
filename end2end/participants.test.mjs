// Named people: a hub lead finds somebody whose declaration is late, opens them and takes the list away; a strategic group
// member is refused; an administrator searches for somebody and erases them. With JavaScript on and off.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, visit } from "./support/browser.mjs";
import { expectAccessible, expectNoSidewaysScroll, expectPageFrame, takeScreenshots } from "./support/expectations.mjs";
import { startSite } from "./support/site.mjs";

let browser;

before(async () => {
  browser = await openBrowser();
});

after(() => browser?.close());

const press = (page, name) => Promise.all([page.waitForNavigation(), page.getByRole("button", { name, exact: true }).click()]);
const follow = (page, link) => Promise.all([page.waitForNavigation(), link.click()]);
const heading = (page) => page.getByRole("heading", { level: 1 }).innerText();

async function isGood(page, name) {
  await expectPageFrame(page);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await takeScreenshots(page, name, [1366, 320]);
}

for (const javaScript of [true, false]) {
  const suffix = javaScript ? "" : "-without-javascript";
  // With JavaScript off as narrow as a phone.
  const width = javaScript ? 1366 : 320;

  describe(`with JavaScript ${javaScript ? "on" : "off"}`, () => {
    let site;
    before(
      async () => {
        site = await startSite({ accounts: true });
      },
      { timeout: 120_000 },
    );
    after(() => site?.stop());
    const go = (path, inspect) => visit(browser, site, path, { javaScript, width, refused: 422 }, inspect);

    test("a hub lead finds somebody who is late, opens them and takes the list away", { timeout: 120_000 }, () =>
      go("/sign-in", async (page) => {
        await press(page, "Hub lead");
        await follow(page, page.getByRole("link", { name: "Participants", exact: true }).first());
        assert.match(await heading(page), /people on courses/);
        assert.match(await page.locator(".govuk-warning-text").innerText(), /That you looked at it is recorded/);
        await isGood(page, `participants${suffix}`);
        await follow(page, page.locator("#tile-late a"));
        assert.match(page.url(), /status=late/);
        assert.match(await heading(page), /late/);
        await isGood(page, `participants-late${suffix}`);
        const name = await page.locator(".gt-participants tbody th a").first().innerText();
        const file = page.getByRole("link", { name: "CSV of these people, named" });
        const csv = await page.request.get(await file.getAttribute("href"));
        assert.equal(csv.status(), 200);
        assert.match(csv.headers()["content-disposition"], /-named\.csv/);
        assert.equal(csv.headers()["cache-control"], "no-store");
        assert.ok((await csv.text()).includes(name));
        await follow(page, page.locator(".gt-participants tbody th a").first());
        assert.equal(await heading(page), name);
        assert.ok(!(await page.title()).includes(name), "a title stays in the browser's history");
        assert.equal(await page.getByText("Erase this person").count(), 0);
        await isGood(page, `participant${suffix}`);
        assert.equal((await page.request.get("/participants?hub=EE4")).status(), 403);
      }));

    test("a strategic group member is refused", { timeout: 60_000 }, () =>
      go("/sign-in", async (page) => {
        await press(page, "Strategic group member");
        assert.equal(await page.getByRole("link", { name: "Participants", exact: true }).count(), 0);
        for (const path of ["/participants", "/participants?hub=EE3", "/data/participants.csv?hub=EE3"]) {
          assert.equal((await page.request.get(path)).status(), 403, path);
        }
      }));

    test("an administrator searches for somebody and erases them", { timeout: 120_000 }, () =>
      go("/sign-in", async (page) => {
        await press(page, "Provider administrator");
        await page.goto("/participants?hub=EE3&status=completed");
        const name = await page.locator(".gt-participants tbody th a").first().innerText();
        await page.getByLabel("Name or TRN").fill(name);
        await press(page, "Search");
        assert.match(await heading(page), /found/);
        assert.ok(!page.url().includes("?"), "what is searched for stands in no address");
        await isGood(page, `participants-search${suffix}`);
        await follow(page, page.getByRole("link", { name, exact: true }).first());
        const address = new URL(page.url()).pathname;
        const zip = await page.request.get(`${address}/subject-access`);
        assert.equal(zip.status(), 200);
        assert.match(zip.headers()["content-disposition"], /-named\.zip/);
        await page.getByText("Erase this person").first().click();
        await page.getByLabel("Type ERASE to confirm").fill("erase");
        await press(page, "Erase this person");
        assert.match(await page.getByRole("alert").innerText(), /Type ERASE/);
        await isGood(page, `participant-not-erased${suffix}`);
        await page.getByLabel("Type ERASE to confirm").fill("ERASE");
        await press(page, "Erase this person");
        assert.match(await page.getByRole("status").innerText(), /have been erased/);
        assert.equal(await heading(page), "No name held");
        await isGood(page, `participant-erased${suffix}`);
        await page.goto("/audit");
        const log = await page.locator("main").innerText();
        assert.match(log, /Person erased/);
        assert.ok(!log.includes(name), "the log names nobody");
        await page.goto("/help#data-protection");
        await isGood(page, `help-data-protection${suffix}`);
      }));
  });
}
