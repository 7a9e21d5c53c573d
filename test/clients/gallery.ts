// The gallery in a real JupyterLab, as it came from a run in CI: opened without trust and with it, light and dark.
// Every picture has to be there in all four, with alternative text, and sound has to play when a person clicks;
// screenshots are kept to be looked at.
//
// usage: node test/clients/gallery.ts JUPYTER NOTEBOOK SCREENSHOT_DIRECTORY

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { check, type Lab, scrollThrough, temporaryFolder, withLab } from "./lab.ts";

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

const sounds = outputs.filter((output) => text("text/html", output).includes("<audio ")).length;

const folder = temporaryFolder("gallery");
for (const name of ["untrusted", "trusted"]) copyFileSync(notebook, join(folder, `${name}.ipynb`));

const settings = join(folder, "settings");
function setting(plugin: string, value: object): void {
  const path = join(settings, "@jupyterlab", `${plugin}.jupyterlab-settings`);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify(value));
}
setting("apputils-extension/notification", { fetchNews: "false" }); // a question that hides a corner
setting("notebook-extension/tracker", { windowingMode: "none" }); // all cells at once

const env = {
  ...process.env,
  JUPYTER_DATA_DIR: join(folder, "data"),
  JUPYTERLAB_SETTINGS_DIR: settings,
  JUPYTERLAB_WORKSPACES_DIR: join(folder, "workspaces"),
};
execFileSync(jupyter, ["trust", join(folder, "trusted.ipynb")], { env, stdio: "ignore" });

await withLab({ jupyter, folder, screenshots, env }, async (lab) => {
  for (const theme of ["light", "dark"]) {
    setting("apputils-extension/themes", { theme: `JupyterLab ${theme === "light" ? "Light" : "Dark"}` });
    for (const trust of ["untrusted", "trusted"]) await look(lab, screenshots, theme, trust);
  }
});

async function look(
  { address, browser }: Lab,
  screenshots: string,
  theme: string,
  trust: string,
): Promise<void> {
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
  await scrollThrough(page, async (index) => {
    const name = `gallery-${theme}-${trust}-${String(index).padStart(2, "0")}.png`;
    await page.screenshot({ path: join(screenshots, name) });
  });
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
  if (seen.length < pictures || silent > 0) process.exitCode = 1;
  await listen(page, `${theme}, ${trust}`);
  await page.close();
}

/** Clicks on the play button of each player, and asks after a moment how far it is. */
async function listen(page: Page, where: string): Promise<void> {
  const players = page.locator(".jp-OutputArea audio");
  check(`${where}: players`, await players.count(), sounds);
  for (const player of await players.all()) {
    await player.scrollIntoViewIfNeeded();
    const { height } = (await player.boundingBox()) ?? { height: 0 };
    await player.click({ position: { x: height / 2, y: height / 2 } });
    await page.waitForTimeout(700);
    const { duration, at } = await player.evaluate((element) =>
      element instanceof HTMLAudioElement
        ? { duration: element.duration, at: element.currentTime }
        : { duration: 0, at: 0 },
    );
    const sound = `${duration.toFixed(2)} s long, after a click at ${at.toFixed(2)} s`;
    check(`${where}: sound plays, ${sound}`, duration > 0 && at > 0, true);
  }
}
