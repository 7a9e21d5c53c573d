// The way in through one socket of a client: every message of the kernel that is well formed and rightly signed goes to
// the listener, in order of arrival. Anything else costs one line on stderr.

import type { Readable } from "zeromq";
import { decode, MalformedMessage } from "./frames.ts";
import type { Message } from "./message.ts";
import type { Signature } from "./signature.ts";

/** Reads until the socket is closed. */
export async function listen(
  name: string,
  socket: Readable,
  signature: Signature,
  onMessage: (message: Message) => void,
): Promise<void> {
  for await (const frames of socket) {
    const message = decodeOrReport(name, frames, signature);
    if (message) onMessage(message);
  }
}

function decodeOrReport(name: string, frames: readonly Buffer[], signature: Signature): Message | undefined {
  try {
    return decode(frames, signature);
  } catch (error) {
    if (!(error instanceof MalformedMessage)) throw error;
    process.stderr.write(`lamella: dropped a message on ${name}: ${error.message}\n`);
    return undefined;
  }
}
