// A reactive notebook in a real JupyterLab, in a real browser: an edited cell lets a later one follow, "Run All" runs
// each cell once, and after a reload and another run nothing stands there twice. It keeps screenshots.
//
// usage: node test/clients/reactive.ts JUPYTER SCREENSHOT_DIRECTORY   (the kernel must be installed for JUPYTER)

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { chromium, type Page } from "playwright-core";

const [jupyter, screenshots] = process.argv.slice(2);
if (!jupyter || !screenshots) throw new Error("usage: reactive.ts JUPYTER SCREENSHOTS");

const sources = [
  "let size: number = 3",
  "let runs = 0",
  "const area = size * size\narea",
  'console.log("side", size)\nsize * 4',
  "// @lazy\n({ area, size })",
  "runs += 1\nconst counted = [area, runs]\ncounted",
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

/** What stands below each cell, output by output. */
async function outputs(page: Page): Promise<string[][]> {
  return page
    .locator(".jp-CodeCell")
    .evaluateAll((cells) =>
      cells.map((cell) =>
        [...cell.querySelectorAll(".jp-OutputArea-output")].map((output) =>
          (output.textContent ?? "").trim(),
        ),
      ),
    );
}

let failures = 0;
function expectOutputs(what: string, actual: string[][], expected: string[][]): void {
  const isSame = JSON.stringify(actual) === JSON.stringify(expected);
  if (!isSame) failures += 1;
  console.log(`${isSame ? "ok" : "FAILED"}: ${what}`);
  if (!isSame) console.log(`  expected ${JSON.stringify(expected)}\n  actual   ${JSON.stringify(actual)}`);
}

const folder = mkdtempSync(join(tmpdir(), "lamella-reactive-"));
mkdirSync(screenshots, { recursive: true });
writeFileSync(join(folder, "reactive.ipynb"), JSON.stringify(notebook));
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
  await page.goto(`http://127.0.0.1:${port}/lab/tree/reactive.ipynb?reset`);
  await page.getByText("TypeScript (Lamella) | Idle").waitFor({ timeout: 90_000 });
  const shot = (name: string) => page.screenshot({ path: join(screenshots, `reactive-${name}.png`) });

  await runAll(page);
  expectOutputs("Run All runs each cell once", await outputs(page), [
    [],
    [],
    ["9"],
    ["side 3", "12"],
    ["{ area: 9, size: 3 }"],
    ["[ 9, 1 ]"],
  ]);
  await shot("1-run-all");

  const editor = page.locator(".jp-CodeCell .cm-content").first();
  await editor.click();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("let size: number = 5");
  await page.keyboard.press("Control+Enter");
  await page.waitForTimeout(1500);
  await untilIdle(page);
  await shot("2-edited");
  expectOutputs(
    "the cells that use the edited one follow, a lazy one says that it is stale",
    await outputs(page),
    [
      [],
      [],
      ["25"],
      ["side 5", "20"],
      ["stale: size of cell [7] changed{ area: 9, size: 3 }"],
      ["[ 25, 2 ]"],
    ],
  );

  await runAll(page);
  const once = [[], [], ["25"], ["side 5", "20"], ["{ area: 25, size: 5 }"], ["[ 25, 1 ]"]];
  expectOutputs("Run All, once more, runs each cell once", await outputs(page), once);

  await page.keyboard.press("Control+s");
  await page.waitForTimeout(1500);
  await page.reload();
  await page.getByText("TypeScript (Lamella) | Idle").waitFor({ timeout: 90_000 });
  await runAll(page);
  expectOutputs("after a reload, nothing stands there twice", await outputs(page), once);
  await shot("3-reloaded");
} catch (error) {
  console.error(error);
  failures += 1;
} finally {
  await browser.close();
  server.kill("SIGINT");
  server.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures > 0 ? 1 : 0;
