// Padding: elements added around an array, one dimension after the other.

import { denseCopy } from "../array/dense-copy.ts";
import { empty, full, type NDArray } from "../array/ndarray.ts";
import { type Shape, showShape } from "../array/shape.ts";
import { inSteps } from "../array/temporaries.ts";
import { flip, narrow, select, slice, unsqueeze } from "../array/views.ts";
import { copyInto, updateInto } from "./loops.ts";
import { fromGradient, type OneArray, type Operation } from "./operation.ts";

export interface PadOptions {
  /** before and after, for the last dimension first: [left, right, top, bottom]; "constant" allows negative ones */
  readonly padding: readonly number[];
  readonly mode: "constant" | "reflect" | "replicate" | "circular";
  /** what "constant" fills with */
  readonly value: number;
}

export const pad: Operation<OneArray, PadOptions> = {
  name: "Pad",
  forward([x], { padding, mode, value }) {
    const rank = x.shape.length;
    if (padding.length % 2 !== 0 || padding.length > 2 * rank) {
      throw new RangeError(
        `Pad: padding lists two lengths for each of the last dimensions (at most ${2 * rank}), got ${showShape(padding)}`,
      );
    }
    const borders = bordersOf(padding, rank);
    if (mode === "constant") return padWithConstant(x, borders, value);
    return inSteps(x, borders.filter(isThere), (padded, { dim, before, after }) =>
      padAlong(padded, dim, before, after, mode),
    );
  },
  gradient: fromGradient((gradient, m, options) => m.apply(padBackward, [gradient], options)),
};

/** The gradient of what was padded: what borders were made of has theirs added. */
export const padBackward: Operation<OneArray, PadOptions> = {
  name: "PadBackward",
  forward([gradient], { padding, mode }) {
    const borders = bordersOf(padding, gradient.shape.length);
    if (mode === "constant") {
      const opposite = borders.map(({ dim, before, after }) => ({ dim, before: -before, after: -after }));
      return padWithConstant(gradient, opposite, 0);
    }
    return inSteps(gradient, borders.filter(isThere).reverse(), (each, border) =>
      foldBorders(each, border, mode),
    );
  },
  gradient: fromGradient((gradient, m, options) => m.apply(pad, [gradient], { ...options, value: 0 })),
};

function bordersOf(padding: readonly number[], rank: number): Border[] {
  return Array.from({ length: padding.length / 2 }, (_, pair) => ({
    dim: rank - 1 - pair,
    before: padding[2 * pair]!,
    after: padding[2 * pair + 1]!,
  }));
}

function isThere({ before, after }: Border): boolean {
  return before !== 0 || after !== 0;
}

/** What lies between the borders, with each border added to the elements that it was made of. */
function foldBorders(gradient: NDArray, { dim, before, after }: Border, mode: BorderMode): NDArray {
  const size = gradient.shape[dim]! - before - after;
  const out = denseCopy(narrow(gradient, dim, before, size));
  const add = (to: NDArray, from: NDArray): void => updateInto(to, from, (a, b) => a + b);
  /** The border is as many sub-arrays as it was made of, or one of which it was all made. */
  const fold = (border: NDArray, source: NDArray): void => {
    const count = border.shape[dim]!;
    if (source.shape[dim] === count) add(source, border);
    else for (let i = 0; i < count; i++) add(source, narrow(border, dim, i, 1));
  };
  if (before > 0) fold(narrow(gradient, dim, 0, before), borderBefore(out, dim, before, mode));
  if (after > 0) fold(narrow(gradient, dim, before + size, after), borderAfter(out, dim, after, mode));
  return out;
}

interface Border {
  readonly dim: number;
  readonly before: number;
  readonly after: number;
}

/** All dimensions at once; where a border is negative, elements are left out. */
function padWithConstant(x: NDArray, borders: readonly Border[], value: number): NDArray {
  let [shape, inner] = [x.shape, x];
  for (const { dim, before, after } of borders) {
    const size = x.shape[dim] ?? 1;
    checkPadding(x.shape, dim, before, after, "constant");
    shape = shape.with(dim, size + before + after);
    inner = slice(inner, dim, Math.max(-before, 0), size - Math.max(-after, 0));
  }
  const out = full(shape, value, x.dtype);
  const middle = borders.reduce(
    (part, { dim, before }) => narrow(part, dim, Math.max(before, 0), inner.shape[dim] ?? 0),
    out,
  );
  copyInto(middle, inner);
  return out;
}

/** One dimension at a time: the corners of the later ones come out of the borders of the earlier ones. */
function padAlong(x: NDArray, dim: number, before: number, after: number, mode: BorderMode): NDArray {
  const size = x.shape[dim] ?? 1;
  checkPadding(x.shape, dim, before, after, mode);
  const out = empty(x.shape.with(dim, size + before + after), x.dtype);
  copyInto(narrow(out, dim, before, size), x);
  if (before > 0) copyInto(narrow(out, dim, 0, before), borderBefore(x, dim, before, mode));
  if (after > 0) copyInto(narrow(out, dim, before + size, after), borderAfter(x, dim, after, mode));
  return out;
}

type BorderMode = Exclude<PadOptions["mode"], "constant">;

function borderBefore(x: NDArray, dim: number, length: number, mode: BorderMode): NDArray {
  const size = x.shape[dim] ?? 1;
  if (mode === "circular") return narrow(x, dim, size - length, length);
  if (mode === "reflect") return flip(narrow(x, dim, 1, length), [dim]);
  return unsqueeze(select(x, dim, 0), dim);
}

function borderAfter(x: NDArray, dim: number, length: number, mode: BorderMode): NDArray {
  const size = x.shape[dim] ?? 1;
  if (mode === "circular") return narrow(x, dim, 0, length);
  if (mode === "reflect") return flip(narrow(x, dim, size - 1 - length, length), [dim]);
  return unsqueeze(select(x, dim, size - 1), dim);
}

function checkPadding(
  shape: Shape,
  dim: number,
  before: number,
  after: number,
  mode: PadOptions["mode"],
): void {
  const size = shape[dim] ?? 1;
  const [least, most] = {
    constant: [-size, Infinity],
    reflect: [0, size - 1],
    replicate: [0, size > 0 ? Infinity : 0],
    circular: [0, size],
  }[mode] as [number, number];
  if (before >= least && before <= most && after >= least && after <= most && size + before + after >= 0)
    return;
  throw new RangeError(
    `Pad: mode "${mode}" cannot pad dimension ${dim} of shape ${showShape(shape)} by (${before}, ${after}); ` +
      `each must be from ${least} to ${most}`,
  );
}
