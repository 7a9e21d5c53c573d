// Controls in a real JupyterLab, in a real browser: they appear, a key moves a slider and the cells that read it
// follow, interact draws anew, a button prints, and after a reload everything is as it was. It keeps screenshots.
//
// usage: node test/clients/widgets.ts JUPYTER SCREENSHOT_DIRECTORY
// (the kernel must be installed for JUPYTER, and jupyterlab_widgets with it)

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { chromium, type Page } from "playwright-core";

const [jupyter, screenshots] = process.argv.slice(2);
if (!jupyter || !screenshots) throw new Error("usage: widgets.ts JUPYTER SCREENSHOTS");

const sources = [
  'const k = ui.intSlider({ min: 1, max: 11, step: 2, value: 3, label: "kernel size" });\nk',
  'const weights = 16 * k.value ** 2;\n["weights", weights].join(" ")',
  'const mode = ui.dropdown({ options: ["same", "valid"], label: "padding" });\nconst on = ui.checkbox({ value: true, label: "bias" });\nui.tab({ first: ui.hbox([mode, on]), second: ui.radioButtons({ options: ["x", "y"] }) })',
  'const clicks = ui.intText({ label: "clicks" });\nconst go = ui.button("more", { style: "primary" });\ngo.onClick(() => { clicks.value += 1; console.log("clicked"); });\nui.hbox([clicks, go])',
  "clicks.value * 10",
  'interact(({ a, b }) => ["a is", a, "b is", b].join(" "), { a: [0, 10], b: ["x", "y"] })',
];

const notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: "lamella", display_name: "TypeScript (Lamella)", language: "typescript" } },
  cells: sources.map((source, index) => ({
    id: `cell-${index + 1}`,
    cell_type: "code",
    execution_count: null,
    metadata: {},
    outputs: [],
    source,
  })),
};

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
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
    await delay(500);
  }
  throw new Error(`no answer from ${url}`);
}

async function untilIdle(page: Page): Promise<void> {
  await page.waitForTimeout(300);
  await page.getByText("TypeScript (Lamella) | Idle").waitFor({ timeout: 60_000 });
}

async function runAll(page: Page): Promise<void> {
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
  await page.waitForTimeout(2500);
  await untilIdle(page);
}

let failures = 0;
function check(what: string, actual: unknown, expected: unknown): void {
  const isSame = JSON.stringify(actual) === JSON.stringify(expected);
  if (!isSame) failures += 1;
  console.log(isSame ? `ok: ${what}` : `FAILED: ${what}: expected ${expected}, but was ${actual}`);
}

/** What stands below a cell, as text. */
async function below(page: Page, cell: number): Promise<string> {
  const output = page.locator(".jp-CodeCell").nth(cell).locator(".jp-Cell-outputWrapper");
  return (await output.innerText()).replace(/\s+/g, " ").trim();
}

const folder = mkdtempSync(join(tmpdir(), "lamella-widgets-"));
mkdirSync(screenshots, { recursive: true });
writeFileSync(join(folder, "widgets.ipynb"), JSON.stringify(notebook));
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
  { stdio: "ignore" },
);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});

try {
  await untilAnswers(`http://127.0.0.1:${port}/api`);
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  await page.goto(`http://127.0.0.1:${port}/lab/tree/widgets.ipynb?reset`);
  await page.getByText("TypeScript (Lamella) | Idle").waitFor({ timeout: 90_000 });
  const shot = (name: string) => page.screenshot({ path: join(screenshots, `widgets-${name}.png`) });

  await runAll(page);
  await page.locator(".widget-slider").first().waitFor({ timeout: 30_000 });
  await shot("1-run-all");
  check("a reader of the slider", (await below(page, 1)).includes("weights 144"), true);
  check("the tab's dropdown", await page.locator(".widget-dropdown select").first().inputValue(), "same");

  await page.locator(".noUi-handle").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(1500);
  await shot("2-moved");
  check("the reader follows a key", (await below(page, 1)).includes("weights 400"), true);

  await page.locator(".widget-button").first().click();
  await page.waitForTimeout(1500);
  check("the reader follows a handler", await below(page, 4), "10");
  check("a handler prints below its button", (await below(page, 3)).includes("clicked"), true);

  await page.locator(".jp-CodeCell").nth(5).locator(".noUi-handle").focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(1500);
  check("interact draws anew", (await below(page, 5)).includes("a is 6 b is x"), true);
  await shot("3-interacted");

  await page.keyboard.press("Control+S");
  await page.waitForTimeout(1500);
  await page.goto(`http://127.0.0.1:${port}/lab/tree/widgets.ipynb`);
  await page.locator(".widget-slider").first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(2000);
  await shot("4-reloaded");
  check("the slider after a reload", await page.locator(".widget-readout").first().innerText(), "5");
  check("interact after a reload", (await below(page, 5)).includes("a is 6 b is x"), true);
  await page.locator(".noUi-handle").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(1500);
  // JupyterLab forgets the ids of displays with the page, so what a reader shows stands still until it runs again.
  await page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click();
  await page.keyboard.press("Control+Enter");
  await page.waitForTimeout(1500);
  check(
    "the kernel has the value moved to after a reload",
    (await below(page, 1)).includes("weights 784"),
    true,
  );
  await page.locator(".noUi-handle").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(1500);
  check("a cell that has run again follows again", (await below(page, 1)).includes("weights 1296"), true);
  await shot("5-moved-again");
} finally {
  await browser.close();
  server.kill("SIGINT");
  server.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures > 0 ? 1 : 0;
