// Runs cells, one at a time. A run begins with a request and ends exactly once: when the cell's function has
// returned or thrown, or when the control thread asks to end it. Nothing else has a say: after an interrupt the
// engine may have dropped every pending promise, so a run that is not ended by its promise is ended by that request.
//
// A cell may have replaced any part of JavaScript, and its end is told all the same: `await` asks nobody how to wait.

import { types } from "node:util";
import { Script } from "node:vm";
import type {
  CellError,
  ExecuteRequest,
  Finished,
  LookRequest,
  MutatedName,
  Outcome,
  Serial,
} from "../channel/messages.ts";
import { withoutTraces } from "../channel/without-traces.ts";
import { abandonDrawing } from "../display/drawing/draw.ts";
import { present } from "../display/present.ts";
import { abandonWatching } from "../display/tensor/module-like.ts";
import { brokenBy } from "./broken-process.ts";
import { beginRun, endRunsOf } from "./cell-runs.ts";
import { changesSince, identities, reassignedSince, type Snapshot, snapshot } from "./changes.ts";
import { enterSynchronous, leaveSynchronous, markBusy } from "./control.ts";
import type { CellRun } from "./current-run.ts";
import { DisplayHandle, display } from "./display.ts";
import { emit } from "./events.ts";
import { importForCell, metaOf } from "./imports.ts";
import { abandonImports } from "./interrupted-imports.ts";
import { closeUnused, holdsKept, movedOf } from "./kept-values.ts";
import { endWatch, watchFromNow } from "./late-changes.ts";
import { Live } from "./live.ts";
import { lookAt, valueAt } from "./look.ts";
import { runMagic } from "./magics.ts";
import { scope } from "./notebook-scope.ts";
import { catching, withPlainMessage } from "./plain-messages.ts";
import { stopMeters } from "./progress.ts";
import { holderIn, type Scope } from "./scope.ts";
import { follow } from "./settings.ts";
import { registerCell } from "./source-maps.ts";
import { describeError } from "./traceback.ts";

/** What a compiled cell finds in `$cell`. */
interface CellContext {
  readonly import: typeof importForCell;
  readonly meta: ImportMeta;
  /** what a `catch` of the cell has caught, with its message in the person's words */
  readonly caught: typeof withPlainMessage;
  /** a function that the cell gives to a promise, to be told of its failure */
  readonly catching: typeof catching;
  /** what an `await` has given, if the run still goes on; else it throws, so that the cell does not go on either */
  resumed<Value>(value: Value): Value;
  /** where the name lives that the cell assigns and has not declared */
  readonly declared: ReturnType<typeof holderIn>;
  readonly magic: typeof runMagic;
  /** Cells are no more: their names go, and what they have started ends. */
  forget(cells: readonly string[], names: readonly string[]): void;
  /** the value of the cell's last expression */
  result(value: unknown): void;
}

type CellFunction = (scope: Scope, context: CellContext) => Promise<void>;

interface Run {
  readonly request: ExecuteRequest;
  readonly before: Snapshot;
  readonly assignedByFunctions: Snapshot;
  readonly own: CellRun;
}

let running: Run | undefined;
let latest: Serial = 0;
/** a run that was ended before it began */
let endedAhead: Serial | undefined;

/** Starts a run. Its outcome leaves as a `finished` event. */
export function execute(request: ExecuteRequest): void {
  orRefuse(request, () => {
    beginRun(request, (own) => orRefuse(request, () => begin(request, own)));
  });
}

/** A run that the process cannot begin any more has an end, too. */
function orRefuse({ cell }: ExecuteRequest, code: () => void): void {
  try {
    code();
  } catch (error) {
    running = undefined;
    leaveSynchronous();
    markBusy(false);
    emit({ type: "finished", cell, ...withoutTraces(brokenBy(error)) });
  }
}

