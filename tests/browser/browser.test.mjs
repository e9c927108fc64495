// The pages in a real browser: one server and one browser for all of it. The parts stand beside, and each counts on what
// those before it have done, as people do.
import { after, before, describe, it } from "node:test";
import { House } from "./support/house.mjs";
import { openBrowser, People } from "./support/people.mjs";
import { SignInService } from "./support/provider.mjs";
import { accessRequests } from "./access_requests.mjs";
import { accessibility, examine } from "./accessibility.mjs";
import { cases } from "./cases.mjs";
import { citizen } from "./citizen.mjs";
import { caseTypes } from "./case_types.mjs";
import { drafts } from "./drafts.mjs";
import { journey } from "./journey.mjs";
import { openid } from "./openid.mjs";
import { participation } from "./participation.mjs";
import { privacy } from "./privacy.mjs";
import { lists } from "./lists.mjs";
import { receivers } from "./receivers.mjs";
import { review } from "./review.mjs";
import { subjects } from "./subjects.mjs";
import { withoutScripts } from "./without_scripts.mjs";

/** In this order; SAGLIG_BROWSER_PARTS names those that are wanted, parted by commas. */
const parts = { journey, review, cases, lists, caseTypes, drafts, subjects, withoutScripts, openid, receivers, accessRequests, citizen, participation, privacy, accessibility };
const wanted = process.env.SAGLIG_BROWSER_PARTS?.split(",") ?? Object.keys(parts);

/** What the parts share; filled before the first test. */
const town = {};
let hasFailed = false;

/** A test whose failure is remembered: the server's log is shown then, and what counts on it is not tried. */
const check = (title, body) => it(title, { timeout: 300_000 }, async (context) => {
  if (hasFailed) {
    context.skip("something before it failed");
    return;
  }
  try {
    await body(context);
  } catch (error) {
    hasFailed = true;
    throw error;
  }
});

describe("Saglig in the browser", { concurrency: 1 }, () => {
  before(async () => {
    town.provider = await SignInService.start();
    town.citizenProvider = await SignInService.start("citizens");
    town.house = await House.start(town.provider, town.citizenProvider);
    town.browser = await openBrowser();
    town.people = new People(town.browser, town.house);
    town.examine = examine;
  });
  after(async () => {
    await town.browser?.close();
    await town.house?.stop(hasFailed);
    await town.provider?.stop();
    await town.citizenProvider?.stop();
  });

  for (const part of wanted) parts[part](town, check);
});
