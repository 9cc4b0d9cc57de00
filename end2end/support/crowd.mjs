// Many people at once, without a browser: each is invited, chooses a password, sets up the second step where the role needs it,
// signs in again with password and code, and reads pages. Every answer must be theirs: their name and nobody else's, and the
// figures that their role may see of the place they asked for.
import assert from "node:assert/strict";
import { codeOf } from "./one-time-code.mjs";

const PASSWORD = "violet harbour lantern";
const HUBS = ["EE1", "EE3", "EE9", "EM2", "L4", "NE2", "NW5", "SE7", "SW4", "WM3", "YH2", "YH9"];

/** One person: name, role, own hub area, cookie. */
export class Person {
  constructor(site, number, role, hub) {
    this.site = site;
    this.name = `Person ${String(number).padStart(3, "0")}`;
    this.email = `person.${number}@hub.example`;
    this.role = role;
    this.hub = hub;
    this.cookie = "";
  }

  /** Sends a request as this person; keeps the session that the answer sets. */
  async ask(path, form) {
    const response = await fetch(`${this.site.origin}${path}`, {
      method: form ? "POST" : "GET",
      body: form && new URLSearchParams(form),
      headers: { cookie: this.cookie, ...(form && { "sec-fetch-site": "same-origin" }) },
      redirect: "manual",
    });
    for (const set of response.headers.getSetCookie()) this.cookie = set.split(";")[0];
    return { status: response.status, location: response.headers.get("location"), text: await response.text() };
  }

  /** From the link of an invitation to a session after both steps. */
  async enter(link) {
    const chosen = await this.ask(link, { password: PASSWORD, again: PASSWORD });
    assert.equal(chosen.status, 303, `${this.name} chooses a password: ${chosen.text}`);
    let secret;
    if (chosen.location === "/account/two-step") {
      secret = /gt-account__key[^>]*>([^<]+)</.exec((await this.ask("/account/two-step")).text)[1];
      const done = await this.ask("/account/two-step", { code: codeOf(secret) });
      assert.equal(done.status, 200, `${this.name} sets up the second step`);
    }
    this.cookie = "";
    const entered = await this.ask("/sign-in", { email: this.email, password: PASSWORD });
    assert.equal(entered.status, 303, `${this.name} signs in: ${entered.text}`);
    if (secret) {
      const full = await this.ask("/sign-in/code", { code: codeOf(secret, 1) });
      assert.equal(full.status, 303, `${this.name} gives the code`);
    }
  }

  /** The addresses that this person reads, with what must be true of each answer. */
  get addresses() {
    const own = `hub=${this.hub}`;
    const asked = { analyst: "hub=EE3", administrator: "hub=EE3" }[this.role] ?? own;
    if (this.role === "operator") return ["/data", "/account", "/help"];
    const pages = ["overview", "participation", "outcomes", "engagement", "gaps", "compare"];
    return [
      ...pages.map((page) => `/${page}?${asked}`),
      `/participation?by=phase&${asked}`,
      `/outcomes?by=course&${asked}`,
      `/data/participation.json?${asked}`,
      `/data/outcomes.json?${asked}`,
      "/account",
      ...(this.role === "strategic-group" ? [] : ["/schools?q=academy"]),
    ];
  }

  /** What is wrong with an answer. */
  judge(path, { status, text }) {
    if (status !== 200) return `${path} answered ${status} to ${this.name} (${this.role})`;
    if (path.startsWith("/data/")) {
      const report = JSON.parse(text);
      const expected = this.role === "strategic-group" ? "sharing" : "exact";
      if (report.audience !== expected) return `${path} gave ${this.name} (${this.role}) ${report.audience} figures`;
      const hub = new URLSearchParams(path.split("?")[1]).get("hub");
      if (new URLSearchParams(report.filters).get("hub") !== hub) return `${path} answered ${report.filters} to ${this.name}`;
      return null;
    }
    const names = new Set(text.match(/Person \d{3}/g));
    if (names.size !== 1 || !names.has(this.name)) return `${path} for ${this.name} names ${[...names].join(", ") || "nobody"}`;
    if (this.role === "strategic-group" && text.includes("gt-banner--exact")) return `${path} shows ${this.name} exact figures`;
    return null;
  }
}

/** So many people, signed in. */
export async function gather(site, many) {
  const said = await site.run("user", "add", "--name", "Person 000", "--email", "person.0@hub.example", "--organisation", "Lead", "--role", "administrator", "--url", site.origin);
  const administrator = new Person(site, 0, "administrator");
  await administrator.enter(said.match(/\/invitation\/\S+/)[0]);
  const roles = ["hub-lead", "strategic-group", "hub-lead", "analyst", "hub-lead", "strategic-group", "hub-lead", "analyst", "strategic-group", "operator"];
  const crowd = [administrator];
  for (let number = 1; number < many; number += 1) {
    const role = roles[number % roles.length];
    const hub = ["hub-lead", "strategic-group"].includes(role) ? HUBS[number % HUBS.length] : undefined;
    const person = new Person(site, number, role, hub);
    const form = { name: person.name, email: person.email, organisation: hub ? `Hub ${hub}` : "Lead", role, ...(hub && { hub }) };
    const invited = await administrator.ask("/people", form);
    assert.equal(invited.status, 200, `${person.name} is invited`);
    person.link = /gt-account__link[^>]*>[^<]*(\/invitation\/[^<]+)</.exec(invited.text)[1];
    crowd.push(person);
  }
  // Four at a time: passwords are checked two at a time, and tries under way count.
  const waiting = crowd.filter(({ link }) => link);
  const enterNext = async () => {
    for (let person = waiting.pop(); person; person = waiting.pop()) await person.enter(person.link);
  };
  await Promise.all([1, 2, 3, 4].map(enterNext));
  return crowd;
}

/**
 * Everyone reads for so many seconds, with a pause of up to `pause` seconds between pages.
 *
 * @returns {Promise<{ asked: number, wrong: string[], milliseconds: number[] }>}
 */
export async function browse(crowd, seconds, pause) {
  const until = Date.now() + seconds * 1000;
  const wrong = [];
  const milliseconds = [];
  let asked = 0;
  await Promise.all(
    crowd.map(async (person, at) => {
      const { addresses } = person;
      for (let turn = at; Date.now() < until; turn += 1) {
        await new Promise((done) => setTimeout(done, Math.random() * pause * 1000));
        const path = addresses[turn % addresses.length];
        const began = performance.now();
        try {
          const fault = person.judge(path, await person.ask(path));
          if (fault) wrong.push(fault);
        } catch (error) {
          wrong.push(`${path} for ${person.name}: ${error.cause ?? error}`);
        }
        milliseconds.push(performance.now() - began);
        asked += 1;
      }
    }),
  );
  milliseconds.sort((a, b) => a - b);
  return { asked, wrong, milliseconds };
}
