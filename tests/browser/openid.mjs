// Signing in by a real provider of OpenID Connect, there and back, and out again.
import assert from "node:assert/strict";
import { within } from "./support/waiting.mjs";

const button = "Log ind med Solbakkes login";

const begin = async (page, from = "/log-ind") => {
  await page.goto(from);
  await page.getByRole("link", { name: button }).click();
};
const signIn = async (page, name, from) => {
  await begin(page, from);
  await page.getByRole("link", { name }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/hvem/") && !url.pathname.startsWith("/auth"));
};

export const openid = (town, check) => {
  check("someone whom a rule lets in signs in by the provider and comes to where they were going", async () => {
    const page = await town.people.guest();
    town.provider.serve(town.house.address, town.house.providerSecret);
    await signIn(page, "søren", "/log-ind?next=/opgaver");
    await page.waitForURL("**/opgaver");
    await page.locator("details.sg-user > summary").click();
    await page.getByText("Søren Ål").first().waitFor();
    town.fromElsewhere = page;
  });

  check("signing out signs out at the provider too", async () => {
    const page = town.fromElsewhere;
    await page.goto("/opgaver");
    await page.locator("details.sg-user > summary").click();
    await page.getByRole("button", { name: "Log ud" }).click();
    await page.getByRole("button", { name: "Log helt ud" }).click();
    await page.waitForURL("**/log-ind");
    await begin(page);
    // The provider asks anew who it is: its own session is over.
    await page.getByRole("link", { name: "karen" }).waitFor();
  });

  check("someone whom no rule lets in is told so, and what to do", async () => {
    const page = await town.people.guest();
    await signIn(page, "karen");
    await page.getByRole("alert").getByText("Bed en administrator om adgang").waitFor();
    await town.examine(page, "a sign-in by a provider that gives nothing");
  });

  check("an administrator says who someone is at the provider, and sees that they came", async () => {
    const page = await town.people.signedIn("administrator");
    await page.goto("/administration/brugere/2");
    await page.getByRole("link", { name: "Login udefra" }).click();
    await town.examine(page, "a user without sign-in from elsewhere");
    await page.fill("#name", "Karen@Solbakke.Example");
    await page.getByRole("button", { name: "Knyt" }).click();
    await page.getByText("karen@solbakke.example").waitFor();
    await town.examine(page, "a user with sign-in from elsewhere");
    await page.getByRole("button", { name: "Fjern" }).click();
    await page.getByText("Ingen login udefra").waitFor();
  });

  check("changing one's mind at the provider leads back to the sign-in page", async () => {
    const page = await town.people.guest();
    await begin(page);
    await page.getByRole("link", { name: "Fortryd" }).click();
    await page.getByRole("alert").getByText("afviste dig, eller du fortrød").waitFor();
  });

  check("an answer with another browser's state signs nobody in", async () => {
    const mine = await town.people.guest();
    await begin(mine);
    await mine.getByRole("link", { name: "søren" }).waitFor();
    let answer = "";
    mine.on("request", (request) => {
      if (new URL(request.url()).pathname.endsWith("/retur")) answer = request.url();
    });
    await mine.getByRole("link", { name: "søren" }).click();
    await within("the answer is on its way", () => answer !== "");
    const theirs = await town.people.guest();
    await begin(theirs);
    await theirs.getByRole("link", { name: "karen" }).waitFor();
    await theirs.goto(answer);
    await theirs.getByRole("alert").getByText("begyndt et andet sted").waitFor();
    assert.equal(new URL(theirs.url()).pathname, "/log-ind");
  });

  check("a provider that is down says so, and passwords still work", async () => {
    const page = await town.people.guest();
    await begin(page);
    await page.getByRole("link", { name: "søren" }).waitFor();
    town.provider.isDown = true;
    await page.getByRole("link", { name: "søren" }).click();
    await page.getByRole("alert").getByText("svarer ikke").waitFor();
    town.provider.isDown = false;
    await town.people.signedIn("registrator");
  });

  check("a provider that signs with a new key is believed once the keys are fetched anew", async () => {
    town.provider.serve(town.house.address, town.house.providerSecret, "ES256");
    const page = await town.people.guest();
    // Keys are asked for twice a minute at most.
    await within("the new key is known", async () => {
      await signIn(page, "søren", "/log-ind?next=/opgaver").catch(() => {});
      return new URL(page.url()).pathname === "/opgaver";
    }, 90_000);
  });
};
