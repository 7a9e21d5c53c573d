// The gallery in a real JupyterLab, as it came from a run in CI: opened without trust and with it, light and dark.
// Every picture has to be there in all four, with alternative text; screenshots are kept to be looked at.
//
// usage: node test/clients/gallery.ts JUPYTER NOTEBOOK SCREENSHOT_DIRECTORY

import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { chromium, type Page } from "playwright-core";

const [jupyter, notebook, screenshots] = process.argv.slice(2);
if (!jupyter || !notebook || !screenshots) throw new Error("usage: gallery.ts JUPYTER NOTEBOOK SCREENSHOTS");

interface Output {
  readonly data?: Readonly<Record<string, unknown>>;
}

/** What the file says has to be on the screen. */
const outputs: Output[] = JSON.parse(readFileSync(notebook, "utf8")).cells.flatMap(
  (cell: { outputs?: Output[] }) => cell.outputs ?? [],
);
const text = (mime: string, { data = {} }: Output) => [data[mime] ?? ""].flat().join("");
const isChart = ({ data = {} }: Output) => Object.keys(data).some((mime) => mime.includes(".vega"));
const charts = outputs.filter(isChart).length;
const pictures = outputs
  .filter((output) => !isChart(output))
  .reduce((sum, output) => {
    const within = text("text/html", output).match(/<img /g)?.length ?? 0;
    return sum + (within || ("image/png" in (output.data ?? {}) ? 1 : 0));
  }, 0);

const folder = mkdtempSync(join(tmpdir(), "lamella-gallery-"));
mkdirSync(screenshots, { recursive: true });
for (const name of ["untrusted", "trusted"]) copyFileSync(notebook, join(folder, `${name}.ipynb`));

const settings = join(folder, "settings");
function setting(plugin: string, value: object): void {
  const path = join(settings, "@jupyterlab", `${plugin}.jupyterlab-settings`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(value));
}
setting("notebook-extension/tracker", { windowingMode: "none" }); // all cells at once

const env = {
  ...process.env,
  JUPYTER_DATA_DIR: join(folder, "data"),
  JUPYTERLAB_SETTINGS_DIR: settings,
  JUPYTERLAB_WORKSPACES_DIR: join(folder, "workspaces"),
};
execFileSync(jupyter, ["trust", join(folder, "trusted.ipynb")], { env, stdio: "ignore" });

const port = await freePort();
const address = `http://127.0.0.1:${port}`;
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
  { env, stdio: "ignore" },
);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});

try {
  await untilAnswers(`${address}/api`);
  for (const theme of ["light", "dark"]) {
    setting("apputils-extension/themes", { theme: `JupyterLab ${theme === "light" ? "Light" : "Dark"}` });
    for (const trust of ["untrusted", "trusted"]) await look(theme, trust);
  }
} finally {
  await browser.close();
  server.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
}

async function look(theme: string, trust: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } });
  await page.goto(`${address}/lab/tree/${trust}.ipynb?reset`);
  await page.locator(".jp-Notebook .jp-OutputArea-output").first().waitFor({ timeout: 60_000 });
  // Where the kernel is not installed, JupyterLab asks for another.
  const kernelless = page.locator(".jp-Dialog button.jp-mod-reject");
  await kernelless.click({ timeout: 15_000 }).catch(() => undefined);
  await page.waitForFunction(
    (count) => document.querySelectorAll(".vega-embed :is(svg, canvas)").length >= count,
    charts,
    { timeout: 30_000 },
  );
  await screenshotsOf(page, `gallery-${theme}-${trust}`);
  const seen = await page
    .locator(".jp-OutputArea img")
    .evaluateAll((images) =>
      images.flatMap((image) =>
        image instanceof HTMLImageElement && image.naturalWidth > 0 ? [image.alt] : [],
      ),
    );
  const silent = seen.filter((alt) => alt === "").length;
  console.log(
    `JupyterLab, ${theme}, ${trust}: ${seen.length} of ${pictures} pictures, ${silent} without alternative text, ${charts} charts`,
  );
  if (seen.length < pictures) process.exitCode = 1;
  await page.close();
}

async function screenshotsOf(page: Page, name: string): Promise<void> {
  const panel = page.locator(".jp-WindowedPanel-outer").first();
  const { height, step } = await panel.evaluate((element) => ({
    height: element.scrollHeight,
    step: element.clientHeight - 60,
  }));
  for (let index = 0; index * step < height; index += 1) {
    await panel.evaluate((element, top) => element.scrollTo(0, top), index * step);
    await page.waitForTimeout(150);
    await page.screenshot({ path: join(screenshots ?? "", `${name}-${String(index).padStart(2, "0")}.png`) });
  }
}

async function freePort(): Promise<number> {
  const listening = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => listening.once("listening", resolve));
  const bound = listening.address();
  await new Promise((resolve) => listening.close(resolve));
  if (bound === null || typeof bound === "string") throw new Error("no free port");
  return bound.port;
}

async function untilAnswers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 120; attempt += 1) {
    const answered = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return;
    await delay(500);
  }
  throw new Error(`no answer from ${url}`);
}
