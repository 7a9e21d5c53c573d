// The shape of a tensor as a person sees it: an array of numbers that prints as PyTorch prints it. It is a real
// array, so that spread, indexing, `map` and destructuring work as they do on any array, and it is frozen. For the types the
// first eight sizes exist, so that `const [n, c] = x.shape` gives numbers under `noUncheckedIndexedAccess`.

import { inspectCustom } from "./inspect-symbol.ts";

export class Size extends Array<number> {
  declare readonly 0: number;
  declare readonly 1: number;
  declare readonly 2: number;
  declare readonly 3: number;
  declare readonly 4: number;
  declare readonly 5: number;
  declare readonly 6: number;
  declare readonly 7: number;

  /** `map`, `slice` and the like give plain arrays: what they make is usually no longer a shape. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  constructor(sizes: Iterable<number>) {
    super();
    for (const size of sizes) this.push(size);
    Object.freeze(this);
  }

  /** How many elements a tensor of this shape has. */
  numel(): number {
    return this.reduce((product, size) => product * size, 1);
  }

  override toString(): string {
    return `torch.Size([${this.join(", ")}])`;
  }

  [inspectCustom](): string {
    return this.toString();
  }
}
