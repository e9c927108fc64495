// Lists in the browser: filters and order in the address, many cases at once by keyboard, and back again.
import assert from "node:assert/strict";

export const lists = (town, check) => {
  check("a list is filtered and put in order, and its address opens the same list for another", async () => {
    const page = town.caseworker;
    await page.goto("/sager?vis=alle");
    await page.getByRole("columnheader", { name: "Titel" }).getByRole("link").click();
    await page.locator("th[aria-sort=ascending]").waitFor();
    await page.getByText("Flere filtre").click();
    await town.examine(page, "a list with all its filters");
    await Promise.all([page.waitForURL(/adgang=unit/), page.selectOption("#level", "unit")]);
    const address = page.url();
    const titles = await page.locator("tbody .sg-wide > a").allTextContents();
    assert.ok(titles.length > 1);
    const order = new Intl.Collator("da", { sensitivity: "base", ignorePunctuation: false });
    assert.ok(order.compare(titles[0], titles.at(-1)) <= 0, `${titles[0]} before ${titles.at(-1)}`);
    const other = await town.people.signedIn("sagsbehandler");
    await other.goto(address);
    assert.deepEqual(await other.locator("tbody .sg-wide > a").allTextContents(), titles);
    await other.context().close();
  });

  check("cases are ticked by keyboard, looked at, marked, and put back by one press", async () => {
    const page = town.caseworker;
    await page.goto("/sager?vis=alle&tilstand=aabne");
    for (const at of [0, 1]) {
      await page.locator("input[name=sag]").nth(at).focus();
      await page.keyboard.press("Space");
    }
    await page.getByRole("button", { name: "Behandl de valgte" }).press("Enter");
    await page.getByText("2 sager er valgt").waitFor();
    await town.examine(page, "many cases at once");
    await page.getByLabel("Markér, hvad de afventer").check();
    await page.fill("#waits-for", "svar fra naboer");
    await page.getByRole("button", { name: "Se, hvad der vil ske" }).press("Enter");
    await page.getByText("De afventer svar fra naboer.").waitFor();
    await town.examine(page, "what would happen to many cases");
    await page.getByRole("button", { name: /^Ændr \d/ }).press("Enter");
    await page.getByRole("heading", { name: /er ændret$/ }).waitFor();
    await town.examine(page, "what was done to many cases");
    await page.goto("/sager?vis=alle&hvad=afventer");
    assert.ok((await page.getByText("Afventer svar fra naboer").count()) > 0);
    await page.goBack();
    await page.locator(".sg-card").getByRole("button", { name: "Fortryd" }).press("Enter");
    await page.getByRole("heading", { name: "Det er gjort om" }).waitFor();
    await town.examine(page, "what was undone");
    await page.goto("/sager?vis=alle&hvad=afventer");
    assert.equal(await page.getByText("Afventer svar fra naboer").count(), 0);
  });
};
