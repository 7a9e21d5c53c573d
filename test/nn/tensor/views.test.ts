// Laws of views, on random shapes: what was moved there and back is where it was, and no element is lost.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arange, cat } from "../../../nn/tensor/creation.ts";
import type { Tensor } from "../../../nn/tensor/tensor.ts";

const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });

/** A shape, and its dimensions in some order. */
const permuted = shapes.chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    order: fc.shuffledSubarray([...shape.keys()], { minLength: shape.length, maxLength: shape.length }),
  }),
);

function numbered(shape: readonly number[]): Tensor {
  return arange(shape.reduce((product, size) => product * size, 1)).reshape(shape);
}

describe("views", () => {
  it("a permutation and its inverse cancel", () => {
    fc.assert(
      fc.property(permuted, ({ shape, order }) => {
        const x = numbered(shape);
        const inverse = order.map((_, dim) => order.indexOf(dim));
        const moved = x.permute(order);
        expect([...moved.shape]).toEqual(order.map((dim) => shape[dim]));
        expect(moved.permute(inverse).equal(x)).toBe(true);
        expect(moved.clone().permute(inverse).equal(x)).toBe(true);
      }),
    );
  });

  it("reshaping a permuted tensor keeps its elements in their order", () => {
    fc.assert(
      fc.property(permuted, ({ shape, order }) => {
        const moved = numbered(shape).permute(order);
        const nested: unknown[] = [moved.toArray()];
        const flat = nested.flat(Number.POSITIVE_INFINITY);
        expect(moved.reshape(-1).toArray()).toEqual(flat);
        expect(moved.flatten().toArray()).toEqual(flat);
        expect([...moved.data]).toEqual(flat);
      }),
    );
  });

  it("a tensor is what its slices are, joined", () => {
    fc.assert(
      fc.property(permuted, fc.nat(3), fc.nat(4), ({ shape, order }, some, position) => {
        const x = numbered(shape).permute(order);
        const dim = some % shape.length;
        const cut = Math.min(position, x.size(dim));
        const parts = [x.slice(dim, 0, cut), x.slice(dim, cut)];
        expect(cat(parts, dim).equal(x)).toBe(true);
      }),
    );
  });
});
