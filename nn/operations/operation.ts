// What an operation is: its name, what it computes, and how gradients flow back through it, declared in one place and on
// plain arrays. It knows nothing of tensors, the tape or memory scopes; `tensor/apply.ts` does.

import type { DType } from "../array/dtype.ts";
import type { NDArray } from "../array/ndarray.ts";
import type { Shape } from "../array/shape.ts";
import type { ConvolutionOptions } from "./prepared-convolution.ts";

/** The inputs of an operation, as a tuple: `readonly [x: NDArray, weight: NDArray, bias?: NDArray]`. */
export type Inputs = readonly (NDArray | undefined)[];
export type OneArray = readonly [x: NDArray];
export type TwoArrays = readonly [a: NDArray, b: NDArray];
export type SomeArrays = readonly [NDArray, ...NDArray[]];

/** The inputs with values of another kind, such as tensors, in place of arrays. */
export type InPlaceOfArrays<In extends Inputs, V> = {
  readonly [I in keyof In]: undefined extends In[I] ? V | undefined : V;
};

export interface Operation<In extends Inputs, Options = NoOptions> {
  /** PyTorch's name for the node in its graph, as in grad_fn=<AddmmBackward0>: "Addmm" */
  readonly name: string;
  /** The result, in a storage of its own. Throws when shapes, dtypes or options do not fit. */
  forward(inputs: In, options: Options): NDArray;
  /** "none": no gradient goes through, as through a comparison */
  readonly gradient: Gradient<In, Options> | "none";
}

/** The options of an operation that has none. */
export type NoOptions = Record<never, never>;
export const noOptions: NoOptions = {};

/** How the gradient of a result becomes the gradients of the inputs. */
export interface Gradient<In extends Inputs, Options> {
  /** the positions of the inputs that the rule reads, and whether it reads the result */
  readonly saves: { readonly inputs: Reads; readonly output: boolean };
  readonly rule: Rule<In, Options>;
}

/** Positions of inputs: all, some, all from one on, or for the gradient of each input those that it takes. */
export type Reads =
  | "all"
  | readonly number[]
  | { readonly from: number }
  | { readonly byGradient: readonly (readonly number[])[] };

/**
 * The gradient of each input; undefined for one that has none. It may have the shape and dtype of the result: the walk
 * sums and converts it to those of the input. A rule is written in terms of `Maths`, whose values are plain arrays when
 * `backward()` walks the tape, and tensors when the gradient is to have a gradient itself.
 */
export type Rule<In extends Inputs, Options> = <V extends Value>(
  call: Call<V, In, Options>,
  maths: Maths<V>,
) => readonly (V | undefined)[];

/** What rules compute with: arrays or tensors. */
export interface Value {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** One call of an operation, as its rule sees it. */
export interface Call<V extends Value, In extends Inputs, Options> {
  /** that of the result */
  readonly gradient: V;
  /** those that the rule saves; reading another one is an error */
  readonly inputs: InPlaceOfArrays<In, V>;
  /** an error unless the rule saves it */
  readonly output: V;
  readonly options: Options;
  /** shapes and dtypes of all inputs */
  readonly forms: InPlaceOfArrays<In, Value>;
  /** for which inputs gradients are wanted; others may be left out */
  readonly wanted: readonly boolean[];
}

/** An operation that looks at the same memory in another way, without copying. */
export interface ViewOperation<Options> {
  /** as of an `Operation` */
  readonly name: string;
  view(x: NDArray, options: Options): NDArray;
  /** The gradient of x; it reads no elements. */
  gradient<V extends Value>(gradient: V, x: Value, options: Options, maths: Maths<V>): V;
}

type Dims = readonly number[];

/**
 * Computing with values of one kind, by the operations: the words in which rules are written. Numbers count as values
 * without dimensions, in the dtype of the other side.
 */
export interface Maths<V extends Value> {
  apply<In extends Inputs, Options>(
    operation: Operation<In, Options>,
    inputs: InPlaceOfArrays<In, V>,
    options: Options,
  ): V;
  view<Options>(operation: ViewOperation<Options>, x: V, options: Options): V;
  /** The gradient is to have a gradient: every step must be an operation that has one, of values that lead back. */
  readonly isRecorded: boolean;

