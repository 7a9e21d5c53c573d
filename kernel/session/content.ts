// Reading what a front-end sent. A field may be missing or of another type; then the reply says which field of
// which request, what was expected and what was there.

import { isObject, type JsonObject, type Message } from "../wire/message.ts";

/** A request that cannot be served as it stands. It becomes the request's error reply. */
export class BadRequest extends Error {
  override readonly name = "BadRequest";
}

/** A text field; without a default it is required. */
export function textField(request: Message, field: string, otherwise?: string): string {
  const value = request.content[field] ?? otherwise;
  if (typeof value !== "string") throw mismatch(request, field, "a string");
  return value;
}

/** A number field; without a default it is required. */
export function numberField(request: Message, field: string, otherwise?: number): number {
  const value = request.content[field] ?? otherwise;
  if (typeof value !== "number") throw mismatch(request, field, "a number");
  return value;
}

/** A field with a whole number; without a default it is required. */
export function integerField(request: Message, field: string, otherwise?: number): number {
  const value = numberField(request, field, otherwise);
  if (!Number.isSafeInteger(value)) throw mismatch(request, field, "a whole number");
  return value;
}

export function objectField(request: Message, field: string, otherwise: JsonObject): JsonObject {
  const value = request.content[field] ?? otherwise;
  if (!isObject(value)) throw mismatch(request, field, "an object");
  return value;
}

export function booleanField(request: Message, field: string, otherwise: boolean): boolean {
  const value = request.content[field] ?? otherwise;
  if (typeof value !== "boolean") throw mismatch(request, field, "true or false");
  return value;
}

function mismatch({ header, content }: Message, field: string, expected: string): BadRequest {
  const actual = field in content ? JSON.stringify(content[field]) : "missing";
  return new BadRequest(`${field} of ${header.msg_type} must be ${expected}, but is ${actual}`);
}

/** Jupyter's form of an error, as in an error reply and an `error` output. */
export function errorContent(error: {
  readonly name: string;
  readonly message: string;
  readonly traceback?: readonly string[];
}): JsonObject {
  return { ename: error.name, evalue: error.message, traceback: error.traceback ?? [] };
}
