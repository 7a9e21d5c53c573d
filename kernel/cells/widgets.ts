// Controls, joined to the rest of the process: what they say goes up the pipe of events, and moving one is told
// to those who read it.

import type { CommRequest } from "../channel/messages.ts";
import { present } from "../display/present.ts";
import { createInteract } from "../widgets/interact.ts";
import { Models } from "../widgets/models.ts";
import { createUi } from "../widgets/ui.ts";
import { capture } from "./capture.ts";
import { thisRun } from "./current-run.ts";
import { display } from "./display.ts";
import { emit } from "./events.ts";
import { keep, movedOf, noteRead } from "./kept-values.ts";
import { describeError } from "./traceback.ts";

const models = new Models({
  send: (comm, cause) => emit({ type: "comm", ...cause, ...comm }),
  keep,
  moved(widgets, isAsked) {
    const run = thisRun();
    if (isAsked) emit({ type: "moved", moved: movedOf(widgets) });
    else if (!run.isGoingOn) emit({ type: "moved", moved: movedOf(widgets), cell: run.serial });
    else for (const each of widgets) run.moved.add(each); // told when the run ends
  },
  read: noteRead,
  currentRun: thisRun,
  present,
  capture,
  fail: ({ serial }, error) => emit({ type: "error", cell: serial, error: describeError(error) }),
});

export const ui = createUi(models, display);
export const interact = createInteract(ui);

/** A front-end's word to a control. */
export function hearComm(request: CommRequest): void {
  try {
    models.receive(request);
  } finally {
    emit({ type: "commHandled", id: request.id });
  }
}
