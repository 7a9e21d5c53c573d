// The notebook's file: read it, and write it as Jupyter does, so that running a notebook here and running it there
// differ in outputs only. What a notebook holds in its metadata, whoever put it there, is kept.

import { readFile, writeFile } from "node:fs/promises";
import type { Json } from "../channel/messages.ts";
import type { Cell, Notebook, Output } from "./notebook.ts";
import { notebookFrom } from "./validation.ts";

/** Reads a notebook file; a file that is none is an Error that names the file, the field and what was found there. */
export async function readNotebook(path: string): Promise<Notebook> {
  const text = await readFile(path, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new Error(cause.code === "ENOENT" ? `${path}: no such file` : `${path}: ${cause.message}`, {
      cause,
    });
  });
  return parseNotebook(text, path);
}

/** Reads a notebook from its text. `name` stands for the notebook in errors. */
export function parseNotebook(text: string, name: string): Notebook {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${name}: not a notebook, because it is not JSON (${String(cause)})`, { cause });
  }
  return notebookFrom(value, name);
}

export async function writeNotebook(path: string, notebook: Notebook): Promise<void> {
  await writeFile(path, formatNotebook(notebook));
}

/** The notebook's text as Jupyter writes it: keys sorted, one space of indent, texts as lists of lines. */
export function formatNotebook(notebook: Notebook): string {
  const file = { ...notebook, cells: notebook.cells.map(cellToFile), nbformat: 4, nbformat_minor: 5 };
  return `${JSON.stringify(sorted(file), null, 1)}\n`;
}

function cellToFile(cell: Cell): object {
  const source = linesOf(cell.source);
  if (cell.cell_type === "code") return { ...cell, source, outputs: cell.outputs.map(outputToFile) };
  const { attachments, ...rest } = cell;
  return Object.keys(attachments).length === 0 ? { ...rest, source } : { ...cell, source };
}

function outputToFile(output: Output): object {
  switch (output.output_type) {
    case "stream":
      return { ...output, text: linesOf(output.text) };
    case "error":
      return output;
    case "display_data":
    case "execute_result":
      return { ...output, data: Object.fromEntries(Object.entries(output.data).map(mimeToFile)) };
  }
}

function mimeToFile([mime, value]: [string, Json]): [string, Json] {
  const isText = mime.startsWith("text/") || mime === "image/svg+xml" || mime === "application/javascript";
  return [mime, isText && typeof value === "string" ? linesOf(value) : value];
}

/** A text cut after each newline, as the file format wants it; the lines joined give the text again. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}
