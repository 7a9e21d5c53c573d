// Upsampling against its definition: where each element of the result lies in the input, and what is around there.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { full } from "../../../nn/array/ndarray.ts";
import { type UpsamplingOptions, upsampling } from "../../../nn/operations/upsampling.ts";
import { arrayOf, expectClose, references } from "../support/compare.ts";
import * as naive from "../support/naive.ts";
import { indices } from "../support/strided.ts";

const axis = fc.record({ from: fc.integer({ min: 1, max: 8 }), to: fc.integer({ min: 1, max: 17 }) });

const problems = fc
  .record({
    axes: fc.array(axis, { minLength: 1, maxLength: 2 }),
    mode: fc.constantFrom<UpsamplingOptions["mode"]>("nearest", "linear"),
    alignCorners: fc.boolean(),
  })
  .chain(({ axes, mode, alignCorners }) =>
    fc.record({
      x: references([2, 2, ...axes.map(({ from }) => from)]),
      options: fc.constant<UpsamplingOptions>({
        size: axes.map(({ to }) => to),
        scale: axes.map(() => undefined),
        mode,
        alignCorners,
      }),
    }),
  );

/** Elements of the input and their weights, for element `i` of `to` along an axis of `from`. */
function sources(i: number, from: number, to: number, { mode, alignCorners }: UpsamplingOptions) {
  if (mode === "nearest") return [{ position: Math.floor((i * from) / to), weight: 1 }];
  const corners = to > 1 ? (i * (from - 1)) / (to - 1) : 0;
  const place = alignCorners ? corners : Math.max(((i + 0.5) * from) / to - 0.5, 0);
  const position = Math.floor(place);
  return [
    { position, weight: 1 - (place - position) },
    { position: Math.min(position + 1, from - 1), weight: place - position },
  ];
}

function upsample(x: naive.Reference, options: UpsamplingOptions): naive.Reference {
  return naive.tabulate([...x.shape.slice(0, 2), ...options.size], ([n = 0, channel = 0, ...place]) => {
    const along = place.map((i, dim) => sources(i, x.shape[2 + dim] ?? 1, options.size[dim] ?? 1, options));
    return indices(along.map(({ length }) => length)).reduce((sum, choice) => {
      const chosen = choice.map((which, dim) => along[dim]?.[which] ?? { position: 0, weight: 0 });
      const weight = chosen.reduce((product, each) => product * each.weight, 1);
      return sum + weight * naive.at(x, [n, channel, ...chosen.map(({ position }) => position)]);
    }, 0);
  });
}

describe("upsampling", () => {
  it("agrees with the definition in one and two dimensions", () => {
    fc.assert(
      fc.property(problems, fc.constantFrom("float32", "float64"), ({ x, options }, dtype) => {
        // rounding may put a place that is exactly between two elements on the other side of an edge
        const result = upsampling.forward([arrayOf(x, dtype)], options);
        expectClose(result, upsample(x, options), 4, 1e-5);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ["an empty image", [1, 2, 0], [3]],
    ["an empty result", [1, 2, 4], [0]],
    ["a size for too many dimensions", [1, 2, 4], [3, 3]],
  ])("refuses %s", (_, shape, size) => {
    const options = { size, scale: size.map(() => undefined), mode: "nearest", alignCorners: false } as const;
    expect(() => upsampling.forward([full(shape, 1, "float32")], options)).toThrow("Upsample: ");
  });
});
