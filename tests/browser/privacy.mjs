// What the data protection rules ask for: access, correction and erasure, by the people who may.
import assert from "node:assert/strict";
import { within } from "./support/waiting.mjs";

const party = { name: "Valborg Prøvestad", number: "010180-1007" };

export const privacy = (town, check) => {
  check("a caseworker corrects a party, with a reason", async () => {
    const page = await town.people.signedIn("sagsbehandler");
    await page.goto("/sager/ny");
    const csrf = await page.locator("input[name=csrf]").first().inputValue();
    const headers = { "x-csrf-token": csrf };
    const opened = await page.request.post("/api/v1/cases",
      { headers, data: { title: "Persondata til prøve", subject: "02.34.02", facet: "P19" } });
    assert.equal(opened.status(), 201, await opened.text());
    town.privateCase = (await opened.json()).id;
    const added = await page.request.post(`/api/v1/cases/${town.privateCase}/parties`,
      { headers, data: { name: "Valborg Prövestad", identifier: party.number, role: "primary" } });
    assert.equal(added.status(), 201, await added.text());
    town.privateParty = (await added.json()).id;

    await page.goto(`/sager/${town.privateCase}?fane=parter`);
    await page.getByRole("link", { name: "Valborg Prövestad" }).click();
    await page.getByRole("link", { name: "Ret eller slet …" }).click();
    await town.examine(page, "correcting a party");
    await page.fill("#name", party.name);
    await page.fill("#correction_reason", "Borgeren staver sit navn med ø");
    await page.getByRole("button", { name: "Gem rettelsen" }).click();
    await page.getByRole("link", { name: party.name }).waitFor();
    await page.goto(`/sager/${town.privateCase}?fane=historik`);
    await page.getByText("Rettede en part").waitFor();
  });

  check("what another law keeps can't be proposed, and what should never have been here can", async () => {
    const page = await town.people.signedIn("sagsbehandler");
    await page.goto(`/parter/${town.privateParty}/ret`);
    await page.selectOption("#ground", "no_longer_needed");
    await page.fill("#erasure_reason", "Borgeren vil slettes");
    await page.getByRole("button", { name: "Foreslå sletning" }).click();
    await page.getByRole("alert").waitFor();
    await town.examine(page, "an erasure that a law forbids");
    await page.selectOption("#ground", "unlawful");
    await page.fill("#erasure_reason", "Parten hører til en anden sag");
    await page.getByRole("button", { name: "Foreslå sletning" }).click();
    await page.getByText("En anden skal afgøre det").waitFor();
    await town.examine(page, "an erasure of one's own that waits");
  });

  check("a leader gathers what is held on a person and fetches it", async () => {
    const page = await town.people.signedIn("leder");
    await page.goto("/persondata");
    await page.fill("#identifier", "999999-9999");
    await page.fill("#reason", "Indsigt");
    await page.getByRole("button", { name: "Saml oplysninger" }).click();
    await page.getByText("Nummeret kan ikke være rigtigt.").waitFor();
    await town.examine(page, "a person with an impossible number");
    await page.fill("#identifier", party.number);
    await page.getByRole("button", { name: "Saml oplysninger" }).click();
    const fetch = page.getByRole("button", { name: "Hent" });
    await within("the bundle is made", async () => {
      await page.goto("/persondata");
      return await fetch.count() > 0;
    });
    await town.examine(page, "a bundle to be fetched, and an erasure to be decided");
    const [download] = await Promise.all([page.waitForEvent("download"), fetch.click()]);
    assert.equal(download.suggestedFilename(), "persondata.zip");
  });

  check("another leader's decision erases, and the case tells that it happened", async () => {
    const page = await town.people.signedIn("leder");
    await page.goto("/persondata");
    await page.getByRole("button", { name: "Slet for altid" }).first().click();
    await page.getByText("Det er slettet.").waitFor();
    await page.goto(`/sager/${town.privateCase}?fane=parter`);
    await page.getByRole("link", { name: "Slettet part" }).waitFor();
    assert.equal(await page.getByText(party.name).count(), 0);
    assert.deepEqual(town.people.complaints, []);
  });
};
