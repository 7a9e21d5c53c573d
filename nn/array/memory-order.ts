// The order in which elements lie in memory. PyTorch draws random numbers in this order, so a transposed tensor gets
// its numbers column by column.

import { contiguousStrides } from "./shape.ts";
import { gather, type Layout } from "./walk.ts";

/**
 * The dimensions, outermost in memory first: by falling strides, as PyTorch's TensorIterator sorts them. A broadcast
 * dimension (stride 0) stays beside its neighbours. Of a row-major array 0, 1, 2, ...
 */
export function memoryOrder({ shape, strides }: Pick<Layout, "shape" | "strides">): number[] {
  const innermostFirst = [...strides.keys()].reverse();
  for (let i = 1; i < innermostFirst.length; i++) {
    const dim = innermostFirst[i] ?? 0;
    let at = i;
    for (let inner = i - 1; inner >= 0; inner--) {
      const other = innermostFirst[inner] ?? 0;
      const [distance, otherDistance] = [Math.abs(strides[dim] ?? 0), Math.abs(strides[other] ?? 0)];
      if (distance === 0 || otherDistance === 0) continue;
      if (otherDistance < distance) break;
      if (otherDistance === distance && (shape[other] ?? 1) <= (shape[dim] ?? 1)) continue;
      innermostFirst[at] = other;
      innermostFirst[inner] = dim;
      at = inner;
    }
  }
  return innermostFirst.reverse();
}

/** The order that undoes `order`. */
export function inverse(order: readonly number[]): number[] {
  return order.map((_, dim) => order.indexOf(dim));
}

/** Calls `fill` with the elements of an array in the order in which they lie in memory; `values` has them in row-major order. */
export function fillInMemoryOrder<Values extends Float32Array | Float64Array | Int32Array | Uint8Array>(
  layout: Layout,
  values: Values,
  fill: (values: Values) => void,
): void {
  fill(values);
  const order = memoryOrder(layout);
  const drawn = values.slice();
  const strides = contiguousStrides(order.map((dim) => layout.shape[dim] ?? 1));
  gather(
    drawn,
    { shape: layout.shape, strides: inverse(order).map((at) => strides[at] ?? 0), offset: 0 },
    values,
  );
}
