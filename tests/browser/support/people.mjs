// Browsers with people in front of them. Whatever a page complains about is kept: a test asks for it with `complaints`.
import { chromium } from "playwright-core";
import { password } from "./house.mjs";

const flags = [
  "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--no-first-run", "--disable-quic", "--lang=da",
];

export const wide = { width: 1280, height: 800 };
export const narrow = { width: 390, height: 844 };

export const openBrowser = () =>
  chromium.launch({ executablePath: process.env.SAGLIG_CHROMIUM ?? "/usr/bin/chromium", args: flags });

/** The page itself, and the form on it, may be answered with an error; what it loads may not. */
const isOwnStatus = (message, page) =>
  message.text().startsWith("Failed to load resource") &&
  new URL(message.location().url).pathname === new URL(page.url()).pathname;

/** A question about what has been typed gives way to the next one; htmx calls that an error. Real ones it names else. */
const isOvertaken = (message) => /^htmx:(sendAbort|afterRequest),/.test(message.text());

const watch = (page, house, complaints) => {
  page.on("console", (message) => {
    if (message.type() !== "error" || isOwnStatus(message, page) || isOvertaken(message)) return;
    // What another house's page lacks is not ours to mend.
    if (house.trusted.includes(new URL(page.url()).origin)) return;
    complaints.push(`${page.url()}: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.stack ?? error.message}`));
  page.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== house.address && !house.trusted.includes(origin)) complaints.push(`${page.url()} asks ${request.url()}`);
  });
};

export class People {
  constructor(browser, house) {
    this.browser = browser;
    this.house = house;
    this.complaints = [];
  }

  async guest(options = {}) {
    const context = await this.browser.newContext(
      { baseURL: this.house.address, locale: "da-DK", viewport: wide, ...options });
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    watch(page, this.house, this.complaints);
    return page;
  }

  async signedIn(name, options = {}) {
    const page = await this.guest(options);
    await page.goto("/log-ind");
    await page.fill("#name", name);
    await page.fill("#password", password);
    await Promise.all([page.waitForURL((url) => url.pathname !== "/log-ind"), page.press("#password", "Enter")]);
    return page;
  }
}
