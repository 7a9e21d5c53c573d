// Winograd's filtering is less exact than a plain sum; how much less is held here. The oracle is the engine's plain
// path in double precision, which PyTorch's numbers hold elsewhere.

import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import * as torch from "../../../nn/index.ts";
import type { Tensor } from "../../../nn/tensor/tensor.ts";

const { backends, F } = torch;

afterEach(() => {
  backends.winograd.enabled = true;
});

/** Standard normal images, and kernels for results of variance 1. */
function problem(channels: number, size: number): [x: Tensor, weight: Tensor] {
  torch.manualSeed(channels + size);
  return [torch.randn(1, channels, size, size), torch.randn(16, channels, 3, 3).div(Math.sqrt(9 * channels))];
}

function largestError([x, weight]: [Tensor, Tensor]): number {
  const exact = F.conv2d(x.to("float64"), weight.to("float64"), { padding: 1 });
  const fast = F.conv2d(x, weight, { padding: 1 });
  return fast.to("float64").sub(exact).abs().max().item();
}

const sizes = [
  { size: 32, tiles: "4 x 4" },
  { size: 8, tiles: "2 x 2" },
];

describe.each(sizes)("Winograd's filtering by tiles of $tiles", ({ size }) => {
  it.each([16, 64, 256, 512])("is in error by less than 5e-5 with %d channels", (channels) => {
    expect(largestError(problem(channels, size))).toBeLessThan(5e-5);
  });

  it("can be switched off, for a result that is different, and not less exact", () => {
    const [x, weight] = problem(256, size);
    const fast = F.conv2d(x, weight, { padding: 1 });
    const error = largestError([x, weight]);
    backends.winograd.enabled = false;
    expect(F.conv2d(x, weight, { padding: 1 }).equal(fast)).toBe(false);
    expect(largestError([x, weight])).toBeLessThan(Math.max(error, 1e-5));
    backends.winograd.enabled = true;
    expect(F.conv2d(x, weight, { padding: 1 }).equal(fast)).toBe(true);
  });
});

it("LAMELLA_WINOGRAD=0 switches Winograd's filtering off", () => {
  const file = resolve(import.meta.dirname, "../../../nn/operations/backends.ts");
  const code = `console.log((await import(${JSON.stringify(file)})).backends.winograd.enabled)`;
  const enabled = (value: string) =>
    execFileSync(process.execPath, ["--input-type=module", "--eval", code], {
      env: { ...process.env, LAMELLA_WINOGRAD: value },
      encoding: "utf8",
    });
  expect(enabled("0")).toBe("false\n");
  expect(enabled("")).toBe("true\n");
});
