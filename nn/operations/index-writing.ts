// Operations that write whole sub-arrays at indices of one dimension (int64, one dimension or none). Where an index
// is named twice, the last one stays, or both are added.

import { copyOf, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, normalizeDim, sameShape, showShape } from "../array/shape.ts";
import { select } from "../array/views.ts";
import { indexSelect } from "./index-select.ts";
import { type AlongOptions, checkIndex, type WithSource } from "./indexing.ts";
import { copyInto, updateInto } from "./loops.ts";
import type { Gradient, Operation, Rule } from "./operation.ts";

/** What becomes of one sub-array of the result, `to`, and the part of the source that belongs to it. */
type Write = (to: NDArray, from: NDArray) => void;

/** x with some sub-arrays along a dimension written. Inputs: x, index, source. */
function writeAlong(
  name: string,
  write: Write,
  checkSource: (x: NDArray, source: NDArray, dim: number, count: number) => void,
  gradient: Gradient<WithSource, AlongOptions>,
): Operation<WithSource, AlongOptions> {
  return {
    name,
    forward([x, index, source], options) {
      const dim = normalizeDim(options.dim, x.shape.length);
      if (index.shape.length > 1) {
        throw new RangeError(
          `${name}: expected an index of at most one dimension, got shape ${showShape(index.shape)}`,
        );
      }
      checkIndex(name, index, x.shape[dim] ?? 1);
      checkSource(x, source, dim, elementCount(index.shape));
      const out = copyOf(x);
      const at = (array: NDArray, position: number) =>
        array.shape.length === 0 ? array : select(array, dim, position);
      valuesOf(index).forEach((position, i) => {
        write(at(out, position), at(source, i));
      });
      return out;
    },
    gradient,
  };
}

/** Each element of the source added to the one that it meets. */
export const indexAdd = writeAlong(
  "IndexAdd",
  (to, from) => updateInto(to, from, (old, value) => old + value),
  subArraysOf("IndexAdd"),
  {
    saves: { inputs: { byGradient: [[], [], [1]] }, output: false },
    rule: ({ gradient, inputs: [, index], options, wanted }, m) => [
      gradient,
      undefined,
      wanted[2] ? m.apply(indexSelect, [gradient, index], options) : undefined,
    ],
  },
);

/** Each element of the source in the place of the one that it meets. */
export const indexCopy = writeAlong(
  "IndexCopy",
  copyInto,
  subArraysOf("IndexCopy"),
  fromIndex(({ gradient, inputs: [, index], options, wanted }, m) => [
    wanted[0] ? m.apply(indexFill, [gradient, index, m.scalar(0, gradient.dtype)], options) : undefined,
    undefined,
    wanted[2] ? m.apply(indexSelect, [gradient, index], options) : undefined,
  ]),
);

/** The source, an array without dimensions, everywhere; it is converted to the dtype of x. */
export const indexFill: Operation<WithSource, AlongOptions> = writeAlong(
  "IndexFill",
  copyInto,
  (_, { shape }) => {
    if (shape.length === 0) return;
    throw new RangeError(`IndexFill: expected a value without dimensions, got shape ${showShape(shape)}`);
  },
  fromIndex(({ gradient, inputs: [, index], options, wanted }, m) => {
    const none = m.zeros(gradient.shape, "bool");
    const filled = m.apply(indexFill, [none, index, m.scalar(1, "bool")], options);
    return [
      wanted[0] ? m.where(filled, 0, gradient) : undefined,
      undefined,
      wanted[2] ? m.where(filled, gradient, 0) : undefined,
    ];
  }),
);

/** A rule that reads the index alone. */
function fromIndex(rule: Rule<WithSource, AlongOptions>): Gradient<WithSource, AlongOptions> {
  return { saves: { inputs: [1], output: false }, rule };
}

/** The source is of the dtype of x, and of its shape but for `dim`, along which it has one sub-array for each index. */
function subArraysOf(name: string) {
  return (x: NDArray, source: NDArray, dim: number, count: number): void => {
    if (source.dtype !== x.dtype) {
      throw new TypeError(`${name}: expected a source of dtype ${x.dtype}, got ${source.dtype}`);
    }
    const expected = x.shape.length === 0 ? [] : x.shape.with(dim, count);
    if (sameShape(source.shape, expected) && (x.shape.length > 0 || count === 1)) return;
    throw new RangeError(
      `${name}: for ${count} indices of dimension ${dim} of an array of shape ${showShape(x.shape)} expected a source of ` +
        `shape ${showShape(expected)}, got ${showShape(source.shape)}`,
    );
  };
}
