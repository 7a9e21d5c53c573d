// A loop that never awaits gives the garbage collector no chance: memory must stay flat all the same.

import { describe, expect, it } from "vitest";
import { BasicBlock, Bottleneck, CNBlock } from "../../../nn/blocks/index.ts";
import { noGrad, rand } from "../../../nn/index.ts";
import { arena } from "../../../nn/memory/arena.ts";

describe.each([
  ["a bottleneck", () => new Bottleneck(16, 4), [2, 16, 7, 7]],
  ["a basic block", () => new BasicBlock(8, 8), [2, 8, 7, 7]],
  ["a ConvNeXt block", () => new CNBlock(8, 0.5, 0.3), [2, 8, 7, 7]],
] as const)("a thousand synchronous forward passes of %s", (_, make, shape) => {
  it.each(["training", "evaluation"])("in %s leave nothing behind", (mode) => {
    const block = make().train(mode === "training");
    const x = rand([...shape]);
    const run = (): void => {
      using _output = noGrad(() => block(x));
    };
    for (let i = 0; i < 10; i++) run(); // plans, packed weights
    const before = arena.statistics();
    for (let i = 0; i < 1000; i++) run();
    const after = arena.statistics();
    expect(after).toEqual(before);
  });
});
