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

/** How a run has ended. */
export type Ended = Omit<Finished, "type" | "cell"> & { readonly milliseconds: number };

/** After any run of a reactive cell. */
export function learn(compiled: CompiledCell, ended: Ended, run: Run, { reactive }: Context): void {
  const cell = reactive.find(run.cell);
  if (cell === undefined) return;
  const { outcome, defined, reads, moved = [], mutated = [], reassigned = [], milliseconds } = ended;
  cell.types = outcome.status === "ok" ? "right" : "unknown"; // what it did not come to define is not known
  const facts = factsOf(compiled);
  const notices = reactive.graph.ran(cell.id, {
    label: cellLabel(run.file),
    facts: { ...facts, mutates: facts.mutates.filter(({ name }) => mutated.includes(name)) },
    defined,
    reads,
    reassigned,
    milliseconds,
    status: outcome.status,
  });
  reactive.graph.moved(sourcesOf(moved));
  for (const notice of notices) {
    run.showing?.take({ type: "stream", cell: run.serial, name: "stderr", text: `${notice}\n` });
  }
}

export function factsOf({ definitions, uses, globals, writes, mutates, module }: CompiledCell): Facts {
  const directive = directiveOf(module.source);
  return { definitions, uses: [...new Set([...uses, ...globals])], globals, writes, mutates, directive };
}

/** What no code tells. */
export const noFacts: Facts = { definitions: [], uses: [], globals: [], writes: [], mutates: [] };
