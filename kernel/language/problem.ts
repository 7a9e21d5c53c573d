// What is wrong with a cell before it runs, and how a person sees it: like any other error, with the line and a
// caret under the place.

import { codeFrame } from "../channel/code-frame.ts";
import type { CellError } from "../channel/messages.ts";

/** An error at a place of the cell's text: an offset in UTF-16 units, as in every JavaScript string. */
export interface Problem {
  readonly name: string;
  readonly message: string;
  readonly offset: number;
}

/**
 * The problem as Jupyter shows an error.
 * @param file the cell's name in stack traces: `cell-3.ts` is shown as `cell [3]`
 */
export function cellError({ name, message, offset }: Problem, source: string, file: string): CellError {
  const { line, column } = positionAt(source, offset);
  const label = file.replace(/^cell-(\d+)\.ts$/, "cell [$1]");
  return {
    name,
    message,
    traceback: [
      `${name}: ${message}`,
      "",
      ...codeFrame(source, line, column),
      "",
      `    at ${label}:${line}:${column}`,
    ],
  };
}

/** Line and column of an offset, both from 1. */
export function positionAt(
  source: string,
  offset: number,
): { readonly line: number; readonly column: number } {
  const lines = source.slice(0, offset).split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}

/** The offset of a line and column, both from 1. */
export function offsetAt(
  source: string,
  { line, column }: { readonly line: number; readonly column: number },
): number {
  const before = source.split("\n").slice(0, line - 1);
  return before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
}
