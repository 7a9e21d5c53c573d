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
  return tabulate([x.shape[0] ?? 0, channelsOut, ...sizes], ([n = 0, channel = 0, ...place]) => {
    const group = Math.floor(channel / (channelsOut / groups));
    let sum = bias ? at(bias, [channel]) : 0;
    for (let c = 0; c < perGroup; c++) {
      for (const tap of indices(kernel)) {
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
