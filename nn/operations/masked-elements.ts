// The elements for which a mask holds, as a vector, and the way back.

import { copyOf, type NDArray, valuesOf } from "../array/ndarray.ts";
import { broadcastShapes, elementCount } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { expand, viewAs } from "../array/views.ts";
import { indexSelect } from "./index-select.ts";
import { type Maths, noOptions, type Operation, type TwoArrays, type Value } from "./operation.ts";
import { checkCondition } from "./selection.ts";
import { truePlaces } from "./true-places.ts";

/** The elements of x for which the mask holds, in order, as a vector. Inputs: x, mask (bool). */
export const maskedSelect: Operation<TwoArrays> = {
  name: "MaskedSelect",
  forward([x, mask]) {
    checkCondition("MaskedSelect", mask);
    const shape = broadcastShapes(x.shape, mask.shape);
    using temporaries = new Temporaries();
    const places = truePlaces(expand(mask, shape), temporaries);
    const dense = temporaries.contiguous(expand(x, shape));
    return indexSelect.forward([viewAs(dense, [elementCount(shape)]), places], { dim: 0 });
  },
  gradient: {
    saves: { inputs: [1], output: false },
    rule({ gradient, inputs: [, mask], forms: [x] }, m) {
      const zeros = m.zeros(broadcastShapes(x.shape, mask.shape), gradient.dtype);
      return [m.apply(maskedScatter, [zeros, mask, gradient], noOptions)];
    },
  },
};

/**
 * x with the elements for which the mask holds taken from the source, one after the other in row-major order. Inputs: x,
 * mask (bool, broadcast to the shape of x), source, which has at least as many elements, of the dtype of x.
 */
export const maskedScatter: Operation<readonly [x: NDArray, mask: NDArray, source: NDArray]> = {
  name: "MaskedScatter",
  forward([x, mask, source]) {
    checkCondition("MaskedScatter", mask);
    if (source.dtype !== x.dtype) {
      throw new TypeError(`MaskedScatter: expected a source of dtype ${x.dtype}, got ${source.dtype}`);
    }
    const shape = broadcastShapes(x.shape, mask.shape);
    const truths = valuesOf(expand(mask, shape));
    const sources = valuesOf(source);
    const out = copyOf(expand(x, shape));
    const results = out.storage.data();
    let used = 0;
    for (let i = 0; i < results.length; i++) if (truths[i] !== 0) results[i] = sources[used++] ?? Number.NaN;
    if (used <= sources.length) return out;
    out.storage.release();
    throw new RangeError(
      `MaskedScatter: the mask holds ${used} times, but the source has only ${sources.length} elements`,
    );
  },
  gradient: {
    saves: { inputs: [1], output: false },
    rule: ({ gradient, inputs: [, mask], forms: [, , source], wanted }, m) => [
      wanted[0] ? m.where(mask, 0, gradient) : undefined,
      undefined,
      wanted[2] ? ofTaken(m.apply(maskedSelect, [gradient, mask], noOptions), source, m) : undefined,
    ],
  },
};

/** The gradient of a source from that of its first elements, which were taken. */
function ofTaken<V extends Value>(gradient: V, { shape }: Value, m: Maths<V>): V {
  return m.reshape(m.padEnd(gradient, 0, elementCount(shape) - gradient.shape[0]!), shape);
}
