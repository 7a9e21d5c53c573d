// What comes from the cells' process is checked before it is believed: its code can write to any pipe, and replace
// whatever it is made of. For each type of event there is a table of its fields; the compiler sees to it that none is
// forgotten.

import { inspect } from "node:util";
import type { CellError, CellEvent, Defined, Look, MimeBundle, Moved, Outcome } from "../channel/messages.ts";

/** A message of the cells' process that is none of its events. */
export class MalformedEvent extends Error {
  override readonly name = "MalformedEvent";
}

type Check = (value: unknown) => boolean;
type ChecksOf<Fields> = { readonly [Name in keyof Required<Fields>]: Check };
type EventOf<Type extends CellEvent["type"]> = Extract<CellEvent, { readonly type: Type }>;

const isText: Check = (value) => typeof value === "string";
const isTruth: Check = (value) => typeof value === "boolean";
/** A serial, an id, a size: none is ever below zero. */
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isOneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const isOptional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const isListOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function has<Fields>(checks: ChecksOf<Fields>): Check {
  return hasAll(Object.entries<Check>(checks));
}

/** What comes of JSON has nothing but its own properties, and those of all objects, none of which is a field. */
function hasAll(checks: readonly [name: string, check: Check][]): Check {
  return (value) => isRecord(value) && checks.every(([name, check]) => check(value[name]));
}

const isBundle = has<MimeBundle>({ data: isRecord, metadata: isRecord });
const isError = has<CellError>({ name: isText, message: isText, traceback: isListOf(isText) });
const isOk = has<Extract<Outcome, { status: "ok" }>>({ status: isOneOf("ok") });
const isFailure = has<Exclude<Outcome, { status: "ok" }>>({
  status: isOneOf("error", "interrupted"),
  error: isError,
});
const isMoved = isListOf(has<Moved>({ source: isCount, name: isOptional(isText) }));
const isLook = has<Look>({
  preview: isText,
  members: isListOf(has<Look["members"][number]>({ name: isText, kind: isOneOf("method", "property") })),
});

const fields: { readonly [Type in CellEvent["type"]]: ChecksOf<Omit<EventOf<Type>, "type">> } = {
  ready: { pid: isCount, node: isText, heapLimit: isCount },
  stream: { cell: isCount, name: isOneOf("stdout", "stderr"), text: isText },
  display: { cell: isCount, bundle: isBundle, id: (id) => id === null || isText(id), update: isTruth },
  clear: { cell: isCount, wait: isTruth },
  result: { cell: isCount, bundle: isBundle },
  error: { cell: isCount, error: isError },
  input: { cell: isCount, prompt: isText, password: isTruth },
  inheriting: { cell: isCount, started: isTruth },
  waiting: { cell: isCount, started: isTruth },
  folder: { path: isText },
  moved: { moved: isMoved, cell: isOptional(isCount) },
  reassigned: { names: isListOf(isText) },
  comm: {
    cell: isCount,
    request: isOptional(isCount),
    message: isOneOf("comm_open", "comm_msg", "comm_close"),
    comm: isText,
    target: isOptional(isText),
    data: isRecord,
    metadata: isRecord,
    buffers: isListOf(isText),
  },
  commHandled: { id: isCount },
  looked: { id: isCount, look: isOptional(isLook) },
  finished: {
    cell: isCount,
    outcome: (outcome) => isOk(outcome) || isFailure(outcome),
    defined: isListOf(has<Defined>({ name: isText, changed: isTruth })),
    reads: isListOf(isCount),
    moved: isOptional(isMoved),
    mutated: isOptional(isListOf(isText)),
    reassigned: isOptional(isListOf(isText)),
  },
};

const checks = new Map(
  Object.entries(fields).map(([type, each]) => [type, hasAll(Object.entries<Check>(each))]),
);

/**
 * The message as the event that it is.
 * @throws MalformedEvent that says what is wrong with it
 */
export function checkEvent(message: unknown): CellEvent {
  if (isEvent(message)) return message;
  throw new MalformedEvent(`a message is no event: ${described(message)}`);
}

function isEvent(message: unknown): message is CellEvent {
  if (!isRecord(message) || typeof message.type !== "string") return false;
  return checks.get(message.type)?.(message) ?? false;
}

/** The beginning of it, of few levels: a message may be nested too deep for whoever goes down by calling itself. */
function described(message: unknown): string {
  return inspect(message, { depth: 1, breakLength: Number.POSITIVE_INFINITY }).slice(0, 200);
}
