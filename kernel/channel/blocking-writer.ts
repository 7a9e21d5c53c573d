// Writes frames to a pipe at once, from code that may never give the event loop a turn: output of a busy loop is
// seen live, and a slow reader slows the loop down instead of filling the memory.
//
// An interrupt may end the running code between any two calls, also in here. So what is still to be written is
// kept in the writer, and the next write goes on where this one was cut: no frame is ever torn.

import { writeSync } from "node:fs";
import { encodeFrame } from "./frames.ts";

const moment = new Int32Array(new SharedArrayBuffer(4));

export class BlockingWriter<Message extends object> {
  readonly #fileDescriptor: number;
  readonly #unsent: Buffer[] = [];
  #sent = 0; // bytes of the first unsent frame

  constructor(fileDescriptor: number) {
    this.#fileDescriptor = fileDescriptor;
  }

  write(message: Message): void {
    this.#unsent.push(encodeFrame(message));
    for (let frame = this.#unsent[0]; frame !== undefined; frame = this.#unsent[0]) {
      this.#sent += this.#writeSome(frame);
      if (this.#sent < frame.length) continue;
      this.#sent = 0;
      this.#unsent.shift();
    }
  }

  /** @returns the number of bytes written: none when the pipe is full and somebody has made it non-blocking */
  #writeSome(frame: Buffer): number {
    try {
      return writeSync(this.#fileDescriptor, frame, this.#sent);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      Atomics.wait(moment, 0, 0, 1);
      return 0;
    }
  }
}
