// axe-core on every page and state, wide and narrow, with nothing on the console and nobody else asked.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { narrow, wide } from "./support/people.mjs";

const { source } = createRequire(import.meta.url)("axe-core");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const violations = async (page, small) => {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  return page.evaluate(async ([wanted, listed]) => {
    // The browser's own PDF viewer is not ours to examine.
    const answer = await window.axe.run({ exclude: ["iframe"] },
      { runOnly: { type: "tag", values: wanted }, resultTypes: ["violations"], iframes: false });
    const counts = (id, node) => !(id === "target-size" && listed && document.querySelector(node.target[0])?.matches(listed));
    const left = answer.violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.filter((node) => counts(id, node)) }));
    return left.filter(({ nodes }) => nodes.length > 0).map(({ id, help, nodes }) =>
      `${id}: ${help}\n  ${nodes.map(({ html, any }) => `${html.slice(0, 200)} ${any[0]?.message ?? ""}`).join("\n  ")}`);
  }, [tags, small]);
};

/**
 * Looks at a page as it stands, at both widths, and leaves it wide. `small` are targets as small as what they stand on,
 * such as a word of a letter: each must have its equal among `equals` (WCAG 2.2, 2.5.8, the exception "Equivalent").
 */
export const examine = async (page, name, { small, equals } = {}) => {
  const found = [];
  if (small) assert.equal(await page.locator(small).count(), await page.locator(equals).count());
  for (const size of [narrow, wide]) {
    await page.setViewportSize(size);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (over > 0) found.push(`${name} is ${over} px too wide at ${size.width} px`);
    for (const one of await violations(page, small)) found.push(`${name} at ${size.width} px: ${one}`);
  }
  assert.equal(found.join("\n"), "");
  assert.notEqual((await page.title()).trim(), "");
};

const publicPages = (town) => [
  ["the front page", "/"],
  ["the post list by week", "/postliste"],
  ["the post list by day", `/postliste/dag/${town.publicDay}`],
  ["the post list's departments", "/postliste/afdelinger"],
  ["the post list's subjects", "/postliste/emner"],
  ["the post list of a main group", "/postliste/emne/02"],
  ["following the post list", "/postliste/abonner?emne=02"],
  ["the open data", "/open-data"],
  ["published answers to access requests", "/aktindsigt/offentliggjort"],
  ["a search in the post list", "/postliste?q=drivhus"],
  ["a search in the post list that finds nothing", "/postliste?q=kvantefeltteori", "Intet fundet"],
  ["a public document", town.publicDocument],
  ["a public page that does not exist", "/findes-ikke"],
  ["asking for access to files", "/aktindsigt"],
  ["what other systems can ask", "/api", "Hvad der kan spørges om"],
  ["what they can ask of cases", "/api/cases", "Parametre"],
];

const registrarPages = (town) => [
  ["the mailroom", "/postbakke"],
  ["a letter", town.item],
  ["a letter's text", `${town.item.split("?")[0]}?visning=tekst`],
  ["the review", "/postliste/gennemsyn"],
  ["the rules for the post list, tried", "/postliste/regler?dage=90"],
  ["search before a word", "/soeg"],
  ["search with hits", "/soeg?q=drivhus"],
  ["search without hits", "/soeg?q=kvantefeltteori"],
  ["a page that does not exist", "/findes-ikke"],
  ["a document's pages", `${town.document}?visning=sider&q=drivhus`],
  ["a document's text", `${town.document}?visning=tekst`],
  ["a document as PDF", town.document],
];

