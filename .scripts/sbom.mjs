// What the binary is made of, as a CycloneDX 1.5 bill of materials on standard output: every crate that is compiled into it with
// version, licence and checksum, the stylesheet's npm package, and who depends on whom.
//   node sbom.mjs [--target TRIPLE]
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Licences as SPDX writes them: older manifests divide alternatives by a slash. */
const expression = (licence) => licence.replace(/\s*\/\s*/g, " OR ");

const crateUrl = ({ name, version }) => `pkg:cargo/${name}@${version}`;

/** Checksums by `name version` from the text of a Cargo.lock. */
export function checksums(lock) {
  const found = new Map();
  for (const part of lock.split("[[package]]")) {
    const value = (key) => new RegExp(`^${key} = "([^"]*)"$`, "m").exec(part)?.[1];
    if (value("checksum")) found.set(`${value("name")} ${value("version")}`, value("checksum"));
  }
  return found;
}

/**
 * The bill.
 *
 * @param {object} metadata  what `cargo metadata` says
 * @param {string} lock      text of Cargo.lock
 * @param {object} npm       package-lock.json of the stylesheet
 */
export function bill(metadata, lock, npm) {
  const packages = new Map(metadata.packages.map((crate) => [crate.id, crate]));
  const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
  const product = metadata.packages.find(({ name, source }) => name === "server" && source === null);
  const normal = (node) => node.deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null)).map(({ pkg }) => pkg);
  const reached = new Set([product.id]);
  for (const id of reached) for (const next of normal(nodes.get(id))) reached.add(next);

  const sums = checksums(lock);
  const component = (crate) => {
    const sum = sums.get(`${crate.name} ${crate.version}`);
    return {
      type: "library",
      "bom-ref": crateUrl(crate),
      name: crate.name,
      version: crate.version,
      scope: "required",
      ...(crate.license && { licenses: [{ expression: expression(crate.license) }] }),
      ...(sum && { hashes: [{ alg: "SHA-256", content: sum }] }),
      purl: crateUrl(crate),
    };
  };
  const crates = [...reached].filter((id) => id !== product.id).map((id) => packages.get(id));
  const styles = Object.entries(npm.packages)
    .filter(([path]) => path === "node_modules/govuk-frontend")
    .map(([path, { version, license, integrity }]) => {
      const name = path.replace("node_modules/", "");
      const purl = `pkg:npm/${name}@${version}`;
      const [, sum] = /^sha512-(.+)$/.exec(integrity ?? "") ?? [];
      const hashes = sum && [{ alg: "SHA-512", content: Buffer.from(sum, "base64").toString("hex") }];
      return { type: "library", "bom-ref": purl, name, version, scope: "required", licenses: [{ expression: license }], ...(hashes && { hashes }), purl };
    });
  const byRef = (a, b) => (a["bom-ref"] < b["bom-ref"] ? -1 : 1);
  const main = crateUrl({ name: "golden-thread", version: product.version });
  const ref = (id) => (id === product.id ? main : crateUrl(packages.get(id)));
  const dependencies = [...reached].map((id) => ({
    ref: ref(id),
    dependsOn: [...new Set([...normal(nodes.get(id)).map(ref), ...(id === product.id ? styles.map(({ purl }) => purl) : [])])].sort(),
  }));
  dependencies.push(...styles.map(({ purl }) => ({ ref: purl, dependsOn: [] })));
  // The same sources give the same number.
  const digest = createHash("sha256").update(lock).update(JSON.stringify(npm)).digest("hex");
  const uuid = [digest.slice(0, 8), digest.slice(8, 12), `5${digest.slice(13, 16)}`, `8${digest.slice(17, 20)}`, digest.slice(20, 32)].join("-");
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    serialNumber: `urn:uuid:${uuid}`,
    version: 1,
    metadata: {
      component: { type: "application", "bom-ref": main, name: "golden-thread", version: product.version, licenses: [{ expression: expression(product.license) }], purl: main },
    },
    components: [...crates.map(component), ...styles].sort(byRef),
    dependencies: dependencies.sort((a, b) => (a.ref < b.ref ? -1 : 1)),
  };
}

/** The bill of this working copy. */
export function billOfThis(target) {
  const args = ["metadata", "--format-version", "1", "--locked", ...(target ? ["--filter-platform", target] : [])];
  const said = execFileSync("cargo", args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"] });
  const read = (path) => readFileSync(join(root, path), "utf8");
  return bill(JSON.parse(said), read("Cargo.lock"), JSON.parse(read("style/package-lock.json")));
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf("--target");
  console.log(JSON.stringify(billOfThis(at > 0 ? process.argv[at + 1] : undefined), null, 2));
}
