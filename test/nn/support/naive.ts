// Reference implementations by the textbook definition, in double precision, on plain nested loops. They share
// nothing with the engine but the shape of an array.

import { indices } from "./strided.ts";

/** Elements in row-major order. */
export interface Reference {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

export function at({ shape, values }: Reference, index: readonly number[]): number {
  const position = shape.reduce((sum, size, dim) => sum * size + (index[dim] ?? 0), 0);
  return values[position] ?? Number.NaN;
}

export function tabulate(shape: readonly number[], value: (index: readonly number[]) => number): Reference {
  return { shape, values: indices(shape).map(value) };
}

/** [..., rows, depth] times [..., depth, columns], batches broadcast. */
export function matmul(a: Reference, b: Reference, batch: readonly number[]): Reference {
  const [rows = 0, depth = 0] = a.shape.slice(-2);
  const columns = b.shape.at(-1) ?? 0;
  const inBatch = (array: Reference, index: readonly number[]) =>
    index.slice(index.length - array.shape.length + 2).map((i, dim) => (array.shape[dim] === 1 ? 0 : i));
  return tabulate([...batch, rows, columns], (index) => {
    const [row = 0, column = 0] = index.slice(-2);
    const outer = index.slice(0, -2);
    let sum = 0;
    for (let k = 0; k < depth; k++)
      sum += at(a, [...inBatch(a, outer), row, k]) * at(b, [...inBatch(b, outer), k, column]);
    return sum;
  });
}

export interface ConvolutionOptions {
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/** Any number of spatial dimensions; the output's size is found by trying where the kernel still fits. */
export function convolution(
  x: Reference,
  weight: Reference,
  bias: Reference | undefined,
  { stride, padding, dilation, groups }: ConvolutionOptions,
): Reference {
  const [channelsOut = 0, perGroup = 0, ...kernel] = weight.shape;
  const sizes = kernel.map((taps, dim) => {
    let size = 0;
    const padded = (x.shape[dim + 2] ?? 0) + 2 * (padding[dim] ?? 0);
    while (size * (stride[dim] ?? 1) + (taps - 1) * (dilation[dim] ?? 1) < padded) size++;
    return size;
  });
  const taps = indices(kernel);
  return tabulate([x.shape[0] ?? 0, channelsOut, ...sizes], ([n = 0, channel = 0, ...place]) => {
    const group = Math.floor(channel / (channelsOut / groups));
    let sum = bias ? at(bias, [channel]) : 0;
    for (let c = 0; c < perGroup; c++) {
      for (const tap of taps) {
        const position = place.map(
          (p, d) => p * (stride[d] ?? 1) + (tap[d] ?? 0) * (dilation[d] ?? 1) - (padding[d] ?? 0),
        );
        if (position.some((p, d) => p < 0 || p >= (x.shape[d + 2] ?? 0))) continue;
        sum += at(x, [n, group * perGroup + c, ...position]) * at(weight, [channel, c, ...tap]);
      }
    }
    return sum;
  });
}

/** What a reduction sees for each of its results: the values along the reduced dimensions, in row-major order. */
export function reduce(
  x: Reference,
  dims: readonly number[],
  keepdim: boolean,
  combine: (values: readonly number[]) => number,
): Reference {
  const kept = x.shape.map((size, dim) => (dims.includes(dim) ? 1 : size));
  const inner = indices(x.shape.map((size, dim) => (dims.includes(dim) ? size : 1)));
  const { values } = tabulate(kept, (index) =>
    combine(
      inner.map((offset) =>
        at(
          x,
          index.map((i, dim) => i + (offset[dim] ?? 0)),
        ),
      ),
    ),
  );
  return { shape: keepdim ? kept : x.shape.filter((_, dim) => !dims.includes(dim)), values };
}

/** Each element of two arrays broadcast to `shape`. */
export function zip(
  a: Reference,
  b: Reference,
  shape: readonly number[],
  combine: (a: number, b: number) => number,
): Reference {
  const own = (array: Reference, index: readonly number[]) =>
    index.slice(shape.length - array.shape.length).map((i, dim) => (array.shape[dim] === 1 ? 0 : i));
  return tabulate(shape, (index) => combine(at(a, own(a, index)), at(b, own(b, index))));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function variance(values: readonly number[], correction: number): number {
  const center = mean(values);
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - correction);
}
