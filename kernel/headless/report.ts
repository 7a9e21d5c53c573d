// A run notebook as one HTML file to read, send or keep: everything is inside it. What the notebook brings along passes
// a gate, and the page's content security policy lets the browser fetch nothing and run nothing besides.

import { escapeMarkup } from "../channel/escape-markup.ts";
import { type Heading, highlightCode, type MarkdownPage, markdownPage } from "./markdown.ts";
import { type CodeCell, mayFail, type Notebook, type TextCell } from "./notebook.ts";
import { picturesOf } from "./page-pictures.ts";
import { renderOutput } from "./report-output.ts";
import { sanitized } from "./sanitize.ts";
import { style } from "./style.ts";

const policy =
  "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

export interface ReportOptions {
  /** the folder of the notebook, where its Markdown finds pictures */
  readonly directory: string;
  /** the page's title if the notebook has no heading */
  readonly title: string;
}

export function renderReport(notebook: Notebook, { directory, title }: ReportOptions): string {
  const page = markdownPage();
  const language = languageOf(notebook);
  const failure = failureOf(notebook);
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code"
      ? renderCode(cell, language, page, directory, cell === failure?.cell)
      : renderText(cell, page, directory),
  );
  const [head, ...rest] = splitTitle(cells);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="generator" content="Lamella">
<title>${escapeMarkup(page.headings[0]?.title ?? title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${[head, failure ? renderFailure(failure) : "", renderContents(page.headings), ...rest].filter(Boolean).join("\n")}
</main>
</body>
</html>
`;
}

/** The page's title, if the notebook begins with one, and then its cells without it. */
function splitTitle([first = "", ...rest]: readonly string[]): readonly string[] {
  const [, title, below] = /^(<section class="text"><h1\b.*?<\/h1>)(.*)$/s.exec(first) ?? [];
  if (title === undefined) return ["", first, ...rest];
  return [`${title}</section>`, `<section class="text">${below}`, ...rest];
}

function renderContents(headings: readonly Heading[]): string {
  const sections = headings.filter(({ level }) => level === 2);
  if (sections.length < 2) return "";
  const items = sections.map(
    ({ id, title }) => `<li><a href="#${escapeMarkup(id)}">${escapeMarkup(title)}</a></li>`,
  );
  return `<nav aria-label="Contents"><ol>${items.join("")}</ol></nav>`;
}

/** No heading's anchor has a point in it. */
const failureAnchor = "failed.cell";

interface RunFailure {
  readonly cell: CodeCell;
  /** its place among the cells that hold code, from 1 */
  readonly number: number;
  readonly count: number;
  readonly error: string;
}

/** The first cell with an error that is not shown on purpose: the run ended there. */
function failureOf(notebook: Notebook): RunFailure | undefined {
  const cells = notebook.cells.filter((cell) => cell.cell_type === "code" && cell.source.trim() !== "");
  for (const [index, cell] of cells.entries()) {
    if (cell.cell_type !== "code" || mayFail(cell)) continue;
    const error = cell.outputs.find((output) => output.output_type === "error");
    if (error)
      return { cell, number: index + 1, count: cells.length, error: `${error.ename}: ${error.evalue}` };
  }
  return undefined;
}

function renderFailure({ number, count, error }: RunFailure): string {
  const [line = ""] = error.split("\n", 1);
  const after = count - number;
  const unreached =
    after === 0 ? "" : ` The ${after === 1 ? "cell" : `${after} cells`} after it did not run.`;
  return `<p class="failure" role="alert"><strong>This run failed</strong> at <a href="#${failureAnchor}">cell ${number} of ${count}</a>: <code>${escapeMarkup(line)}</code>.${unreached}</p>`;
}

function renderText(cell: TextCell, page: MarkdownPage, directory: string): string {
  if (cell.cell_type === "raw") return `<pre class="raw">${escapeMarkup(cell.source)}</pre>`;
  const pictures = picturesOf(directory, cell.attachments);
  return `<section class="text">${sanitized(page.render(cell.source), pictures)}</section>`;
}

function renderCode(
  cell: CodeCell,
  language: string,
  page: MarkdownPage,
  directory: string,
  hasFailed: boolean,
): string {
  if (cell.source.trim() === "" && cell.outputs.length === 0) return "";
  const count = cell.execution_count === null ? "" : `<span class="count">${cell.execution_count}</span>`;
  const source = `<pre class="source"><code>${highlightCode(cell.source, language)}</code></pre>`;
  const outputs = cell.outputs.map((each) => renderOutput(each, page, picturesOf(directory)));
  const anchor = hasFailed ? ` id="${failureAnchor}"` : "";
  return `<section class="cell"${anchor}>${count}${source}${outputs.join("")}</section>`;
}

function languageOf(notebook: Notebook): string {
  const { language_info: language } = notebook.metadata;
  const known = typeof language === "object" && language !== null && "name" in language;
  return known ? String(language.name) : "typescript";
}