const caseworkerPages = (town) => [
  ["my cases", "/sager"],
  ["all cases", "/sager?vis=alle"],
  ["no cases", "/sager?vis=alle&q=kvantefeltteori", "Ingen sager passer"],
  ["a case's documents", town.case],
  ["a case's parties", `${town.case}?fane=parter`],
  ["a case's history", `${town.case}?fane=historik`],
  ["a case without documents", town.emptyCase, "Ingen dokumenter endnu"],
  ["changing a case", `${town.case}/rediger`],
  ["opening a case", "/sager/ny"],
  ["a case's notes", `${town.case}/notater`],
  ["a case's tasks", `${town.case}/opgaver`],
  ["related cases", `${town.case}/relaterede`],
  ["moving a case on", `${town.case}/tilstand`],
  ["who may read a case", `${town.case}/adgang`],
  ["writing a letter", `${town.case}/brev`],
  ["tasks", "/opgaver"],
  ["the overview", "/overblik"],
  ["the classification", "/emner"],
  ["finding a party", "/parter"],
  ["substitutes", "/stedfortraedere"],
  ["access requests", "/aktindsigter"],
  ["a new access request", "/aktindsigter/ny"],
];

const auditorPages = () => [["the log", "/revision"]];

const administratorPages = () => [
  ["users", "/administration/brugere"],
  ["units", "/administration/enheder"],
  ["a new user", "/administration/brugere/ny"],
  ["a user", "/administration/brugere/2"],
  ["a unit", "/administration/enheder/2"],
  ["jobs", "/administration/jobs"],
  ["the calendar", "/administration/kalender"],
];

export const accessibility = (town, check) => {
  const group = (title, who, pages) => check(`${title} are accessible and make no noise`, async () => {
    const page = await who();
    for (const [name, path, shows] of pages(town)) {
      await page.goto(path, { waitUntil: "domcontentloaded" });
      if (shows) await page.getByText(shows).first().waitFor();
      await examine(page, name);
    }
    assert.deepEqual(town.people.complaints, []);
  });

  check("signing in is accessible, with its mistakes", async () => {
    const page = await town.people.guest();
    await page.goto("/log-ind");
    await examine(page, "signing in");
    await page.fill("#name", "registrator");
    await page.fill("#password", "forkert");
    await page.press("#password", "Enter");
    await page.getByRole("alert").waitFor();
    await examine(page, "a sign-in that failed");
  });
  group("public pages", () => town.citizen, publicPages);
  group("the registrar's pages", () => town.registrar, registrarPages);
  check("the open form for a new case and the keys are accessible", async () => {
    const page = town.registrar;
    await page.goto(town.item);
    await page.locator("label[for=case-new]").click();
    await page.locator(".sg-hand-over > summary").click();
    await page.type("#subject", "byg");
    await page.locator("#subject-options [role=option]").first().waitFor();
    await examine(page, "a letter on a new case");
    await page.goto("/sager");
    await page.keyboard.press("?");
    await page.locator("dialog[open]").waitFor();
    await examine(page, "the keys");
    await page.goto("/sager");
    await page.locator("details.sg-user > summary").click();
    await examine(page, "the person's menu");
  });
  // Signed in anew: a session of before may have ended when a part linked people or started the house again.
  group("the caseworker's pages", () => town.people.signedIn("sagsbehandler"), caseworkerPages);
  check("a review that is done is accessible", async () => {
    const page = town.registrar;
    await page.goto("/postliste/gennemsyn");
    const waiting = page.locator(".sg-review");
    const release = waiting.first().getByRole("button", { name: "Vis posten uden dokumentet" });
    for (let left = await waiting.count(); left > 0; left = await waiting.count()) {
      await waiting.first().getByText("Vises noget af det fundne?").click();
      await waiting.first().locator("input[name=reason]").first().fill("Set efter");
      await Promise.all([page.waitForNavigation({ waitUntil: "domcontentloaded" }), release.click()]);
    }
    await page.getByText("Intet venter på gennemsyn").waitFor();
    await examine(page, "nothing to review");
  });
  group("the auditor's pages", () => town.people.signedIn("revisor"), auditorPages);
  group("the administrator's pages", () => town.people.signedIn("administrator"), administratorPages);
};
