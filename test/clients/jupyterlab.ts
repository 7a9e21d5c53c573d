// The notebook in a real JupyterLab, in a real browser: open it, run all cells, wait until each has its number,
// and keep screenshots. Run by .ci/run, which installs JupyterLab and Chromium; it needs both on this machine.
//
// usage: node test/clients/jupyterlab.ts JUPYTER NOTEBOOK SCREENSHOT_DIRECTORY

import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { chromium, type Page } from "playwright-core";

const [jupyter, notebook, screenshots] = process.argv.slice(2);
if (!jupyter || !notebook || !screenshots)
  throw new Error("usage: jupyterlab.ts JUPYTER NOTEBOOK SCREENSHOTS");

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}

async function untilAnswers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 120; attempt++) {
    const answered = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await delay(500);
  }
  throw new Error(`no answer from ${url}`);
}

/** Scrolls through the whole notebook, since JupyterLab draws a cell only when it comes into view. */
async function scrollThrough(page: Page, onStop: (index: number) => Promise<void>): Promise<void> {
  const panel = page.locator(".jp-WindowedPanel-outer").first();
  const { height, step } = await panel.evaluate((element) => ({
    height: element.scrollHeight,
    step: element.clientHeight - 60,
  }));
  for (let index = 0; index * step < height; index++) {
    await panel.evaluate((element, top) => element.scrollTo(0, top), index * step);
    await page.waitForTimeout(250);
    await onStop(index);
  }
}

const folder = mkdtempSync(join(tmpdir(), "lamella-lab-"));
cpSync(dirname(notebook), folder, { recursive: true });
mkdirSync(screenshots, { recursive: true });
const codeCells: number = JSON.parse(readFileSync(notebook, "utf8")).cells.filter(
  (cell: { cell_type: string; source: string | string[] }) =>
    cell.cell_type === "code" && [cell.source].flat().join("").trim() !== "",
).length;

const port = await freePort();
const server = spawn(
  jupyter,
  [
    "lab",
    "--no-browser",
    "--allow-root",
    `--port=${port}`,
    "--IdentityProvider.token=",
    `--ServerApp.root_dir=${folder}`,
  ],
  { stdio: ["ignore", "ignore", "pipe"] },
);
let serverLog = "";
server.stderr.on("data", (chunk) => {
  serverLog += chunk;
});

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

try {
  await untilAnswers(`http://127.0.0.1:${port}/api`);
  const page = await browser.newPage({ viewport: { width: 1300, height: 1000 } });
  await page.goto(`http://127.0.0.1:${port}/lab/tree/${basename(notebook)}?reset`);
  await page.getByText("TypeScript (Lamella) | Idle").waitFor({ timeout: 90_000 });
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();

  await page.locator(".jp-InputPrompt", { hasText: `[${codeCells}]:` }).waitFor({ timeout: 120_000 });
  await page.getByText("TypeScript (Lamella) | Idle").waitFor({ timeout: 60_000 });

  let errors = 0;
  await scrollThrough(page, async (index) => {
    errors += await page.locator('[data-mime-type="application/vnd.jupyter.error"]').count();
    await page.screenshot({ path: join(screenshots, `jupyterlab-${String(index).padStart(2, "0")}.png`) });
  });
  console.log(
    `JupyterLab: ${codeCells} code cells ran, ${errors} error outputs, screenshots in ${screenshots}`,
  );
  if (errors > 0) process.exitCode = 1;
} catch (error) {
  console.error(error);
  console.error(serverLog.split("\n").slice(-40).join("\n"));
  process.exitCode = 1;
} finally {
  await browser.close();
  server.kill("SIGINT");
  server.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
}
