// The text form that every bundle has: what Node's own inspector prints, without colours, because the text also
// goes into files. A value whose getters or proxies throw still gets a text.

import { inspect } from "node:util";

/** The value as text. Strings are quoted as in Node's REPL. Never throws. */
export function plainText(value: unknown): string {
  try {
    return inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 80 });
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
