// What a run of a reactive cell teaches: the graph learns what the cell read and defined, and what it has to say
// about that stands at the cell.

import { cellLabel } from "../../channel/cell-label.ts";
import type { Finished } from "../../channel/messages.ts";
import type { CompiledCell } from "../../language/compile.ts";
import type { Facts } from "../../reactive/notebook.ts";
import type { Context } from "../context.ts";
import type { Run } from "../runs.ts";
import { sourcesOf } from "./cells.ts";
import { directiveOf } from "./directives.ts";
import { mentionedNames } from "./recompile.ts";

/** How a run has ended. */
export type Ended = Omit<Finished, "type" | "cell"> & { readonly milliseconds: number };

/** After a run that a person asked for: the cell may run again from now on. */
export function remember(
  source: string,
  compiled: CompiledCell,
  ended: Ended,
  run: Run,
  context: Context,
): void {
  const cell = context.reactive.find(run.cell);
  if (cell === undefined) return;
  cell.textChanged = cell.source !== source;
  cell.source = source;
  cell.compiled = compiled;
  cell.run = run;
  cell.mentioned = mentionedNames(context.scope);
  cell.types = "right";
  learn(compiled, ended, run, context);
}

/** After any run of a reactive cell. */
export function learn(compiled: CompiledCell, ended: Ended, run: Run, { reactive }: Context): void {
  if (run.cell === undefined) return;
  const { outcome, defined, reads, moved = [], followed = [], milliseconds } = ended;
  const facts = factsOf(compiled);
  const notices = reactive.graph.ran(run.cell, {
    label: cellLabel(run.file),
    facts: { ...facts, mutates: facts.mutates.filter(({ name }) => !followed.includes(name)) },
    defined,
    reads,
    milliseconds,
    status: outcome.status,
  });
  reactive.graph.moved(sourcesOf(moved));
  for (const notice of notices) {
    run.showing?.take({ type: "stream", cell: run.serial, name: "stderr", text: `${notice}\n` });
  }
}

export function factsOf({ definitions, uses, writes, mutates, module }: CompiledCell): Facts {
  return { definitions, uses, writes, mutates, directive: directiveOf(module.source) };
}
