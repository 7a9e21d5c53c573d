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

class Pair extends Array<object> {
  /** `map`, `slice` and the like give plain arrays. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  readonly #name: string;

  constructor(name: string, values: object, indices: object) {
    super(values, indices);
    this.#name = name;
  }

  get indices(): unknown {
    return this[1];
  }

  override toString(): string {
    return `torch.return_types.${this.#name}(\nvalues=${this[0]},\nindices=${this[1]})`;
  }

  [inspectCustom](): string {
    return this.toString();
  }
}

// a class of arrays cannot declare another `values` than theirs
Object.defineProperty(Pair.prototype, "values", {
  get(this: Pair) {
    return this[0];
  },
});

/** `name` is PyTorch's of the function that gives them. */
export function valuesAndIndices<T extends object>(name: string, values: T, indices: T): ValuesAndIndices<T>;
export function valuesAndIndices(name: string, values: object, indices: object): object {
  return new Pair(name, values, indices);
}
