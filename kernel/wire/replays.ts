// A signature proves that a message was written by somebody who knows the key, not that it is sent for the first
// time. Whoever can listen could send it again and run a cell twice. So each signature is good for one message.

import type { Signature } from "./signature.ts";

/** How many signatures are remembered: far more messages than can be under way at a time. */
const remembered = 2 ** 16;

/** The same signature, which verifies nothing twice. Messages that are not signed at all cannot be told apart. */
export function withoutReplays({ sign, verify }: Signature): Signature {
  const seen = new Set<string>();
  return {
    sign,
    verify(frames, signature) {
      if (!verify(frames, signature)) return false;
      const text = signature.toString("latin1");
      if (text !== "" && seen.has(text)) return false;
      seen.add(text);
      const [oldest] = seen;
      if (oldest !== undefined && seen.size > remembered) seen.delete(oldest);
      return true;
    },
  };
}
