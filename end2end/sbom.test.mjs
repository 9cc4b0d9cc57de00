// The bill of materials that a release carries: whole, well formed, and of what is locked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { before, test } from "node:test";
import { billOfThis, checksums } from "../.scripts/sbom.mjs";

const project = resolve(import.meta.dirname, "..");

let made;

before(() => {
  made = billOfThis("x86_64-unknown-linux-gnu");
}, { timeout: 120_000 });

test("it is a CycloneDX bill of the product", () => {
  assert.equal(made.bomFormat, "CycloneDX");
  assert.equal(made.specVersion, "1.5");
  assert.match(made.serialNumber, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(made.metadata.component.name, "golden-thread");
  assert.deepEqual(billOfThis("x86_64-unknown-linux-gnu"), made, "the same sources give the same bill");
});

test("every component has a name of its own, a version, a licence and, where it was fetched, a checksum", () => {
  assert.ok(made.components.length > 200, `${made.components.length} components`);
  const refs = made.components.map((component) => component["bom-ref"]);
  assert.equal(new Set(refs).size, refs.length, "no component twice");
  const locked = checksums(readFileSync(join(project, "Cargo.lock"), "utf8"));
  for (const { type, name, version, purl, licenses, hashes } of made.components) {
    assert.equal(type, "library");
    assert.match(purl, /^pkg:(cargo|npm)\/[^@\s]+@\d[^\s]*$/);
    assert.ok(licenses?.[0].expression && !licenses[0].expression.includes("/"), `${purl} has no licence`);
    if (!purl.startsWith("pkg:cargo")) continue;
    const sum = locked.get(`${name} ${version}`);
    assert.deepEqual(hashes, sum && [{ alg: "SHA-256", content: sum }], purl);
  }
  for (const wanted of ["axum", "openidconnect", "rustls", "lettre", "argon2", "sqlx", "polars", "leptos", "govuk-frontend"]) {
    assert.ok(made.components.some(({ name }) => name === wanted), `${wanted} is missing`);
  }
  for (const absent of ["scraper", "insta", "rcgen", "openssl-sys"]) {
    assert.ok(!made.components.some(({ name }) => name === absent), `${absent} is no part of the binary`);
  }
});

test("every dependency is a component", () => {
  const known = new Set([made.metadata.component["bom-ref"], ...made.components.map((component) => component["bom-ref"])]);
  assert.equal(made.dependencies.length, known.size);
  for (const { ref, dependsOn } of made.dependencies) {
    for (const name of [ref, ...dependsOn]) assert.ok(known.has(name), `${name} is no component`);
  }
});

/** Whether a licence expression leaves a choice that is allowed. */
function isAllowed(expression, allowed) {
  const tokens = expression.match(/\(|\)|[^\s()]+/g);
  const either = () => {
    let good = both();
    for (; tokens[0] === "OR"; ) good = tokens.shift() && (both() || good);
    return good;
  };
  const both = () => {
    let good = one();
    for (; tokens[0] === "AND"; ) good = tokens.shift() && one() && good;
    return good;
  };
  const one = () => {
    if (tokens[0] === "(") {
      tokens.shift();
      const good = either();
      tokens.shift();
      return good;
    }
    const words = [tokens.shift()];
    if (tokens[0] === "WITH") words.push(tokens.shift(), tokens.shift());
    return allowed.has(words.join(" ")) || allowed.has(words[0]);
  };
  return either();
}

test("every licence is one that deny.toml allows, and nothing that it bans is there", () => {
  const rules = readFileSync(join(project, "deny.toml"), "utf8");
  const allowed = new Set([.../^allow = \[([^\]]*)\]/m.exec(rules)[1].matchAll(/"([^"]+)"/g)].map(([, licence]) => licence));
  assert.ok(allowed.has("MIT") && !allowed.has("GPL-3.0"));
  assert.ok(isAllowed("(MIT OR GPL-3.0) AND Unicode-3.0", allowed) && !isAllowed("MIT AND GPL-3.0", allowed));
  const refused = made.components.filter(({ licenses }) => !isAllowed(licenses[0].expression, allowed));
  assert.deepEqual(refused.map(({ purl, licenses }) => `${purl}: ${licenses[0].expression}`), []);
  const banned = [...rules.matchAll(/\{ name = "([^"]+)" \}/g)].map(([, name]) => name);
  assert.ok(banned.length > 0);
  for (const name of banned) assert.ok(!made.components.some((component) => component.name === name), name);
});
