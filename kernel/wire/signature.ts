// Signatures of messages: an HMAC with the connection file's key over the four JSON frames. They keep other
// users of the machine from running code in the kernel, so comparing takes the same time wherever the
// difference is, and nothing is parsed before its signature holds.

import { createHmac, timingSafeEqual } from "node:crypto";
import type { ConnectionInfo } from "./connection.ts";

export interface Signature {
  /** hexadecimal; empty when messages are not signed */
  sign(frames: readonly Buffer[]): string;
  verify(frames: readonly Buffer[], signature: Buffer): boolean;
}

/** The signature of a connection; an empty key means that messages are not signed. */
export function signatureOf({
  key,
  signature_scheme,
}: Pick<ConnectionInfo, "key" | "signature_scheme">): Signature {
  if (key === "") return { sign: () => "", verify: () => true };
  if (!signature_scheme.startsWith("hmac-")) {
    throw new Error(`the signature scheme must be hmac-<hash>, as hmac-sha256, but is ${signature_scheme}`);
  }
  const hash = signature_scheme.slice("hmac-".length);
  const sign = (frames: readonly Buffer[]) => {
    const hmac = createHmac(hash, key);
    for (const frame of frames) hmac.update(frame);
    return hmac.digest("hex");
  };
  const verify = (frames: readonly Buffer[], signature: Buffer) => {
    const expected = Buffer.from(sign(frames));
    return expected.length === signature.length && timingSafeEqual(expected, signature);
  };
  return { sign, verify };
}
