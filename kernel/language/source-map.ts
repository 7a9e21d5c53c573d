// Positions back: two steps made the code, so two maps lead back to the person's text. They are composed once,
// here, and one map travels with the code.

import remapping from "@jridgewell/remapping";
import type MagicString from "magic-string";
import type { Stripped } from "./strip-types.ts";

/**
 * @param prefixLines how many lines stand ahead of the stripped code in the code that runs
 * @returns a source map (version 3, JSON) from the code that runs to the cell's text
 */
export function mapToCell(
  edited: MagicString,
  stripped: Stripped,
  file: string,
  prefixLines: number,
): string {
  const fromEdited = edited.generateMap({ source: file, hires: "boundary" });
  if (!stripped.map) throw new Error("the type stripper returned no source map");
  const { mappings, names, sources } = stripped.map;
  const fromStripped = { version: 3 as const, mappings, names, sources };
  const composed = remapping([fromStripped, { ...fromEdited, version: 3 as const }], () => null);
  return JSON.stringify({ ...composed, file, mappings: ";".repeat(prefixLines) + String(composed.mappings) });
}
