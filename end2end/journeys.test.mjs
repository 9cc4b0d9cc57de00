// What a hub lead and a partner manager do, each journey with and without JavaScript. Pages are found by role and name.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openBrowser, visit } from "./support/browser.mjs";
import { expectAccessible, expectNoSidewaysScroll, takeScreenshots } from "./support/expectations.mjs";
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

const heading = (page) => page.getByRole("heading", { level: 1 });
const submit = async (page) => {
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Show" }).click()]);
};
const rows = (page, section) => page.locator(`#${section} table tbody tr`);

/** The CSV behind a page as rows of cells. */
async function download(page, address) {
  const response = await page.request.get(address);
  assert.equal(response.status(), 200, address);
  const lines = (await response.text()).trim().split("\n");
  return lines.map((line) => line.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/));
}

for (const javaScript of [true, false]) {
  describe(`with JavaScript ${javaScript ? "on" : "off"}`, () => {
    const go = (path, inspect, options = {}) => visit(browser, site, path, { javaScript, ...options }, inspect);

    test("a tile of the overview leads to the page that explains it", () =>
      go("/overview", async (page) => {
        await page.getByRole("link", { name: "NPQ starts", exact: true }).click();
        await page.waitForURL(/\/participation/);
        assert.match(await heading(page).innerText(), /NPQ starts in 20\d\d\/\d\d/);
      }));

    test("filters are chosen in the form, shown as chips, and taken off again", () =>
      go("/participation", async (page) => {
        await page.getByLabel("Break down by").selectOption("phase");
        await page.getByLabel("Region", { exact: true }).selectOption("london");
        await submit(page);
        assert.match(page.url(), /region=london/);
        assert.match(page.url(), /by=phase/);
        await expectAccessible(page);
        await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: /Region: London/ }).click()]);
        assert.doesNotMatch(page.url(), /region=/);
      }));

    test("a row and a bar lead to the page narrowed to them", () =>
      go("/participation?by=region", async (page) => {
        await rows(page, "breakdown").getByRole("link", { name: "London" }).click();
        await page.waitForURL(/region=london/);
        await page.goto("/participation?by=region");
        const bar = page.locator(".gt-chart__wide a.mark").first();
        await Promise.all([page.waitForNavigation(), bar.focus().then(() => page.keyboard.press("Enter"))]);
        assert.match(page.url(), /region=/);
      }));

    test("the table is sorted by its headings", () =>
      go("/participation?by=region", async (page) => {
        await Promise.all([page.waitForNavigation(), page.locator("#breakdown th a", { hasText: /^Starts/ }).click()]);
        assert.match(page.url(), /sort=-?starts/);
        const cells = await page.locator("#breakdown tbody tr td:nth-of-type(1)").allInnerTexts();
        const shown = cells.slice(0, -1).map((text) => Number(text.replace(/\D/g, "")));
        const sorted = [...shown].sort((a, b) => (page.url().includes("sort=-") ? b - a : a - b));
        assert.deepEqual(shown, sorted);
      }));

    test("the file holds what the table shows", () =>
      go("/participation?by=phase&audience=exact", async (page) => {
        const table = new Map();
        for (const row of await rows(page, "breakdown").all()) {
          table.set((await row.locator("th").innerText()).trim(), (await row.locator("td").first().innerText()).trim());
        }
        const [header, ...lines] = await download(page, "/data/participation.csv?by=phase&audience=exact");
        const at = (name) => header.indexOf(name);
        const file = lines.filter((l) => l[at("section")] === "breakdown" && l[at("measure")] === "starts" && l[at("code")] !== "total");
        assert.ok(file.length > 3);
        for (const line of file) {
          const name = line[at("name")].replaceAll('"', "");
          assert.equal(Number(table.get(name)?.replaceAll(",", "")), Number(line[at("value")]), name);
        }
      }));

    test("pictures of the chart can be taken away", () =>
      go("/outcomes", async (page) => {
        for (const [ending, type] of [
          ["svg", "image/svg+xml"],
          ["png", "image/png"],
        ]) {
          const response = await page.request.get(`/charts/outcomes/milestones.${ending}`);
          assert.equal(response.status(), 200);
          assert.equal(response.headers()["content-type"], type);
          assert.ok((await response.body()).length > 2000);
        }
      }));

    test("the reader switches between sharing and exact figures, and the page says which they are", () =>
      go("/participation?by=phase", async (page) => {
        assert.match(await page.getByRole("complementary").first().innerText(), /Sharing figures/);
        await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "Show exact figures" }).click()]);
        assert.match(page.url(), /audience=exact/);
        assert.match(await page.getByRole("complementary").first().innerText(), /Exact figures/i);
        await expectAccessible(page);
      }));

    test("early career training has its own measures", () =>
      go("/outcomes?programme=ecf", async (page) => {
        assert.match(await heading(page).innerText(), /early career/i);
        await expectAccessible(page);
        await takeScreenshots(page, `outcomes-ecf${javaScript ? "" : "-without-javascript"}`, [320, 1366]);
      }));

    test("a bad value keeps the form and says what would do", () =>
      go(
        "/participation?phase=tertiary&region=london",
        async (page) => {
          assert.match(await page.locator("main").innerText(), /tertiary/);
          assert.equal(await page.getByLabel("Region", { exact: true }).inputValue(), "london");
          await expectAccessible(page);
        },
        { status: 400 },
      ));

    test("a question that is too narrow for sharing figures is refused with the way out", () =>
      go(
        "/participation?region=london&by=la",
        async (page) => {
          assert.match(await page.locator("main").innerText(), /one geography/);
          await expectAccessible(page);
        },
        { status: 400 },
      ));

    test("the surest gap leads to the schools to call, and the list shrinks as they are called", () =>
      go("/gaps?audience=exact", async (page) => {
        const gap = rows(page, "gaps").first().getByRole("link");
        await Promise.all([page.waitForNavigation(), gap.click()]);
        assert.match(await heading(page).innerText(), /fewer than expected/);
        await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "Schools to call" }).click()]);
        const toCall = async () => Number((await heading(page).innerText()).match(/^([\d,]+)/)[1].replace(",", ""));
        const before = await toCall();
        for (const [button, done] of [["Contacted", 1], ["Reason", 2], ["Contacted", 3]]) {
          const form = rows(page, "open").first().getByRole("button", { name: button });
          await Promise.all([page.waitForNavigation(), form.click()]);
          assert.equal(await toCall(), before - done);
        }
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await takeScreenshots(page, `calls${javaScript ? "" : "-without-javascript"}`, [320, 1366]);
        const lines = await download(page, page.url().replace("/calls?", "/data/calls.csv?"));
        assert.equal(lines.filter(([list]) => list === "to call").length, before - 3);
      }));

    test("a gap is given an action, which is changed later and stands beside the figure", () =>
      go("/gaps?audience=exact", async (page) => {
        const gap = rows(page, "gaps").nth(javaScript ? 0 : 1).getByRole("link");
        await Promise.all([page.waitForNavigation(), gap.click()]);
        const more = page.locator("#more");
        await more.getByLabel(/With so many/).fill("3");
        await Promise.all([page.waitForNavigation(), more.getByRole("button").click()]);
        assert.match(await page.locator("#more").getByRole("status").innerText(), /With 3 .* more/);
        await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: /Actions on this gap/ }).click()]);
        await page.getByText(/^Add an action/).click();
        const form = page.locator("#new");
        await form.getByLabel("What is done").fill("Visit the three largest schools");
        await Promise.all([page.waitForNavigation(), form.getByRole("button", { name: "Add action" }).click()]);
        assert.match(await heading(page).innerText(), /1 action is open/);
        await expectAccessible(page);
        await takeScreenshots(page, `actions${javaScript ? "" : "-without-javascript"}`, [320, 1366]);
        await page.locator("#open summary").click();
        await page.getByLabel("Where it stands").selectOption("done");
        const keep = page.getByRole("button", { name: "Keep changes" });
        await Promise.all([page.waitForNavigation(), keep.click()]);
        assert.match(await heading(page).innerText(), /No action is open/);
        assert.match(await page.locator("#closed").innerText(), /Visit the three largest schools/);
      }));

    test("a hub area is compared, given a target, and judged by it", () =>
      go("/compare?hub=EE3&measure=engaged&audience=exact", async (page) => {
        assert.match(await heading(page).innerText(), /^EE3/);
        const link = page.getByRole("link", { name: "Set or change targets" });
        await Promise.all([page.waitForNavigation(), link.click()]);
        await page.getByRole("textbox", { name: "Target" }).fill("101");
        const keep = page.getByRole("button", { name: "Keep target" });
        await Promise.all([page.waitForNavigation(), keep.click()]);
        assert.match(await page.getByRole("alert").innerText(), /from 0 to 100/);
        await expectAccessible(page);
        await page.getByRole("textbox", { name: "Target" }).fill("99");
        await Promise.all([page.waitForNavigation(), keep.click()]);
        await Promise.all([page.waitForNavigation(), page.locator("#targets tbody a, table tbody a").first().click()]);
        assert.match(await page.locator("#targets").innerText(), /Target/);
        await expectNoSidewaysScroll(page);
      }, { refused: 422 }));

    test("engagement by strand and phase is on the page and in the file", () =>
      go("/engagement?audience=exact&by=phase", async (page) => {
        assert.match(await heading(page).innerText(), /\d+ of [\d,]+ schools \(\d+%\) were engaged/);
        const lines = await download(page, page.url().replace("/engagement?", "/data/engagement.csv?"));
        const total = lines.find((cells) => cells[1] === "breakdown" && cells[6] === "total" && cells[8] === "engaged");
        const first = (await heading(page).innerText()).match(/^([\d,]+)/)[1].replace(",", "");
        assert.equal(total[9], first);
      }));

    test("a delivery partner's schools are told apart by area, and its hub's people are reconciled", () =>
      go("/engagement?audience=exact", async (page) => {
        const more = page.getByText("More filters");
        if (!(await page.getByLabel("Delivery partner").isVisible())) await more.click();
        await page.getByLabel("Delivery partner").selectOption({ label: "Demo Teaching School Hub L1" });
        await submit(page);
        assert.match(await heading(page).innerText(), /L1 reached [\d,]+ schools in .*: [\d,]+ in its own area, [\d,]+ outside it/);
        const split = await rows(page, "reach").locator("td:nth-of-type(2)").allInnerTexts();
        const [inside, outside, unknown] = split.map((text) => Number(text.replaceAll(",", "")));
        const total = await page.locator("#reach tfoot td:nth-of-type(2)").innerText();
        assert.equal(inside + outside + unknown, Number(total.replaceAll(",", "")));
        await expectAccessible(page);
        await takeScreenshots(page, `engagement-partner${javaScript ? "" : "-without-javascript"}`, [320, 1366]);

        await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: /^Reconcile/ }).click()]);
        assert.match(await heading(page).innerText(), /entries to reconcile/);
        const all = Number((await page.locator("#tile-no-mentor .gt-tile__value").innerText()).replaceAll(",", ""));
        await page.getByLabel("Region", { exact: true }).selectOption("london");
        await submit(page);
        const few = Number((await page.locator("#tile-no-mentor .gt-tile__value").innerText()).replaceAll(",", ""));
        assert.ok(few > 0 && few < all, `${few} of ${all}`);
        await Promise.all([page.waitForNavigation(), page.locator("#tile-no-mentor").getByRole("link").click()]);
        assert.equal(await page.locator("main section table").count(), 1);
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
        await takeScreenshots(page, `reconciliation${javaScript ? "" : "-without-javascript"}`, [320, 1366]);
        const lines = await download(page, await page.getByRole("link", { name: /^CSV of the lists/ }).getAttribute("href"));
        assert.equal(lines.length - 1, few);
        const school = rows(page, "no-mentor").first().getByRole("link");
        await Promise.all([page.waitForNavigation(), school.click()]);
        assert.match(page.url(), /\/schools\/\d+\?audience=exact/);
      }));

    test("people to reconcile are not for sharing", () =>
      go(
        "/reconciliation?audience=sharing",
        async (page) => {
          assert.match(await page.locator("main").innerText(), /exact figures only/);
          await expectAccessible(page);
        },
        { status: 403 },
      ));

    test("a school is found, a contact is recorded there and seen, and a mistake keeps what was written", () =>
      go("/schools?audience=exact", async (page) => {
        await page.getByLabel("Name, URN, postcode or trust").fill("school");
        await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Search" }).click()]);
        assert.match(page.url(), /q=school/);
        await Promise.all([page.waitForNavigation(), page.locator("main tbody a").nth(javaScript ? 1 : 2).click()]);
        assert.match(await heading(page).innerText(), /school/i);
        await page.getByText("Record a contact", { exact: true }).click();
        const form = page.locator("#record-contact");
        await form.getByLabel("How").selectOption("phone");
        await form.getByLabel("Outcome (optional)").fill("Will book two places");
        await Promise.all([page.waitForNavigation(), form.getByRole("button", { name: "Record contact" }).click()]);
        assert.match(await page.getByRole("status").first().innerText(), /contact is recorded/i);
        assert.match(await page.locator("section", { hasText: "Contacts" }).first().innerText(), /Will book two places/);
        await expectAccessible(page);

        await page.getByText("Record a reason", { exact: true }).click();
        const reason = page.locator("#record-reason");
        await reason.getByLabel("Reason", { exact: true }).selectOption("capacity");
        await reason.getByLabel("Note (optional)").fill("Short of cover this term");
        await Promise.all([page.waitForNavigation(), reason.getByRole("button", { name: "Record reason" }).click()]);
        assert.match(await page.locator("main").innerText(), /Short of cover this term/);
      }));

    test("a contact without its kind is refused, says what to mend and keeps what was written", () =>
      go("/schools?q=school&audience=exact", async (page) => {
        await Promise.all([page.waitForNavigation(), page.locator("main tbody a").first().click()]);
        await page.getByText("Record a contact", { exact: true }).click();
        const form = page.locator("#record-contact");
        await form.getByLabel("Note (optional)").fill("Left a message");
        const [answer] = await Promise.all([
          page.waitForResponse((response) => response.request().method() === "POST"),
          form.getByRole("button", { name: "Record contact" }).click(),
        ]);
        assert.equal(answer.status(), 422);
        await page.getByRole("alert").waitFor();
        assert.equal(await page.getByLabel("Note (optional)").first().inputValue(), "Left a message");
        await expectAccessible(page);
        await takeScreenshots(page, `school-refused${javaScript ? "" : "-without-javascript"}`, [320, 1366]);
      }, { refused: 422 }));

    test("the data page leads to what was rejected and why", () =>
      go("/data", async (page) => {
        await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "npq_declarations.ndjson" }).click()]);
        assert.match(page.url(), /\/data\/imports\/\d+/);
        assert.match(await page.locator("main").innerText(), /unknown|impossible/i);
        await expectAccessible(page);
        await page.setViewportSize({ width: 320, height: 640 });
        await expectNoSidewaysScroll(page);
      }));
  });
}

describe("islands", () => {
  test("a mark tells its figure on hover and focus, and Escape hides it", async () => {
    await visit(browser, site, "/participation?by=region", {}, async (page) => {
      const mark = page.locator(".gt-chart__wide .mark").first();
      const tip = page.locator(".gt-tooltip:not([hidden])");
      await mark.hover();
      await tip.first().waitFor({ state: "visible" });
      await page.keyboard.press("Escape");
      await page.waitForFunction(() => document.querySelector(".gt-tooltip:not([hidden])") === null);
    });
  });
});
