// Finding a subject by keyboard, and what a person who cannot see the list is told meanwhile.
import assert from "node:assert/strict";

const shown = (page) => page.locator("#subject-options [role=option]:not([aria-disabled])");
const expanded = (page) => page.getAttribute("#subject", "aria-expanded");

export const subjects = (town, check) => {
  check("the subject field is a combobox that is worked by keyboard alone", async () => {
    const page = await town.people.signedIn("sagsbehandler");
    await page.goto("/sager/ny");
    assert.equal(await page.getAttribute("#subject", "role"), "combobox");
    assert.equal(await expanded(page), "false");
    await page.focus("#subject");
    await page.keyboard.type("bygning");
    await shown(page).first().waitFor();
    assert.equal(await expanded(page), "true");
    await page.keyboard.press("ArrowDown");
    const active = await page.getAttribute("#subject", "aria-activedescendant");
    assert.equal(await page.getAttribute(`#${active}`, "aria-selected"), "true");
    await town.examine(page, "the open list of subjects");
    await page.keyboard.press("Escape");
    assert.equal(await expanded(page), "false");
    assert.equal(await page.getAttribute("#subject", "aria-activedescendant"), null);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const picked = await page.inputValue("#subject");
    assert.match(picked, /^\d\d\.\d\d\.\d\d /);
    assert.equal(await page.inputValue("input[name=subject]"), picked.slice(0, 8));
    await page.context().close();
  });

  check("what fits nothing is said in the list", async () => {
    const page = await town.people.signedIn("sagsbehandler");
    await page.goto("/sager/ny");
    await page.focus("#subject");
    await page.keyboard.type("kvantefeltteori");
    await page.locator("#subject-options .sg-option--none").waitFor();
    assert.equal(await shown(page).count(), 0);
    await page.context().close();
  });

  check("the scheme is searched and a number opened", async () => {
    const page = await town.people.signedIn("sagsbehandler");
    await page.goto("/emner");
    await town.examine(page, "the subjects");
    await page.fill("#subject-query", "byg");
    await page.keyboard.press("Enter");
    await page.locator("tbody a").first().click();
    await page.getByRole("heading", { level: 1, name: /^\d\d\.\d\d\.\d\d/ }).waitFor();
    await town.examine(page, "a subject");
    await page.goto("/parter");
    await town.examine(page, "finding a party");
    await page.context().close();
  });
};
