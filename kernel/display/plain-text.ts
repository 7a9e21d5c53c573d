// The text form that every bundle has: what Node's own inspector prints, without colours, because the text also
// goes into files. A value whose getters or proxies throw still gets a text.

import { inspect } from "node:util";
import { type Detail, isWhole, usualDetail } from "./limit.ts";

/**
 * The value as text. Strings are quoted as in Node's REPL. Never throws.
 * @param detail how much of long arrays and strings is shown
 */
export function plainText(value: unknown, detail: Omit<Detail, "note"> = usualDetail): string {
  const most = (length: number) => (isWhole(detail) ? null : Math.ceil(length * detail.scale));
  const lengths = { maxArrayLength: most(100), maxStringLength: most(10_000) };
  try {
    return inspect(value, { depth: 4, breakLength: 80, ...lengths });
  } catch (error) {
    return `[${typeof value} that cannot be shown: ${reason(error)}]`;
  }
}

/** Why something failed, in one line. Never throws, whatever was thrown. */
export function reason(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return "unknown reason";
  }
}
