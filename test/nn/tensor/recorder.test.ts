// What a listener is told of the operations that run.

import { describe, expect, it } from "vitest";
import * as torch from "../../../nn/index.ts";
import { type Recorder, recording } from "../../../nn/tensor/recorder.ts";

describe("the recorder", () => {
  it("is told of operations, views, writes in place and copies, with the very arrays", () => {
    const told: Parameters<Recorder>[] = [];
    const [x, y] = [torch.ones(2, 3), torch.ones(3)];
    const [sum, view] = recording(
      (...operation) => told.push(operation),
      () => {
        const sum = x.add(y);
        const view = sum.permute(1, 0);
        sum.mul_(y);
        view.copy_(torch.zeros(3, 2));
        return [sum, view];
      },
    );
    expect(told.map(([name]) => name)).toEqual(["Add", "Permute", "Mul", "Copy"]);
    expect(told.map(([, inputs]) => inputs.length)).toEqual([2, 1, 2, 2]);
    expect(told[0]?.[1]).toEqual([x.array, y.array]);
    expect(told.map(([, , output]) => output)).toEqual([sum.array, view.array, sum.array, view.array]);
    expect(told[0]?.[2]).toBe(sum.array);
    expect(told[2]?.[2]).toBe(sum.array);
  });

  it("is told of nothing outside, nor after an error", () => {
    const told: string[] = [];
    const failing = () =>
      recording(
        (name) => told.push(name),
        () => torch.ones(2).matmul(torch.ones(3)),
      );
    torch.ones(2).add(1);
    expect(failing).toThrow();
    torch.ones(2).add(1);
    expect(told).toEqual([]);
  });
});
