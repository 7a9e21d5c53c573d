// A cell that runs again needs no new look at its text, with two exceptions: its loops may keep names to themselves
// that a function of a later cell mentions by now, and what was a global for it may be a name of the notebook, or the
// other way round.

import type { CompiledCell } from "../../language/compile.ts";
import type { Context } from "../context.ts";
import type { Run } from "../runs.ts";
import type { ReactiveCell } from "./cells.ts";

/** How many names functions of the notebook mention; it only grows. */
export function mentionedNames({ functions }: Context["scope"]): number {
  return functions.read.size + functions.written.size;
}

/** The cell as it has to be compiled now. */
export function upToDate(
  cell: ReactiveCell,
  compiled: CompiledCell,
  { file }: Run,
  { language, scope, typeChecks }: Context,
): CompiledCell {
  const { constants, defined, functions } = scope;
  const isMasked = compiled.globals.some((name) => defined.has(name) !== compiled.uses.includes(name));
  if (cell.mentioned === mentionedNames(scope) && !isMasked) return compiled;
  cell.mentioned = mentionedNames(scope);
  const { settings } = typeChecks;
  const context = { file, constants, defined, functions, settings };
  const compilation = language.compileCell(compiled.module.source, context);
  if (compilation.status === "ok") cell.compiled = compilation.cell;
  return cell.compiled ?? compiled;
}
