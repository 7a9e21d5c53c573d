// Controls in a real JupyterLab, in a real browser: they appear, a key or the mouse moves a slider and the cells that read
// it follow, interact draws anew, a button prints, an output captures, a cell that runs again asks for input, two pages on
// one kernel agree, and after a reload everything is as it was. It keeps screenshots.
//
// usage: node test/clients/widgets.ts JUPYTER SCREENSHOT_DIRECTORY
// (the kernel must be installed for JUPYTER, and jupyterlab_widgets with it)

import { join } from "node:path";
import type { Page } from "playwright-core";
import { check, runAll, temporaryFolder, untilIdle, withLab, writeNotebook } from "./lab.ts";

const [jupyter, screenshots] = process.argv.slice(2);
if (!jupyter || !screenshots) throw new Error("usage: widgets.ts JUPYTER SCREENSHOTS");

const sources = [
  'const k = ui.intSlider({ min: 1, max: 11, step: 2, value: 3, label: "kernel size" });\nk',
  'const weights = 16 * k.value ** 2;\n["weights", weights].join(" ")',
  'const mode = ui.dropdown({ options: ["same", "valid"], label: "padding" });\nconst on = ui.checkbox({ value: true, label: "bias" });\nui.tab({ first: ui.hbox([mode, on]), second: ui.radioButtons({ options: ["x", "y"] }) })',
  'const clicks = ui.intText({ label: "clicks" });\nconst go = ui.button("more", { style: "primary" });\ngo.onClick(() => { clicks.value += 1; console.log("clicked"); });\nui.hbox([clicks, go])',
  "clicks.value * 10",
  'interact(({ a, b }) => ["a is", a, "b is", b].join(" "), { a: [0, 10], b: ["x", "y"] })',
  "const out = ui.output();\nout",
  'out.capture(() => {\n  console.log("size", k.value);\n  display(["square", k.value ** 2].join(" "));\n});',
  'const name = mode.value === "valid" ? prompt("who?") : "nobody";\nname',
];

/** What stands below a cell, as text. */
async function below(page: Page, cell: number): Promise<string> {
  const output = page.locator(".jp-CodeCell").nth(cell).locator(".jp-Cell-outputWrapper");
  return (await output.innerText()).replace(/\s+/g, " ").trim();
}

/** The number beside a slider. */
const readout = (page: Page) => page.locator(".widget-readout").first().innerText();

/** Drags the handle of the first slider with the mouse. @param by in pixels */
async function drag(page: Page, by: number): Promise<void> {
  const box = await page.locator(".noUi-handle").first().boundingBox();
  if (box === null) throw new Error("the slider has no handle");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by, y, { steps: 15 });
  await page.mouse.up();
}

const folder = temporaryFolder("widgets");
writeNotebook(join(folder, "widgets.ipynb"), sources);

await withLab({ jupyter, folder, screenshots }, async ({ address, browser }) => {
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  await page.goto(`${address}/lab/tree/widgets.ipynb?reset`);
  await untilIdle(page, 90_000);
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
  check("an output captures", await below(page, 6), "size 3 'square 9' size 5 'square 25'");
  check("the cell that is captured shows nothing", await below(page, 7), "");

  check("a cell that need not ask", await below(page, 8), "'nobody'");
  await page.locator(".widget-dropdown select").first().selectOption("valid");
  const question = page.locator(".jp-CodeCell").nth(8).locator("input.jp-Stdin-input");
  await question.waitFor({ timeout: 10_000 });
  await question.fill("me");
  await question.press("Enter");
  await page.waitForTimeout(1500);
  check("a cell that runs again asks, and shows the answer", await below(page, 8), "who? me 'me'");
  await page.locator(".widget-dropdown select").first().selectOption("same");
  await page.waitForTimeout(1500);
  check("and asks no more", await below(page, 8), "'nobody'");

  await page.locator(".noUi-handle").first().scrollIntoViewIfNeeded();
  await drag(page, 60);
  await page.waitForTimeout(2000);
  const dragged = Number(await readout(page));
  check("the mouse has moved the slider", dragged > 5, true);
  check(
    "the reader follows the mouse",
    (await below(page, 1)).includes(`weights ${16 * dragged ** 2}`),
    true,
  );

  await page.keyboard.press("Control+S");
  await page.waitForTimeout(1500);
  const other = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  await other.goto(`${address}/lab/tree/widgets.ipynb?reset`);
  await other.locator(".widget-slider").first().waitFor({ timeout: 60_000 });
  await other.waitForTimeout(2000);
  check("another page shows the slider as it is", await readout(other), String(dragged));
  await drag(other, -300);
  await other.waitForTimeout(2000);
  check("the other page moves the slider", [await readout(other), await readout(page)], ["1", "1"]);
  check("and the reader in the first page follows", (await below(page, 1)).includes("weights 16"), true);
  for (const each of [page, other]) {
    await each.locator(".noUi-handle").first().focus();
    await each.keyboard.press("ArrowRight");
    await page.waitForTimeout(1000);
  }
  check("both pages agree, moved by turns", [await readout(other), await readout(page)], ["5", "5"]);
  await shot("4-two-pages");
  await other.close();

  await page.keyboard.press("Control+S");
  await page.waitForTimeout(1500);
  await page.goto(`${address}/lab/tree/widgets.ipynb`);
  await page.locator(".widget-slider").first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(2000);
  await shot("5-reloaded");
  check("the slider after a reload", await page.locator(".widget-readout").first().innerText(), "5");
  check("interact after a reload", (await below(page, 5)).includes("a is 6 b is x"), true);
  await page.locator(".noUi-handle").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(1500);
  // JupyterLab forgets the ids of displays with the page, so what a reader shows stands still until it runs again.
  const label = () => page.locator(".widget-label").first().innerText();
  check(
    "the slider says that its readers stand still",
    await label(),
    "kernel size ⟳ new page: run its cells",
  );
  await shot("5-standing");
  await page.locator(".jp-CodeCell").nth(1).locator(".cm-content").click();
  await page.keyboard.press("Control+Enter");
  await page.waitForTimeout(1500);
  check("and no more when they have run", await label(), "kernel size");
  check(
    "the kernel has the value moved to after a reload",
    (await below(page, 1)).includes("weights 784"),
    true,
  );
  await page.locator(".noUi-handle").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(1500);
  check("a cell that has run again follows again", (await below(page, 1)).includes("weights 1296"), true);
  await shot("6-moved-again");
});
