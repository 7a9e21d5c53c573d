import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DType } from "../../../nn/array/dtype.ts";
import { full, valuesOf } from "../../../nn/array/ndarray.ts";
import { select, transpose } from "../../../nn/array/views.ts";
import { arena } from "../../../nn/memory/arena.ts";
import { assign } from "../../../nn/operations/elementwise.ts";
import { linear, matmul } from "../../../nn/operations/matmul.ts";
import { arrayOf, expectClose, referenceOf, references } from "../support/compare.ts";
import * as naive from "../support/naive.ts";

const size = fc.integer({ min: 0, max: 40 });
const batches = fc.constantFrom(
  { a: [], b: [], together: [] },
  { a: [3], b: [3], together: [3] },
  { a: [2, 3], b: [], together: [2, 3] },
  { a: [], b: [4], together: [4] },
  { a: [2, 1], b: [1, 3], together: [2, 3] },
);

describe("matmul", () => {
  it.each<DType>(["float32", "float64"])(
    "multiplies %s matrices of any size, batched and transposed",
    (dtype) => {
      const cases = fc.record({
        rows: size,
        depth: size,
        columns: size,
        batch: batches,
        flipped: fc.tuple(fc.boolean(), fc.boolean()),
      });
      fc.assert(
        fc.property(
          cases.chain(({ rows, depth, columns, batch, flipped }) => {
            const shape = (outer: readonly number[], last: [number, number], turned: boolean) =>
              references([...outer, ...(turned ? last.toReversed() : last)]);
            return fc.record({
              a: shape(batch.a, [rows, depth], flipped[0]),
              b: shape(batch.b, [depth, columns], flipped[1]),
              flipped: fc.constant(flipped),
              batch: fc.constant(batch.together),
            });
          }),
          ({ a, b, flipped, batch }) => {
            const left = flipped[0] ? transpose(arrayOf(a, dtype), -2, -1) : arrayOf(a, dtype);
            const right = flipped[1] ? transpose(arrayOf(b, dtype), -2, -1) : arrayOf(b, dtype);
            expectClose(
              matmul.forward([left, right], {}),
              naive.matmul(referenceOf(left), referenceOf(right), batch),
              4,
            );
          },
        ),
        { numRuns: 60 },
      );
    },
  );

  const vectors = [
    { a: [3], b: [3], shape: [] },
    { a: [3], b: [3, 2], shape: [2] },
    { a: [4, 3], b: [3], shape: [4] },
    { a: [5, 4, 3], b: [3], shape: [5, 4] },
    { a: [3], b: [5, 3, 2], shape: [5, 2] },
  ];
  it.each(vectors)("makes $shape of $a and $b", ({ a, b, shape }) => {
    const product = matmul.forward([full(a, 2, "float32"), full(b, 3, "float32")], {});
    expect(product.shape).toEqual(shape);
    expect([...valuesOf(product)].every((value) => value === 18)).toBe(true);
  });

  it.each<DType>(["float32", "float64"])("gives back what it needed on the way, in %s", (dtype) => {
    const x = transpose(full([4, 6, 5], 1, dtype), 0, 2);
    const [w, bias] = [transpose(full([4, 7], 1, dtype), 0, 1), transpose(full([7, 7], 1, dtype), 0, 1)];
    const once = () => {
      matmul.forward([x, transpose(w, 0, 1)], {}).storage.release();
      linear.forward([x, w, select(bias, 1, 2)], {}).storage.release();
    };
    once(); // makes the plans and packs the weights, which stay
    const before = arena.statistics().liveBlocks;
    once();
    expect(arena.statistics().liveBlocks).toBe(before);
  });

  it("names the sizes that do not fit", () => {
    expect(() => matmul.forward([full([2, 3], 0, "float32"), full([4, 5], 0, "float32")], {})).toThrow(
      "mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)",
    );
    expect(() => matmul.forward([full([], 0, "float32"), full([4], 0, "float32")], {})).toThrow(
      "at least 1-D",
    );
    expect(() => matmul.forward([full([2], 0, "float32"), full([2], 0, "float64")], {})).toThrow(
      "one dtype, got float32, float64",
    );
  });
});

describe("linear", () => {
  it.each<DType>(["float32", "float64"])("is x times the transposed weight plus bias, in %s", (dtype) => {
    const cases = fc.record({ rows: size, depth: size, columns: size, withBias: fc.boolean() });
    fc.assert(
      fc.property(
        cases.chain(({ rows, depth, columns, withBias }) =>
          fc.record({
            x: references([rows, 1, depth]),
            weight: references([columns, depth]),
            bias: withBias ? references([columns]) : fc.constant(undefined),
          }),
        ),
        ({ x, weight, bias }) => {
          const w = arrayOf(weight, dtype);
          const product = naive.matmul(x, referenceOf(transpose(w, 0, 1)), [x.shape[0] ?? 0]);
          const expected = naive.tabulate(
            product.shape,
            (index) => naive.at(product, index) + (bias ? naive.at(bias, index.slice(-1)) : 0),
          );
          expectClose(linear.forward([arrayOf(x, dtype), w, arrayOf(bias, dtype)], {}), expected, 4);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("sees weights that were written to, by operations and by hand", () => {
    const [x, weight] = [full([1, 4], 1, "float32"), full([1, 4], 1, "float32")];
    const result = () => valuesOf(linear.forward([x, weight], {}))[0];
    expect(result()).toBe(4);
    assign(weight, full([], 2, "float32"));
    expect(result()).toBe(8);
    weight.storage.exposed = true;
    weight.storage.data()[0] = 5;
    expect(result()).toBe(11);
  });

  it("names the shapes that do not fit", () => {
    const [x, weight] = [full([2, 3], 0, "float32"), full([5, 4], 0, "float32")];
    expect(() => linear.forward([x, weight], {})).toThrow(
      "an input of shape [2, 3] cannot be multiplied with a weight of shape [5, 4]: the last dimension of the input must be 4",
    );
    expect(() => linear.forward([full([4], 0, "float32"), weight, full([4], 0, "float32")], {})).toThrow(
      "expected a bias of shape [5], got [4]",
    );
  });
});
