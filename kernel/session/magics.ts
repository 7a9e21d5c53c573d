// What the kernel does for a magic, a line such as `%types warn` at the head of a cell, before the cell runs.

import type { Magic } from "../language/magics.ts";
import type { Problem } from "../language/problem.ts";
import type { Context } from "./context.ts";
import type { Run } from "./runs.ts";

/** Acts on the magic's argument. What it throws stops the cell. */
type Act = (argument: string, run: Run, context: Context) => void | Promise<void>;

const acts = new Map<string, Act>([
  ["types", (argument, run, { typeChecks }) => typeChecks.choose(argument, run)],
]);

/** Does what the magics ask for, in their order. @returns what is wrong with the first that cannot be done */
export async function runMagics(
  magics: readonly Magic[],
  run: Run,
  context: Context,
): Promise<Problem | undefined> {
  for (const { name, argument, offset } of magics) {
    const act = acts.get(name);
    if (act === undefined) {
      const known = [...acts.keys()].map((each) => `%${each}`).join(", ");
      return { name: "UnknownMagic", message: `there is no %${name}; the kernel knows ${known}`, offset };
    }
    try {
      await act(argument, run, context);
    } catch (error) {
      return { name: "MagicError", message: error instanceof Error ? error.message : String(error), offset };
    }
  }
  return undefined;
}
