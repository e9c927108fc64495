// A provider of OpenID Connect of the tests' own: the npm package oidc-provider on a free port of this machine. People
// sign in with a click; what it claims about them is below.
import { generateKeyPairSync } from "node:crypto";
import http from "node:http";
import Provider from "oidc-provider";

/** Whom the staff's provider knows. */
const staff = {
  "søren": { preferred_username: "søren@solbakke.example", name: "Søren Ål", email: "saal@solbakke.example", groups: ["teknik"] },
  "karen": { preferred_username: "karen@solbakke.example", name: "Karen Ø. Blåbjerg", email: "kb@solbakke.example", groups: [] },
};

/** Whom the citizens' knows: two persons, a company by one of its people, and somebody without a number. */
export const citizens = {
  "anna": { name: "Anna Åkjær", cpr: "0101801234" },
  "bent": { name: "Bent Bæk", cpr: "0202751235" },
  "firma": { name: "Frida Firma", cpr: "0303851236", cvr: "12345678" },
  "turist": { name: "Tom Tourist" },
};

const doors = {
  staff: {
    people: staff,
    button: "Solbakkes login",
    back: "/log-ind/openid/kommune/retur",
    out: "/log-ind",
    more: `[[openid.rule]]
claim = "groups"
equals = "teknik"
role = "caseworker"
unit = "Byggesag og Plan"
creates = true
`,
    key: "kommune",
  },
  citizens: {
    people: citizens,
    button: "MitID",
    back: "/mine-sager/log-ind/retur",
    out: "/mine-sager",
    more: `[citizens]
provider = "borger"
cpr_claim = "cpr"
cvr_claim = "cvr"
contact = "Tlf. 12 34 56 78, mandag til fredag 9-14"
readers = "roles"
`,
    key: "borger",
  },
};

const key = (kid, type, options, alg) => {
  const { privateKey } = generateKeyPairSync(type, options);
  return { ...privateKey.export({ format: "jwk" }), kid, alg, use: "sig" };
};

const page = (body) => `<!doctype html><html lang="da"><title>Udbyder</title><body>${body}</body></html>`;

export class SignInService {
  /** `door` is whom it serves: "staff" or "citizens". */
  static async start(door = "staff") {
    const service = new SignInService();
    service.door = doors[door];
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
key = "${this.door.key}"
name = "${this.door.button}"
issuer = "${this.address}"
client_id = "saglig"
client_secret_file = ${JSON.stringify(secretFile)}
scopes = ["openid", "profile", "email", "groups"]
${this.door.more}`;
  }

  /** Serves that house, with a signing key of that kind. */
  serve(house, secret, kind = "RS256") {
    const keys = kind === "RS256"
      ? key("r1", "rsa", { modulusLength: 2048 }, kind) : key("e1", "ec", { namedCurve: "P-256" }, kind);
    this.provider = new Provider(this.address, {
      clients: [{
        client_id: "saglig",
        client_secret: secret,
        redirect_uris: [`${house}${this.door.back}`],
        post_logout_redirect_uris: [`${house}${this.door.out}`],
        id_token_signed_response_alg: kind,
      }],
      jwks: { keys: [keys] },
      cookies: { keys: ["tests"] },
      claims: { openid: ["sub"], profile: ["name", "preferred_username", "cpr", "cvr"], email: ["email"], groups: ["groups"] },
      scopes: ["openid", "profile", "email", "groups"],
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: `id-of-${id}`, ...this.door.people[id] }) }),
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
      const links = Object.keys(this.door.people).map((name) => `<a href="?er=${encodeURIComponent(name)}">${name}</a>`);
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
