// What has to work where scripts do not.
import assert from "node:assert/strict";
import fs from "node:fs";
import { letters } from "./support/house.mjs";
import { within } from "./support/waiting.mjs";

export const withoutScripts = (town, check) => {
  check("without scripts one signs in, sends a file, journals it, searches, and reads the post list", async () => {
    const page = await town.people.signedIn("registrator", { javaScriptEnabled: false });
    assert.equal(new URL(page.url()).pathname, "/postbakke");
    await page.setInputFiles("#upload-file", town.house.drawnLetter(letters.localPlan));
    await page.getByRole("button", { name: "Send" }).click();
    const letter = page.locator(".sg-item", { hasText: "lokalplan" });
    await within("the letter is read", async () => {
      await page.goto("/postbakke");
      return (await letter.count()) > 0 && /Klar/.test(await letter.textContent());
    }, 90_000);
    await letter.locator("a").click();
    const number = await page.goto(town.journaledCase)
      .then(() => page.locator(".sg-case-number").textContent())
      .then((text) => text.match(/\d{4}-\d+/)[0]);
    await page.goBack();
    await page.fill("#title", "Høringssvar uden scripts");
    await page.fill("#case", number);
    await page.check("#publication-entry");
    await page.fill("#public-title", "Høringssvar til en lokalplan");
    await page.getByRole("button", { name: "Journalisér" }).click();
    await page.locator("[data-toast]", { hasText: number }).waitFor();
    await page.goto(town.journaledCase);
    await page.getByRole("link", { name: "Høringssvar uden scripts" }).waitFor();
    await within("it is found", async () => {
      await page.fill("#find", "grundejerforeningens");
      await page.press("#find", "Enter");
      return (await page.locator(".sg-hit", { hasText: "Høringssvar uden scripts" }).count()) > 0;
    });
    await within("it is on the post list", async () => {
      await page.goto("/postliste?q=h%C3%B8ringssvar");
      return (await page.getByText("Høringssvar til en lokalplan").count()) > 0;
    });
  });
};
