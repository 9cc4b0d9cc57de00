// Signing in through another service: a real OpenID Connect provider on this machine, with JavaScript on and off.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openBrowser, visit } from "./support/browser.mjs";
import { expectAccessible, expectNoSidewaysScroll, expectPageFrame, takeScreenshots } from "./support/expectations.mjs";
import { SECRET, startIdentityProvider } from "./support/identity-provider.mjs";
import { startSite } from "./support/site.mjs";

// The organisation as DfE Sign-in writes it.
const organisation = (name, urn) => ({ id: urn, name, urn, ukprn: null, uid: null, category: { id: "001", name: "Establishment" } });
const person = (name, urn, more) => ({
  name,
  email: `${name.toLowerCase().replace(" ", ".")}@hub.example`,
  email_verified: true,
  organisation: organisation(`School ${urn}`, urn),
  ...more,
});
const PEOPLE = {
  noor: person("Noor Own", "900123", { second_step: "done" }),
  lee: person("Lee Half", "900123"),
  ida: person("Ida Nowhere", "999999"),
  una: person("Una Proven", "900123", { email_verified: false }),
};

const settings = (issuer) => ({
  providers: [
    {
      name: "hub",
      label: "Hub Sign-in",
      issuer,
      client_id: "golden-thread",
      client_secret_file: "secret",
      scopes: ["email", "profile", "organisation"],
      unknown_people: "admit",
      multi_factor: { told: { claim: "second_step", values: ["done"] } },
      organisation_claim: "organisation.name",
      roles: [{ claim: "organisation.urn", values: ["900123"], role: "hub-lead", hubs: ["EE3"] }],
    },
  ],
});

let browser;
let site;
let provider;

before(
  async () => {
    browser = await openBrowser();
    const settle = async ({ origin, data }) => {
      provider = await startIdentityProvider(origin, "hub", PEOPLE);
      const file = join(data, "providers.json");
      writeFileSync(join(data, "secret"), SECRET);
      writeFileSync(file, JSON.stringify(settings(provider.issuer)));
      return { settings: ["--identity-providers", file] };
    };
    site = await startSite({ accounts: true, settle });
  },
  { timeout: 120_000 },
);

after(async () => {
  await browser?.close();
  await site?.stop();
  await provider?.stop();
});

const press = (page, name) => Promise.all([page.waitForNavigation(), page.getByRole("button", { name, exact: true }).click()]);
const heading = (page) => page.getByRole("heading", { level: 1 }).innerText();

async function isGood(page, name) {
  await expectPageFrame(page);
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await takeScreenshots(page, name, [1366, 320]);
}

for (const javaScript of [true, false]) {
  const suffix = javaScript ? "" : "-without-javascript";
  const width = javaScript ? 1366 : 320;

  describe(`with JavaScript ${javaScript ? "on" : "off"}`, () => {
    const go = (path, inspect) => visit(browser, site, path, { javaScript, width, refused: 403, others: [provider.issuer] }, inspect);
    const as = async (page, who) => {
      await press(page, "Sign in with Hub Sign-in");
      assert.equal(await heading(page), "Hub Sign-in");
      await press(page, who);
    };

    test("a hub lead comes in by the service, to the page that was asked for, and goes", { timeout: 120_000 }, () =>
      go("/gaps?hub=EE3", async (page) => {
        assert.match(page.url(), /\/sign-in\?next=/);
        await isGood(page, `sign-in-with${suffix}`);
        await as(page, "noor");
        assert.match(page.url(), /\/gaps\?hub=EE3$/);
        assert.match(await page.locator(".gt-banner").innerText(), /Exact/);
        await page.getByRole("link", { name: "Noor Own" }).click();
        await page.waitForURL(/\/account$/);
        assert.match(await page.locator("main").innerText(), /School 900123/);
        const cookies = await page.context().cookies(site.origin);
        const session = cookies.find(({ name }) => name === "golden-thread");
        assert.ok(session.httpOnly && session.sameSite === "Lax", JSON.stringify(session));
        assert.ok(!cookies.some(({ name }) => name === "golden-thread-departure"), "used up");
        await press(page, "Sign out");
        assert.equal((await page.request.get("/data/participation.csv?hub=EE3")).status(), 401);
      }));

    test("who did one step there does the second one here", { timeout: 120_000 }, () =>
      go("/sign-in", async (page) => {
        await as(page, "lee");
        assert.match(page.url(), /\/account\/two-step$/);
        assert.equal((await page.request.get("/data/overview.csv?hub=EE3")).status(), 401);
      }));

    test("an organisation without a role, an address nobody vouches for, and stopping lead to plain pages", { timeout: 120_000 }, async () => {
      for (const [who, words, name] of [
        ["ida", "Your account there gives you no role here", "no-role"],
        ["una", "The other service does not vouch for your e-mail address", "no-address"],
        ["stop", "Signing in was stopped at the other service", "stopped"],
      ]) {
        await go("/sign-in", async (page) => {
          await as(page, who);
          assert.equal(await heading(page), words);
          await isGood(page, `${name}${suffix}`);
          await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "Go to the sign-in page" }).click()]);
          assert.match(page.url(), /\/sign-in$/);
        });
      }
    });

    test("a return that is loaded again counts no more", { timeout: 120_000 }, () =>
      visit(browser, site, "/sign-in", { javaScript, width, refused: 400, others: [provider.issuer] }, async (page) => {
        let back;
        page.on("request", (request) => {
          if (request.url().includes("/sign-in/return/")) back = request.url();
        });
        await as(page, "noor");
        const again = await page.goto(back);
        assert.equal(again.status(), 400);
        assert.equal(await heading(page), "This way of signing in has expired");
      }));
  });
}
