// Stack traces in terms of what the person wrote. V8 asks `Error.prepareStackTrace` for the text of `error.stack`,
// so mapping positions here makes `error.stack`, `console.log(error)` and tracebacks agree.

import { extname, isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { cellLabel } from "../channel/cell-label.ts";
import { notebookFolder } from "./notebook-folder.ts";
import { plainText, withPlainMessage } from "./plain-messages.ts";
import { originalPosition, type Position, sourceText } from "./source-maps.ts";

/** One line of a stack trace. */
export interface Frame {
  /** as V8 writes it, with the person's positions: `scale (cell [3]:4:8)` */
  readonly text: string;
  readonly origin: Origin;
}

export type Origin =
  /** a cell, or a file of the person's */
  | { readonly kind: "own"; readonly file: string; readonly position: Position }
  /** code the person uses: a package, the engine, Node itself */
  | { readonly kind: "library"; readonly name: string };

const houses = {
  kernel: new URL("../", import.meta.url).href,
  engine: new URL("../../nn/", import.meta.url).href,
};
const startOfCells = new URL(`./run${extname(import.meta.filename)}`, import.meta.url).href;
const framesByError = new WeakMap<Error, readonly Frame[]>();

/** From now on, stack traces show positions as the person wrote them and leave out the kernel's own frames. */
export function mapStackTraces(): void {
  Error.stackTraceLimit = 30; // the cell's own frame is often below many of a library
  Error.prepareStackTrace = (error, sites) => {
    const frames = withoutKernel(sites).flatMap(frameOf);
    framesByError.set(error, frames);
    return [headline(withPlainMessage(error)), ...frames.map(({ text }) => `    at ${text}`)].join("\n");
  };
}

/** The frames of an error; undefined if its stack was made elsewhere, as in a worker thread. */
export function framesOf(error: Error): readonly Frame[] | undefined {
  void error.stack; // V8 builds it on the first look
  return framesByError.get(error);
}

function headline(error: Error): string {
  try {
    return Error.prototype.toString.call(error); // V8 also asks for objects that are no errors
  } catch {
    return "Error";
  }
}

/** The frames without the kernel's own, and without all that led to the start of the cell. */
function withoutKernel(sites: readonly NodeJS.CallSite[]): NodeJS.CallSite[] {
  const start = sites.findIndex((site) => fileOf(site) === startOfCells);
  const inside = start === -1 ? sites : sites.slice(0, start);
  return inside.filter((site) => !fileOf(site).startsWith(houses.kernel));
}

function fileOf(site: NodeJS.CallSite): string {
  return site.getFileName() ?? "";
}

/** The frame of a call site; none for code that the compiler put there. */
function frameOf(site: NodeJS.CallSite): Frame[] {
  const file = fileOf(site);
  const generated = { line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 };
  const position = originalPosition(file, generated);
  if (position === undefined) return [];
  const place = `${placeOf(file)}:${position.line}:${position.column}`;
  const text = plainText(site.toString()).replace(
    `${file}:${generated.line}:${generated.column}`,
    () => place,
  );
  return [{ text, origin: originOf(file, position) }];
}

function originOf(file: string, position: Position): Origin {
  const library = libraryOf(file);
  return library === undefined ? { kind: "own", file, position } : { kind: "library", name: library };
}

function libraryOf(file: string): string | undefined {
  if (sourceText(file) !== undefined) return undefined;
  if (file.startsWith(houses.engine)) return "lamella";
  const dependency = file.split("/node_modules/").at(-1);
  if (dependency !== undefined && dependency !== file) return /^(@[^/]+\/)?[^/]+/.exec(dependency)?.[0];
  return file.startsWith("file:") || isAbsolute(file) ? undefined : "node";
}

/** A file as the person would name it: a cell by its number, a path relative to the notebook's folder. */
export function placeOf(file: string): string {
  if (!file.startsWith("file:")) return cellLabel(file);
  const path = fileURLToPath(file);
  const below = relative(notebookFolder, path);
  return below.startsWith("..") ? path : below;
}
