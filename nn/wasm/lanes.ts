// Lanes in which many numbers become one: sums of terms, the largest, the smallest. NaN wins over all numbers.

import { type Code, f32x4, type Local, v128 } from "./code.ts";
import { exp } from "./exponentials.ts";
import type { FunctionBuilder } from "./function.ts";

export interface Folding {
  /** what the lanes begin with; it changes no result */
  readonly start: number;
  readonly combine: (a: Code, b: Code) => Code;
  /** `combine` takes no notice of NaN, which must win */
  readonly losesNaN?: boolean;
  /** what is combined, if not the number itself */
  readonly term?: (x: Local, center: Code, f: FunctionBuilder) => Code;
  /** the term depends on a center, which is given with each row or column */
  readonly centered?: boolean;
}

const { add, sub, mul, pmax, pmin } = f32x4;

export const foldings = {
  sum: { start: 0, combine: add },
  sizes: { start: 0, combine: add, term: (x) => f32x4.abs(x.get) },
  squares: { start: 0, combine: add, term: (x) => mul(x.get, x.get) },
  largest: { start: -Infinity, combine: pmax, losesNaN: true },
  smallest: { start: Infinity, combine: pmin, losesNaN: true },
  largestSize: { start: 0, combine: pmax, losesNaN: true, term: (x) => f32x4.abs(x.get) },
  smallestSize: { start: Infinity, combine: pmin, losesNaN: true, term: (x) => f32x4.abs(x.get) },
  squaredDistances: {
    start: 0,
    combine: add,
    centered: true,
    term: (x, center) => [x.set(sub(x.get, center)), mul(x.get, x.get)],
  },
  powersOfDistances: {
    start: 0,
    combine: add,
    centered: true,
    term: (x, center, f) => exp(sub(x.get, center), f),
  },
} satisfies Record<string, Folding>;

export type FoldingName = keyof typeof foldings;

/** Some lanes on their way to a result. */
export class Lanes {
  readonly #folding: Folding;
  readonly #f: FunctionBuilder;
  readonly #result: Local;
  readonly #notNumbers: Local;
  readonly #value: Local;

  constructor(folding: Folding, f: FunctionBuilder, name: string) {
    this.#folding = folding;
    this.#f = f;
    this.#result = f.local(`${name}Result`, "v128");
    this.#notNumbers = f.local(`${name}NotNumbers`, "v128");
    this.#value = f.local(`${name}Value`, "v128");
  }

  get begin(): Code {
    const { start, losesNaN } = this.#folding;
    return [
      this.#result.set(this.#f.constant(start)),
      losesNaN ? this.#notNumbers.set(this.#f.constant(0)) : [],
    ];
  }

  read(address: Local, offset: number): Code {
    return this.#value.set(v128.load(address.get, offset));
  }

  /** Takes in what has been read. */
  take(center: Code): Code {
    const { combine, losesNaN, term } = this.#folding;
    const [result, value, notNumbers] = [this.#result, this.#value, this.#notNumbers];
    const unordered = f32x4.ne(value.get, value.get);
    return [
      losesNaN ? notNumbers.set(v128.or(notNumbers.get, unordered)) : [],
      result.set(combine(result.get, term ? term(value, center, this.#f) : value.get)),
    ];
  }

  /** Takes in what other lanes have taken. */
  join(other: Lanes): Code {
    const { combine, losesNaN } = this.#folding;
    return [
      this.#result.set(combine(this.#result.get, other.#result.get)),
      losesNaN ? this.#notNumbers.set(v128.or(this.#notNumbers.get, other.#notNumbers.get)) : [],
    ];
  }

  /** Takes in one number more, alone: beside it stands what changes nothing. */
  takeOne(address: Local, center: Code): Code {
    const { start, combine, losesNaN, term } = this.#folding;
    const [result, value] = [this.#result, this.#value];
    const first = this.#f.local("firstLane", "v128");
    return [
      value.set(v128.load32_splat(address.get)),
      losesNaN ? this.#notNumbers.set(v128.or(this.#notNumbers.get, f32x4.ne(value.get, value.get))) : [],
      first.set(term ? term(value, center, this.#f) : value.get),
      first.set(v128.shuffle32(first.get, this.#f.constant(start), [0, 4, 4, 4])),
      result.set(combine(result.get, first.get)),
    ];
  }

  /** Lane by lane; NaN is all ones. */
  get lanes(): Code {
    return this.#folding.losesNaN ? v128.or(this.#result.get, this.#notNumbers.get) : this.#result.get;
  }

  /** Leaves the one number of all lanes in the first. */
  get joinLanes(): Code {
    const { combine, losesNaN } = this.#folding;
    const orders = [
      [2, 3, 0, 1],
      [1, 0, 3, 2],
    ] as const;
    const fold = (lanes: Local, meet: (a: Code, b: Code) => Code): Code =>
      orders.map((order) => lanes.set(meet(lanes.get, v128.shuffle32(lanes.get, lanes.get, order))));
    return [fold(this.#result, combine), losesNaN ? fold(this.#notNumbers, v128.or) : []];
  }
}
