// What the cells' process says is believed if it has the type of an event, and never leads to more than an error.

import fc from "fast-check";
import { expect, it } from "vitest";
import { checkEvent, MalformedEvent } from "../../../kernel/supervisor/check-event.ts";
import { anyEvent, fieldsOfEvents } from "../support/events.ts";

it("every event is taken as it is", () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      expect(checkEvent(event)).toBe(event);
    }),
    { numRuns: 1000 },
  );
});

/** No field of any event may be one of these. */
const wrong = [-1, 0.5, Number.NaN, [[]], [1, "1"]];

it.each(Object.entries(fieldsOfEvents))("an event %s with a wrong field is refused", (type, fields) => {
  fc.assert(
    fc.property(
      anyEvent,
      fc.constantFrom(...Object.keys(fields)),
      fc.constantFrom(...wrong),
      (any, name, value) => {
        fc.pre(any.type === type);
        expect(() => checkEvent({ ...any, [name]: value })).toThrow(MalformedEvent);
      },
    ),
    { numRuns: 20, maxSkipsPerRun: 1000 },
  );
});

it.each([null, 5, "stream", [], {}, { type: "stream" }, { type: "toString" }, { type: ["stream"] }])(
  "%j is no event",
  (message) => {
    expect(() => checkEvent(message)).toThrow(MalformedEvent);
  },
);
