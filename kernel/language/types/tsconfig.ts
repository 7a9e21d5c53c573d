// Which tsconfig.json a notebook follows. TypeScript's own process reads it (compiler/), for the types and for the code
// that runs; here it is only looked for, which is all that a notebook without one has to pay.

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { RunSettings } from "../../channel/run-settings.ts";

/** What a tsconfig.json says. */
export interface Settings {
  readonly run: RunSettings;
  /** what is wrong with the file, with its name and line; that part of it has no effect */
  readonly problem: string | undefined;
}

/** The tsconfig.json in a folder or the nearest one above it; undefined if there is none. */
export function nearestTsconfig(folder: string): string | undefined {
  return withParents(folder)
    .map((each) => join(each, "tsconfig.json"))
    .find((path) => existsSync(path));
}

/** The folder and all above it, innermost first. */
export function withParents(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...withParents(parent)];
}
