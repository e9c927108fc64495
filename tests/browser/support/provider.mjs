// A provider of OpenID Connect of the tests' own: the npm package oidc-provider on a free port of this machine. People
// sign in with a click; what it claims about them is below.
import { generateKeyPairSync } from "node:crypto";
import http from "node:http";
import Provider from "oidc-provider";

const people = {
  "søren": { preferred_username: "søren@solbakke.example", name: "Søren Ål", email: "saal@solbakke.example", groups: ["teknik"] },
  "karen": { preferred_username: "karen@solbakke.example", name: "Karen Ø. Blåbjerg", email: "kb@solbakke.example", groups: [] },
};

const key = (kid, type, options, alg) => {
  const { privateKey } = generateKeyPairSync(type, options);
  return { ...privateKey.export({ format: "jwk" }), kid, alg, use: "sig" };
};

const page = (body) => `<!doctype html><html lang="da"><title>Udbyder</title><body>${body}</body></html>`;

export class SignInService {
  static async start() {
    const service = new SignInService();
    service.server = http.createServer((request, response) => service.answer(request, response));
    await new Promise((resolve) => { service.server.listen(0, "127.0.0.1", resolve); });
    service.address = `http://127.0.0.1:${service.server.address().port}`;
    service.isDown = false;
    return service;
  }

  /** What the house's settings say of it. */
  settings(secretFile) {
    return `
[[openid]]
key = "kommune"
name = "Solbakkes login"
issuer = "${this.address}"
client_id = "saglig"
client_secret_file = ${JSON.stringify(secretFile)}
scopes = ["openid", "profile", "email", "groups"]
[[openid.rule]]
claim = "groups"
equals = "teknik"
role = "caseworker"
unit = "Byggesag og Plan"
creates = true
`;
  }

  /** Serves that house, with a signing key of that kind. */
  serve(house, secret, kind = "RS256") {
    const keys = kind === "RS256"
      ? key("r1", "rsa", { modulusLength: 2048 }, kind) : key("e1", "ec", { namedCurve: "P-256" }, kind);
    this.provider = new Provider(this.address, {
      clients: [{
        client_id: "saglig",
        client_secret: secret,
        redirect_uris: [`${house}/log-ind/openid/kommune/retur`],
        post_logout_redirect_uris: [`${house}/log-ind`],
        id_token_signed_response_alg: kind,
      }],
      jwks: { keys: [keys] },
      cookies: { keys: ["tests"] },
      claims: { openid: ["sub"], profile: ["name", "preferred_username"], email: ["email"], groups: ["groups"] },
      scopes: ["openid", "profile", "email", "groups"],
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: `id-of-${id}`, ...people[id] }) }),
      // Nobody is asked whether the authority's own service may know them.
      loadExistingGrant: async (context) => {
        const { session, client, provider } = context.oidc;
        const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
        grant.addOIDCScope("openid profile email groups");
        await grant.save();
        return grant;
      },
      pkce: { required: () => true, methods: ["S256"] },
      interactions: { url: (_, interaction) => `/hvem/${interaction.uid}` },
      features: {
        devInteractions: { enabled: false },
        rpInitiatedLogout: {
          enabled: true,
          logoutSource: (context, form) => {
            context.body = page(`${form}<button form="op.logoutForm" name="logout" value="yes">Log helt ud</button>`);
          },
        },
      },
    });
  }

  async answer(request, response) {
    const url = new URL(request.url, this.address);
    if (this.isDown && url.pathname === "/token") {
      response.destroy();
      return;
    }
    if (!url.pathname.startsWith("/hvem/")) {
      this.provider.callback()(request, response);
      return;
    }
    const chosen = url.searchParams.get("er");
    if (chosen === null) {
      const links = Object.keys(people).map((name) => `<a href="?er=${encodeURIComponent(name)}">${name}</a>`);
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(page(`${links.join(" ")} <a href="?er=">Fortryd</a>`));
      return;
    }
    const result = chosen === ""
      ? { error: "access_denied", error_description: "fortrudt" } : { login: { accountId: chosen } };
    await this.provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((resolve) => { this.server.close(resolve); });
  }
}
