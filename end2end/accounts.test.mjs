// From the set-up link to people of three roles: each signs in and sees what is theirs, with JavaScript on and off.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, visit } from "./support/browser.mjs";
import { expectAccessible, expectNoSidewaysScroll, expectPageFrame, takeScreenshots } from "./support/expectations.mjs";
import { codeOf } from "./support/one-time-code.mjs";
import { startSite } from "./support/site.mjs";

const PASSWORD = "violet harbour lantern";

let browser;

before(async () => {
  browser = await openBrowser();
});

after(() => browser?.close());

const press = (page, name) => Promise.all([page.waitForNavigation(), page.getByRole("button", { name, exact: true }).click()]);
const heading = (page) => page.getByRole("heading", { level: 1 });

async function isGood(page, name) {
  await expectPageFrame(page);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await takeScreenshots(page, name, [1366, 320]);
}

/** Chooses a password by a link and, where the role needs it, sets up the second step. Answers its secret. */
async function choosePassword(page) {
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("The same password again").fill(PASSWORD);
  await press(page, "Continue");
}

async function setUpSecondStep(page) {
  const secret = await page.locator(".gt-account__key").innerText();
  await page.getByLabel("Code", { exact: true }).fill(codeOf(secret));
  await press(page, "Continue");
  assert.equal(await page.locator(".gt-account__codes li").count(), 10);
  return secret;
}

for (const javaScript of [true, false]) {
  const suffix = javaScript ? "" : "-without-javascript";
  // With JavaScript off as narrow as a phone.
  const width = javaScript ? 1366 : 320;

  describe(`with JavaScript ${javaScript ? "on" : "off"}`, () => {
    let site;
    let invitations = {};
    before(
      async () => {
        site = await startSite({ accounts: true });
      },
      { timeout: 120_000 },
    );
    after(() => site?.stop());
    const go = (path, inspect, options = {}) => visit(browser, site, path, { javaScript, width, refused: 422, ...options }, inspect);

    test("an administrator is let in by a link, sets up the second step and invites people", { timeout: 120_000 }, async () => {
      const said = await site.run("user", "add", "--name", "Ada Min", "--email", "ada@lead.example", "--organisation", "Lead", "--role", "administrator", "--url", site.origin);
      const link = said.match(/\/invitation\/\S+/)[0];
      await go(link, async (page) => {
        await isGood(page, `choose-password${suffix}`);
        await page.getByLabel("Password", { exact: true }).fill("password1234");
        await page.getByLabel("The same password again").fill("password1234");
        await press(page, "Continue");
        assert.match(await page.getByRole("alert").innerText(), /one of the first/);
        await isGood(page, `choose-password-again${suffix}`);
        await choosePassword(page);
        await isGood(page, `two-step${suffix}`);
        await setUpSecondStep(page);
        await isGood(page, `recovery-codes${suffix}`);
        await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "I have kept them" }).click()]);
        assert.match(page.url(), /\/overview/);
        await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "People", exact: true }).click()]);
        for (const [name, role, hubs] of [
          ["Noor Own", "hub-lead", ["EE3"]],
          ["Sam Around", "strategic-group", ["EE3"]],
        ]) {
          await page.getByLabel("Name", { exact: true }).fill(name);
          await page.getByLabel("Email address").fill(`${role}@hub.example`);
          await page.getByLabel("Organisation").fill("Hub");
          await page.getByLabel("Role").selectOption(role);
          await page.getByText("Hub areas of a hub lead").click();
          for (const hub of hubs) await page.locator(`#hub-${hub}`).check();
          await press(page, "Make an invitation");
          invitations[role] = new URL(await page.locator(".gt-account__link").innerText()).pathname;
        }
        await isGood(page, `people${suffix}`);
        await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "Noor Own" }).click()]);
        await isGood(page, `person${suffix}`);
        await page.goto("/audit");
        await isGood(page, `audit${suffix}`);
        assert.match(await page.locator("main").innerText(), /Invitation made/);
      });
    });

    test("a hub lead sees exact figures of their own hub and sharing figures of another", { timeout: 120_000 }, async () => {
      let secret;
      await go(invitations["hub-lead"], async (page) => {
        await choosePassword(page);
        secret = await setUpSecondStep(page);
        await page.goto("/");
        assert.match(page.url(), /\/overview\?hub=EE3/);
        assert.match(await page.locator(".gt-banner").innerText(), /Exact/);
        await isGood(page, `own-overview${suffix}`);
        await page.goto("/overview?hub=EE4");
        assert.match(await page.locator(".gt-banner").innerText(), /Sharing/);
        const refused = await page.request.get("/data/participation.csv?hub=EE4&audience=exact");
        assert.equal(refused.status(), 403);
        const own = await page.request.get("/data/participation.csv?hub=EE3");
        assert.match(own.headers()["content-disposition"], /-exact/);
        await page.goto("/account");
        await isGood(page, `account${suffix}`);
        await press(page, "Sign out");
        await isGood(page, `signed-out${suffix}`);
        assert.equal((await page.request.get("/data/participation.csv?hub=EE3")).status(), 401);
      });
      // And again with password and code, to the page that was asked for.
      await go("/gaps?hub=EE3", async (page) => {
        assert.match(page.url(), /\/sign-in\?next=/);
        await page.getByLabel("Email address").fill("hub-lead@hub.example");
        await page.getByLabel("Password", { exact: true }).fill("not the password");
        await press(page, "Sign in");
        assert.match(await page.getByRole("alert").innerText(), /wrong/);
        await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
        await press(page, "Sign in");
        await isGood(page, `code${suffix}`);
        await page.getByLabel("Code", { exact: true }).fill(codeOf(secret, 1));
        await press(page, "Continue");
        assert.match(page.url(), /\/gaps\?hub=EE3/);
      });
    });

    test("a strategic group member sees sharing figures of their hub alone", { timeout: 120_000 }, async () => {
      await go(invitations["strategic-group"], async (page) => {
        await choosePassword(page);
        assert.match(page.url(), /\/overview\?hub=EE3/);
        assert.match(await page.locator(".gt-banner").innerText(), /Sharing/);
        for (const path of ["/overview?hub=EE4", "/overview?hub=EE3&audience=exact", "/reconciliation", "/people", "/calls"]) {
          assert.equal((await page.request.get(path)).status(), 403, path);
        }
      });
    });

    test("a demo lets anyone in as an operator, who sees what is loaded", () =>
      go("/sign-in", async (page) => {
        await isGood(page, `sign-in${suffix}`);
        await press(page, "Operator");
        assert.equal(await heading(page).innerText().then((words) => words.length > 0), true);
        assert.match(page.url(), /\/data/);
        assert.equal((await page.request.get("/overview")).status(), 403);
      }));
  });
}
