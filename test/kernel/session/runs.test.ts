// Which runs are remembered: what a cell's timers print long after it has run still finds its way.

import { expect, it } from "vitest";
import { Runs } from "../../../kernel/session/runs.ts";
import { createMessage } from "../../../kernel/wire/message.ts";

const showing = { take: () => undefined, ask: () => {}, end: () => {} };

it("remembers the last run of each cell for as long as it is that, and others for a thousand runs", () => {
  const runs = new Runs();
  const request = createMessage("session", "execute_request", {});
  const plain = runs.start(request, true);
  const [first, second] = ["first", "second"].map((cell) => runs.start(request, true, { cell, showing }));
  if (!first || !second) throw new Error("no runs");
  for (let turn = 0; turn < 1500; turn++) runs.startAgain(second, plain, showing);
  expect(runs.find(first.serial)).toBe(first);
  expect(runs.find(second.serial)).toBeUndefined();
  expect(runs.find(plain.serial)).toBeUndefined();
});
