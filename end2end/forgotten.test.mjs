// An invitation and a forgotten password by e-mail, through a mail server on this machine, with JavaScript on and off.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, visit } from "./support/browser.mjs";
import { expectAccessible, expectNoSidewaysScroll, expectPageFrame, takeScreenshots } from "./support/expectations.mjs";
import { startPostOffice } from "./support/post-office.mjs";
import { startSite } from "./support/site.mjs";

let browser;
let office;
let site;

before(
  async () => {
    browser = await openBrowser();
    office = await startPostOffice();
    const settings = ["--smtp-url", office.url, "--mail-from", "Golden Thread <no-reply@lead.example>"];
    site = await startSite({ accounts: true, settle: async () => ({ settings }) });
  },
  { timeout: 120_000 },
);

after(async () => {
  await browser?.close();
  await site?.stop();
  await office?.stop();
});

const press = (page, name) => Promise.all([page.waitForNavigation(), page.getByRole("button", { name, exact: true }).click()]);
const heading = (page) => page.getByRole("heading", { level: 1 }).innerText();
const linkOf = ({ text }) => new URL(/http:\S+/.exec(text)[0]).pathname;

async function isGood(page, name) {
  await expectPageFrame(page);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await takeScreenshots(page, name, [1366, 320]);
}

async function choose(page, password) {
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByLabel("The same password again").fill(password);
  await press(page, "Continue");
}

for (const javaScript of [true, false]) {
  const suffix = javaScript ? "" : "-without-javascript";
  const width = javaScript ? 1366 : 320;
  const email = `sam${suffix}@hub.example`;

  describe(`with JavaScript ${javaScript ? "on" : "off"}`, () => {
    const go = (path, inspect) => visit(browser, site, path, { javaScript, width, refused: 422 }, inspect);

    test("an invitation goes off by e-mail and lets somebody in", { timeout: 120_000 }, async () => {
      // The demo's administrator invites.
      await go("/sign-in", async (page) => {
        await press(page, "Provider administrator");
        await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "People", exact: true }).click()]);
        await page.getByLabel("Name", { exact: true }).fill("Sam Around");
        await page.getByLabel("Email address").fill(email);
        await page.getByLabel("Organisation").fill("Hub");
        await page.getByLabel("Role").selectOption("strategic-group");
        await page.getByText("Hub areas of a hub lead").click();
        await page.locator("#hub-EE3").check();
        await press(page, "Make an invitation");
        assert.match(await page.getByRole("status").first().innerText(), /This link was sent to Sam Around by email/);
        await isGood(page, `invited-by-email${suffix}`);
      });
      const letter = await office.next();
      assert.equal(letter.to, email);
      await go(linkOf(letter), async (page) => {
        await choose(page, "violet harbour lantern");
        assert.match(page.url(), /\/overview\?hub=EE3/);
      });
    });

    test("a forgotten password is chosen anew by a link", { timeout: 120_000 }, async () => {
      await go("/sign-in", async (page) => {
        await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "I forgot my password" }).click()]);
        await isGood(page, `forgotten${suffix}`);
        await page.getByLabel("Email address").fill("nobody");
        await press(page, "Send the link");
        assert.match(await page.getByRole("alert").innerText(), /name@place.example/);
        await page.getByLabel("Email address").fill(email);
        await press(page, "Send the link");
        assert.equal(await heading(page), "Check your email");
        await isGood(page, `check-your-email${suffix}`);
      });
      const letter = await office.next();
      assert.match(letter.text, /within 30 minutes/);
      await go(linkOf(letter), async (page) => {
        await choose(page, "seven kippers at dawn");
        assert.match(page.url(), /\/overview\?hub=EE3/);
      });
      await visit(browser, site, linkOf(letter), { javaScript, width, status: 410 }, async (page) => {
        assert.equal(await heading(page), "This link does not work any more");
        await isGood(page, `link-gone${suffix}`);
      });
    });
  });
}
