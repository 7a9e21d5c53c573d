// Writes frames to a pipe at once, from code that may never give the event loop a turn: output of a busy loop is
// seen live, and a slow reader slows the loop down instead of filling the memory.
//
// An interrupt may end the running code between any two calls, also in here. So what is still to be written is
// kept in the writer, and the next write goes on where this one was cut: no frame is ever torn.

import { encodeFrame } from "./frames.ts";
import { closeDescriptor, waitFor, writeToDescriptor } from "./originals.ts";

const moment = new Int32Array(new SharedArrayBuffer(4));

/** A frame on its way. A list of them, since an array is nothing to rely on where cells run. */
interface Unsent {
  readonly frame: Buffer;
  readonly length: number;
  next: Unsent | undefined;
}

export class BlockingWriter<Message extends object> {
  readonly #fileDescriptor: number;
  #first: Unsent | undefined;
  #last: Unsent | undefined;
  #sent = 0; // bytes of the first unsent frame

  constructor(fileDescriptor: number) {
    this.#fileDescriptor = fileDescriptor;
  }

  write(message: Message): void {
    this.#append(encodeFrame(message));
    for (let first = this.#first; first !== undefined; first = this.#first) {
      this.#sent += this.#writeSome(first.frame);
      if (this.#sent < first.length) continue;
      this.#sent = 0;
      this.#first = first.next;
    }
  }

  #append(frame: Buffer): void {
    const unsent: Unsent = { frame, length: frame.length, next: undefined };
    if (this.#first === undefined || this.#last === undefined) this.#first = unsent;
    else this.#last.next = unsent;
    this.#last = unsent;
  }

  /**
   * @returns the number of bytes that are done with: none when the pipe is full and somebody has made it non-blocking,
   * all when nothing can be written any more, of which the reader is told by the end of the pipe
   */
  #writeSome(frame: Buffer): number {
    try {
      return writeToDescriptor(this.#fileDescriptor, frame, this.#sent);
    } catch (error) {
      if (!isFull(error)) return this.#end(frame);
      waitFor(moment, 0, 0, 1);
      return 0;
    }
  }

  #end(frame: Buffer): number {
    try {
      closeDescriptor(this.#fileDescriptor);
    } catch {} // it is closed
    return frame.length - this.#sent;
  }
}

function isFull(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === "EAGAIN";
}
