// What the main thread of the cells' process and its control thread share and say to each other.

import type { MessagePort } from "node:worker_threads";
import type { ExecuteRequest, InputReply, Serial } from "../channel/messages.ts";

export interface ControlData {
  /** requests to the main thread, and its answers */
  readonly requests: MessagePort;
  /** answers to questions, which the main thread waits for without a turn of its event loop */
  readonly replies: MessagePort;
  /** one cell each, 0 or 1: the main thread is in the synchronous part of a cell; a reply lies in `replies` */
  readonly synchronous: Int32Array;
  readonly replied: Int32Array;
}

/** Asks the main thread to end the run itself, which it can whenever it gets a turn of its event loop. */
export interface EndRun {
  readonly type: "end";
  readonly cell: Serial;
  readonly attempt: number;
}

/** control -> main */
export type MainRequest = ExecuteRequest | EndRun;

/** main -> control: the attempt that was answered */
export type EndedRun = { readonly attempt: number };

export type { InputReply };
