// From a draft on a case to an answer that everyone reads: a hearing is sent out, answered without scripts, moderated by
// keyboard; and a case is laid open for everyone to follow.
import assert from "node:assert/strict";

export const participation = (town, check) => {
  let page;
  let citizen;
  let open;
  let onCase;

  check("a caseworker sends a case for hearing, and says why what was found may be shown", async () => {
    page = await town.people.signedIn("registrator");
    await page.goto("/sager?vis=alle");
    // The demonstration has hearings of its own.
    await page.locator("[data-walk] tr, tr", { has: page.locator("td") })
      .filter({ hasNotText: /Lokalplan for den gamle havn|Åbningstider på bibliotekerne/ }).first().locator("a").first().click();
    await page.getByRole("link", { name: "Åbenhed" }).click();
    await page.waitForURL(/aabenhed/);
    onCase = page.url();
    await town.examine(page, "a case that nobody outside knows of");
    await page.getByRole("link", { name: "Send i høring" }).click();
    await page.fill("#title", "Et hegn langs havnen");
    await page.fill("#text", "Kommunen vil sætte et hegn op. Spørg på telefon 20 30 40 50.");
    await page.fill("#asked", "Grundejerforeningen Strandlyst");
    await town.examine(page, "a hearing to be written");
    await page.getByRole("button", { name: "Gem kladden" }).click();
    await page.getByText("Telefonnummer").waitFor();
    await town.examine(page, "a draft in which something was found");
    await page.fill("#reason", "Det er kommunens eget nummer");
    await page.getByRole("button", { name: "Udgiv høringen" }).click();
    await page.locator("[data-toast]", { hasText: "Høringen er offentlig." }).waitFor();
    await town.examine(page, "a hearing that is public");
    open = await page.getByRole("link", { name: "Se den som borger" }).getAttribute("href");
  });

  check("somebody answers without signing in, and keeps the receipt", async () => {
    citizen = await town.people.guest();
    await citizen.goto("/hoeringer");
    await town.examine(citizen, "all hearings");
    await citizen.getByRole("link", { name: "Et hegn langs havnen" }).click();
    await town.examine(citizen, "a hearing that takes answers");
    await citizen.fill("#text", "Hegnet er for højt.");
    await citizen.fill("#name", "Karen Holm");
    await citizen.fill("#mail", "karen");
    await citizen.evaluate(() => { document.querySelector("#mail").type = "text"; });
    await citizen.getByRole("button", { name: "Send svaret" }).click();
    await citizen.locator("#mail-error").waitFor();
    await town.examine(citizen, "an answer that lacks something");
    await citizen.fill("#mail", "karen@eksempel.example");
    await citizen.getByRole("button", { name: "Send svaret" }).click();
    await citizen.getByRole("heading", { name: "Tak for dit høringssvar" }).waitFor();
    await town.examine(citizen, "the receipt for an answer");
  });

  check("the answer is judged with the keyboard, and then everyone reads it", async () => {
    await page.goto("/deltagelse");
    await town.examine(page, "hearings that one works on");
    await page.getByRole("link", { name: "Et hegn langs havnen" }).click();
    await page.getByRole("heading", { name: "Et hegn langs havnen" }).waitFor();
    await page.waitForLoadState();
    await page.keyboard.press("g");
    await page.getByRole("heading", { name: "Høringssvar", exact: true }).waitFor();
    await town.examine(page, "answers to be judged");
    await page.waitForLoadState();
    await page.keyboard.press("j");
    assert.match(await page.evaluate(() => document.activeElement.textContent), /Karen Holm/);
    await page.getByRole("button", { name: "Vis det ikke" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("alert").waitFor();
    await page.getByRole("button", { name: "Vis svaret" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("[data-toast]", { hasText: "Svaret vises." }).waitFor();
    await citizen.goto(open);
    await citizen.getByText("Hegnet er for højt.").waitFor();
    assert.equal(await citizen.getByText("karen@").count(), 0);
    await town.examine(citizen, "a hearing with an answer");
  });

  check("a case is laid open, with what lies ahead, and access is asked from its page", async () => {
    await page.goto(onCase);
    await page.getByRole("link", { name: "Lad alle følge sagen" }).click();
    await page.fill("#title", "Hegnet langs havnen");
    await page.fill("#summary", "Kommunen overvejer et hegn.");
    await page.fill("#step-day-1", "2099-03-15");
    await page.fill("#step-text-1", "Byrådet beslutter");
    await town.examine(page, "a case to be laid open");
    await page.getByRole("button", { name: "Vis siden for alle" }).click();
    await page.locator("[data-toast]", { hasText: "Alle kan følge sagen." }).waitFor();
    await citizen.goto("/aktuelle-sager");
    await town.examine(citizen, "all cases to follow");
    await citizen.getByRole("link", { name: "Hegnet langs havnen" }).click();
    await citizen.getByText("Byrådet beslutter").waitFor();
    await citizen.getByRole("link", { name: "Et hegn langs havnen" }).first().waitFor();
    await town.examine(citizen, "a case to follow");
    await citizen.getByRole("link", { name: "Søg aktindsigt i sagen" }).click();
    await citizen.getByText("Hegnet langs havnen").waitFor();
  });
};
