// The lines of the cell around a problem, with a caret under the place: what a person reads first in an error.

import type { CellError } from "../channel/messages.ts";
import type { Problem } from "./parse.ts";

/** A place in a text as people count: both from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function positionAt(source: string, offset: number): Position {
  const before = source.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** The problem as Jupyter shows an error: name and message, code frame, place. */
export function cellError(problem: Problem, source: string, file: string): CellError {
  const { name, message } = problem;
  const position = positionAt(source, problem.start);
  return {
    name,
    message,
    traceback: [
      `${name}: ${message}`,
      codeFrame(source, position, problem.end - problem.start),
      `    at ${file}:${position.line}:${position.column}`,
    ],
  };
}

/** The line of the position and one before it, numbered, with carets under `length` characters of the line. */
export function codeFrame(source: string, { line, column }: Position, length: number): string {
  const lines = source.split("\n");
  const width = String(line).length;
  const shown = [line - 1, line]
    .filter((number) => number >= 1)
    .map(
      (number) =>
        `${number === line ? ">" : " "} ${String(number).padStart(width)} | ${lines[number - 1] ?? ""}`,
    );
  const text = lines[line - 1] ?? "";
  // A tab keeps its place under a tab, so that the caret stands right whatever a tab's width is.
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, " ");
  const carets = "^".repeat(Math.max(1, Math.min(length, text.length - column + 1)));
  return [...shown, `  ${" ".repeat(width)} | ${indent}${carets}`].join("\n");
}
