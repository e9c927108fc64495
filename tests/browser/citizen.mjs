// People who are no users, with a real provider: in, their cases, a letter to the authority, and out again.
import assert from "node:assert/strict";
import { narrow } from "./support/people.mjs";

const arrive = async (page, name, at = "/mine-sager") => {
  await page.goto(at);
  await page.getByRole("link", { name: "Log ind med MitID" }).click();
  await page.getByRole("link", { name, exact: true }).click();
  await page.waitForURL((url) => url.pathname.startsWith("/mine-sager"));
};

export const citizen = (town, check) => {
  let clerk;
  let anna;
  let casePath;

  check("a caseworker makes somebody a party and releases a document to her", async () => {
    town.citizenProvider.serve(town.house.address, town.house.providerSecret);
    clerk = await town.people.signedIn("registrator");
    await clerk.goto("/sager/14?fane=parter");
    await clerk.fill("#party-name", "Anna Åkjær");
    await clerk.fill("#party-id", "010180-1234");
    await clerk.selectOption("#party-role", "primary");
    await clerk.locator("form[action$='/parter']").getByRole("button").click();
    await clerk.getByRole("link", { name: "Anna Åkjær" }).waitFor();
    await clerk.goto("/sager/14");
    await clerk.locator("table a[href^='/dokumenter/']").first().click();
    await clerk.getByRole("link", { name: "Frigiv til parten …" }).click();
    await town.examine(clerk, "releasing a document");
    await clerk.locator("section, fieldset").getByLabel("Anna Åkjær").first().check({ force: true });
    await clerk.fill("#title", "Udtalelse fra naboen");
    await clerk.getByRole("button", { name: "Frigiv", exact: true }).click();
    await clerk.locator("[data-toast]", { hasText: "frigivet til parten" }).waitFor();
    await clerk.getByRole("link", { name: "Se alt, hvad parterne ser af sagen" }).click();
    await clerk.getByText("Udtalelse fra naboen").waitFor();
    await town.examine(clerk, "what the parties see");
  });

  check("somebody whose sign-in tells no number is told so", async () => {
    const page = await town.people.guest();
    await page.goto("/mine-sager");
    await town.examine(page, "the citizens' door");
    await arrive(page, "turist");
    await page.getByRole("alert").getByText("hvem du er i CPR eller CVR").waitFor();
    await town.examine(page, "a sign-in without a number");
    await page.context().close();
  });

  check("the party signs in on a small screen, reads and writes, without scripts", async () => {
    anna = await town.people.guest({ viewport: narrow, javaScriptEnabled: false });
    await arrive(anna, "anna", "/mine-sager/14");
    casePath = new URL(anna.url()).pathname;
    assert.equal(casePath, "/mine-sager/14");
    const letter = anna.getByRole("link", { name: "Udtalelse fra naboen" });
    const got = await anna.request.get(await letter.getAttribute("href"));
    assert.equal(got.status(), 200);
    await anna.fill("#text", "Her er min bemærkning.");
    await anna.getByRole("button", { name: "Send beskeden" }).click();
    await anna.getByRole("heading", { name: "Tak, vi har modtaget din besked" }).waitFor();
    await anna.getByRole("link", { name: "Besked fra part" }).waitFor();
    await anna.goto("/mine-sager");
    await anna.locator(".sg-own-case a").first().waitFor();
  });

  check("the pages are good for everyone", async () => {
    const page = await town.people.guest();
    await arrive(page, "anna");
    await town.examine(page, "own cases");
    await page.goto(casePath);
    await town.examine(page, "one's own case");
    await page.getByRole("button", { name: "Log ud" }).click();
    await page.getByText("Du er logget ud.").waitFor();
    await town.examine(page, "signed out");
    await page.goto(casePath);
    await page.getByRole("link", { name: "Log ind med MitID" }).waitFor();
    await page.context().close();
  });

  check("nobody else sees the case, by whatever address", async () => {
    const bent = await town.people.guest();
    await arrive(bent, "bent");
    await bent.getByRole("heading", { name: "Her er ingen sager" }).waitFor();
    await town.examine(bent, "no own cases");
    assert.equal((await bent.request.get(casePath)).status(), 404);
    await bent.context().close();
  });

  check("the caseworker hears the party, who answers that there is nothing to add", async () => {
    await clerk.goto("/sager/14/partshoering");
    await clerk.getByLabel("Anna Åkjær").check({ force: true });
    await clerk.locator("input[name=document]").first().check({ force: true });
    await town.examine(clerk, "hearing a party");
    await clerk.getByRole("button", { name: "Begynd høringen" }).click();
    await clerk.getByRole("heading", { name: "Send dokumentet" }).waitFor();
    await anna.goto("/mine-sager");
    await anna.getByText("Vi venter på svar på en høring").first().waitFor();
    await anna.goto(casePath);
    await anna.getByRole("heading", { name: "Svar på høringen" }).waitFor();
    await anna.getByRole("button", { name: "Jeg har ingen bemærkninger" }).click();
    await anna.getByRole("heading", { name: "Tak, vi har modtaget din besked" }).waitFor();
    await clerk.goto("/sager/14/parternes-sag");
    await clerk.getByText(/^Svarede/).waitFor();
    await town.examine(clerk, "a hearing that was answered");
  });

  check("the party lets somebody else act, who reads and writes, until she takes it back", async () => {
    const page = await town.people.guest();
    await arrive(page, "anna", "/mine-sager/fuldmagter");
    await page.fill("#name", "Bent Bæk");
    await page.fill("#number", "0101801234");
    await page.getByRole("button", { name: "Giv fuldmagt" }).click();
    await page.locator("#number-error").waitFor();
    await town.examine(page, "a power of attorney that lacks something");
    await page.fill("#number", "020275-1235");
    await page.getByRole("button", { name: "Giv fuldmagt" }).click();
    await page.getByText("Fuldmagten er givet").waitFor();
    await town.examine(page, "powers of attorney");

    const bent = await town.people.guest();
    await arrive(bent, "bent");
    await bent.getByRole("heading", { name: "På vegne af andre" }).waitFor();
    await town.examine(bent, "cases on behalf of others");
    await bent.locator(".sg-own-case a").first().click();
    await bent.getByText("Du ser den for").waitFor();
    await bent.fill("#text", "Jeg skriver for Anna.");
    await bent.getByRole("button", { name: "Send beskeden" }).click();
    await bent.getByRole("heading", { name: "Tak, vi har modtaget din besked" }).waitFor();
    const path = new URL(bent.url());

    await page.getByRole("button", { name: "Træk fuldmagten tilbage" }).click();
    await page.getByText("Fuldmagten gælder ikke længere").waitFor();
    assert.equal((await bent.request.get(path.pathname + path.search)).status(), 404);
    await bent.context().close();
    await page.context().close();
  });

  check("the party asks for the rest of the case", async () => {
    await anna.goto(casePath);
    await anna.getByRole("link", { name: "Bed om resten" }).click();
    await anna.getByRole("button", { name: "Send anmodningen" }).click();
    await anna.getByRole("heading", { name: "Tak, vi har modtaget din anmodning" }).waitFor();
    const page = await town.people.guest();
    await arrive(page, "anna", casePath);
    await page.getByRole("link", { name: "Bed om resten" }).click();
    await town.examine(page, "asking for the rest");
    await page.goto(`${casePath}/laest`);
    await town.examine(page, "who has read the case");
    await page.context().close();
  });

  check("the caseworker finds what she wrote, and a task to read it", async () => {
    await clerk.goto("/sager/14");
    await clerk.getByRole("link", { name: "Besked fra part" }).first().waitFor();
    await clerk.goto("/sager/14?fane=historik");
    await clerk.getByText("En part skrev til sagen").first().waitFor();
    await clerk.context().close();
    await anna.context().close();
  });
};
