// The way out through one socket. zeromq.js lets only one send be under way at a time: a second one throws EBUSY
// once the socket's buffer is full, and the message is lost. So each socket has one outbox, and each send waits
// for the one before it. A socket that refuses a message because a reader is slow is asked again until it takes it.

import { setTimeout as delay } from "node:timers/promises";
import type { Writable } from "zeromq";
import { encode } from "./frames.ts";
import type { Message } from "./message.ts";
import type { Signature } from "./signature.ts";

/** How long a reader is given to make room before the socket is asked again, in milliseconds. */
const pause = 5;

export class Outbox {
  readonly #socket: Writable;
  readonly #signature: Signature;
  #last: Promise<void> = Promise.resolve();

  constructor(socket: Writable, signature: Signature) {
    this.#socket = socket;
    this.#signature = signature;
  }

  /** Resolves when the message, and so every one before it, was handed to ZeroMQ (or failed: one line on stderr). */
  send(message: Message): Promise<void> {
    this.#last = this.#last
      .then(() => this.#deliver(encode(message, this.#signature)))
      .catch((error) => {
        process.stderr.write(`lamella: cannot send ${message.header.msg_type}: ${error}\n`);
      });
    return this.#last;
  }

  /** Resolves when everything sent so far is out. */
  drained(): Promise<void> {
    return this.#last;
  }

  async #deliver(frames: Buffer[]): Promise<void> {
    for (;;) {
      try {
        return await this.#socket.send(frames);
      } catch (error) {
        if (!isFull(error)) throw error;
        await delay(pause);
      }
    }
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EAGAIN";
}
