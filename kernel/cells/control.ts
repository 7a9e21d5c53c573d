// The main thread's side of the control thread: requests come from it, and it is told what the main thread does.

import { extname } from "node:path";
import { MessageChannel, MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { CommRequest, ExecuteRequest, InputReply, LookRequest, Serial } from "../channel/messages.ts";
import { storeNumber, uncurried, waitFor } from "../channel/originals.ts";
import type { ControlData, EndedRun, MainRequest } from "./control-messages.ts";

const requests = new MessageChannel();
const replies = new MessageChannel();
const synchronous = new Int32Array(new SharedArrayBuffer(4));
const busy = new Int32Array(new SharedArrayBuffer(4));
const replied = new Int32Array(new SharedArrayBuffer(4));

const post = uncurried(MessagePort.prototype.postMessage);

/** Starts the thread. The handlers are called one at a time, from the event loop. */
export function startControl(
  execute: (request: ExecuteRequest) => void,
  endRun: (cell: Serial) => void,
  look: (request: LookRequest) => void,
  hearComm: (request: CommRequest) => void,
): void {
  const workerData: ControlData = {
    requests: requests.port2,
    replies: replies.port2,
    synchronous,
    busy,
    replied,
  };
  const entry = new URL(`./control-thread${extname(import.meta.filename)}`, import.meta.url);
  const thread = new Worker(entry, { workerData, transferList: [requests.port2, replies.port2] });
  thread.on("error", (error) => {
    console.error(error); // without this thread nobody could reach the process
    process.exit(1);
  });
  requests.port1.on("message", (request: MainRequest) => {
    if (request.type === "execute") return execute(request);
    if (request.type === "look") return look(request);
    if (request.type === "comm") return hearComm(request);
    leaveSynchronous();
    endRun(request.cell);
    post(requests.port1, { attempt: request.attempt } satisfies EndedRun);
  });
}

/** From here to `leaveSynchronous` an interrupt may terminate the code at once. */
export function enterSynchronous(): void {
  storeNumber(synchronous, 0, 1);
}

export function leaveSynchronous(): void {
  storeNumber(synchronous, 0, 0);
}

/** A cell runs until it is said to be over. */
export function markBusy(isBusy: boolean): void {
  storeNumber(busy, 0, isBusy ? 1 : 0);
}

/** Blocks until the front-end has answered the question of this run; null if it cannot ask. */
export function waitForReply(cell: Serial): string | null {
  for (;;) {
    const received: { message: InputReply } | undefined = receiveMessageOnPort(replies.port1);
    if (received === undefined) {
      waitFor(replied, 0, 0);
      storeNumber(replied, 0, 0);
    } else if (received.message.cell === cell) return received.message.value;
    // else the answer to a question of a run that was interrupted meanwhile
  }
}
