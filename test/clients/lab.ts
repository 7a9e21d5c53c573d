// A JupyterLab of our own with a browser beside it, for the checks that look at a real page: a server on a free port in
// a folder that goes away with it, and Chromium, which this machine must have. The kernel must be installed for the
// `jupyter` that is given.

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Browser, chromium, type Page } from "playwright-core";

export interface Lab {
  readonly address: string;
  readonly browser: Browser;
}

export interface LabOptions {
  readonly jupyter: string;
  /** the server's root; it is removed in the end */
  readonly folder: string;
  /** where pictures of pages go; made if it is not there */
  readonly screenshots: string;
  readonly env?: NodeJS.ProcessEnv;
}

export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `lamella-${name}-`));
}

/** Runs a check in a JupyterLab of its own. A check that fails says what the server's log said last. */
export async function withLab(options: LabOptions, check: (lab: Lab) => Promise<void>): Promise<void> {
  const { jupyter, folder, screenshots, env = process.env } = options;
  mkdirSync(screenshots, { recursive: true });
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const flags = [
    `--port=${port}`,
    "--no-browser",
    "--allow-root",
    "--IdentityProvider.token=",
    `--ServerApp.root_dir=${folder}`,
  ];
  const server = spawn(jupyter, ["lab", ...flags], { env, stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  server.stderr.on("data", (chunk) => {
    log += chunk;
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
    await untilAnswers(`${address}/api`);
    await check({ address, browser });
  } catch (error) {
    console.error(error);
    console.error(log.split("\n").slice(-40).join("\n"));
    process.exitCode = 1;
  } finally {
    await browser.close();
    server.kill("SIGINT");
    server.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes a notebook of code cells that have not run. */
export function writeNotebook(path: string, sources: readonly string[]): void {
  const kernelspec = { name: "lamella", display_name: "TypeScript (Lamella)", language: "typescript" };
  const cells = sources.map((source, index) => ({
    id: `cell-${index + 1}`,
    cell_type: "code",
    execution_count: null,
    metadata: {},
    outputs: [],
    source,
  }));
  writeFileSync(path, JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: { kernelspec }, cells }));
}

export async function untilIdle(page: Page, timeout = 60_000): Promise<void> {
  await page.getByText("TypeScript (Lamella) | Idle").waitFor({ timeout });
}

/** Asks for all cells, and does not wait for them. */
export async function runAllCells(page: Page): Promise<void> {
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
}

/** Runs all cells to their end. */
export async function runAll(page: Page): Promise<void> {
  await runAllCells(page);
  await page.waitForTimeout(2800); // until it is busy, or JupyterLab says that it is idle before it has begun
  await untilIdle(page);
}

/** Scrolls through the whole notebook, since JupyterLab draws a cell only when it comes into view. */
export async function scrollThrough(page: Page, onStop: (index: number) => Promise<void>): Promise<void> {
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

/** Says whether something is as it should be; if it is not, the process fails in the end. */
export function check(what: string, actual: unknown, expected: unknown): void {
  const [seen, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (seen === wanted) {
    console.log(`ok: ${what}`);
    return;
  }
  process.exitCode = 1;
  console.log(`FAILED: ${what}\n  expected ${wanted}\n  actual   ${seen}`);
}

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
