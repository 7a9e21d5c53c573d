// Controls, joined to the rest of the process: what they say goes up the pipe of events, and moving one tells which
// names hold it. A widget lives as long as a name holds it, or until the cell that made it runs again.

import type { CommRequest, ExecuteRequest, Serial } from "../channel/messages.ts";
import { present } from "../display/present.ts";
import { widgetsIn } from "../widgets/holders.ts";
import { createInteract } from "../widgets/interact.ts";
import { Models } from "../widgets/models.ts";
import { createUi } from "../widgets/ui.ts";
import { Widget } from "../widgets/widget.ts";
import { currentRun, runAs } from "./current-run.ts";
import { display } from "./display.ts";
import { emit } from "./events.ts";
import { scope } from "./notebook-scope.ts";
import { describeError } from "./traceback.ts";

const models = new Models({
  send: (comm, cause) => emit({ type: "comm", ...cause, ...comm }),
  moved: (widgets) => emit({ type: "moved", names: namesOf(widgets) }),
  currentRun,
  runAs,
  present,
  fail: (cell, error) => emit({ type: "error", cell, error: describeError(error) }),
});

export const ui = createUi(models, display);
export const interact = createInteract(ui);

/** the cells that have made the widgets, by their runs */
const owners = new Map<Serial, string>();
const everHeld = new WeakSet<Widget>();

/** A front-end's word to a control. */
export function hearComm(request: CommRequest): void {
  try {
    models.receive(request);
  } finally {
    emit({ type: "commHandled", id: request.id });
  }
}

/** After a run: closes the widgets that no name holds any more, and those that an earlier run of the cell has made. */
export function closeUnused({ cell, owner }: ExecuteRequest): void {
  const open = models.all.filter((model) => model instanceof Widget);
  if (open.length === 0) return;
  const held = new Set(
    Object.values(Object.getOwnPropertyDescriptors(scope)).flatMap(({ value }) => [...widgetsIn(value)]),
  );
  if (owner !== undefined) owners.set(cell, owner);
  for (const widget of open) {
    if (held.has(widget)) everHeld.add(widget);
    else if (everHeld.has(widget) || isOfEarlierRun(widget, cell, owner)) widget.close();
  }
  const runs = new Set(models.all.filter((model) => model instanceof Widget).map(({ run }) => run));
  for (const run of owners.keys()) if (!runs.has(run)) owners.delete(run);
}

function isOfEarlierRun({ run }: Widget, cell: Serial, owner: string | undefined): boolean {
  return owner !== undefined && run !== cell && owners.get(run) === owner;
}

function namesOf(widgets: ReadonlySet<object>): string[] {
  return Object.keys(scope).filter((name) =>
    [...widgetsIn(scope[name])].some((widget) => widgets.has(widget)),
  );
}
