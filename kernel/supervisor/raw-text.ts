// Text that is written to one of the descriptors 1 and 2 of the cells' process themselves: by native code, by worker
// threads, by processes that cells start. It comes by a pipe of its own, so it has no place in the order of events;
// but what was written before a cell ended can be had before the cell's end is told.

import type { Socket } from "node:net";
import { setImmediate as turnOfEventLoop } from "node:timers/promises";
import { chunksOf } from "./chunks.ts";

/** More bytes than the system keeps for a pipe: after so many, what was written before has been read. */
const pipeCapacity = 2 ** 20;

export class RawText {
  readonly #pipe: Socket;
  #handingOn = false;

  /** `onText` gets the text as it comes, each piece when the one before it has been dealt with. */
  constructor(pipe: Socket, onText: (text: string) => Promise<void>) {
    this.#pipe = pipe.setEncoding("utf8");
    void this.#read(onText);
  }

  async #read(onText: (text: string) => Promise<void>): Promise<void> {
    for await (const text of chunksOf<string>(this.#pipe)) {
      this.#handingOn = true;
      await onText(text);
      this.#handingOn = false;
    }
  }

  /**
   * Resolves when everything that was written before the call has been handed on. One turn of the event loop may
   * have looked at the pipe before the call; a whole one after it that brings nothing means that the pipe is empty.
   */
  async settled(): Promise<void> {
    const start = this.#pipe.bytesRead;
    for (let quietTurns = 0; quietTurns < 2 && this.#pipe.bytesRead - start < pipeCapacity; ) {
      const before = this.#pipe.bytesRead;
      await turnOfEventLoop();
      const isQuiet = this.#pipe.bytesRead === before && this.#pipe.readableLength === 0 && !this.#handingOn;
      quietTurns = isQuiet ? quietTurns + 1 : 0;
    }
  }
}
