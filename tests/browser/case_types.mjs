// Types of cases in the browser: a contract with its fields, phases and checklist; a document that moves; two cases merged.
import assert from "node:assert/strict";

const opened = async (page, title, type) => {
  await page.goto(`/sager/ny?type=${type}`);
  await page.fill("#subject", "02.34.00");
  await page.fill("#title", title);
  await page.getByRole("button", { name: "Opret sag" }).click();
  await page.getByRole("heading", { name: title }).waitFor();
  return new URL(page.url()).pathname.match(/^\/sager\/\d+/)[0];
};

const noted = async (page, path, title) => {
  await page.goto(`${path}/notater`);
  await page.fill("[name=title]", title);
  await page.fill("textarea[name=text]", `${title}: talt med ansøgeren.`);
  await page.locator("form[data-draft] button[type=submit]").click();
  await page.getByText(title).first().waitFor();
};

export const caseTypes = (town, check) => {
  check("a contract is opened, its fields are filled in, and what is wrong is said beside its field", async () => {
    const page = await town.people.signedIn("sagsbehandler");
    town.contractor = page;
    town.contract = await opened(page, "Rengøring af skolerne", "contract");
    await page.waitForURL("**/forloeb?ret=1");
    await page.fill("#felt-supplier", "Solbakke Service A/S");
    await page.fill("#felt-yearly_amount", "1.250.000");
    await page.fill("#felt-supplier_cvr", "12");
    await page.getByRole("button", { name: "Gem oplysninger" }).click();
    await page.getByText("Intet er gemt endnu").waitFor();
    await page.locator("#felt-expires_on-error").getByText("Feltet skal udfyldes.").waitFor();
    await page.locator("#felt-supplier_cvr-error").waitFor();
    assert.equal(await page.inputValue("#felt-supplier"), "Solbakke Service A/S");
    await town.examine(page, "fields with errors");
    await page.fill("#felt-supplier_cvr", "");
    await page.fill("#felt-expires_on", "2032-12-31");
    await page.getByRole("button", { name: "Gem oplysninger" }).click();
    await page.getByText("31. december 2032").first().waitFor();
    await page.getByText("1.250.000").waitFor();
    await page.getByText("31. marts 2032").waitFor();
  });

  check("an item is ticked with who and when, and the case moves to its next phase", async () => {
    const page = town.contractor;
    await page.getByRole("checkbox", { name: "Behov og budget er godkendt" }).click();
    await page.locator("li.is-ticked").getByText("i dag kl.").waitFor();
    assert.equal(await page.getByRole("checkbox", { name: "Behov og budget er godkendt" }).getAttribute("aria-checked"), "true");
    await page.getByRole("button", { name: "Videre til Indgåelse" }).click();
    await page.locator("li.is-current").getByText("Indgåelse").waitFor();
    await town.examine(page, "a case's course");
    await page.goto(`${town.contract}?fane=historik`);
    await page.getByText("Flyttede sagen til fasen »Indgåelse«").waitFor();
    await page.goto(`${town.contract}/opgaver`);
    await page.getByRole("link", { name: "Kontrakten udløber", exact: true }).waitFor();
  });

  check("the contract stands in the list of its type, which everyone can read on any screen", async () => {
    const page = town.contractor;
    await page.goto("/sagstyper");
    await town.examine(page, "the types");
    await page.getByRole("link", { name: "Kontrakt", exact: true }).click();
    await page.getByRole("link", { name: "Rengøring af skolerne" }).waitFor();
    await town.examine(page, "the contracts");
  });

  check("a document is put in a part of its case, and then on another case, and its number leads on", async () => {
    const page = town.contractor;
    const other = await opened(page, "Rengøring af plejehjemmet", "general");
    await noted(page, town.contract, "Møde om vinduerne");
    await page.goto(`${town.contract}/delsager`);
    await page.fill("#sub-title", "Udbuddet");
    await page.getByRole("button", { name: "Opret delsag" }).click();
    await page.getByRole("link", { name: "Udbuddet" }).waitFor();
    await town.examine(page, "the parts of a case");
    await page.goto(`${town.contract}/dokumenter/1`);
    await page.getByRole("link", { name: "Flyt …" }).click();
    await town.examine(page, "moving a document");
    await page.selectOption("#sub-file", { label: "Udbuddet" });
    await page.getByRole("button", { name: "Læg i delsagen" }).click();
    await page.getByRole("link", { name: "Udbuddet" }).waitFor();
    await page.getByRole("link", { name: "Flyt …" }).click();
    const number = await numberOf(page.context(), other);
    await page.fill("#case", number);
    await page.fill("#reason", "Hører til plejehjemmet");
    await page.getByRole("button", { name: "Flyt til den anden sag" }).click();
    await page.getByText(`${number}-1`).first().waitFor();
    await page.goto(town.contract);
    await page.getByText("Flyttet til en anden sag").waitFor();
    await town.examine(page, "a case that a document has left");
    await page.goto(`${town.contract}/dokumenter/1`);
    await page.getByText(`${number}-1`).first().waitFor();
  });

  check("two cases are merged after a look at what happens, and parted again", async () => {
    const page = town.contractor;
    const twin = await opened(page, "Rengøring af skolerne, dobbelt", "general");
    await noted(page, twin, "Samme sag to gange");
    const number = await numberOf(page.context(), town.contract);
    await page.goto(`${twin}/relaterede`);
    await page.getByRole("link", { name: "Læg dem sammen" }).click();
    await page.fill("#case", number);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Se, hvad der sker" }).press("Enter");
    await page.getByText("1 dokument får et nyt nummer").waitFor();
    await town.examine(page, "a merge before it is done");
    await page.fill("#reason", "Den samme kontrakt");
    await page.getByRole("button", { name: `Læg sammen med ${number}` }).click();
    await page.waitForURL(`**${town.contract}`);
    await page.getByRole("link", { name: "Samme sag to gange" }).waitFor();
    await page.goto(twin);
    await page.getByText("Sagen er lagt sammen med").waitFor();
    await town.examine(page, "a merged case");
    await page.getByRole("button", { name: "Skil sagerne igen" }).click();
    await page.getByRole("link", { name: "Samme sag to gange" }).waitFor();
  });
};

/** A case's number, as the API tells it. */
const numberOf = async (context, path) => {
  const answer = await context.request.get(`/api/v1/cases/${path.split("/").at(-1)}`);
  return (await answer.json()).number;
};
