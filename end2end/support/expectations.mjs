// What every page owes its reader, as assertions on an open page.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { isScriptless } from "./browser.mjs";
import { artefacts } from "./site.mjs";

/** No violation of any axe rule, best practices and the target size of 24 pixels included. */
export async function expectAccessible(page) {
  await withScripts(page, async (audited) => {
    const { violations } = await new AxeBuilder({ page: audited })
      .setLegacyMode(true)
      .options({ rules: { "target-size": { enabled: true } }, resultTypes: ["violations"] })
      .analyze();
    const told = violations.map(({ id, help, nodes }) => `${id} (${help}): ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
    assert.deepEqual(told, [], `axe on ${page.url()}`);
  });
}

// axe is itself a script. A page opened without JavaScript is audited in a copy: the same
// document at the same address and size, its own scripts taken out.
async function withScripts(page, audit) {
  if (!isScriptless(page)) return audit(page);
  const html = (await page.content()).replace(/<script\b[^]*?<\/script>/g, "").replace(/<\/?noscript>/g, "");
  const context = await page.context().browser().newContext({ viewport: page.viewportSize(), reducedMotion: "reduce" });
  try {
    const copy = await context.newPage();
    await copy.route(page.url(), (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body: html }));
    await copy.goto(page.url());
    await audit(copy);
  } finally {
    await context.close();
  }
}

/** A title of its own, one first-level heading, the language, a main landmark and one current page. */
export async function expectPageFrame(page) {
  assert.match(await page.title(), /\S.* - Golden Thread$/);
  assert.equal(await page.locator("h1").count(), 1, "number of h1");
  assert.notEqual((await page.locator("h1").innerText()).trim(), "");
  assert.match(await page.locator("html").getAttribute("lang"), /^en/);
  assert.equal(await page.locator("main").count(), 1, "number of main landmarks");
  assert.ok((await page.locator("nav [aria-current]").count()) <= 1, "at most one current page");
}

/** The first Tab reaches the skip link, and it leads to the main content. */
export async function expectSkipLink(page) {
  await page.keyboard.press("Tab");
  const link = page.locator(":focus");
  const target = await link.getAttribute("href");
  assert.match(target ?? "", /^#./, "the first stop is a link inside the page");
  assert.equal(await page.locator(`main${target}, main ${target}`).count(), 1, "it leads to the main content");
  await expectOnScreen(link);
}

async function expectOnScreen(locator) {
  const box = await locator.boundingBox();
  assert.ok(box && box.width > 1 && box.height > 1 && box.x >= 0 && box.y >= 0, "what has the focus can be seen");
}

/** The page never scrolls sideways; the elements that stick out are named. */
export async function expectNoSidewaysScroll(page) {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= room) return [];
    const scrolls = (element) => element && (/(auto|scroll|hidden)/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
    return [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > room + 1 && !scrolls(element.parentElement))
      .slice(0, 5)
      .map((element) => `${element.localName}.${element.getAttribute("class") ?? ""} reaches ${Math.round(element.getBoundingClientRect().right)}`)
      .concat(`the page is ${document.scrollingElement.scrollWidth} wide in ${room}`);
  });
  assert.deepEqual(wide, [], `sideways scroll on ${page.url()}`);
}

/** Pictures of the whole page for people to look at, one per width. */
export async function takeScreenshots(page, name, widths) {
  mkdirSync(artefacts, { recursive: true });
  const before = page.viewportSize();
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: join(artefacts, `${name}-${width}.png`), fullPage: true, animations: "disabled" });
  }
  await page.setViewportSize(before);
}
