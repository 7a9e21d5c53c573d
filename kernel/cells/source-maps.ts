// The way from the code that runs back to the text the person wrote, for cells and for local TypeScript files.

import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";

/** Line and column from 1, as stack traces count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Functions outlive their cell, so its source is kept; but each run would cost some kilobytes for ever. Errors in
 * functions of older cells show the lines of the code that ran.
 */
const rememberedCells = 2000;

/** A text that was compiled before it ran. */
class CompiledSource {
  readonly text: string;
  #map: string | TraceMap;

  constructor(text: string, map: string) {
    this.text = text;
    this.#map = map;
  }

  /** Undefined for code that only the compiler wrote, as the helpers of decorators. */
  original({ line, column }: Position): Position | undefined {
    if (typeof this.#map === "string") this.#map = new TraceMap(this.#map);
    const found = originalPositionFor(this.#map, { line, column: column - 1 });
    return found.line === null ? undefined : { line: found.line, column: found.column + 1 };
  }
}

const files = new Map<string, CompiledSource>();
/** in the order of their last runs */
const cells = new Map<string, CompiledSource>();

/** A cell, as `registerSource` for a file; the one that has not run for longest makes room for it. */
export function registerCell(file: string, text: string, map: string): void {
  cells.delete(file);
  cells.set(file, new CompiledSource(text, map));
  const [oldest = file] = cells.keys();
  if (cells.size > rememberedCells) cells.delete(oldest);
}

/**
 * @param file the name under which the code appears in stack traces
 * @param map source map (version 3, JSON) from the code that runs to `text`
 */
export function registerSource(file: string, text: string, map: string): void {
  files.set(file, new CompiledSource(text, map));
}

/** The text a person wrote; undefined for files that run as they are. */
export function sourceText(file: string): string | undefined {
  return sourceOf(file)?.text;
}

/**
 * Where in the person's text the position of running code lies; itself for files that run as they are, undefined for
 * code that the person did not write.
 */
export function originalPosition(file: string, position: Position): Position | undefined {
  const source = sourceOf(file);
  return source === undefined ? position : source.original(position);
}

function sourceOf(file: string): CompiledSource | undefined {
  return cells.get(file) ?? files.get(file);
}
