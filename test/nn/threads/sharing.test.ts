// What is shared with other threads, and what is done before they are awake. Estimates by the widest tile of a product once
// took products with a vector for sixteen times as much work as they are.

import { afterAll, describe, expect, it, vi } from "vitest";
import { F, noGrad, randn, scope, setNumThreads, type Tensor } from "../../../nn/index.ts";
import { getNumThreads, startThreads } from "../../../nn/threads/pool.ts";
import { Team } from "../../../nn/threads/team.ts";

const threads = getNumThreads();
setNumThreads(2);
startThreads();
afterAll(() => setNumThreads(threads));

/** How many jobs the call opens to other threads, once all that it makes only once is there. */
function sharedJobs(call: () => Tensor): number {
  const run = vi.spyOn(Team.prototype, "run");
  try {
    for (let i = 0; i < 2; i++) {
      run.mockClear();
      noGrad(() => scope(call));
    }
    return run.mock.calls.length;
  } finally {
    run.mockRestore();
  }
}

describe("a layer of a streaming network is done by one thread:", () => {
  const [row, signal, weight, kernels] = [
    randn(1, 256),
    randn(1, 256, 3),
    randn(512, 256),
    randn(256, 256, 3),
  ];
  it.each<[string, () => Tensor]>([
    ["conv1d to one place", () => F.conv1d(signal, kernels)],
    ["linear of one row", () => F.linear(row, weight)],
    ["elementwise", () => signal.mul(2).tanh()],
  ])("%s", (_, call) => expect(sharedJobs(call)).toBe(0));
});

describe("larger work is shared, unless others keep the processor busy:", () => {
  const [x, weight, image] = [randn(200, 400), randn(300, 400), randn(2, 64, 30, 30)];
  const kernels = randn(64, 64, 3, 3);
  it.each<[string, () => Tensor]>([
    ["linear", () => F.linear(x, weight)],
    ["conv2d", () => F.conv2d(image, kernels, { padding: 1 })],
    ["elementwise", () => image.mul(2)],
  ])("%s", (_, call) => vi.waitFor(() => expect(sharedJobs(call)).toBeGreaterThan(0), 30_000));
});
