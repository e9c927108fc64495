// A document on its way in the browser: written, attached to, sent for approval, sent back, approved and journaled.
import assert from "node:assert/strict";
import { narrow } from "./support/people.mjs";

const file = (name, text) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });

export const drafts = (town, check) => {
  check("a draft is written by one, approved by another and journaled", async () => {
    const writer = await town.people.signedIn("jonas");
    const approver = await town.people.signedIn("lise");
    await writer.goto("/sager/ny");
    await writer.type("#subject", "byg");
    await writer.locator("#subject-options [role=option]:not([aria-disabled])").first().waitFor();
    await writer.keyboard.press("ArrowDown");
    await writer.keyboard.press("Enter");
    await writer.fill("#title", "Skur på Lindeallé 12");
    await writer.getByRole("button", { name: "Opret sag" }).click();
    await writer.getByRole("heading", { name: "Skur på Lindeallé 12" }).waitFor();
    await writer.getByRole("link", { name: "Kladder" }).click();
    await writer.getByRole("heading", { name: "Ingen kladder" }).waitFor();
    await town.examine(writer, "a case without drafts");
    await writer.fill("#draft-title", "Afgørelse om skur");
    await writer.setInputFiles("#draft-file", file("afgoerelse.txt", "Skuret må blive stående."));
    await writer.check("#draft-two");
    await writer.getByRole("button", { name: "Opret kladde" }).click();
    await writer.getByRole("heading", { name: "Afgørelse om skur" }).waitFor();
    const path = new URL(writer.url()).pathname;
    assert.equal(await writer.getByRole("button", { name: "Journalisér" }).count(), 0);
    await town.examine(writer, "a draft");

    await writer.getByRole("button", { name: "Tjek ud for at rette" }).click();
    await writer.setInputFiles("#version-file", file("afgoerelse.txt", "Skuret må blive stående til 2030."));
    await writer.fill("#version-note", "Frist tilføjet");
    await town.examine(writer, "a draft that is checked out");
    await writer.getByRole("button", { name: "Tjek ind" }).click();
    await writer.getByText("Den nye version er lagt ind.").waitFor();
    await writer.getByText("Tilføj bilag").first().click();
    await writer.setInputFiles("#attachment-file", [file("plan.txt", "Plan"), file("snit.txt", "Snit")]);
    await writer.getByRole("button", { name: "Tilføj bilag" }).click();
    await writer.getByText("Bilagene er tilføjet.").waitFor();
    await writer.selectOption("#approver", { label: await optionNamed(writer, "Lise") });
    await writer.getByRole("button", { name: "Send til godkendelse" }).click();
    await writer.getByText("Venter på godkendelse af").waitFor();

    await approver.goto("/overblik");
    await approver.getByRole("heading", { name: "Venter på din godkendelse" }).waitFor();
    await town.examine(approver, "an overview with something to approve");
    await approver.getByRole("link", { name: "Afgørelse om skur" }).click();
    await approver.fill("#return-reason", "Skriv årstallet med bogstaver");
    await town.examine(approver, "a draft to approve");
    await approver.getByRole("button", { name: "Send tilbage" }).click();
    await writer.goto(path);
    await writer.getByText("Skriv årstallet med bogstaver").waitFor();
    await writer.selectOption("#approver", { label: await optionNamed(writer, "Lise") });
    await writer.getByRole("button", { name: "Send til godkendelse" }).click();
    await approver.goto(path);
    await approver.getByRole("button", { name: "Godkend" }).click();
    await approver.getByText("Kladden er godkendt.").waitFor();

    await writer.goto(path);
    await writer.setViewportSize(narrow);
    await town.examine(writer, "an approved draft on a phone");
    await writer.getByRole("button", { name: "Journalisér" }).click();
    await writer.waitForURL(/\/dokumenter\/\d+$/);
    await writer.getByRole("heading", { name: "Bilag" }).waitFor();
    await writer.getByText("Sådan blev det til").click();
    await writer.getByText("Frist tilføjet").waitFor();
    await town.examine(writer, "a document that was a draft");
  });
};

/** The whole text of the option that begins with this first name. */
const optionNamed = async (page, name) => {
  const all = await page.locator("#approver option").allTextContents();
  const found = all.find((text) => text.startsWith(name));
  assert.ok(found, `${name} is not among ${all.join(", ")}`);
  return found;
};
