// A letter's way: from the scanner folder through the mailroom to the public post list, mostly by keyboard.
import assert from "node:assert/strict";
import fs from "node:fs";
import { letters } from "./support/house.mjs";
import { within } from "./support/waiting.mjs";

const readingLimit = 90_000;
const title = "Ansøgning om et drivhus på 62 kvadratmeter";
const publicTitle = "Ansøgning om at opføre et drivhus";
const heldBackTitle = "Ansøgning om helbredstillæg";

const row = (page, at) => page.locator(".sg-item").nth(at);
const isReady = (page, at) =>
  row(page, at).locator("[data-state]", { hasText: "Klar" }).waitFor({ timeout: readingLimit });
const focusedId = (page) => page.evaluate(() => document.activeElement.id);

/** By arrows from the top of the list, and Enter. */
const openByKeys = async (page, at) => {
  for (let step = 0; step <= at; ++step) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/postbakke\/\d+/);
};

/** Types into a combobox and takes the first that is offered. */
const pick = async (page, field, words, isIn) => {
  await page.fill(field, "");
  await page.type(field, words);
  const options = page.locator(`${field} ~ [role=listbox] [role=option]:not([aria-disabled])`);
  await options.filter({ hasText: isIn }).first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.match(await page.inputValue(field), isIn);
};

const journalByKeys = async (page) => {
  await page.keyboard.press("Control+Enter");
  await page.locator("[data-toast]").waitFor();
};

/** What one sees of the public list, without having signed in. */
const publicEntry = (page, words) => page.locator(".sg-table--open tr", { hasText: words });

const drop = async (page, file, type) => {
  const bytes = fs.readFileSync(file).toString("base64");
  const transfer = await page.evaluateHandle(([base64, name, kind]) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))], name, { type: kind }));
    return data;
  }, [bytes, file.split("/").pop(), type]);
  await page.dispatchEvent("body", "dragenter", { dataTransfer: transfer });
  await page.locator("[data-drop]").waitFor({ state: "visible" });
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
  await page.locator("[data-drop]").waitFor({ state: "hidden" });
};

