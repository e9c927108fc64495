// Other systems that are sent the events, looked after by the administrator.
import assert from "node:assert/strict";

const state = (page) => page.locator(".sg-page-head .sg-chip").textContent();

export const receivers = (town, check) => {
  check("a receiver's key is shown once, its silence is told, and it can be stopped and removed", async () => {
    const page = await town.people.signedIn("administrator");
    await page.goto("/administration/modtagere");
    await page.getByRole("heading", { name: "Ingen endnu" }).waitFor();
    await page.fill("#url", "https://karen@eksempel.example/");
    await page.getByRole("button", { name: "Tilføj modtager" }).click();
    await page.locator("#url-error", { hasText: "ingen bruger" }).waitFor();
    await town.examine(page, "a receiver that can't be added");

    // Nothing listens there: the first attempt fails, and the next is put off.
    await page.fill("#url", "http://127.0.0.1:9/haendelser");
    await page.selectOption("#user", { index: await page.locator("#user option").count() - 1 });
    await page.check("#from-the-beginning", { force: true });
    await page.getByRole("button", { name: "Tilføj modtager" }).click();
    const key = await page.locator(".sg-token").textContent();
    assert.ok(key.length >= 32);
    await town.examine(page, "a receiver just added");

    await page.goto("/administration/modtagere");
    await page.getByRole("link", { name: "http://127.0.0.1:9/haendelser" }).click();
    assert.equal((await page.content()).includes(key), false);
    for (let tries = 0; tries < 60 && !/Svarer ikke/.test(await state(page)); ++tries) {
      await page.waitForTimeout(500);  // bounded wait
      await page.reload();
    }
    assert.match(await state(page), /Svarer ikke/);
    assert.ok(await page.getByRole("cell", { name: /Intet svar/ }).count() > 0);
    await town.examine(page, "a receiver that does not answer");

    await page.getByRole("button", { name: "Stop" }).click();
    await page.locator("[data-toast]", { hasText: "Modtageren er stoppet" }).waitFor();
    assert.equal((await state(page)).trim(), "Stoppet");
    await page.locator("summary", { hasText: "Fjern" }).click();
    await page.getByRole("button", { name: "Fjern modtageren" }).click();
    await page.getByRole("heading", { name: "Ingen endnu" }).waitFor();
    await page.context().close();
  });
};
