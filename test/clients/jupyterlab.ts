// The notebook in a real JupyterLab, in a real browser: open it, run all cells, wait until each has its number,
// and keep screenshots. Run by .ci/run, which installs JupyterLab and Chromium; it needs both on this machine.
//
// usage: node test/clients/jupyterlab.ts JUPYTER NOTEBOOK SCREENSHOT_DIRECTORY

import { cpSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { runAllCells, scrollThrough, temporaryFolder, untilIdle, withLab } from "./lab.ts";

const [jupyter, notebook, screenshots] = process.argv.slice(2);
if (!jupyter || !notebook || !screenshots)
  throw new Error("usage: jupyterlab.ts JUPYTER NOTEBOOK SCREENSHOTS");

const folder = temporaryFolder("lab");
cpSync(dirname(notebook), folder, { recursive: true });
const codeCells: number = JSON.parse(readFileSync(notebook, "utf8")).cells.filter(
  (cell: { cell_type: string; source: string | string[] }) =>
    cell.cell_type === "code" && [cell.source].flat().join("").trim() !== "",
).length;

await withLab({ jupyter, folder, screenshots }, async ({ address, browser }) => {
  const page = await browser.newPage({ viewport: { width: 1300, height: 1000 } });
  await page.goto(`${address}/lab/tree/${basename(notebook)}?reset`);
  await untilIdle(page, 90_000);
  await runAllCells(page);
  await page.locator(".jp-InputPrompt", { hasText: `[${codeCells}]:` }).waitFor({ timeout: 120_000 });
  await untilIdle(page);

  let errors = 0;
  await scrollThrough(page, async (index) => {
    errors += await page.locator('[data-mime-type="application/vnd.jupyter.error"]').count();
    await page.screenshot({ path: join(screenshots, `jupyterlab-${String(index).padStart(2, "0")}.png`) });
  });
  console.log(
    `JupyterLab: ${codeCells} code cells ran, ${errors} error outputs, screenshots in ${screenshots}`,
  );
  if (errors > 0) process.exitCode = 1;
});