  add(a: V, b: V | number): V;
  sub(a: V | number, b: V | number): V;
  mul(a: V, b: V | number): V;
  div(a: V | number, b: V | number): V;
  pow(a: V | number, b: V | number): V;
  neg(x: V): V;
  abs(x: V): V;
  sign(x: V): V;
  square(x: V): V;
  sqrt(x: V): V;
  rsqrt(x: V): V;
  exp(x: V): V;
  log(x: V): V;
  sin(x: V): V;
  cos(x: V): V;
  sinh(x: V): V;
  cosh(x: V): V;
  tanh(x: V): V;
  sigmoid(x: V): V;
  erf(x: V): V;

  /** truth values, all of them */
  eq(a: V, b: V | number): V;
  lt(a: V, b: V | number): V;
  le(a: V, b: V | number): V;
  gt(a: V, b: V | number): V;
  ge(a: V, b: V | number): V;
  ne(a: V, b: V | number): V;
  and(a: V, b: V): V;
  or(a: V, b: V): V;
  not(x: V): V;
  where(condition: V, a: V | number, b: V | number): V;

  /** over all dimensions if none is named */
  sum(x: V, dims?: Dims, keepdim?: boolean): V;
  /** summed over the dimensions that broadcasting has added or stretched */
  sumTo(x: V, shape: Shape): V;
  cumsum(x: V, dim: number): V;
  flip(x: V, dims: Dims): V;
  matmul(a: V, b: V): V;

  convolve(x: V, weight: V, options: ConvolutionOptions): V;
  convolveTransposed(x: V, weight: V, options: ConvolutionOptions & { readonly outputPadding: Dims }): V;
  /** the gradient of the weights, of this shape, of a convolution of x, from that of its result */
  convolutionWeights(x: V, gradient: V, options: ConvolutionOptions & { readonly weight: Shape }): V;

  reshape(x: V, shape: Shape): V;
  expand(x: V, shape: Shape): V;
  permute(x: V, dims: Dims): V;
  transpose(x: V, dim0: number, dim1: number): V;
  unsqueeze(x: V, dim: number): V;
  narrow(x: V, dim: number, start: number, length: number): V;
  /** with so many zeros behind the last element of a dimension */
  padEnd(x: V, dim: number, count: number): V;

  cast(x: V, dtype: DType): V;
  zeros(shape: Shape, dtype: DType): V;
  scalar(value: number, dtype: DType): V;
}

// Rules of operations with one or two inputs, by what they read.

/** The gradient of x from that of the result alone. */
export function fromGradient<Options>(
  rule: <V extends Value>(gradient: V, maths: Maths<V>, options: Options) => V,
): Gradient<OneArray, Options> {
  return {
    saves: nothing,
    rule: ({ gradient, options }, maths) => [rule(gradient, maths, options)],
  };
}

/** The gradient of x from that of the result and x. */
export function fromInput<Options>(
  rule: <V extends Value>(gradient: V, x: V, maths: Maths<V>, options: Options) => V,
): Gradient<OneArray, Options> {
  return {
    saves: { inputs: "all", output: false },
    rule: ({ gradient, inputs: [x], options }, maths) => [rule(gradient, x, maths, options)],
  };
}

/** The gradient of x from that of the result and the result. */
export function fromOutput<Options>(
  rule: <V extends Value>(gradient: V, y: V, maths: Maths<V>, options: Options) => V,
): Gradient<OneArray, Options> {
  return {
    saves: { inputs: [], output: true },
    rule: ({ gradient, output, options }, maths) => [rule(gradient, output, maths, options)],
  };
}

/**
 * The gradients of a and b, each from that of the result and both.
 * @param byGradient which of a (0) and b (1) the one and the other gradient take
 */
export function fromInputs(
  ofA: <V extends Value>(gradient: V, a: V, b: V, maths: Maths<V>) => V,
  ofB: <V extends Value>(gradient: V, a: V, b: V, maths: Maths<V>) => V,
  byGradient: readonly [ofA: readonly number[], ofB: readonly number[]] = [
    [0, 1],
    [0, 1],
  ],
): Gradient<TwoArrays, NoOptions> {
  return {
    saves: { inputs: { byGradient }, output: false },
    rule: ({ gradient, inputs: [a, b], wanted }, maths) => [
      wanted[0] ? ofA(gradient, a, b, maths) : undefined,
      wanted[1] ? ofB(gradient, a, b, maths) : undefined,
    ],
  };
}

/** For a rule that reads neither inputs nor the result. */
export const nothing = { inputs: [], output: false } as const;

/** Where a function is flat, as all functions with steps are. */
export const zeroGradient = fromGradient<unknown>((gradient, maths) =>
  maths.zeros(gradient.shape, gradient.dtype),
);
