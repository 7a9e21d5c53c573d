// Reading a socket of the kernel. Anybody who can reach its port may send anything; whatever arrives, and whatever goes
// wrong because of it, costs a line on stderr and nothing more: not the next message, not another socket, not the kernel.

import { setTimeout as delay } from "node:timers/promises";
import type { Readable, Socket } from "zeromq";
import { MalformedMessage } from "./frames.ts";

type OnFrames = (frames: Buffer[]) => void | Promise<void>;

/** How long a socket that failed to give what has arrived is left alone, in milliseconds. */
const pause = 100;

/** Hands on the frames of every message until the socket is closed, the next ones when these have been dealt with. */
export async function readUntrusted(
  name: string,
  socket: Readable & Socket,
  onFrames: OnFrames,
): Promise<void> {
  while (!socket.closed) {
    try {
      for await (const frames of socket) if (!socket.closed) await handOn(name, frames, onFrames);
    } catch (error) {
      report(`cannot read from ${name}: ${error}`);
      await delay(pause);
    }
  }
}

async function handOn(name: string, frames: Buffer[], onFrames: OnFrames): Promise<void> {
  try {
    await onFrames(frames);
  } catch (error) {
    if (error instanceof MalformedMessage) report(`dropped a message on ${name}: ${error.message}`);
    else report(`failed with a message on ${name}: ${error instanceof Error ? error.stack : error}`);
  }
}

function report(line: string): void {
  process.stderr.write(`lamella: ${line}\n`);
}
