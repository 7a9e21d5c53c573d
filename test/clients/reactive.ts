// A reactive notebook in a real JupyterLab, in a real browser: an edited cell lets a later one follow, "Run All" runs
// each cell once, after a reload and another run nothing stands there twice, and one import more lets nobody run again; what reads a value that changes by itself
// changes with it. It keeps screenshots.
//
// usage: node test/clients/reactive.ts JUPYTER SCREENSHOT_DIRECTORY   (the kernel must be installed for JUPYTER)

import { join } from "node:path";
import type { Page } from "playwright-core";
import { check, runAll, runAllCells, temporaryFolder, untilIdle, withLab, writeNotebook } from "./lab.ts";

const [jupyter, screenshots] = process.argv.slice(2);
if (!jupyter || !screenshots) throw new Error("usage: reactive.ts JUPYTER SCREENSHOTS");

const sources = [
  "let size: number = 3",
  "let runs = 0",
  "const _side = size\nconst area = _side * _side\narea",
  'const _side = "side"\nconsole.log(_side, size)\nsize * 4',
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

const liveSources = [
  'import { setTimeout as sleep } from "node:timers/promises";\nlet speed = 50;',
  [
    "const ticks = live(async function* () {",
    "  for (let n = 1; ; n++) {",
    "    yield n;",
    "    await sleep(speed);",
    "  }",
    "}, { initial: 0 });",
    "ticks",
  ].join("\n"),
  'const line = "#".repeat(ticks.value % 40);\nline.length',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the string is the text of a cell
  "md`**${line.length + 1}**`",
  'const timer = setInterval(() => console.log("late"), 100);\ninvalidation.then(() => clearInterval(timer));',
];

const importSources = [
  'import { sep } from "node:path"',
  "let runs = 0; const ran = () => (runs += 1)",
  "[sep, ran()]",
];

const folder = temporaryFolder("reactive");
writeNotebook(join(folder, "imports.ipynb"), importSources);
writeNotebook(join(folder, "live.ipynb"), liveSources);
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

  await page.goto(`${address}/lab/tree/imports.ipynb?reset`);
  await untilIdle(page, 90_000);
  await runAll(page);
  const imported = [[], [], ["[ '/', 1 ]"]];
  check("what is imported is used", await outputs(page), imported);
  await page.locator(".jp-CodeCell .cm-content").first().click();
  await page.keyboard.press("Control+A");
  await page.keyboard.type('import { sep, basename } from "node:path"');
  await page.keyboard.press("Control+Enter");
  await page.waitForTimeout(1800);
  await untilIdle(page);
  check("one import more lets nobody run again", await outputs(page), imported);

  await page.goto(`${address}/lab/tree/live.ipynb?reset`);
  await untilIdle(page, 90_000);
  await runAllCells(page);
  await page.waitForTimeout(8000);
  const [, , before] = await outputs(page);
  await page.waitForTimeout(1500);
  const [, now, later, last] = await outputs(page);
  await shot("4-live");
  check("a live value is seen where it stands", Number(now?.[0]) > 10, true);
  check("its reader goes on", Number(later?.[0]) !== Number(before?.[0]), true);
  check("and what depends on the reader", /^\d+$/.test(last?.[0] ?? ""), true);

  await page.locator(".jp-CodeCell .cm-content").nth(4).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("const timer = 0");
  await page.keyboard.press("Control+Enter");
  await page.waitForTimeout(1500);
  check("the timer was cleared away when its cell ran again", (await outputs(page))[4], []);

  await page.locator(".jp-CodeCell .cm-content").nth(1).click();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("const ticks = { value: 7 }; ticks.value");
  await page.keyboard.press("Control+Enter");
  await page.waitForTimeout(2500);
  await shot("5-replaced");
  check("the source has ended when its cell was replaced", (await outputs(page)).slice(1, 4), [
    ["7"],
    ["7"],
    ["8"],
  ]);
});
