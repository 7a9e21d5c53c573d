// An error as Jupyter shows it: what went wrong, the person's line with a caret, the way there, and what caused it.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { inspect, types } from "node:util";
import { codeFrame } from "../channel/code-frame.ts";
import type { CellError } from "../channel/messages.ts";
import { withPlainMessage } from "./plain-messages.ts";
import { originalPosition, type Position, sourceText } from "./source-maps.ts";
import { type Frame, framesOf, placeOf } from "./stack.ts";

const causeLimit = 5;

/** Describes whatever was thrown; anything can be. Never throws. */
export function describeError(thrown: unknown): CellError {
  const { name, message } = summary(thrown);
  try {
    return { name, message, traceback: tracebackOf(thrown, causeLimit) };
  } catch {
    return { name, message, traceback: [`${name}: ${message}`] }; // an error whose own getters throw
  }
}

function summary(thrown: unknown): { name: string; message: string } {
  try {
    withPlainMessage(thrown);
    if (isError(thrown)) return { name: String(thrown.name), message: String(thrown.message) };
    return { name: "Uncaught", message: typeof thrown === "string" ? thrown : inspect(thrown) };
  } catch {
    return { name: "Uncaught", message: `a ${typeof thrown} that cannot be shown` };
  }
}

/** Also an error that was made in another context, as by `node:vm`. */
function isError(thrown: unknown): thrown is Error {
  return thrown instanceof Error || types.isNativeError(thrown);
}

function tracebackOf(thrown: unknown, causes: number): string[] {
  const { name, message } = summary(thrown);
  const head = message === "" ? name : `${name}: ${message}`;
  if (!isError(thrown)) return [head];
  const frames = framesOf(thrown);
  const place =
    refusedText(thrown) ??
    (frames === undefined ? foreignStack(thrown) : [...ownCode(frames), ...foldedFrames(frames)]);
  return [...head.split("\n"), ...place, ...becauseOf(thrown, causes)];
}

/**
 * The place in a text that the engine refused to run. No frame leads there, as nothing ran; Node writes it above
 * the stack instead: file and line, the line's text, a caret.
 */
function refusedText(error: Error): string[] | undefined {
  if (!(error instanceof SyntaxError)) return undefined;
  const [, file, line, before] = /^(.+):(\d+)\n.*\n( *)\^/.exec(error.stack ?? "") ?? [];
  if (file === undefined || before === undefined) return undefined;
  const generated = { line: Number(line), column: before.length + 1 };
  const position = originalPosition(file, generated) ?? generated;
  return [...codeAt(file, position), `    at ${placeOf(file)}:${position.line}:${position.column}`];
}

/** The person's code where the error came from: the line in the innermost frame that is theirs. */
function ownCode(frames: readonly Frame[]): string[] {
  for (const { origin } of frames) {
    const code = origin.kind === "own" ? codeAt(origin.file, origin.position) : [];
    if (code.length > 0) return code;
  }
  return [];
}

function codeAt(file: string, { line, column }: Position): string[] {
  const frame = codeFrame(sourceText(file) ?? fileText(file) ?? "", line, column);
  return frame.length === 0 ? [] : ["", ...frame, ""];
}

/** The text of a file that runs as it is, for as long as it can be read. */
function fileText(file: string): string | undefined {
  try {
    return readFileSync(file.startsWith("file:") ? fileURLToPath(file) : file, "utf8");
  } catch {
    return undefined;
  }
}

/** The frames, those of Node left out and those of one library in a row counted on one line. */
function foldedFrames(frames: readonly Frame[]): string[] {
  const lines: string[] = [];
  for (let i = 0; i < frames.length; ) {
    const { text, origin } = frames[i]!;
    let next = i + 1;
    if (origin.kind === "own") lines.push(`    at ${text}`);
    else {
      while (isOf(frames[next], origin.name)) next += 1;
      const count = next - i === 1 ? "1 frame" : `${next - i} frames`;
      if (origin.name !== "node") lines.push(`    … ${count} in ${origin.name}`);
    }
    i = next;
  }
  return lines;
}

function isOf(frame: Frame | undefined, library: string): boolean {
  return frame?.origin.kind === "library" && frame.origin.name === library;
}

/** The stack of an error from elsewhere, as it is. */
function foreignStack(error: Error): string[] {
  const stack = String(error.stack ?? "");
  return stack.split("\n").filter((line) => /^\s+at /.test(line));
}

function becauseOf(error: Error, causes: number): string[] {
  if (causes === 0) return [];
  const inner = error instanceof AggregateError ? error.errors.slice(0, causeLimit) : [];
  if (error.cause !== undefined) inner.unshift(error.cause);
  return inner.flatMap((cause) => {
    const [head, ...rest] = tracebackOf(cause, causes - 1);
    return ["", `Caused by ${head}`, ...rest];
  });
}
