// A run notebook as one HTML file to read, send or keep: everything is inside it, and its content security policy
// lets the browser fetch nothing and run nothing, whatever a cell may have put into its output.

import { readFileSync } from "node:fs";
import { extname, isAbsolute, join } from "node:path";
import { escapeMarkup } from "../channel/escape-markup.ts";
import { type Heading, highlightCode, type MarkdownPage, markdownPage } from "./markdown.ts";
import type { CodeCell, Notebook, TextCell } from "./notebook.ts";
import { renderOutput } from "./report-output.ts";
import { style } from "./style.ts";

const policy = "default-src 'none'; img-src data:; media-src data:; style-src 'unsafe-inline'";

export interface ReportOptions {
  /** the folder of the notebook, where its Markdown finds pictures */
  readonly directory: string;
  /** the page's title if the notebook has no heading */
  readonly title: string;
}

export function renderReport(notebook: Notebook, { directory, title }: ReportOptions): string {
  const page = markdownPage();
  const language = languageOf(notebook);
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? renderCode(cell, language, page) : renderText(cell, page, directory),
  );
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
${renderContents(page.headings)}
${cells.join("\n")}
</main>
</body>
</html>
`;
}

function renderContents(headings: readonly Heading[]): string {
  const sections = headings.filter(({ level }) => level === 2);
  if (sections.length < 2) return "";
  const items = sections.map(
    ({ id, title }) => `<li><a href="#${escapeMarkup(id)}">${escapeMarkup(title)}</a></li>`,
  );
  return `<nav aria-label="Contents"><ol>${items.join("")}</ol></nav>`;
}

function renderText(cell: TextCell, page: MarkdownPage, directory: string): string {
  if (cell.cell_type === "raw") return `<pre class="raw">${escapeMarkup(cell.source)}</pre>`;
  const picture = (address: string) => attachedPicture(address, cell) ?? pictureBeside(address, directory);
  return `<section class="text">${page.render(cell.source, picture)}</section>`;
}

function renderCode(cell: CodeCell, language: string, page: MarkdownPage): string {
  if (cell.source.trim() === "" && cell.outputs.length === 0) return "";
  const count = cell.execution_count === null ? "" : `<span class="count">${cell.execution_count}</span>`;
  const source = `<pre class="source"><code>${highlightCode(cell.source, language)}</code></pre>`;
  return `<section class="cell">${count}${source}${cell.outputs.map((each) => renderOutput(each, page)).join("")}</section>`;
}

function languageOf(notebook: Notebook): string {
  const { language_info: language } = notebook.metadata;
  const known = typeof language === "object" && language !== null && "name" in language;
  return known ? String(language.name) : "typescript";
}

const pictureTypes: Record<string, string> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".svg": "image/svg+xml",
};

function attachedPicture(address: string, cell: TextCell): string | undefined {
  if (!address.startsWith("attachment:")) return undefined;
  const forms = Object.entries(cell.attachments[address.slice("attachment:".length)] ?? {});
  const [mime, base64] = forms[0] ?? [];
  return mime && base64 ? `data:${mime};base64,${base64}` : undefined;
}

function pictureBeside(address: string, directory: string): string | undefined {
  if (address.startsWith("data:image/")) return address;
  const type = pictureTypes[extname(address).toLowerCase()];
  if (!type || isAbsolute(address) || /^[a-z]+:/i.test(address)) return undefined;
  try {
    return `data:${type};base64,${readFileSync(join(directory, address)).toString("base64")}`;
  } catch {
    return undefined; // a picture that is not there stays a link with its name
  }
}
