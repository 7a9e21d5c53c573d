// The thread of the cells' process that is always free. It reads the requests of the kernel process, hands them to
// the main thread, ends what runs there when asked to, and ends the whole process when the kernel process is gone.
//
// How an interrupt works. Code that runs synchronously is terminated from here, by the inspector's
// `Runtime.terminateExecution`: neither catch nor finally can hold it up, nor save what a loop keeps to itself, so that
// is saved first (loop-variables.ts). Code that awaits something leaves the event loop free, so the main thread is asked
// to end the run itself; if it is silent for a moment, some callback keeps it busy and is terminated as well. The
// interrupt is over only when the main thread has answered with no termination under way: a termination that comes too
// late ends whatever runs next. Requests wait until then.

import { Session } from "node:inspector";
import { Socket } from "node:net";
import { workerData } from "node:worker_threads";
import { FrameReader } from "../channel/frames.ts";
import type { CellRequest, Serial } from "../channel/messages.ts";
import type { ControlData, EndedRun, MainRequest } from "./control-messages.ts";
import { signalDescendants } from "./descendants.ts";
import { keepsLoopVariables, pause, prepareDebugger, saveAndTerminate } from "./loop-variables.ts";

const requestsPipe = 3;
const silence = 10; // milliseconds after which the main thread counts as busy
const settling = 20; // milliseconds after which a cell has mostly ended

const control: ControlData = workerData;
const session = new Session();

let anyLoopVariables = false; // in any cell so far: what keeps the main thread busy may be an earlier one's
let terminating = false;
let attempts = 0;
let answered = 0;
let onAnswer = () => {};

control.requests.on("message", (ended: EndedRun) => {
  answered = ended.attempt;
  onAnswer();
});

function send(request: MainRequest): void {
  control.requests.postMessage(request);
}

function terminate(): void {
  if (terminating) {
    if (anyLoopVariables) pause(session); // one that met the main thread between two turns is lost
    return;
  }
  terminating = true;
  const end = () =>
    session.post("Runtime.terminateExecution", () => {
      terminating = false;
    });
  if (anyLoopVariables) saveAndTerminate(session, end);
  else end();
}

/** @returns whether the main thread answered before it counts as busy */
function askToEnd(cell: Serial): Promise<boolean> {
  attempts += 1;
  const attempt = attempts;
  send({ type: "end", cell, attempt });
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), silence);
    onAnswer = () => {
      if (answered !== attempt) return;
      clearTimeout(timer);
      resolve(true);
    };
  });
}

/** Not while a cell runs: a loop that meets the debugger half-way is slow from there on. */
function prepareForLoops(): void {
  if (Atomics.load(control.busy, 0) === 1) setTimeout(prepareForLoops, settling);
  else prepareDebugger();
}

async function interrupt(cell: Serial): Promise<void> {
  session.connectToMainThread(); // for no longer than needed: Node announces open sessions when it exits
  await endRun(cell);
  session.disconnect();
}

async function endRun(cell: Serial): Promise<void> {
  if (Atomics.load(control.synchronous, 0) === 1) {
    terminate();
    endChildren();
  }
  for (;;) {
    const ended = (await askToEnd(cell)) && !terminating;
    if (!ended) terminate();
    endChildren();
    if (ended) return;
  }
}

/**
 * A cell that waits for a child synchronously is terminated when that has ended: so only once its termination is
 * requested, or it would see its child fail.
 */
function endChildren(): void {
  signalDescendants(process.pid, "SIGINT");
}

async function handle(request: CellRequest): Promise<void> {
  switch (request.type) {
    case "execute":
      if (!anyLoopVariables && keepsLoopVariables(request.code)) {
        anyLoopVariables = true;
        setTimeout(prepareForLoops, settling);
      }
      send(request);
      break;
    case "interrupt":
      await interrupt(request.cell);
      break;
    case "look":
    case "comm":
      send(request);
      break;
    case "input":
      control.replies.postMessage(request);
      Atomics.store(control.replied, 0, 1);
      Atomics.notify(control.replied, 0);
  }
}

/** The kernel process has gone, perhaps killed: nobody could ever end this process, or what it has started. */
function endProcess(): void {
  process.kill(-process.pid, "SIGKILL"); // the parent made this process the leader of its own group
}

const reader = new FrameReader<CellRequest>();
let handled = Promise.resolve();
new Socket({ fd: requestsPipe, readable: true, writable: false })
  .on("data", (chunk) => {
    for (const request of reader.read(chunk)) handled = handled.then(() => handle(request));
  })
  .on("error", endProcess)
  .on("close", endProcess);
