// A reactive notebook in a real JupyterLab, in a real browser: an edited cell lets a later one follow, "Run All" runs
// each cell once, and after a reload and another run nothing stands there twice. It keeps screenshots.
//
// usage: node test/clients/reactive.ts JUPYTER SCREENSHOT_DIRECTORY   (the kernel must be installed for JUPYTER)

import { join } from "node:path";
import type { Page } from "playwright-core";
import { check, runAll, temporaryFolder, untilIdle, withLab, writeNotebook } from "./lab.ts";

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

const folder = temporaryFolder("reactive");
writeNotebook(join(folder, "reactive.ipynb"), sources);

await withLab({ jupyter, folder, screenshots }, async ({ address, browser }) => {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  await page.goto(`${address}/lab/tree/reactive.ipynb?reset`);
  await untilIdle(page, 90_000);
  const shot = (name: string) => page.screenshot({ path: join(screenshots, `reactive-${name}.png`) });

  await runAll(page);
  check("Run All runs each cell once", await outputs(page), [
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
  await page.waitForTimeout(1800);
  await untilIdle(page);
  await shot("2-edited");
  check("the cells that use the edited one follow, a lazy one says that it is stale", await outputs(page), [
    [],
    [],
    ["25"],
    ["side 5", "20"],
    ["stale: size of cell [7] changed{ area: 9, size: 3 }"],
    ["[ 25, 2 ]"],
  ]);

  await runAll(page);
  const once = [[], [], ["25"], ["side 5", "20"], ["{ area: 25, size: 5 }"], ["[ 25, 1 ]"]];
  check("Run All, once more, runs each cell once", await outputs(page), once);

  await page.keyboard.press("Control+s");
  await page.waitForTimeout(1500);
  await page.reload();
  await untilIdle(page, 90_000);
  await runAll(page);
  check("after a reload, nothing stands there twice", await outputs(page), once);
  await shot("3-reloaded");
});
