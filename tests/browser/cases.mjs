// Cases in the browser: two people who change the same one, and the language.
import assert from "node:assert/strict";

/** The first case of those listed that the person may change. */
const editableCase = async (page) => {
  await page.goto("/sager?vis=alle");
  const paths = await page.locator("tbody a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  for (const path of paths) {
    await page.goto(path);
    if (await page.getByRole("link", { name: "Rediger" }).count()) return path;
  }
  throw new Error("there is no case to change");
};

export const cases = (town, check) => {
  check("the second of two who change a case sees both versions, and decides", async () => {
    const first = await town.people.signedIn("sagsbehandler");
    const second = await town.people.signedIn("sagsbehandler");
    town.caseworker = first;
    town.conflicted = second;
    town.case = await editableCase(first);
    await first.goto(`${town.case}/rediger`);
    await second.goto(`${town.case}/rediger`);
    await first.fill("#title", "Titlen, som den første skrev den");
    await first.getByRole("button", { name: "Gem ændringer" }).click();
    await first.getByRole("heading", { name: "Titlen, som den første skrev den" }).waitFor();
    await second.fill("#title", "Titlen, som den anden skrev den");
    await second.getByRole("button", { name: "Gem ændringer" }).click();
    await second.getByRole("heading", { name: "Sagen er ændret i mellemtiden" }).waitFor();
    const difference = second.locator("tr.is-different");
    assert.equal(await difference.count(), 1);
    assert.match(await difference.textContent(), /som den anden skrev den.*som den første skrev den/);
    await town.examine(second, "a conflict");
    await second.getByRole("button", { name: "Gem det, jeg skrev" }).click();
    await second.getByRole("heading", { name: "Titlen, som den anden skrev den" }).waitFor();
  });

  check("a new case is opened with a subject found by typing", async () => {
    const page = town.caseworker;
    await page.goto("/sager/ny");
    await page.type("#subject", "byg");
    await page.locator("#subject-options [role=option]:not([aria-disabled])").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    town.subject = await page.inputValue("#subject");
    assert.match(town.subject, /^\d\d\.\d\d\.\d\d /);
    await page.fill("#title", "Overdækket terrasse på Lindeallé 8");
    await page.getByRole("button", { name: "Opret sag" }).click();
    await page.getByRole("heading", { name: "Overdækket terrasse på Lindeallé 8" }).waitFor();
    // A type that asks for something shows its form first.
    town.emptyCase = new URL(page.url()).pathname.match(/^\/sager\/\d+/)[0];
  });

  check("a letter is begun from a template, kept until it is finished, looked at and journaled", async () => {
    const page = town.caseworker;
    await page.goto("/sager/ny");
    await page.fill("#subject", town.subject);
    await page.fill("#title", "Overkørsel til Lindeallé 8");
    await page.getByRole("button", { name: "Opret sag" }).click();
    await page.getByRole("heading", { name: "Overkørsel til Lindeallé 8" }).waitFor();
    const path = new URL(page.url()).pathname.match(/^\/sager\/\d+/)[0];
    await page.keyboard.press("b");
    await page.getByRole("heading", { name: "Skriv brev" }).waitFor();
    await page.selectOption("#letter-template", "kvittering");
    await page.getByRole("button", { name: "Hent skabelon" }).click();
    await page.waitForURL("**/brev?skabelon=kvittering");
    await page.fill("#letter-receiver", "Karen Blåbjerg\nLindeallé 8\n9999 Eksempelby");
    await page.getByRole("button", { name: "Journalisér brev" }).click();
    await page.getByText("Erstat “[skriv datoen]” i teksten.").waitFor();
    await town.examine(page, "a letter with something left to write");
    const text = await page.inputValue("#letter-text");
    await page.fill("#letter-text", text.replace("[skriv datoen]", "1. december 2026"));
    const [letter] = await Promise.all([page.waitForEvent("popup"), page.getByRole("button", { name: "Se brevet som PDF" }).click()]);
    await letter.close();
    await page.getByRole("button", { name: "Journalisér brev" }).click();
    await page.waitForURL(`**${path}`);
    await page.getByRole("link", { name: "Vi har modtaget din henvendelse" }).waitFor();
  });

  check("the switch makes the pages English, and Danish again", async () => {
    const page = town.caseworker;
    await page.goto("/sager");
    const change = async (language) => {
      await page.locator("details.sg-user > summary").click();
      await page.getByRole("button", { name: language }).click();
    };
    await change("English");
    await page.locator("html[lang=en]").waitFor();
    assert.equal(await page.getByRole("link", { name: "Mailroom" }).count(), 1);
    await change("Dansk");
    await page.locator("html[lang=da]").waitFor();
    assert.equal(await page.getByRole("link", { name: "Postbakke" }).count(), 1);
  });
};
