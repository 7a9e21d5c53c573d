// Any events of the cells' process, each of its type, as random data.

import fc from "fast-check";
import type { CellEvent } from "../../../kernel/channel/messages.ts";

const count = fc.nat({ max: 5 });
const text = fc.oneof(fc.string(), fc.constantFrom("", "__proto__", "x", "a\0b", "\ud800", "text/plain"));
const record = fc.dictionary(text, fc.jsonValue({ maxDepth: 3 }), { noNullPrototype: true });
const bundle = fc.record({ data: record, metadata: record });
const error = fc.record({ name: text, message: text, traceback: fc.array(text, { maxLength: 3 }) });
const moved = fc.array(fc.record({ source: count, name: text }, { requiredKeys: ["source"] }), {
  maxLength: 3,
});
const look = fc.record({
  preview: text,
  members: fc.array(fc.record({ name: text, kind: fc.constantFrom("method", "property") })),
});
const outcome = fc.oneof(
  fc.record({ status: fc.constant("ok") }),
  fc.record({ status: fc.constantFrom("error", "interrupted"), error }),
);

type FieldsOf<Type extends CellEvent["type"]> = Omit<Extract<CellEvent, { readonly type: Type }>, "type">;
type Arbitraries<Fields> = { readonly [Name in keyof Required<Fields>]: fc.Arbitrary<unknown> };

/** fields that may be missing */
const optional = new Set([
  "request",
  "target",
  "look",
  "moved of finished",
  "mutated",
  "reassigned of finished",
  "cell of moved",
]);

export const fieldsOfEvents: { readonly [Type in CellEvent["type"]]: Arbitraries<FieldsOf<Type>> } = {
  ready: { pid: count, node: text, heapLimit: count },
  stream: { cell: count, name: fc.constantFrom("stdout", "stderr"), text },
  display: { cell: count, bundle, id: fc.option(text), update: fc.boolean() },
  clear: { cell: count, wait: fc.boolean() },
  result: { cell: count, bundle },
  error: { cell: count, error },
  input: { cell: count, prompt: text, password: fc.boolean() },
  inheriting: { cell: count, started: fc.boolean() },
  waiting: { cell: count, started: fc.boolean() },
  folder: { path: text },
  moved: { moved, cell: count },
  reassigned: { names: fc.array(text, { maxLength: 3 }) },
  comm: {
    cell: count,
    request: count,
    message: fc.constantFrom("comm_open", "comm_msg", "comm_close"),
    comm: text,
    target: text,
    data: record,
    metadata: record,
    buffers: fc.array(text, { maxLength: 2 }),
  },
  commHandled: { id: count },
  looked: { id: count, look },
  finished: {
    cell: count,
    outcome,
    defined: fc.array(fc.record({ name: text, changed: fc.boolean() }), { maxLength: 3 }),
    reads: fc.array(count, { maxLength: 3 }),
    moved,
    mutated: fc.array(text, { maxLength: 3 }),
    reassigned: fc.array(text, { maxLength: 3 }),
  },
};

/** Events as they come out of JSON, whole ones; some lack what may be missing. */
export const anyEvent: fc.Arbitrary<Record<string, unknown>> = fc.oneof(
  ...Object.entries(fieldsOfEvents).map(([type, fields]) => {
    const names = Object.keys(fields).filter(
      (name) => !optional.has(name) && !optional.has(`${name} of ${type}`),
    );
    const all: Record<string, fc.Arbitrary<unknown>> = { ...fields, type: fc.constant(type) };
    return fc
      .record(all, { requiredKeys: ["type", ...names] })
      .map((event): Record<string, unknown> => JSON.parse(JSON.stringify(event)));
  }),
);
