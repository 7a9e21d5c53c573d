// What the type checker found, as a person sees it: like any other error, with the line and a caret, TypeScript's
// own number of the error, and the notes that belong to it.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { cellLabel } from "../../channel/cell-label.ts";
import { codeFrame } from "../../channel/code-frame.ts";
import { localNameHint } from "../../channel/local-names.ts";
import type { CellError } from "../../channel/messages.ts";
import { positionAt } from "../problem.ts";
import { assignmentHabit, nameHabit, propertyHabit } from "../python-habits.ts";
import type { CellModule } from "./cell-module.ts";
import type { Diagnostic, Related } from "./messages.ts";
import { withCellLabels } from "./paths.ts";

/** A cell that an error lies in or refers to. */
export interface CellText {
  /** as `cell-3.ts` */
  readonly file: string;
  readonly source: string;
}

type CheckedText = Pick<CellModule, "source" | "typeOnly">;

const shown = 10; // errors of one cell; more only hide the first

/**
 * Errors that are none in a notebook. What Node has to find, Node decides, and its message says how to install a
 * package; only modules for types it never looks for. A package without types is as good as its code; `typeof name`
 * asks whether there is such a name.
 */
const missing = new Set([2307, 2792]);
const untyped = new Set([2875, 2882, 7016, 7026]);
const unknownName = new Set([2304, 2552]);
/** As a namespace, as in `x: torch.Tensor`, and as a property by itself, as in `{ model }`. */
const unknownElsewhere = new Set([2503, 18004]);
const unknownProperty = new Set([2339, 2551]);

export function isError({ code, start }: Diagnostic, { source, typeOnly }: CheckedText): boolean {
  if (start >= source.length || untyped.has(code)) return false; // behind the cell is what the kernel added
  if (missing.has(code)) return typeOnly.has(start);
  return !(unknownName.has(code) && /\btypeof[\s(]*$/.test(source.slice(0, start)));
}

/** What an error may refer to, beyond its own cell. */
export interface Notebook {
  /** the cell that lies in the file of a slot */
  cellAt(path: string): CellText | undefined;
  /** the label of a failed cell that declares a name which is not there */
  failedCell(name: string): string | undefined;
}

/** @param diagnostics at least one */
export function typeError(diagnostics: readonly Diagnostic[], cell: CellText, notebook: Notebook): CellError {
  const name = `TS${diagnostics[0]?.code ?? ""}`;
  const message = diagnostics[0] ? messageOf(diagnostics[0], cell.source, notebook) : "";
  const parts = diagnostics.slice(0, shown).map((each) => describe(each, cell, notebook).join("\n"));
  const left = diagnostics.length - parts.length;
  if (left > 0) parts.push(`and ${left} more`);
  return { name, message, traceback: parts.join("\n\n").split("\n") };
}

function describe(diagnostic: Diagnostic, cell: CellText, notebook: Notebook): string[] {
  const { code, start, related } = diagnostic;
  const { line, column } = positionAt(cell.source, start);
  return [
    `TS${code}: ${messageOf(diagnostic, cell.source, notebook)}`,
    "",
    ...codeFrame(cell.source, line, column),
    "",
    `    at ${cellLabel(cell.file)}:${line}:${column}`,
    ...related.flatMap((each) => note(each, notebook)),
  ];
}

/** The message, and what helps: where a name may be found that is not there, how to write what Python writes so. */
function messageOf(diagnostic: Diagnostic, source: string, notebook: Notebook): string {
  const hint = hintFor(diagnostic, source, notebook);
  const message = withCellLabels(diagnostic.message, (path) => notebook.cellAt(path)?.file);
  return hint === undefined ? message : `${message} (${hint})`;
}

function hintFor(
  { code, message, start }: Diagnostic,
  source: string,
  { failedCell }: Notebook,
): string | undefined {
  const name = /'(.+?)'/.exec(message)?.[1] ?? "";
  if (unknownProperty.has(code)) return propertyHabit(name);
  if (!unknownName.has(code) && !unknownElsewhere.has(code)) return undefined;
  const failed = failedCell(name);
  if (failed !== undefined) return `${name} is declared in ${failed}, which failed`;
  return localNameHint(name) ?? assignmentHabit(source, start, name) ?? nameHabit(name);
}

function note({ message, path, start }: Related, { cellAt }: Notebook): string[] {
  const text = withCellLabels(message, (each) => cellAt(each)?.file);
  if (path === undefined) return [`  ${text}`];
  const place = cellAt(path) ?? fileAt(path);
  const { line, column } = positionAt(place.source, start);
  return ["", `  ${text}`, `    at ${cellLabel(place.file)}:${line}:${column}`];
}

/** A file as its name within its package, where it is in one; else its own name. */
function fileAt(path: string): CellText {
  const file = path.split("/node_modules/").at(-1) ?? path;
  return { file: file === path ? basename(path) : file, source: textOf(path) };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // the compiler's own libraries need not be files
  }
}