function begin(request: ExecuteRequest, own: CellRun): void {
  if (request.cell === endedAhead) return;
  const { cell, file, source, map, settings, defines, watches = [] } = request;
  latest = cell;
  endWatch();
  const others = watches.filter((name) => !defines.includes(name));
  const run: Run = {
    request,
    before: snapshot(scope, request),
    assignedByFunctions: identities(scope, others),
    own,
  };
  running = run;
  registerCell(file, source, map);
  if (settings !== undefined) follow(settings);
  markBusy(true);
  enterSynchronous();
  const ended = own.enter(() => start(run));
  void finishAfter(ended, run);
  leaveSynchronous();
}

async function finishAfter(ended: Promise<void>, run: Run): Promise<void> {
  try {
    await ended;
  } catch (thrown) {
    return finish(run, { status: "error", error: describeError(thrown) });
  }
  finish(run, { status: "ok" });
}

/** Tells what the value of a name is now. */
export function look(request: LookRequest): void {
  emit({ type: "looked", id: request.id, look: lookAt(request.path, scope) });
}

/**
 * Ends the run if it still goes on. What it has left behind, timers and promises, may still do something. A run that
 * has never begun is ended too: a termination that came ahead of it has ended the delivery of its request instead.
 */
export function endRun(cell: Serial): void {
  if (cell > latest) {
    endedAhead = cell;
    emit({ type: "finished", cell, ...withoutTraces(interruption) });
  }
  if (running?.request.cell !== cell) return;
  abandonImports();
  abandonDrawing();
  abandonWatching();
  stopMeters(running.own);
  finish(running, interruption);
}

const interrupted: CellError = {
  name: "Interrupted",
  message: "The cell was interrupted.",
  traceback: ["Interrupted: The cell was interrupted."],
};
const interruption: Outcome = { status: "interrupted", error: interrupted };

/** The part until the cell's first await runs at once. Never throws: a text V8 refuses is a rejection too. */
async function start({ request }: Run): Promise<void> {
  const script = new Script(request.code, { filename: request.file });
  const cell: CellFunction = script.runInThisContext();
  await cell(scope, contextOf(request));
}

function contextOf({ cell, file, silent }: ExecuteRequest): CellContext {
  return {
    import: importForCell,
    meta: metaOf(file),
    caught: withPlainMessage,
    catching,
    resumed(value) {
      if (running?.request.cell !== cell) throw new Error(interrupted.message);
      return value;
    },
    declared: holderIn(scope),
    magic: runMagic,
    forget(cells, names) {
      for (const name of names) delete scope[name];
      endRunsOf(cells);
    },
    result(value) {
      if (silent || value === undefined || value instanceof DisplayHandle) return; // nothing new to see
      if (value instanceof Live) display(value);
      else emit({ type: "result", cell, bundle: present(value) });
    },
  };
}

/** Whether a change in place has happened that nobody else is told of. */
function isUnseen({ name, ifSet }: MutatedName): boolean {
  return !holdsKept(name) && (ifSet === undefined || isSet(valueAt(ifSet, scope)?.value));
}

function isSet(value: unknown): boolean {
  return types.isSet(value) || types.isWeakSet(value);
}

function finish(run: Run, outcome: Outcome): void {
  if (running !== run) return;
  run.own.isGoingOn = false;
  markBusy(false);
  emit({ type: "finished", cell: run.request.cell, ...endOf(run, outcome) });
  running = undefined; // only now: if an interrupt cuts this short, the run is ended once more
}

/** How the run has ended, and what it has left behind. */
function endOf(run: Run, outcome: Outcome): Omit<Finished, "type" | "cell"> {
  const { defines, mutates = [], watches } = run.request;
  try {
    closeUnused([...defines, ...mutates.map(({ name }) => name)]);
    const end = {
      outcome,
      defined: changesSince(run.before, scope, defines),
      reads: [...run.own.reads],
      moved: movedOf(run.own.moved),
      mutated: mutates.filter(isUnseen).map(({ name }) => name),
      reassigned: reassignedSince(run.assignedByFunctions, scope),
    };
    watchFromNow(watches);
    return end;
  } catch (error) {
    return withoutTraces(brokenBy(error));
  }
}
