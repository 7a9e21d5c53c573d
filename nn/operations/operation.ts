// What an operation is: its name, what it computes, and how gradients flow back through it, declared in one place and on
// plain arrays. It knows nothing of tensors, the tape or memory scopes; `tensor/apply.ts` does.

import type { DType } from "../array/dtype.ts";
import type { NDArray } from "../array/ndarray.ts";
import type { Shape } from "../array/shape.ts";

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
  readonly gradient: Gradient<In, Options> | "none" | undefined;
}

/** The options of an operation that has none. */
export type NoOptions = Record<never, never>;
export const noOptions: NoOptions = {};

/** How the gradient of a result becomes the gradients of the inputs. */
export interface Gradient<In extends Inputs, Options> {
  /** the positions of the inputs that the rule reads, and whether it reads the result */
  readonly saves: { readonly inputs: "all" | readonly number[]; readonly output: boolean };
  readonly rule: Rule<In, Options>;
}

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

/** Computing with values of one kind. */
export interface Maths<V extends Value> {
  apply<In extends Inputs, Options>(
    operation: Operation<In, Options>,
    inputs: InPlaceOfArrays<In, V>,
    options: Options,
  ): V;
}
