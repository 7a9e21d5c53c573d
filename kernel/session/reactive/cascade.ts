// After a cell has run, or a control has moved, the cells that depend on what changed run again, one after the other,
// between `busy` and `idle` of the request that caused it. The graph says which is next each time, since every run
// may stop the wave: by an unchanged value, by an error, by an interrupt. Cells that the front-end has already sent
// are left to their own requests.

import { cellLabel } from "../../channel/cell-label.ts";
import type { CellError, Finished } from "../../channel/messages.ts";
import { withoutTraces } from "../../channel/without-traces.ts";
import type { CompiledCell } from "../../language/compile.ts";
import type { CellId } from "../../reactive/notebook.ts";
import type { Context } from "../context.ts";
import { untilArrived } from "../execution-queue.ts";
import { internalError } from "../internal-error.ts";
import { runCompiled } from "../run-compiled.ts";
import type { Run } from "../runs.ts";
import type { ReactiveCell } from "./cells.ts";
import { factsOf, learn } from "./learn.ts";
import { queuedCells } from "./queued-cells.ts";
import { upToDate } from "./recompile.ts";
import { otherTypesOf, retype, retypedBy } from "./retype.ts";
import { isVsCodeCell } from "./vscode.ts";

/** What causes a wave: the request whose `busy` and `idle` enclose it, and the way to stop it. */
type Trigger = Pick<Run, "request" | "interruption" | "cell">;

/** After a request's own cell has run: all that has to follow. */
export async function follow(run: Run, context: Context): Promise<void> {
  const cell = context.reactive.find(run.cell);
  if (cell === undefined) return;
  const { graph } = context.reactive;
  if (cell.compiled === undefined) graph.unreadable(cell.id, cellLabel(run.file));
  const retyped = cell.types === "wrong" ? [] : await retypedBy(cell, context);
  if (isVsCodeCell(cell.id)) {
    context.reactive.followLater(run.request, retyped);
    return;
  }
  if (retyped.length > 0 || graph.isDue) await untilArrived(); // "Run all" may still be on its way
  await retype(retyped, run, context);
  const standing = await followUp(run, context);
  if (standing.length > 0) context.iopub.stream(run.request.header, "stderr", standingNotice(standing));
}

function standingNotice(labels: readonly string[]): string {
  const [these, their] =
    labels.length === 1 ? ["it has", "its output is"] : ["they have", "their outputs are"];
  return `${labels.join(", ")} used what has changed: ${these} run again, but ${their} not shown, because this page was loaded later. Run the cells once to see what they show.\n`;
}

/**
 * Runs all that has to follow, then marks what is stale. Always resolves. In VS Code a cell that the person sends
 * meanwhile goes first, since the next one of "Run All" may be late.
 * @returns the labels of the cells that a person ran on another page than the one that has caused this: a page that is
 * loaded anew does not know where their outputs stand
 */
export async function followUp(trigger: Trigger, context: Context): Promise<readonly string[]> {
  const standing: string[] = [];
  const { graph } = context.reactive;
  const { signal } = trigger.interruption;
  while (!signal.aborted && !context.queue.isClosed) {
    if (graph.isDue && queuedCells(context).values().some(isVsCodeCell)) return standing;
    const id = graph.next(queuedCells(context));
    if (id === undefined) break;
    const own = context.reactive.find(id)?.run;
    if (own && own.request.header.session !== trigger.request.header.session)
      standing.push(cellLabel(own.file));
    await runAgain(id, trigger, context);
  }
  if (signal.aborted) graph.interrupted();
  context.reactive.showStale(trigger.request.header);
  return standing;
}

/** Before a cell that a person asks for: the cells whose values it needs and that have old ones. */
export async function refreshAncestors(cell: CompiledCell, run: Run, context: Context): Promise<void> {
  if (run.cell === undefined) return;
  for (const id of context.reactive.graph.oldAncestors(run.cell, factsOf(cell))) {
    if (run.interruption.signal.aborted) return;
    await runAgain(id, run, context);
  }
}

/** Runs a cell once more, as it was compiled when a person ran it. */
async function runAgain(id: CellId, trigger: Trigger, context: Context): Promise<void> {
  const { reactive, runs, input, typeChecks } = context;
  const cell = reactive.find(id);
  if (cell?.run === undefined || cell.compiled === undefined) {
    reactive.graph.failed(id); // its output says why
    return;
  }
  const [typesWere, typesBefore] = [cell.types, typeChecks.simpleTypesOf(cell.compiled)];
  const showing = cell.screen.beginAgain(trigger.request.header);
  const run = runs.startAgain(cell.run, trigger, showing);
  const compiled = upToDate(cell, cell.compiled, run, context);
  const started = performance.now();
  const ended = await execute(cell, compiled, run, context);
  input.forget(run.serial);
  if ("refused" in ended) {
    cell.types = "wrong";
    reactive.graph.failed(id);
    showing.end(ended.refused);
    return;
  }
  learn(compiled, { ...ended, milliseconds: performance.now() - started }, run, context);
  showing.end(ended.outcome.status === "ok" ? undefined : ended.outcome.error);
  if (typesWere !== "right") await retype(await otherTypesOf(cell, typesBefore, context), trigger, context);
}

async function execute(
  cell: ReactiveCell,
  compiled: CompiledCell,
  run: Run,
  context: Context,
): Promise<Omit<Finished, "type" | "cell"> | { readonly refused: CellError }> {
  try {
    const isRight = cell.types === "right";
    const checked = isRight ? undefined : await context.typeChecks.check(compiled.module, run);
    if (checked?.error !== undefined) {
      checked.dropped();
      return { refused: checked.error };
    }
    return await runCompiled(compiled, cell.source, false, checked, run, context);
  } catch (failure) {
    return withoutTraces({ status: "error", error: internalError(failure) });
  }
}
