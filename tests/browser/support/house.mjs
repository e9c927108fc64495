// A Saglig of the tests' own: seeded once, on a free port, with everything in a temporary folder.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { within } from "./waiting.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const binary = process.env.SAGLIG_BINARY ?? path.join(root, "build/release/bin/saglig");
const logShown = 6000;

export const password = "saglig-demo";

/** Drawn by the demonstration in this order; what stands in them is services/demo/letter_texts.cpp. */
export const letters = {
  greenhouse: "scan-0001.pdf",
  noise: "scan-0002.pdf",
  companionCard: "scan-0003.tif",
  localPlan: "scan-0004.pdf",
  personalNumber: "scan-0008.pdf",
};

const settings = (data, more) => `
[authority]
name = "Solbakke Kommune"
short_name = "Solbakke"
[server]
port = 0
[data]
directory = ${JSON.stringify(data)}
[ocr]
workers = 1
${more}`;

/** The demonstration puts its letters into a folder beside; it is stopped once those that the tests want are drawn. */
const seed = async (config, drawn) => {
  fs.mkdirSync(drawn);
  const environment = { ...process.env, SAGLIG_DATA_SCAN_FOLDER: drawn };
  const child = spawn(binary, ["--config", config, "demo", "seed", "--cases", "15", "--documents", "40"],
    { env: environment, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  let status = null;
  child.stderr.on("data", (part) => { said += part; });
  child.on("error", (error) => { said += error.message; status = -1; });
  child.on("exit", (code) => { status = code ?? 0; });
  const wanted = Object.values(letters);
  const areDrawn = () => wanted.every((name) => fs.existsSync(path.join(drawn, name)));
  await within("the demonstration is made", () => areDrawn() || status !== null, 300_000);
  if (!areDrawn()) throw new Error(`no demonstration from ${binary}: ${said}`);
  child.kill();
  await within("the seeding has ended", () => status !== null);
};

export class House {
  /** With services that its people, and citizens, can sign in by. */
  static async start(...providers) {
    const house = new House();
    house.trusted = providers.map((provider) => provider.address);
    house.folder = fs.mkdtempSync(path.join(os.tmpdir(), "saglig-browser-"));
    house.data = path.join(house.folder, "data");
    house.drawn = path.join(house.folder, "drawn");
    const config = path.join(house.folder, "saglig.toml");
    const secretFile = path.join(house.folder, "openid.secret");
    house.providerSecret = randomBytes(24).toString("hex");
    fs.writeFileSync(secretFile, `${house.providerSecret}\n`);
    fs.writeFileSync(config, settings(house.data, providers.map((provider) => provider.settings(secretFile)).join("")));
    await seed(config, house.drawn);
    house.log = "";
    house.server = spawn(binary, ["--config", config, "serve"], { stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [house.server.stdout, house.server.stderr]) {
      stream.on("data", (part) => { house.log += part; });
    }
    await within("the server listens", () => {
      if (house.server.exitCode !== null) throw new Error(`the server ended: ${house.log}`);
      house.port = house.log.match(/serves on port (\d+)/)?.[1];
      return house.port !== undefined;
    }, 60_000);
    house.address = `http://127.0.0.1:${house.port}`;
    return house;
  }

  drawnLetter(letter) {
    return path.join(this.drawn, letter);
  }

  /** As a scanner does: under a name that is passed over until the file is whole. */
  scan(letter) {
    const folder = path.join(this.data, "scan");
    fs.mkdirSync(folder, { recursive: true });
    const draft = path.join(folder, `${letter}.part`);
    fs.copyFileSync(this.drawnLetter(letter), draft);
    fs.renameSync(draft, path.join(folder, letter));
  }

  async stop(hasFailed) {
    this.server.kill("SIGTERM");
    await within("the server has ended", () => this.server.exitCode !== null || this.server.signalCode !== null, 30_000)
      .catch(() => this.server.kill("SIGKILL"));
    if (hasFailed) process.stderr.write(`---- the end of the server's log ----\n${this.log.slice(-logShown)}\n----\n`);
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}
