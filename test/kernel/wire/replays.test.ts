// A signature is good for one message, however many others have come since.

import { expect, it } from "vitest";
import { withoutReplays } from "../../../kernel/wire/replays.ts";

it("a message is taken once, also when half a million others have come since", () => {
  const number = (index: number) => Buffer.from(index.toString(16).padStart(12, "0").padEnd(64, "f"));
  const { verify } = withoutReplays({ sign: () => "", verify: () => true });
  const count = 2 ** 19 + 10;
  const taken = (index: number) => verify([], number(index));
  for (let index = 0; index < count; index += 1) if (!taken(index)) throw new Error(`${index} is new`);
  expect(Array.from({ length: 20 }, (_, index) => taken(count - 1 - index * 20_000))).not.toContain(true);
});

it("messages that are not signed are all taken", () => {
  const { verify } = withoutReplays({ sign: () => "", verify: () => true });
  expect([1, 2, 3].map(() => verify([], Buffer.alloc(0)))).toEqual([true, true, true]);
});
