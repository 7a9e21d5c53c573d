// The text of a cell that a person runs, as far as the graph is concerned: from here on the cell depends on what this text
// uses, also if it cannot run yet, and what the text before it declared and this one does not is gone.

import { cellLabel } from "../../channel/cell-label.ts";
import type { CompiledCell } from "../../language/compile.ts";
import type { Context } from "../context.ts";
import type { Run } from "../runs.ts";
import { factsOf, noFacts } from "./learn.ts";
import { forgetNames } from "./lost-names.ts";
import { mentionedNames } from "./recompile.ts";

/**
 * To be called before the text runs.
 * @param compiled undefined for what is no code, but a question about it
 * @returns whether names are gone, so that the text may have to be compiled otherwise
 */
export async function edit(compiled: CompiledCell | undefined, run: Run, context: Context): Promise<boolean> {
  const { reactive, scope, typeChecks } = context;
  const cell = reactive.find(run.cell);
  if (cell === undefined) return false;
  const types = namesOfTypes(compiled);
  const lost = {
    ...reactive.graph.edit(cell.id, cellLabel(run.file), compiled ? factsOf(compiled) : noFacts),
    types: cell.declaredTypes.filter((name) => !types.includes(name)),
    file: cell.run?.file ?? "",
    isAmbient: cell.isAmbient,
  };
  cell.compiled = compiled;
  cell.declaredTypes = types;
  cell.isAmbient = compiled?.module.isAmbient === true;
  cell.run = run;
  cell.mentioned = mentionedNames(scope);
  cell.types = "unknown";
  const isAmbientGone = lost.isAmbient && cell.textChanged;
  if (lost.names.length > 0 || lost.types.length > 0 || isAmbientGone)
    await forgetNames([lost], [], run, context);
  cell.typesBefore = compiled && typeChecks.simpleTypesOf(compiled);
  return lost.names.length > 0;
}

function namesOfTypes(compiled: CompiledCell | undefined): string[] {
  return (compiled?.definitions ?? []).filter(({ kind }) => kind === "type").map(({ name }) => name);
}
