// From a journalist's wish to the file in her hands: asked, found, blacked out, answered, fetched.
import assert from "node:assert/strict";
import { within } from "./support/waiting.mjs";

const draw = async (page, [left, top, width, height]) => {
  const picture = page.locator("[data-marked]").first();
  await picture.scrollIntoViewIfNeeded();
  const edge = await picture.boundingBox();
  await page.evaluate((by) => scrollBy(0, by), edge.y - 200);
  const { x, y, width: w, height: h } = await picture.boundingBox();
  await page.mouse.move(x + w * left, y + h * top);
  await page.mouse.down();
  await page.mouse.move(x + w * (left + width), y + h * (top + height), { steps: 6 });
  await page.mouse.up();
};

export const accessRequests = (town, check) => {
  let citizen;
  let page;

  check("a journalist asks without signing in, and follows it by a link", async () => {
    citizen = await town.people.guest();
    await citizen.goto("/aktindsigt");
    await town.examine(citizen, "asking for access");
    await citizen.fill("#name", "Pia Presse");
    await citizen.fill("#mail", "pia");
    await citizen.fill("#asked_for", "Alt om drivhuset");
    await citizen.evaluate(() => { document.querySelector("#mail").type = "text"; });
    await citizen.getByRole("button", { name: "Send anmodningen" }).click();
    await citizen.locator("#mail-error").waitFor();
    await town.examine(citizen, "a request that lacks something");
    await citizen.fill("#mail", "pia@eksempel.example");
    await citizen.getByRole("button", { name: "Send anmodningen" }).click();
    await citizen.getByRole("heading", { name: "Tak, vi har modtaget din anmodning" }).waitFor();
    await citizen.getByText("Sådan er fristen regnet ud").click();
    await citizen.getByText("Der skal svares inden 7 arbejdsdage").waitFor();
    await town.examine(citizen, "following a request");
  });

  /** Who has not seen what the other did is told, and sees it; quick keys of one person are no such case. */
  const twoOnTheSamePage = async () => {
    const other = await town.people.signedIn("registrator");
    await other.goto(page.url());
    const box = (on) => on.locator("[data-box]");
    const left = (on) => box(on).evaluate((one) => one.style.left);
    const drawn = await left(other);
    const isChange = (answer) => answer.request().method() === "POST" && answer.url().includes("/overstregninger/");
    for (let times = 0; times < 2; ++times) { // the second while the page is still on its way back
      const moved = page.waitForResponse(isChange);
      await box(page).press("ArrowRight");
      await moved;
    }
    await page.getByText("Feltet er ændret.").waitFor({ state: "attached" });
    assert.equal(await page.getByText("En anden har ændret det").count(), 0);
    await box(other).press("ArrowDown");
    await other.getByText("En anden har ændret det, siden du åbnede siden. Se på det igen.").waitFor();
    assert.notEqual(await left(other), drawn, "the other sees where it lies now");
    await within("both see the same", async () => (await left(other)) === (await left(page)));
    await other.context().close();
  };
  check("a registrar finds the letter, blacks out with the mouse and decides", async () => {
    page = await town.people.signedIn("registrator");
    await page.goto("/aktindsigter");
    await town.examine(page, "the clocks of all requests");
    await page.getByRole("link", { name: "Alt om drivhuset" }).click();
    await page.fill("#q", "drivhus");
    await page.getByRole("main").getByRole("button", { name: "Søg", exact: true }).click();
    await page.locator(".sg-picks input[name=document]").first().check({ force: true });
    await town.examine(page, "a request with hits to tick");
    await page.getByRole("button", { name: "Læg de valgte på aktlisten" }).click();
    await page.locator("#aktliste ~ table tbody a").first().click();
    await draw(page, [0.1, 0.1, 0.4, 0.04]);
    await page.getByRole("button", { name: /Fjern feltet/ }).first().waitFor();
    assert.equal(await page.locator(".sg-blackout").count(), 1);
    await page.evaluate(() => scrollTo(0, 0));  // what is scrolled half beneath the top bar is no finding
    const equals = "form:has(input[name=key]) button[value=take]";
    await town.examine(page, "a page with a box on it", { small: ".sg-suggested", equals });
    await twoOnTheSamePage();
    await page.check("#decision-partly", { force: true });
    await page.check("#exemption-ofl-30-1", { force: true });
    await page.getByRole("button", { name: /^Gem/ }).click();
    await page.getByText("Overvej, om der kan gives mere").waitFor();
    await page.check("#widened", { force: true });
    await page.getByRole("button", { name: /^Gem/ }).click();
    await page.locator("[data-toast]", { hasText: "Afgørelsen er gemt" }).waitFor();
  });

  check("the file is made, the decision journaled, and the journalist fetches both", async () => {
    await page.getByRole("button", { name: "Gør filen klar" }).click();
    const request = page.url().split("#")[0];
    const file = page.getByRole("link", { name: "Se filen til ansøgeren" });
    for (let tries = 0; tries < 90 && await file.count() === 0; ++tries) {
      await page.waitForTimeout(1000);  // bounded wait
      await page.goto(request);
    }
    const made = await page.request.get(await file.getAttribute("href"));
    assert.equal((await made.body()).subarray(0, 4).toString(), "%PDF");
    await town.examine(page, "a request whose file is ready");
    await page.getByRole("link", { name: "Skriv afgørelsen" }).click();
    const text = await page.inputValue("#text");
    assert.match(text, /delvist efter offentlighedslovens § 30, nr. 1/);
    await page.getByRole("button", { name: "Journalisér, og svar" }).click();
    await page.getByText("der står stadig noget i kantede parenteser").waitFor();
    await town.examine(page, "a decision that is not finished");
    await page.fill("#text", text.replace(/\[[^\]]*\]/g, "Ankestyrelsen"));
    await page.getByRole("button", { name: "Journalisér, og svar" }).click();
    await page.getByRole("heading", { name: "Send dokumentet" }).waitFor();

    await citizen.reload();
    await citizen.getByRole("heading", { name: "Svaret er klar" }).waitFor();
    await town.examine(citizen, "an answered request");
    for (const name of ["Læs afgørelsen (PDF)", "Hent dokumenterne (PDF)"]) {
      const got = await citizen.request.get(await citizen.getByRole("link", { name }).getAttribute("href"));
      assert.equal(got.status(), 200);
      assert.equal((await got.body()).subarray(0, 4).toString(), "%PDF");
    }
    await page.context().close();
    await citizen.context().close();
  });

  check("an administrator closes a day, and the calendar says so", async () => {
    const administrator = await town.people.signedIn("administrator");
    await administrator.goto("/administration/kalender?aar=2027");
    await administrator.fill("#date", "2027-05-07");
    await administrator.fill("#name", "Lukkedag");
    await administrator.getByRole("button", { name: "Gem" }).click();
    await administrator.getByRole("cell", { name: /^Lukkedag/ }).waitFor();
    await town.examine(administrator, "the calendar");
    await administrator.context().close();
  });
};
