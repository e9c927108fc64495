// The review of the post list by keyboard: from entry to entry, and many at once.
import assert from "node:assert/strict";
import { within } from "./support/waiting.mjs";

const queue = "/postliste/gennemsyn";

/** Letters whose public titles hold a number that keeps them back. */
const holdBack = async (page, titles) => {
  const headers = { "X-CSRF-Token": await page.locator("meta[name=csrf]").getAttribute("content") };
  for (const title of titles) {
    const opened = await page.request.post("/api/v1/cases", { headers, data: { title, subject: "02.34.02", facet: "P19" } });
    assert.equal(opened.status(), 201, await opened.text());
    const { id } = await opened.json();
    const letter = { title, receiver: "Foreningen", text: "Tak for jeres brev.", public_title: `${title} 070761-4285`, publication: "entry" };
    const written = await page.request.post(`/api/v1/cases/${id}/letters`, { headers, data: letter });
    assert.equal(written.status(), 201, await written.text());
  }
};
const focused = (page) => page.evaluate(() => document.activeElement.closest("[data-review]")?.querySelector("h2").textContent);
/** From the first entry on, by J alone. */
const walkTo = async (page, title) => {
  await page.locator("[data-review]").first().focus();
  for (let left = await page.locator("[data-review]").count(); left > 0; --left) {
    if (await focused(page) === title) return;
    await page.keyboard.press("j");
  }
  assert.fail(`${title} is not reached by J`);
};
const card = (page, title) => page.locator("[data-review]", { hasText: title });

export const review = (town, check) => {
  const titles = ["Havnens åbningstider", "Legepladsens bænke", "Stadions lys", "Søens fisk"];
  let page;

  check("held entries are walked through by J and K, with a ring around the one that has the focus", async () => {
    page = await town.people.signedIn("registrator");
    await page.goto(queue);
    await holdBack(page, titles);
    await within("they wait for review", async () => {
      await page.goto(queue);
      return (await card(page, titles.at(-1)).count()) > 0 && (await card(page, titles[0]).count()) > 0;
    });
    await walkTo(page, titles[0]);
    assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), "none");
    assert.ok(await page.evaluate(() => {
      const box = document.activeElement.getBoundingClientRect();
      return box.bottom > 0 && box.top < innerHeight;
    }));
    await page.keyboard.press("j");
    assert.equal(await focused(page), titles[1]);
    await page.keyboard.press("k");
    assert.equal(await focused(page), titles[0]);
    await page.evaluate(() => scrollTo(0, 0)); // what is scrolled half beneath the top bar is no finding
    await town.examine(page, "the review with an entry in focus");
    await page.keyboard.press("?");
    await page.locator("dialog[open]", { hasText: "Næste og forrige post" }).waitFor();
    await town.examine(page, "the keys of the review");
    await page.keyboard.press("Escape");
  });

  check("a key goes to the title, is a letter there, and the entry is let out with its reason", async () => {
    await walkTo(page, titles[0]);
    await page.keyboard.press("l");
    assert.equal(await page.evaluate(() => document.activeElement.name), "reason");
    await page.keyboard.press("Escape");
    assert.equal(await focused(page), titles[0]);
    await page.keyboard.press("e");
    assert.equal(await page.evaluate(() => document.activeElement.name), "public_title");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("Havnens hjælp, jo: luk");
    assert.equal(await card(page, titles[0]).locator("[name=public_title]").inputValue(), "Havnens hjælp, jo: luk");
    await page.keyboard.press("Escape");
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("l")]);
    await card(page, titles[0]).waitFor({ state: "detached" });
    assert.equal(await focused(page), titles[1], "the next entry has the focus");
  });

  check("what was found is looked at and left again, and an entry is held back and taken back", async () => {
    await Promise.all([page.waitForURL(/gennemsyn\/\d+/), page.keyboard.press("o")]);
    await page.locator("mark").first().waitFor();
    await page.getByRole("link", { name: "Tilbage til gennemsyn" }).press("Enter");
    await page.waitForURL(/#post-\d+$/);
    await within("the entry has the focus again", async () => (await focused(page)) === titles[1]);
    await page.keyboard.press("h");
    assert.equal(await page.evaluate(() => document.activeElement.name), "exemption");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Private forhold");
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    await card(page, titles[1]).waitFor({ state: "detached" });
    assert.equal(await focused(page), titles[2]);
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("z")]);
    await card(page, titles[1]).waitFor();
    assert.equal(await focused(page), titles[1], "what was taken back has the focus");
  });

  check("a title that still holds what was found is said where it is to be mended", async () => {
    await walkTo(page, titles[1]);
    await page.keyboard.press("l");
    await page.keyboard.type("Kendt");
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    await page.getByRole("alert").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.name), "public_title");
  });

  const holdBackTicked = async () => {
    for (const title of titles.slice(1)) {
      await walkTo(page, title);
      await page.keyboard.press("x");
      assert.equal(await focused(page), title);
    }
    await page.getByRole("button", { name: "Hold de valgte tilbage (3)" }).press("Enter");
    await page.getByText("3 poster er valgt").waitFor();
    await town.examine(page, "many entries to be held back");
    await page.getByLabel("Begrundelse").fill("Private forhold");
    await page.getByRole("button", { name: "Hold 3 poster tilbage" }).press("Enter");
    await page.getByText("3 poster holdes tilbage.").waitFor();
  };
  check("entries are ticked, held back together after a look, and taken back by one press", async () => {
    await page.goto(queue);
    await holdBackTicked();
    assert.equal(await card(page, titles[2]).count(), 0);
    await page.getByRole("button", { name: /Fortryd/ }).press("Enter");
    await page.getByText("3 poster venter igen på gennemsyn.").waitFor();
    assert.equal(await card(page, titles[2]).count(), 1);
    await holdBackTicked();
    await page.context().close();
  });
};
