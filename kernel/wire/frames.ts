// The frames of a message on a socket: identities, the delimiter, the signature, four JSON texts (header, parent
// header, metadata, content), then any number of binary buffers.

import type { Json } from "../channel/messages.ts";
import { type Header, isObject, type JsonObject, type Message } from "./message.ts";
import type { Signature } from "./signature.ts";

const delimiter = Buffer.from("<IDS|MSG>");

/** Frames that are not a message, or whose signature does not hold. */
export class MalformedMessage extends Error {
  override readonly name = "MalformedMessage";
}

/** A message as the frames of one multipart send. */
export function encode(message: Message, signature: Signature): Buffer[] {
  const parts = [message.header, message.parent_header ?? {}, message.metadata, message.content];
  const texts = parts.map((part) => Buffer.from(JSON.stringify(part)));
  return [...message.identities, delimiter, Buffer.from(signature.sign(texts)), ...texts, ...message.buffers];
}

/** The message in the frames of one multipart receive. Throws MalformedMessage, which says what is wrong. */
export function decode(frames: readonly Buffer[], signature: Signature): Message {
  const split = frames.findIndex((frame) => frame.equals(delimiter));
  if (split === -1) throw new MalformedMessage(`no delimiter <IDS|MSG> among ${frames.length} frames`);
  const [signed, header, parent, metadata, content, ...buffers] = frames.slice(split + 1);
  if (!signed || !header || !parent || !metadata || !content) {
    const count = frames.length - split - 1;
    throw new MalformedMessage(`5 frames or more must follow the delimiter, but ${count} do`);
  }
  if (!signature.verify([header, parent, metadata, content], signed)) {
    throw new MalformedMessage("the signature does not match, or was used before");
  }
  const parentFields = object("parent header", parent);
  return {
    identities: frames.slice(0, split),
    header: headerOf("header", object("header", header)),
    parent_header: Object.keys(parentFields).length === 0 ? null : headerOf("parent header", parentFields),
    metadata: object("metadata", metadata),
    content: object("content", content),
    buffers,
  };
}

function object(part: string, frame: Buffer): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(frame.toString());
  } catch (cause) {
    throw new MalformedMessage(`the ${part} is not JSON: ${String(cause)}`, { cause });
  }
  if (!isObject(value)) throw new MalformedMessage(`the ${part} must be a JSON object`);
  return value;
}

/** The id and the type are needed to answer; clients leave out some of the rest. Fields we do not know are kept. */
function headerOf(part: string, fields: JsonObject): Header {
  const text = (name: string, otherwise?: string) => {
    const value = fields[name] ?? otherwise;
    if (typeof value !== "string") throw new MalformedMessage(`${name} of the ${part} must be a string`);
    return value;
  };
  return {
    ...fields,
    msg_id: text("msg_id"),
    msg_type: text("msg_type"),
    session: text("session", ""),
    username: text("username", ""),
    date: text("date", ""),
    version: text("version", ""),
  };
}
