// A real OpenID Connect provider on this machine, with a sign-in page of buttons: who one is, or to stop.
import { once } from "node:events";
import { createServer } from "node:http";
import Provider from "oidc-provider";

export const SECRET = "a secret between the two";

/**
 * Starts it for an instance at `origin`. It is another site to the browser: `localhost`, not an address.
 *
 * @param {string} origin  of the instance
 * @param {string} name    of the provider in the instance's settings
 * @param {Record<string, object>} people  claims by the word on their button
 */
export async function startIdentityProvider(origin, name, people) {
  const server = createServer().listen(0, "localhost");
  await once(server, "listening");
  const issuer = `http://localhost:${server.address().port}`;
  const scopes = { email: ["email", "email_verified"], profile: ["name", "second_step"], organisation: ["organisation"] };
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "golden-thread",
        client_secret: SECRET,
        redirect_uris: [`${origin}/sign-in/return/${name}`],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    claims: { openid: ["sub"], ...scopes },
    cookies: { keys: ["a key of this test"] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    // Nobody is asked what may be told: it is one organisation.
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(`openid ${Object.keys(scopes).join(" ")}`);
      await grant.save();
      return grant;
    },
    // Every visit asks anew who it is.
    expiresWithSession: () => false,
    pkce: { required: () => true },
    ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 300, Interaction: 600, Session: 600 },
  });
  const rest = provider.callback();
  server.on("request", async (request, response) => {
    const { pathname, searchParams } = new URL(request.url, issuer);
    if (!pathname.startsWith("/interaction/")) return rest(request, response);
    const who = searchParams.get("who");
    if (pathname.endsWith("/chosen")) {
      const result = who === "stop" ? { error: "access_denied", error_description: "stopped" } : { login: { accountId: who } };
      return provider.interactionFinished(request, response, result);
    }
    const buttons = [...Object.keys(people), "stop"].map((word) => `<button name="who" value="${word}">${word}</button>`);
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(
      `<!DOCTYPE html><html lang="en"><head><title>Hub Sign-in</title><link rel="icon" href="data:,"></head><body><main><h1>Hub Sign-in</h1>` +
        `<form action="${pathname}/chosen">${buttons.join(" ")}</form></main></body></html>`,
    );
  });
  const stop = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { issuer, stop };
}
