// Stack traces in terms of what the person wrote. V8 asks `Error.prepareStackTrace` for the text of `error.stack`,
// so mapping positions here makes `error.stack`, `console.log(error)` and tracebacks agree.

import { isAbsolute, relative } from "node:path";
import { fileURLToPath } from "node:url";
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
const framesByError = new WeakMap<Error, readonly Frame[]>();

/** From now on, stack traces show positions as the person wrote them and leave out the kernel's own frames. */
export function mapStackTraces(): void {
  Error.prepareStackTrace = (error, sites) => {
    const frames = sites.filter((site) => !isKernel(fileOf(site))).map(frameOf);
    framesByError.set(error, frames);
    return [headline(error), ...frames.map(({ text }) => `    at ${text}`)].join("\n");
  };
}

/** The frames of an error; undefined if its stack was made elsewhere, as in a worker thread. */
export function framesOf(error: Error): readonly Frame[] | undefined {
  void error.stack; // V8 builds it on the first look
  return framesByError.get(error);
}

/** The name under which the person knows a cell: `cell-3.ts` is `cell [3]`. */
export function cellLabel(file: string): string {
  return file.replace(/^cell-(\d+)\.ts$/, "cell [$1]");
}

function headline(error: Error): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}

function isKernel(file: string): boolean {
  return file.startsWith(houses.kernel);
}

function fileOf(site: NodeJS.CallSite): string {
  return site.getFileName() ?? "";
}

function frameOf(site: NodeJS.CallSite): Frame {
  const file = fileOf(site);
  const generated = { line: site.getLineNumber() ?? 1, column: site.getColumnNumber() ?? 1 };
  const position = originalPosition(file, generated);
  const place = `${placeOf(file)}:${position.line}:${position.column}`;
  const text = site.toString().replace(`${file}:${generated.line}:${generated.column}`, () => place);
  return { text, origin: originOf(file, position) };
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

/** A file as the person would name it: relative to the notebook's folder where it lies below it. */
function placeOf(file: string): string {
  if (!file.startsWith("file:")) return cellLabel(file);
  const path = fileURLToPath(file);
  const below = relative(process.cwd(), path);
  return below.startsWith("..") ? path : below;
}
