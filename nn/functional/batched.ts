// Functions of signals and images that also take a single one, without a batch dimension.

import { showShape } from "../array/shape.ts";
import { expectTensor } from "../tensor/expect-tensor.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * Calls `fn` with x [N, C, ...] as it is, or with a batch of the one sample x [C, ...], whose result then is single
 * as well; `dimensions` counts the spatial ones.
 */
export function batched(name: string, dimensions: number, x: Tensor, fn: (batch: Tensor) => Tensor): Tensor {
  const { shape } = expectTensor(`${name}: x`, x).array;
  if (shape.length === dimensions + 2) return fn(x);
  if (shape.length === dimensions + 1) return fn(x.unsqueeze(0)).squeeze(0);
  throw new RangeError(
    `Expected ${dimensions + 1}D (unbatched) or ${dimensions + 2}D (batched) input to ${name}, but got input of size: ` +
      showShape(shape),
  );
}
