// Slices against JavaScript's own, which clips and counts from the end as Python does: Array.prototype.slice. And single truth
// values, whose results are PyTorch's for the same calls.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arange, tensor } from "../../../nn/tensor/creation.ts";

const bound = fc.option(fc.integer({ min: -12, max: 12 }), { nil: undefined });
const step = fc.integer({ min: 1, max: 4 });
const every = (values: number[], stride: number) => values.filter((_, i) => i % stride === 0);

/** The positions of a slice by the definition in Python's documentation (range(start, end, step), bounds adjusted). */
function pythonSlice(
  size: number,
  start: number | undefined,
  end: number | undefined,
  step: number,
): number[] {
  const adjusted = (at: number) => (at < 0 ? at + size : at);
  const positions: number[] = [];
  const last = end === undefined ? Number.NEGATIVE_INFINITY : adjusted(end);
  for (let i = start === undefined ? size - 1 : adjusted(start); i > last && i >= 0; i += step) {
    if (i < size) positions.push(i);
    else i = size - 1 - step; // a start beyond the end is the last position
  }
  return positions;
}

describe("slices", () => {
  it("take the elements that slices of arrays take, from methods and from text", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), bound, bound, step, (size, start, end, stride) => {
        const numbers = Array.from({ length: size }, (_, i) => i);
        const expected = every(numbers.slice(start, end), stride);
        expect(arange(size).slice(0, start, end, stride).toArray()).toEqual(expected);
        expect(
          arange(size)
            .index(`${start ?? ""}:${end ?? ""}:${stride}`)
            .toArray(),
        ).toEqual(expected);
      }),
    );
  });

  it("walk down with a negative step, as Python's do", () => {
    const down = fc.integer({ min: -4, max: -1 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), bound, bound, down, (size, start, end, stride) => {
        expect(
          arange(size)
            .index(`${start ?? ""}:${end ?? ""}:${stride}`)
            .toArray(),
        ).toEqual(pythonSlice(size, start, end, stride));
      }),
    );
    expect(() => arange(3).slice(0, 0, 3, 0)).toThrow("step: expected a whole number other than 0, got 0");
  });

  it("of slices are slices of what is left", () => {
    fc.assert(
      fc.property(bound, bound, step, bound, step, (start, end, stride, second, secondStride) => {
        const numbers = every(Array.from({ length: 12 }, (_, i) => i).slice(start, end), stride);
        const view = arange(12).slice(0, start, end, stride).slice(0, second, undefined, secondStride);
        expect(view.toArray()).toEqual(every(numbers.slice(second), secondStride));
      }),
    );
  });

  it("along an inner dimension leave the others alone", () => {
    const x = arange(24).reshape(2, 3, 4);
    expect(x.index(":", 1, "1:3").toArray()).toEqual([
      [5, 6],
      [17, 18],
    ]);
  });
});

describe("a single truth value", () => {
  const x = arange(6).reshape(2, 3);
  const [yes, no] = [tensor(true), tensor(false)];

  it("is a dimension of its own, of size 1 or 0", () => {
    expect(x.index(yes).toArray()).toEqual([
      [
        [0, 1, 2],
        [3, 4, 5],
      ],
    ]);
    expect(x.index(no).shape).toEqual([0, 2, 3]);
    expect(x.t().index(no).shape).toEqual([0, 3, 2]);
    expect(x.t().index(":", yes).shape).toEqual([3, 1, 2]);
  });

  it("is broadcast with the positions beside it", () => {
    const columns = x.t();
    expect(columns.index(tensor([1, 0, 1]), yes).toArray()).toEqual([
      [1, 4],
      [0, 3],
      [1, 4],
    ]);
    expect(x.index(":", yes, tensor([2])).toArray()).toEqual([[2], [5]]);
  });
});
