// Walking a strided array in row-major order. Dimensions that lie seamlessly inside one another are merged
// first, so that most walks are one or two plain loops.

import type { TypedArray } from "./dtype.ts";

/** The part of an array that a walk needs. */
export interface Layout {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
}

/** A dimension of several arrays walked together: its size, and the stride of each array along it. */
export interface Loop {
  readonly size: number;
  readonly strides: readonly number[];
}

/**
 * The fewest nested loops, outermost first, that walk arrays of one shape together; `strides` lists the strides
 * of each array. Sizes of 1 vanish, and a loop is merged into the next when no array has a seam between them.
 * There is always at least one loop.
 */
export function mergeLoops(shape: readonly number[], strides: readonly (readonly number[])[]): Loop[] {
  const loops: Loop[] = [];
  for (let dim = 0; dim < shape.length; dim++) {
    const size = shape[dim] ?? 1;
    if (size === 1) continue;
    const inner: Loop = { size, strides: strides.map((each) => each[dim] ?? 0) };
    const outer = loops.at(-1);
    const seamless = outer?.strides.every((stride, array) => stride === (inner.strides[array] ?? 0) * size);
    if (outer && seamless) loops[loops.length - 1] = { size: outer.size * size, strides: inner.strides };
    else loops.push(inner);
  }
  return loops.length > 0 ? loops : [{ size: 1, strides: strides.map(() => 0) }];
}

/**
 * Calls `visit` with the position of each array for every run of the innermost loop, in row-major order.
 * The array of positions is reused between calls.
 */
export function forEachRun(
  loops: readonly Loop[],
  offsets: readonly number[],
  visit: (positions: readonly number[], run: Loop) => void,
): void {
  const run = loops.at(-1);
  if (!run || loops.some((loop) => loop.size === 0)) return;
  const positions = [...offsets];
  const descend = (depth: number): void => {
    const loop = loops[depth];
    if (!loop || depth === loops.length - 1) {
      visit(positions, run);
      return;
    }
    for (let i = 0; i < loop.size; i++) {
      descend(depth + 1);
      for (let a = 0; a < positions.length; a++) positions[a] = (positions[a] ?? 0) + (loop.strides[a] ?? 0);
    }
    for (let a = 0; a < positions.length; a++) {
      positions[a] = (positions[a] ?? 0) - loop.size * (loop.strides[a] ?? 0);
    }
  };
  descend(0);
}

/** Copies the elements of a strided array, in row-major order, to the front of `target`. */
export function gather(source: TypedArray, layout: Layout, target: TypedArray): void {
  let written = 0;
  forEachRun(
    mergeLoops(layout.shape, [layout.strides]),
    [layout.offset],
    ([start = 0], { size, strides }) => {
      const stride = strides[0] ?? 0;
      if (stride === 1) target.set(source.subarray(start, start + size), written);
      else for (let i = 0; i < size; i++) target[written + i] = source[start + i * stride] ?? 0;
      written += size;
    },
  );
}
