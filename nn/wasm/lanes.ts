// Lanes in which many numbers become one: sums of terms, the largest, the smallest. NaN wins over all numbers.

import { type Code, f32x4, i32, i32x4, type Local, v128 } from "./code.ts";
import { exp } from "./exponentials.ts";
import type { FunctionBuilder } from "./function.ts";

export interface Folding {
  /** what the lanes begin with; it changes no result */
  readonly start: (f: FunctionBuilder) => Code;
  readonly combine: (a: Code, b: Code) => Code;
  /** `combine` takes no notice of NaN, which must win */
  readonly losesNaN?: boolean;
  /** what is combined, if not the number itself */
  readonly term?: (x: Local, center: Code, f: FunctionBuilder) => Code;
  /** the term depends on a center, which is given with each row or column */
  readonly centered?: boolean;
}

const { add, sub, mul, pmax, pmin, abs, eq, ne } = f32x4;
const number = (value: number) => (f: FunctionBuilder) => f.constant(value);
const integer = (value: number) => () => i32x4.const(value);
const ones = (mask: Code, f: FunctionBuilder): Code => v128.and(mask, f.constant(1));

export const foldings = {
  sum: { start: number(0), combine: add },
  product: { start: number(1), combine: mul },
  sizes: { start: number(0), combine: add, term: (x) => abs(x.get) },
  squares: { start: number(0), combine: add, term: (x) => mul(x.get, x.get) },
  largest: { start: number(-Infinity), combine: pmax, losesNaN: true },
  smallest: { start: number(Infinity), combine: pmin, losesNaN: true },
  largestSize: { start: number(0), combine: pmax, losesNaN: true, term: (x) => abs(x.get) },
  smallestSize: { start: number(Infinity), combine: pmin, losesNaN: true, term: (x) => abs(x.get) },
  squaredDistances: {
    start: number(0),
    combine: add,
    centered: true,
    term: (x, center) => [x.set(sub(x.get, center)), mul(x.get, x.get)],
  },
  powersOfDistances: {
    start: number(0),
    combine: add,
    centered: true,
    term: (x, center, f) => exp(sub(x.get, center), f),
  },
  /** 1 if some number is zero, if some is not; else 0 */
  zeros: { start: number(0), combine: v128.or, term: (x, _, f) => ones(eq(x.get, f.constant(0)), f) },
  nonzeros: { start: number(0), combine: v128.or, term: (x, _, f) => ones(ne(x.get, f.constant(0)), f) },
  largestInteger: { start: integer(-(2 ** 31)), combine: i32x4.max },
  smallestInteger: { start: integer(2 ** 31 - 1), combine: i32x4.min },
  /** sums of the lower and of the upper 16 bits of integers, which 32 bits hold for 32,768 of them */
  lowHalves: {
    start: integer(0),
    combine: i32x4.add,
    term: (x) => v128.and(x.get, i32x4.const(0xffff)),
  },
  highHalves: { start: integer(0), combine: i32x4.add, term: (x) => i32x4.shr_s(x.get, i32.const(16)) },
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
    return [this.#result.set(start(this.#f)), losesNaN ? this.#notNumbers.set(this.#f.constant(0)) : []];
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
      first.set(v128.shuffle32(first.get, start(this.#f), [0, 4, 4, 4])),
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
