// A signature proves that a message was written by somebody who knows the key, not that it is sent for the first
// time. Whoever can listen could send it again and run a cell twice. So each signature is good for one message.
//
// The kernel signs with the same key, and anybody may listen to what it publishes. What it has said itself, in this life
// or in one before a restart, it knows by the session in the header, however much it has said since.

import { randomUUID } from "node:crypto";
import { MalformedMessage } from "./frames.ts";
import type { Message } from "./message.ts";
import type { Signature } from "./signature.ts";

/** The beginning of every kernel's session, and of no client's. */
const kernelSessions = "lamella-kernel-";

/** The identity of a new kernel in the headers of its messages. */
export function newKernelSession(): string {
  return `${kernelSessions}${randomUUID()}`;
}

/** Throws MalformedMessage if a kernel has written the message. */
export function refuseReflected({ header }: Message): void {
  if (header.session.startsWith(kernelSessions)) {
    throw new MalformedMessage(`a kernel wrote this ${header.msg_type}, so no front-end has sent it`);
  }
}

/** How many signatures are remembered at least: those of five hours of moving a slider. */
const remembered = 2 ** 19;

/** Of each so many hexadecimal digits, which are one number: two messages alike in them are never met. */
const digits = 12;

/** The same signature, which verifies nothing twice. Messages that are not signed at all cannot be told apart. */
export function withoutReplays({ sign, verify }: Signature): Signature {
  let recent = new Set<number>();
  let earlier = recent;
  return {
    sign,
    verify(frames, signature) {
      if (!verify(frames, signature)) return false;
      if (signature.length === 0) return true;
      const mark = Number.parseInt(signature.toString("latin1", 0, digits), 16);
      if (recent.has(mark) || earlier.has(mark)) return false;
      if (recent.size === remembered) [earlier, recent] = [recent, new Set()];
      recent.add(mark);
      return true;
    },
  };
}
