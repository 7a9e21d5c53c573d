// Reads the tensors of the JSON fixtures that real PyTorch has made (test/fixtures/make_fixtures.py).

import { expect } from "vitest";
import type { DType } from "../../../nn/array/dtype.ts";
import { tensor } from "../../../nn/tensor/creation.ts";
import type { Tensor } from "../../../nn/tensor/tensor.ts";

/** Numbers that JSON does not know are written as text. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly (number | string | boolean)[];
}

const dtypes: readonly DType[] = ["float32", "float64", "int64", "bool"];

export function restore({ shape, dtype, values }: StoredTensor): Tensor {
  const known = dtypes.find((each) => each === dtype);
  if (!known) throw new TypeError(`unknown dtype ${dtype} in a fixture`);
  return tensor(values.map(Number), { dtype: known }).reshape(shape);
}

/** Same shape, dtype and values up to what different orders of summation make in float32. */
export function expectClose(actual: Tensor, stored: StoredTensor, { rtol = 1e-5, atol = 2e-6 } = {}): void {
  const expected = restore(stored);
  expect([...actual.shape]).toEqual([...expected.shape]);
  expect(actual.dtype).toBe(expected.dtype);
  if (actual.allclose(expected, { rtol, atol, equalNan: true })) return;
  expect(actual.toArray()).toEqual(expected.toArray()); // fails, and shows where
}