export const journey = (town, check) => {
  let page, citizen;

  check("a scanned letter comes into the open mailroom by itself, and its reading is followed", async () => {
    page = await town.people.signedIn("registrator");
    town.registrar = page;
    assert.equal(new URL(page.url()).pathname, "/postbakke");
    await page.getByRole("heading", { name: "Postbakken er tom" }).waitFor();
    await town.examine(page, "the empty mailroom");
    await page.evaluate(() => {
      window.isSamePage = true;
      window.wasBusy = false;
      new MutationObserver(() => {
        if (document.querySelector("[data-progress]:not([hidden])")) window.wasBusy = true;
      }).observe(document.body, { subtree: true, childList: true, attributes: true });
    });
    // Two at once keep both workers busy long enough for their progress to be seen.
    town.house.scan(letters.greenhouse);
    town.house.scan(letters.noise);
    await row(page, 1).waitFor();
    await isReady(page, 0);
    await isReady(page, 1);
    assert.ok(await page.evaluate(() => window.isSamePage), "the page was loaded anew");
    assert.ok(await page.evaluate(() => window.wasBusy), "no progress was shown");
    assert.ok(await page.getByRole("heading", { name: "Postbakken er tom" }).isHidden());
    await row(page, 0).locator("img").waitFor();
  });

  check("arrows and Enter open it, with the page's picture beside the form", async () => {
    const first = await page.locator(".sg-item", { hasText: "drivhus" }).locator("a").getAttribute("href");
    await page.goto("/postbakke");
    const at = await page.locator(".sg-item-link").evaluateAll((all, path) =>
      all.findIndex((link) => link.getAttribute("href") === path), first);
    await openByKeys(page, at);
    assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, first);
    await page.waitForFunction(() => document.querySelector(".sg-page-picture img")?.naturalWidth > 500);
    const picture = await page.locator(".sg-page-picture").first().boundingBox();
    const form = await page.locator("[data-journal]").boundingBox();
    assert.ok(picture.x + picture.width <= form.x, "the form lies over the picture");
    assert.ok(picture.y < 400, "the picture is far down");
  });

  check("the date found in the letter is taken with one press", async () => {
    const suggestion = page.locator("[data-suggests=letter-date]");
    const date = await suggestion.getAttribute("data-value");
    assert.match(date, /^20\d\d-\d\d-\d\d$/);
    await suggestion.focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.inputValue("#letter-date"), date);
    assert.ok(await suggestion.isHidden());
    assert.equal(await focusedId(page), "letter-date");
  });

  check("a new case with a subject found by typing takes it, and the next letter opens by itself", async () => {
    await page.fill("#title", title);
    await page.focus("#case-existing");
    await page.keyboard.press("ArrowRight");
    await page.locator("#case-title").waitFor();
    await pick(page, "#subject", "byg", /byg/i);
    await page.fill("#case-title", "Drivhus på Tjørnevej 14");
    await page.fill("#correspondent", "Astrid Bjerregaard");
    await page.focus("input[name=publication]:checked");
    await page.keyboard.press("ArrowUp");
    assert.ok(await page.isChecked("#publication-document"));
    await page.fill("#public-title", publicTitle);
    await page.fill("#public-correspondent", "Borger");
    const before = new URL(page.url()).pathname;
    await journalByKeys(page);
    const after = new URL(page.url()).pathname;
    assert.match(after, /^\/postbakke\/\d+$/);
    assert.notEqual(after, before);
    await page.locator("#document", { hasText: /støj/i }).first().waitFor();
  });

  check("a letter handed over to another unit comes back with Z", async () => {
    const place = new URL(page.url()).pathname;
    await page.locator(".sg-hand-over > summary").click();
    const offered = () => page.locator("#caseworker option:not([disabled])").allTextContents();
    const offeredBefore = await offered();
    await page.selectOption("#unit", { label: "Natur og Vand" });
    const offeredThere = await offered();
    assert.equal(offeredThere[0], "Ingen bestemt");
    assert.ok(offeredThere.length > 1);
    assert.notDeepEqual(offeredThere, offeredBefore);
    await page.locator(".sg-hand-over button[type=submit]").click();
    await page.locator("[data-toast]", { hasText: "Givet videre til Natur og Vand" }).waitFor();
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press("z");
    await page.locator("[data-toast]", { hasText: "Brevet er tilbage i postbakken" }).waitFor();
    assert.equal(new URL(page.url()).pathname, place);
    assert.notEqual(await page.locator("#unit option:checked").textContent(), "Natur og Vand");
  });

  check("a case found by typing takes the next letter", async () => {
    await page.fill("#title", "Klage over støj fra ventilation");
    await pick(page, "#case", "drivhus tjør", /Drivhus på Tjørnevej 14/);
    await page.focus("input[name=publication]:checked");
    await page.keyboard.press("ArrowDown");
    assert.ok(await page.isChecked("#publication-withheld"));
    await journalByKeys(page);
    assert.equal(new URL(page.url()).pathname, "/postbakke");
    await page.getByRole("heading", { name: "Postbakken er tom" }).waitFor();
  });

  check("a word of the letter finds it, and the hit opens at its page with the word marked", async () => {
    await within("the document is found", async () => {
      await page.goto("/sager?vis=alle");
      await page.keyboard.press("/");
      assert.equal(await focusedId(page), "find");
      await page.keyboard.type("pelargonier");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/soeg\?/);
      return (await page.locator(".sg-hit", { hasText: title }).count()) > 0;
    });
    const hit = page.locator(".sg-hit", { hasText: title });
    assert.match(await hit.locator("mark").first().textContent(), /pelargonie/i);
    await hit.getByRole("link", { name: "side 1" }).click();
    await page.getByRole("heading", { name: title }).waitFor();
    await page.locator(".sg-box").first().waitFor();
    await page.waitForFunction(() => document.querySelector(".sg-page-picture img")?.naturalWidth > 500);
    await page.getByRole("link", { name: "Tekst", exact: true }).click();
    await page.locator(".sg-text-body", { hasText: "pelargonier" }).waitFor();
    town.document = new URL(page.url()).pathname;
    await page.locator(".sg-crumb").click();
    await page.getByRole("heading", { name: "Drivhus på Tjørnevej 14" }).waitFor();
    town.journaledCase = new URL(page.url()).pathname;
    assert.equal(await page.locator("tbody [href^='/dokumenter/']").count(), 2);
  });

  check("a letter with an address on it is let out with a reason", async () => {
    const waiting = page.locator(".sg-review", { hasText: title });
    await within("it waits for review", async () => {
      await page.goto("/postliste/gennemsyn");
      return (await waiting.count()) > 0;
    });
    await waiting.getByRole("link", { name: "Se fundene, hvor de står" }).click();
    await page.locator("mark").first().waitFor();
    await town.examine(page, "what was found in an entry");
    await page.goto("/postliste/lister");
    await town.examine(page, "the authority's own lists");
    await page.goBack();
    await page.goBack();
    const release = waiting.getByRole("button", { name: "Vis med dokumentet" });
    await release.click();
    await page.getByRole("alert").waitFor();  // the reason is wanted, and its field is open
    await waiting.getByLabel("Begrundelse, hvis noget").fill("Adressen er kommunens");
    await release.click();
    await page.waitForLoadState();
  });

  check("a citizen reads it on the post list", async () => {
    citizen = await town.people.guest();
    town.citizen = citizen;
    await within("it is published", async () => {
      await citizen.goto("/postliste");
      return (await publicEntry(citizen, publicTitle).count()) > 0;
    });
    const entry = publicEntry(citizen, publicTitle);
    assert.match(await entry.textContent(), /Borger/);
    assert.equal(await publicEntry(citizen, "støj").count(), 0);
    await entry.getByRole("link", { name: publicTitle }).click();
    await citizen.getByRole("heading", { name: publicTitle, level: 1 }).waitFor();
    town.publicDocument = new URL(citizen.url()).pathname;
    town.publicDay = new Date().toLocaleDateString("sv-SE", { timeZone: "Europe/Copenhagen" });
    let pdf;
    await within("it is drawn for everybody", async () => {
      pdf = await citizen.request.get(`${town.publicDocument}/pdf`);
      return pdf.status() === 200;
    });
    assert.equal((await pdf.body()).subarray(0, 5).toString(), "%PDF-");
    await citizen.fill("#find", "drivhus");
    await citizen.press("#find", "Enter");
    await publicEntry(citizen, publicTitle).waitFor();
  });

  check("a picked file is sent and read", async () => {
    await page.goto("/postbakke");
    await page.setInputFiles("#upload-file", town.house.drawnLetter(letters.personalNumber));
    await page.locator(".sg-upload-row", { hasText: letters.personalNumber }).waitFor();
    await page.locator(".sg-upload-row.is-done").waitFor();
    await row(page, 0).waitFor();
    await isReady(page, 0);
  });

  check("a letter with a CPR number is held back until it is looked at", async () => {
    await row(page, 0).locator("a").click();
    await page.fill("#title", heldBackTitle);
    await page.fill("#public-title", heldBackTitle);
    await pick(page, "#case", "drivhus tjør", /Drivhus på Tjørnevej 14/);
    await page.check("#publication-document");
    await journalByKeys(page);
    const waiting = page.locator(".sg-review", { hasText: heldBackTitle });
    await within("it waits for review", async () => {
      await page.goto("/postliste/gennemsyn");
      return (await waiting.count()) > 0;
    });
    assert.match(await waiting.locator(".sg-reasons").textContent(), /CPR-nummer/);
    await citizen.goto("/postliste");
    assert.equal(await publicEntry(citizen, heldBackTitle).count(), 0);
    await town.examine(page, "an entry to review");
    // The case's title names an address, which is shown with the entry.
    await waiting.getByText("Vises noget af det fundne?").click();
    await waiting.getByLabel("Begrundelse, hvis noget").fill("Adressen er sagens egen");
    await waiting.getByRole("button", { name: "Vis posten uden dokumentet" }).click();
    await waiting.waitFor({ state: "detached" });
    await within("it is released", async () => {
      await citizen.reload();  // the list is kept by browsers for half a minute
      return (await publicEntry(citizen, heldBackTitle).count()) > 0;
    });
    assert.equal(await publicEntry(citizen, heldBackTitle).locator('a[href^="/postliste/dokumenter/"]').count(), 0);
  });

  check("a file dropped on the page becomes a letter, and the same bytes again are said to be a copy", async () => {
    await page.goto("/postbakke");
    await drop(page, town.house.drawnLetter(letters.companionCard), "image/tiff");
    await page.locator(".sg-upload-row.is-done").waitFor();
    await isReady(page, 0);
    await drop(page, town.house.drawnLetter(letters.companionCard), "image/tiff");
    await page.locator(".sg-item .sg-chip", { hasText: "Kopi" }).waitFor();
    town.item = await page.locator(".sg-item", { hasText: "Kopi" }).locator("a").getAttribute("href");
  });

  check("nothing went wrong in any page so far", () => {
    assert.deepEqual(town.people.complaints, []);
  });
};
