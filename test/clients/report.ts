// The report in a real browser: pages of notebooks that mean harm stay where they are, ask nobody for anything, and show
// the words before and behind the harm; and the pages of the notebooks that are given fit a desk and a phone. It keeps
// screenshots.
//
// usage: node test/clients/report.ts SCREENSHOT_DIRECTORY NOTEBOOK...

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { readNotebook } from "../../kernel/headless/notebook-file.ts";
import { renderReport } from "../../kernel/headless/report.ts";
import { hostileCells, hostileNotebook } from "../kernel/headless/hostile.ts";
import { check, temporaryFolder } from "./lab.ts";

const [screenshots, ...notebooks] = process.argv.slice(2);
if (!screenshots || notebooks.length === 0) throw new Error("usage: report.ts SCREENSHOTS NOTEBOOK...");

/** The paragraph with these words, if a person sees it and nothing lies over it. */
async function isSeen(page: Page, words: string): Promise<boolean> {
  const paragraph = page.locator("p", { hasText: words }).last();
  await paragraph.scrollIntoViewIfNeeded({ timeout: 5000 });
  return paragraph.evaluate((element) => {
    const { left, top, height } = element.getBoundingClientRect();
    const over = document.elementFromPoint(left + 5, top + height / 2);
    return over !== null && (element === over || element.contains(over));
  });
}

async function tryHarm(browser: Browser, path: string, name: string): Promise<void> {
  const context = await browser.newContext();
  const asked: string[] = [];
  await context.route("**", (route) => {
    const address = route.request().url();
    if (address === pathToFileURL(path).href || address.startsWith("data:")) return route.continue();
    asked.push(address);
    return route.abort();
  });
  const page = await context.newPage();
  await page.goto(pathToFileURL(path).href);
  await page.waitForTimeout(200);
  check(`${name}: asks nobody`, asked, []);
  check(`${name}: stays`, page.url(), pathToFileURL(path).href);
  check(`${name}: shows what is before`, await isSeen(page, "first words"), true);
  check(`${name}: shows what is behind`, await isSeen(page, "last words"), true);
  check(`${name}: has no second page in it`, page.frames().length, 1);
  await context.close();
}

/** Screens of people who read: the page itself never scrolls sideways. */
async function look(browser: Browser, path: string, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const [screen, width] of [
      ["desk", 1280],
      ["phone", 390],
    ] as const) {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
      await page.goto(pathToFileURL(path).href);
      check(
        `${name}: fits a ${screen}`,
        await page.evaluate(() => document.documentElement.scrollWidth),
        width,
      );
      const broken = () => [...document.images].filter((image) => image.naturalWidth === 0).length;
      check(`${name}: shows every picture`, await page.evaluate(broken), 0);
      await page.screenshot({ path: join(screenshots ?? "", `report-${name}-${screen}-${colorScheme}.png`) });
      await page.close();
    }
  }
}

mkdirSync(screenshots, { recursive: true });
const folder = temporaryFolder("report");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const path = join(folder, "page.html");
try {
  const kinds = Map.groupBy(Object.entries(hostileCells), ([name]) => name.replace(/, in .*/, ""));
  for (const [kind, entries] of kinds) {
    const cells = entries.flatMap(([, cell]) => hostileNotebook(cell).cells);
    writeFileSync(path, renderReport({ cells, metadata: {} }, { directory: folder, title: kind }));
    await tryHarm(browser, path, kind);
  }
  for (const notebook of notebooks) {
    const title = basename(notebook, ".ipynb");
    writeFileSync(path, renderReport(await readNotebook(notebook), { directory: dirname(notebook), title }));
    await look(browser, path, title);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
