// Opens a report with every kind of chart from file:// in headless Chromium, touches it as a reader would, and leaves
// screenshots of it in light, dark and on paper for looking at.
//
//   node browser_test.mjs LAB_TESTS FOLDER     exit code 77 where Chromium or puppeteer-core cannot be had
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

import { launchChromium, skip } from "./chromium.mjs";

const [lab, folder] = process.argv.slice(2);

const makeReport = () => {
  const out = path.join(folder, "gallery");
  fs.rmSync(out, { recursive: true, force: true });
  const made = spawnSync(lab, ["[.gallery]"], { env: { ...process.env, GROUPGRAD_GALLERY: out }, encoding: "utf8" });
  assert.equal(made.status, 0, made.stdout + made.stderr);
  const page = path.join(out, "report.html");
  if (!fs.readFileSync(page, "utf8").includes("vegaEmbed(")) skip("this build has no scripts of Vega (see the build's messages)");
  return page;
};

const report = makeReport();
const charts = fs.readdirSync(path.dirname(report)).filter((name) => name.endsWith(".csv")).length;
const browser = await launchChromium(folder);

// A page that fails on any error, and on any request that leaves the disk.
const open = async (prepare = async () => {}) => {
  const page = await browser.newPage();
  page.complaints = [];
  page.on("console", (line) => ["error", "warn"].includes(line.type()) && page.complaints.push(line.text()));
  page.on("pageerror", (error) => page.complaints.push(error.message));
  page.on("request", (request) => /^(file|data|blob):/.test(request.url()) || page.complaints.push(request.url()));
  await page.setViewport({ width: 1100, height: 900 });
  await prepare(page);
  await page.goto(pathToFileURL(report).href);
  return page;
};
const liveCharts = (page, count) =>
  page.waitForFunction((n) => document.querySelectorAll("figure.is-live").length === n, { timeout: 30000 }, count);
const figureOf = (page, name) => page.waitForSelector(`figure:has(a[download="${name}.csv"])`);
const shot = (page, name) => page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });

const step = async (name, check) => {
  await check();
  console.log(`ok: ${name}`);
};

try {
  const page = await open();
  await step("every chart is drawn, without a complaint", async () => {
    await liveCharts(page, charts);
    assert.deepEqual(page.complaints, []);
  });

  await step("the marks are there", async () => {
    const marks = async (name, kind) =>
      (await figureOf(page, name)).$$eval(`.live .mark-${kind}.role-mark path`, (all) => all.filter((one) => one.getAttribute("d")).length);
    assert.ok((await marks("lines", "symbol")) >= 25);
    assert.equal(await marks("lines_facets", "line"), 15);
    assert.equal(await marks("heat_texts", "rect"), 29);
    assert.equal(await marks("bars", "rect"), 19);
    assert.ok((await marks("fan_facets", "area")) >= 6);
  });

  await step("a tooltip shows the numbers under the pointer", async () => {
    const bar = await (await figureOf(page, "bars")).$(".live .mark-rect path[fill='#D55E00']");
    await bar.scrollIntoView();
    await bar.hover();
    await page.waitForSelector("#vg-tooltip-element.visible");
    const words = await page.$eval("#vg-tooltip-element", (tip) => tip.textContent);
    assert.match(words, /norm:?\s*bn/);
    assert.match(words, /error:?\s*\d/);
  });

  await step("the legend picks lines, a second click brings all back", async () => {
    const figure = await figureOf(page, "lines_facets");
    const opacities = () =>
      figure.$$eval(".live .mark-line path", (all) =>
        Object.fromEntries(all.map((one) => [one.getAttribute("stroke"), Number(one.getAttribute("opacity") ?? 1)])));
    const bn = "#D55E00", gn = "#0072B2";
    assert.deepEqual([(await opacities())[bn], (await opacities())[gn]], [1, 1]);
    const entry = await figure.evaluateHandle((one) =>
      [...one.querySelectorAll(".live .role-legend-label text")].find((text) => text.textContent === "GN:c8"));
    await entry.click();
    await page.waitForFunction((one, colour) => [...one.querySelectorAll(`.live .mark-line path[stroke='${colour}']`)]
      .every((line) => Number(line.getAttribute("opacity")) < 0.2), {}, figure, bn);
    assert.equal((await opacities())[gn], 1);
    await shot(page, "picked");
    await entry.click();
    await page.waitForFunction((one, colour) => [...one.querySelectorAll(`.live .mark-line path[stroke='${colour}']`)]
      .every((line) => Number(line.getAttribute("opacity") ?? 1) === 1), {}, figure, bn);
  });

  await step("picture and numbers are downloaded", async () => {
    const downloads = path.join(folder, "downloads");
    fs.rmSync(downloads, { recursive: true, force: true });
    const session = await browser.target().createCDPSession();
    await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads, eventsEnabled: true });
    const fetched = async (name) => {
      await page.$eval(`a[download="${name}"]`, (link) => link.click());
      const file = path.join(downloads, name);
      for (let i = 0; i < 100 && !fs.existsSync(file); ++i) await new Promise((done) => setTimeout(done, 100));
      return fs.readFileSync(file, "utf8");
    };
    const beside = (name) => fs.readFileSync(path.join(path.dirname(report), name), "utf8");
    assert.equal(await fetched("fan.csv"), beside("fan.csv"));
    const svg = await fetched("fan.svg");
    assert.match(svg, /^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    assert.match(svg, /How the features are distributed/);
  });

  await step("light, dark and paper", async () => {
    await shot(page, "light");
    const dark = await open((one) => one.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]));
    await liveCharts(dark, charts);
    assert.equal(await dark.$eval("body", (body) => getComputedStyle(body).backgroundColor), "rgb(21, 24, 28)");
    await shot(dark, "dark");
    assert.deepEqual(dark.complaints, []);
    await dark.close();
    await page.bringToFront();  // a page behind another waits minutes for its next frame
    await page.emulateMediaType("print");
    const shown = (selector) => page.$$eval(selector, (all) => all.filter((one) => one.offsetHeight > 0).length);
    assert.equal(await shown("figure .still"), charts);
    assert.equal(await shown("figure .live"), 0);
    await page.pdf({ path: path.join(folder, "paper.pdf"), format: "A4" });
    await shot(page, "paper");
  });

  await step("without JavaScript the still pictures show", async () => {
    const still = await open((one) => one.setJavaScriptEnabled(false));
    assert.equal(await still.$$eval("figure .still svg", (all) => all.length), charts);
    await shot(still, "still");
    assert.deepEqual(still.complaints, []);
  });
  assert.deepEqual(page.complaints, []);
} finally {
  await browser.close();
}
