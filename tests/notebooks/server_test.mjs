// Opens a chapter on a Jupyter server of its own in headless Chromium, restarts the kernel and runs all cells by the
// menu as a reader would, and sees its charts of lines. Leaves a screenshot of the last.
//
//   node server_test.mjs NOTEBOOK FOLDER
//
// JUPYTER_PATH names the folder with the kernelspec. Exit code 77 where Jupyter, Chromium or puppeteer-core are missing.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";

import { launchChromium, skip } from "../demos/browser/chromium.mjs";

const [notebook, folder] = process.argv.slice(2);
const name = path.basename(notebook);
const token = "test-of-a-chapter";
const jupyter = "/usr/bin/jupyter-notebook";  // another on PATH may hide Debian's
if (!fs.existsSync(jupyter)) skip("a server needs Jupyter (Debian package jupyter-notebook)");

const pause = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));

const freePort = async () => {
  const listener = net.createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address();
  listener.close();
  await once(listener, "close");
  return port;
};

// The chapter as it is handed out, but without outputs: whatever shows up then was computed in this run.
const copyWithoutOutputs = (to) => {
  const chapter = JSON.parse(fs.readFileSync(notebook, "utf8"));
  for (const cell of chapter.cells) {
    if (cell.cell_type === "code") Object.assign(cell, { outputs: [], execution_count: null });
  }
  fs.writeFileSync(to, JSON.stringify(chapter));
};

// A server that knows nothing of this user's settings, and its address once it answers.
const startServer = async (home) => {
  const port = await freePort();
  const options = ["--no-browser", "--allow-root", "--ip=127.0.0.1", `--port=${port}`, "--port-retries=0",
    `--NotebookApp.token=${token}`, `--notebook-dir=${path.join(home, "chapters")}`];
  const env = { ...process.env, JUPYTER_NO_CONFIG: "1", JUPYTER_CONFIG_DIR: path.join(home, "config"),
    JUPYTER_DATA_DIR: path.join(home, "data"), JUPYTER_RUNTIME_DIR: path.join(home, "runtime") };
  const server = spawn(jupyter, options, { env, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (text) => { log += text; });
  const address = `http://127.0.0.1:${port}`;
  for (let i = 0; i < 300; ++i) {
    assert.equal(server.exitCode, null, `Jupyter ended: ${log}`);
    const answer = await fetch(`${address}/api/status?token=${token}`).catch(() => null);
    if (answer?.ok) return { server, address };
    await pause(0.1);
  }
  server.kill("SIGKILL");
  assert.fail(`Jupyter does not answer: ${log}`);
};

const stop = async (server) => {
  const ended = once(server, "exit");
  server.kill("SIGTERM");  // it ends its kernels first
  if (await Promise.race([ended, pause(10).then(() => null)]) === null) server.kill("SIGKILL");
};

const step = async (words, check) => {
  const began = Date.now();
  await check();
  console.log(`ok: ${words} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
};

const browser = await launchChromium(folder);
const home = fs.mkdtempSync(path.join(os.tmpdir(), "groupgrad-server-"));
let running = null;
try {
  fs.mkdirSync(path.join(home, "chapters"));
  copyWithoutOutputs(path.join(home, "chapters", name));
  running = await startServer(home);

  const page = await browser.newPage();
  const complaints = [];
  page.on("console", (line) => line.type() === "error" && complaints.push(`${line.text()} (${line.location().url})`));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.setViewport({ width: 1200, height: 1000 });

  await step("the chapter opens, without outputs, and finds its kernel", async () => {
    await page.goto(`${running.address}/notebooks/${name}?token=${token}`);
    await page.waitForFunction(() => window.Jupyter?.notebook?.kernel?.is_connected(), { timeout: 60000 });
    assert.equal(await page.evaluate(() => Jupyter.notebook.kernel.name), "xcpp17");
    assert.equal(await page.$$eval(".output_area", (all) => all.length), 0);
  });

  await step("Kernel > Restart & Run All runs every cell", async () => {
    await page.click("#kernellink");
    await page.click("#restart_run_all");
    const confirm = await page.waitForSelector(".modal.in .btn-danger", { visible: true });
    await pause(0.5);  // the dialog moves in
    await confirm.click();
    await page.waitForFunction(() => Jupyter.notebook.get_cells().every((cell) =>
      cell.cell_type !== "code" || Number.isInteger(cell.input_prompt_number)), { timeout: 120000 });
    const texts = (selector) => page.$$eval(selector, (all) => all.map((one) => one.textContent));
    assert.deepEqual(await texts(".output_error, .output_stderr"), []);
  });

  await step("each chart of lines is there, with a mark in the colour of each line", async () => {
    const outputs = await page.evaluate(() => Jupyter.notebook.get_cells().flatMap((cell) => cell.output_area?.outputs ?? []));
    const charts = outputs.map((output) => [output.data?.["text/plain"], output.data?.["application/vnd.vegalite.v5+json"]])
      .filter(([, spec]) => spec?.concat[0].layer[0].mark.type === "line");
    assert.ok(charts.length > 0);
    for (const [text, spec] of charts) {
      const title = text.split("\n")[0];
      const figure = await page.evaluateHandle((words) => [...document.querySelectorAll(".output_svg svg")]
        .find((svg) => svg.querySelector("title")?.textContent === words), title);
      const picture = figure.asElement();
      assert.ok(picture, `no picture "${title}"`);
      await picture.scrollIntoView();
      await page.screenshot({ path: path.join(folder, "notebook.png") });
      const seen = await picture.$$eval("path", (all) => all.filter((one) => one.getBoundingClientRect().width > 100)
        .map((one) => getComputedStyle(one).stroke));
      const { domain, range } = spec.concat[0].layer[0].encoding.color.scale;
      for (const [i, name] of domain.entries()) {
        const rgb = range[i].match(/[0-9A-F]{2}/g).map((digits) => parseInt(digits, 16)).join(", ");
        assert.ok(seen.includes(`rgb(${rgb})`), `"${title}" has no line of "${name}" in ${range[i]}: ${seen}`);
      }
    }
  });

  // Jupyter looks for widgets, which are not installed, and its MathJax for a font that is not there.
  const ours = complaints.filter((text) => !/nbextensions\/widgets|about:blank/.test(text));
  await step("the console has no error", async () => assert.deepEqual(ours, []));
} finally {
  await browser.close();
  if (running) await stop(running.server);
  fs.rmSync(home, { recursive: true, force: true });
}
