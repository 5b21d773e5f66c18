// What tests in a browser share: Debian's Chromium, driven by npm's puppeteer-core.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));

// Ends the test as CTest's SKIP_RETURN_CODE.
export const skip = (why) => {
  console.log(`skipped: ${why}`);
  process.exit(77);
};

const fetchPuppeteer = (modules) => {
  fs.mkdirSync(modules, { recursive: true });
  if (!fs.existsSync(path.join(modules, "node_modules/puppeteer-core"))) {
    for (const name of ["package.json", "package-lock.json"]) fs.copyFileSync(path.join(here, name), path.join(modules, name));
    const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0"];
    const npm = spawnSync("npm", options, { cwd: modules, encoding: "utf8" });
    if (npm.status !== 0) skip(`the browser tests need puppeteer-core from npm: ${npm.error ?? npm.stderr}`);
  }
  return createRequire(pathToFileURL(path.join(modules, "package.json")))("puppeteer-core");
};

// A headless browser; what npm fetches is kept in FOLDER/npm. Skips where either cannot be had.
export const launchChromium = (folder) => {
  const executablePath = ["chromium", "chromium-browser", "google-chrome"]
    .map((name) => `/usr/bin/${name}`)
    .find((name) => fs.existsSync(name));
  if (!executablePath) skip("the browser tests need Chromium (Debian package chromium)");
  return fetchPuppeteer(path.join(folder, "npm")).launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
};
