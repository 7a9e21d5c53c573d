// A Jupyter message as the rest of the kernel sees it: checked, parsed, and under the protocol's own names.
// How it becomes frames on a socket is the business of frames.ts.

import { randomUUID } from "node:crypto";
import type { Json } from "../channel/messages.ts";

export const protocolVersion = "5.5";

export interface Header {
  readonly msg_id: string;
  readonly session: string;
  readonly username: string;
  /** ISO 8601 */
  readonly date: string;
  readonly msg_type: string;
  readonly version: string;
}

export type JsonObject = { readonly [key: string]: Json };

export function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

export interface Message {
  /** on shell, control and stdin: whom it is from or for; on iopub: the topic */
  readonly identities: readonly Buffer[];
  readonly header: Header;
  /** the header of the message that caused this one; null when nothing did */
  readonly parent_header: Header | null;
  readonly metadata: JsonObject;
  readonly content: JsonObject;
  readonly buffers: readonly Buffer[];
}

/** What may be said about a message beyond its type and content. */
export interface MessageOptions {
  readonly identities?: readonly Buffer[];
  readonly parent?: Header | null;
  readonly metadata?: JsonObject;
  readonly buffers?: readonly Buffer[];
}

/** A new message of ours. `session` is the sender's identity: one id for the lifetime of a kernel or a client. */
export function createMessage(
  session: string,
  type: string,
  content: JsonObject,
  options: MessageOptions = {},
): Message {
  const header = {
    msg_id: randomUUID(),
    session,
    username: "lamella",
    date: new Date().toISOString(),
    msg_type: type,
    version: protocolVersion,
  };
  return {
    header,
    content,
    identities: options.identities ?? [],
    parent_header: options.parent ?? null,
    metadata: options.metadata ?? {},
    buffers: options.buffers ?? [],
  };
}
