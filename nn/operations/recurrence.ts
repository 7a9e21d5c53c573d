// A linear recurrence along a dimension, from its end: out[i] = x[i] + factor[i + 1] out[i + 1]. The gradients of
// cumulative products are one, and its own gradient is one again, the other way round.

import { empty, valuesOf } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import type { Maths, Operation, TwoArrays, Value } from "./operation.ts";
import { pad } from "./padding.ts";

/** Inputs: x, and factor of its shape and dtype; the dimension is counted from the front. */
export const recurrence: Operation<TwoArrays, { readonly dim: number }> = {
  name: "Recurrence",
  forward([x, factor], { dim }) {
    const out = empty(x.shape, x.dtype);
    const [values, factors, results] = [valuesOf(x), valuesOf(factor), out.storage.data()];
    const inner = elementCount(x.shape.slice(dim + 1));
    const line = x.shape[dim]! * inner;
    for (let i = results.length - 1; i >= 0; i--) {
      const next = i + inner;
      const isLast = (i % line) + inner >= line;
      results[i] = isLast ? values[i]! : values[i]! + factors[next]! * results[next]!;
    }
    return out;
  },
  gradient: {
    saves: { inputs: [1], output: true },
    rule({ gradient, inputs: [, factor], output, options, wanted }, m) {
      const { dim } = options;
      const reversed = [m.flip(gradient, [dim]), movedOn(m.flip(factor, [dim]), dim, 0, m)] as const;
      const ofX = m.flip(m.apply(recurrence, reversed, options), [dim]);
      return [ofX, wanted[1] ? m.mul(movedOn(ofX, dim, 0, m), output) : undefined];
    },
  },
};

/** The elements one place further along a dimension: the last one leaves, and `first` comes in. */
export function movedOn<V extends Value>(x: V, dim: number, first: number, m: Maths<V>): V {
  const behind = new Array<number>(2 * (x.shape.length - 1 - dim)).fill(0);
  return m.apply(pad, [x], { padding: [...behind, 1, -1], mode: "constant", value: first });
}
