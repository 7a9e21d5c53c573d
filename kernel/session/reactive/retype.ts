// Types react too. When the text of a cell has changed, so may have the types of its names; then the cells that take
// types from it are checked anew, before any cell runs again, and what is wrong stands at the cell that it is wrong in.
// A cell whose names keep their types stops that, as an unchanged value stops a wave. What a control changes is a
// value: it has no types checked.

import { isDeepStrictEqual } from "node:util";
import { orderOf } from "../../reactive/order.ts";
import type { Context } from "../context.ts";
import type { Run } from "../runs.ts";
import type { ReactiveCell } from "./cells.ts";
import { queuedCells } from "./queued-cells.ts";

/** What causes the checks: the request that encloses them, and the way to stop them. */
type Trigger = Pick<Run, "request" | "interruption" | "showing" | "cell">;

/** A cell that has run, and so can be checked again. */
type Checkable = ReactiveCell & Required<Pick<ReactiveCell, "run" | "compiled">>;

/** After a run that a person asked for: the names that have other types than before, if other cells use them. */
export async function retypedBy(cell: ReactiveCell, context: Context): Promise<readonly string[]> {
  if (!cell.textChanged || !isCheckable(cell)) return [];
  const names = namesOf(cell);
  const wanted = new Set(names);
  const areUsed = context.reactive.all.some(
    (each) => each !== cell && isCheckable(each) && usesAny(each, wanted),
  );
  return areUsed ? otherTypesOf(cell, cell.typesBefore, context) : [];
}

/** The names of a cell, if they have other types than before. */
export async function otherTypesOf(
  cell: ReactiveCell,
  before: ReadonlyMap<string, string> | undefined,
  context: Context,
): Promise<readonly string[]> {
  return isCheckable(cell) && (await haveOtherTypes(cell, before, context)) ? namesOf(cell) : [];
}

/** Checks the cells that use names of other types, or of none any more, and those that use theirs. */
export async function retype(names: readonly string[], trigger: Trigger, context: Context): Promise<void> {
  const { reactive, typeChecks } = context;
  if (names.length === 0 || typeChecks.mode === "off" || reactive.graph.mode === "off") return;
  const changed = new Set(names);
  const queued = queuedCells(context); // they are checked when they run
  for (const cell of usersInOrder(changed, reactive.all.filter(isCheckable))) {
    if (cell.id === trigger.cell || queued.has(cell.id) || !usesAny(cell, changed)) continue;
    const isStale = reactive.graph.stale().has(cell.id);
    if (isStale) cell.types = "unknown"; // it is checked when it runs
    const isChanged = isStale || (await check(cell, trigger, context));
    if (isChanged) for (const name of namesOf(cell)) changed.add(name);
  }
}

/** @returns whether the cell's names have other types now */
async function check(cell: Checkable, trigger: Trigger, context: Context): Promise<boolean> {
  const { reactive, typeChecks } = context;
  const { graph } = reactive;
  if (typeChecks.mode === "warn" || trigger.interruption.signal.aborted) {
    cell.types = "unknown"; // an error, which does not stop it, belongs to the output of its next run
    return true;
  }
  const { request, interruption, showing } = trigger;
  const before = typeChecks.simpleTypesOf(cell.compiled);
  const checked = await typeChecks.check(cell.compiled.module, {
    ...cell.run,
    request,
    interruption,
    showing,
  });
  if (interruption.signal.aborted) {
    checked.dropped();
    cell.types = "unknown";
    return true;
  }
  if (checked.error === undefined && cell.types === "right") {
    checked.ran(new Set(namesOf(cell).filter((name) => graph.ownerOf(name) === cell.id)));
    return haveOtherTypes(cell, before, context);
  }
  checked.dropped();
  if (checked.error === undefined) {
    cell.types = "unknown"; // the run that it has waited for tells what it defines
    graph.retry(cell.id, "its types are right again");
    return true;
  }
  if (graph.modeOf(cell.id) === "auto") {
    cell.types = "wrong";
    cell.screen.beginAgain(request.header).end(checked.error);
    graph.failed(cell.id);
  } else cell.types = "unknown"; // its output was dear, and stays until it is asked to run
  return true;
}

/** Whether a cell's names have. Only of simple types is it known that they are as before. */
async function haveOtherTypes(
  cell: Checkable,
  before: ReadonlyMap<string, string> | undefined,
  { typeChecks }: Context,
): Promise<boolean> {
  await typeChecks.settled();
  const now = typeChecks.simpleTypesOf(cell.compiled);
  return !(namesOf(cell).every((name) => now.has(name)) && isDeepStrictEqual(before, now));
}

/** Those that may take types from the names, directly or not, each behind those whose names it uses. */
function usersInOrder(names: ReadonlySet<string>, cells: readonly Checkable[]): Iterable<Checkable> {
  const definers = new Map<string, Checkable[]>();
  for (const cell of cells) {
    for (const name of namesOf(cell)) definers.set(name, [...(definers.get(name) ?? []), cell]);
  }
  const reached = new Set(names);
  const users = new Set<Checkable>();
  for (let size = -1; size < users.size; ) {
    size = users.size;
    for (const cell of cells) {
      if (users.has(cell) || !usesAny(cell, reached)) continue;
      users.add(cell);
      for (const name of namesOf(cell)) reached.add(name);
    }
  }
  const parentsOf = ({ compiled }: Checkable) =>
    compiled.module.free.flatMap((name) => definers.get(name) ?? []).filter((each) => users.has(each));
  return orderOf(users, parentsOf).places.keys();
}

function usesAny({ compiled }: Checkable, names: ReadonlySet<string>): boolean {
  return compiled.module.free.some((name) => names.has(name));
}

function namesOf({ compiled }: Checkable): string[] {
  return compiled.definitions.map(({ name }) => name);
}

function isCheckable(cell: ReactiveCell): cell is Checkable {
  return cell.run !== undefined && cell.compiled !== undefined;
}
