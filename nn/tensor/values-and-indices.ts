// Elements along a dimension, and where they were: what `max(1)`, `sort()` and `topk(3)` give. As PyTorch's named tuples it
// is taken apart in order, `const [values, indices] = x.max(1)`, or by name, and it prints as they do.

import { inspectCustom } from "./inspect-symbol.ts";

export interface ValuesAndIndices<T> extends ReadonlyArray<T> {
  readonly 0: T;
  readonly 1: T;
  readonly length: 2;
  /** the elements (an array's method of this name is not there) */
  readonly values: T & ReadonlyArray<T>["values"];
  /** where along the dimension they were: int64 */
  readonly indices: T;
}

/** `name` is PyTorch's of the function that gives them. */
export function valuesAndIndices<T extends object>(name: string, values: T, indices: T): ValuesAndIndices<T>;
export function valuesAndIndices(name: string, values: object, indices: object): object {
  const text = (): string => `torch.return_types.${name}(\nvalues=${values},\nindices=${indices})`;
  const hidden = { toString: { value: text }, [inspectCustom]: { value: text } };
  const pair = Object.defineProperties([values, indices], {
    ...hidden,
    values: { value: values },
    indices: { value: indices },
  });
  return Object.freeze(pair);
}
