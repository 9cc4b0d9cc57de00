// Twenty people at once for a few seconds: no error, and nobody sees what is another's. `make load` is the long one.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Person, browse, gather } from "./support/crowd.mjs";
import { startSite } from "./support/site.mjs";

let site;

before(
  async () => {
    site = await startSite({ accounts: true });
  },
  { timeout: 120_000 },
);

after(() => site?.stop());

test("twenty people of every role read at once, and each gets their own", { timeout: 240_000 }, async () => {
  const crowd = await gather(site, 20);
  assert.deepEqual(new Set(crowd.map(({ role }) => role)).size, 5);
  const { asked, wrong } = await browse(crowd, 6, 0.5);
  assert.deepEqual(wrong.slice(0, 10), []);
  assert.ok(asked >= crowd.length, `${asked} answers`);
});

test("an answer that is somebody else's is noticed", () => {
  const noor = new Person(site, 1, "hub-lead", "EE3");
  const page = (names) => ({ status: 200, text: `<header>${names}</header>` });
  const report = (audience, filters) => ({ status: 200, text: JSON.stringify({ audience, filters }) });
  assert.equal(noor.judge("/overview?hub=EE3", page("Person 001")), null);
  assert.match(noor.judge("/overview?hub=EE3", page("Person 002")), /names Person 002/);
  assert.match(noor.judge("/overview?hub=EE3", page("Person 001 Person 002")), /names/);
  assert.match(noor.judge("/overview?hub=EE3", { status: 503, text: "" }), /503/);
  assert.equal(noor.judge("/data/outcomes.json?hub=EE3", report("exact", "hub=EE3&by=course")), null);
  assert.match(noor.judge("/data/outcomes.json?hub=EE3", report("sharing", "hub=EE3")), /sharing/);
  assert.match(noor.judge("/data/outcomes.json?hub=EE3", report("exact", "hub=EE4")), /EE4/);
  const sam = new Person(site, 3, "strategic-group", "EE3");
  assert.match(sam.judge("/overview?hub=EE3", page("Person 003 gt-banner--exact")), /exact/);
});
