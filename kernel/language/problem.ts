// What is wrong with a cell before it runs, and how a person sees it: like any other error, with the line and a
// caret under the place.

import { cellLabel } from "../channel/cell-label.ts";
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
 * @param file the cell's name in stack traces, as `cell-3.ts`
 */
export function cellError({ name, message, offset }: Problem, source: string, file: string): CellError {
  const { line, column } = positionAt(source, offset);
  return {
    name,
    message,
    traceback: [
      `${name}: ${message}`,
      "",
      ...codeFrame(source, line, column),
      "",
      `    at ${cellLabel(file)}:${line}:${column}`,
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
