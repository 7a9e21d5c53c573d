// The text of JSON is that of `JSON.stringify`, also where somebody has put a `toJSON` onto what all objects inherit.

import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { jsonText } from "../../../kernel/channel/json-text.ts";

const undefinedAmong = fc.dictionary(
  fc.string(),
  fc.oneof(fc.jsonValue(), fc.constant(undefined), fc.double()),
);

afterEach(() => {
  for (const prototype of [Object.prototype, Array.prototype]) Reflect.deleteProperty(prototype, "toJSON");
});

describe.each([undefined, Object.prototype, Array.prototype])("with a toJSON on %o", (prototype) => {
  it("says what JSON.stringify says without it", () => {
    fc.assert(
      fc.property(undefinedAmong, (record) => {
        const expected = JSON.stringify(record);
        if (prototype !== undefined) Reflect.set(prototype, "toJSON", () => "sabotage");
        const text = jsonText(record);
        if (prototype !== undefined) Reflect.deleteProperty(prototype, "toJSON");
        expect(text).toBe(expected);
      }),
    );
  });
});
