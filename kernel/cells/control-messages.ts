// What the main thread of the cells' process and its control thread share and say to each other.

import type { MessagePort } from "node:worker_threads";
import type { CommRequest, ExecuteRequest, LookRequest, Serial } from "../channel/messages.ts";

export interface ControlData {
  /** requests to the main thread, and its answers */
  readonly requests: MessagePort;
  /** answers to questions, which the main thread waits for without a turn of its event loop */
  readonly replies: MessagePort;
  /** one element: 1 while the main thread is in the synchronous part of a cell, else 0 */
  readonly synchronous: Int32Array;
  /** one element: 1 from the beginning of a run to its end, else 0 */
  readonly busy: Int32Array;
  /** one element: 1 when another reply has been put into `replies` */
  readonly replied: Int32Array;
}

/** Asks the main thread to end the run itself, which it can whenever it gets a turn of its event loop. */
export interface EndRun {
  readonly type: "end";
  readonly cell: Serial;
  readonly attempt: number;
}

/** control -> main */
export type MainRequest = ExecuteRequest | LookRequest | CommRequest | EndRun;

/** main -> control: the attempt that was answered */
export interface EndedRun {
  readonly attempt: number;
}
