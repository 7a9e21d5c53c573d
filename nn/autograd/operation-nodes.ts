// The nodes of operations: what they save of a call, and how they ask the operation's rule for the gradients of its inputs.

import type { NDArray } from "../array/ndarray.ts";
import type { Call, Gradient, InPlaceOfArrays, Inputs, Operation, Value } from "../operations/operation.ts";
import { type Gradients, Node, type World } from "./node.ts";
import { SavedArray } from "./saved.ts";

/** A call of an operation before its result is there. */
export interface Recorded<In extends Inputs, Options> {
  readonly operation: Operation<In, Options>;
  readonly inputs: In;
  readonly options: Options;
  /** the result is to be written over the first input */
  readonly inPlace: boolean;
}

export class OperationNode<In extends Inputs, Options> extends Node {
  readonly #gradient: Gradient<In, Options>;
  readonly #options: Options;
  readonly #forms: readonly (Value | undefined)[];
  readonly #inputs: readonly (SavedArray | undefined)[];
  #output: SavedArray | undefined;

  /** Saves the inputs as they are; @param form the result's */
  constructor(
    { operation, inputs, options, inPlace }: Recorded<In, Options>,
    gradient: Gradient<In, Options>,
    next: readonly (Node | undefined)[],
    form: Value,
  ) {
    super(`${operation.name}Backward0`, next, form);
    this.#gradient = gradient;
    this.#options = options;
    this.#forms = inputs.map((each) => each && { shape: each.shape, dtype: each.dtype });
    const read = readBy(
      gradient,
      next.map((node) => node !== undefined),
    );
    const save = (each: NDArray, i: number) =>
      inPlace && i === 0 ? SavedArray.ofCopy(each) : new SavedArray(each);
    this.#inputs = inputs.map((each, i) => (each && read(i) ? save(each, i) : undefined));
  }

  /** Saves the result, if the rule reads it. */
  finish(output: NDArray): this {
    if (this.#gradient.saves.output) this.#output = new SavedArray(output);
    return this;
  }

  override backward<V extends Value>(gradient: V, world: World<V>): Gradients<V> {
    const { maths } = world;
    const read = (saved: SavedArray | undefined, node: Node | undefined): V | undefined =>
      saved && world.valueOf(saved.read(this.name), node);
    const call: Call<V, In, Options> = {
      gradient,
      inputs: valuesFor<In, V>(this.#inputs.map((saved, i) => read(saved, this.next[i]))),
      output: savedOr(read(this.#output, this), gradient),
      options: this.#options,
      forms: valuesFor<In, Value>(this.#forms),
      wanted: this.next.map((node) => node !== undefined),
    };
    return this.#gradient.rule(call, maths).map((each, i) => {
      const form = this.#forms[i];
      if (each === undefined || form === undefined || this.next[i] === undefined) return undefined;
      return maths.cast(maths.sumTo(each, form.shape), form.dtype);
    });
  }

  override release(): void {
    for (const saved of this.#inputs) saved?.release();
    this.#output?.release();
  }
}

/** Whether a rule reads an input, where these gradients are wanted. */
export function readBy(
  { saves: { inputs } }: Gradient<never, never>,
  wanted: readonly boolean[],
): (input: number) => boolean {
  if (inputs === "all") return () => true;
  if ("from" in inputs) return (input) => input >= inputs.from;
  const positions = new Set(
    "byGradient" in inputs ? inputs.byGradient.filter((_, i) => wanted[i]).flat() : inputs,
  );
  return (input) => positions.has(input);
}

/** In the places of an operation's inputs; a rule reads only those that it saves. */
function valuesFor<In extends Inputs, V>(values: readonly (V | undefined)[]): InPlaceOfArrays<In, V>;
function valuesFor(values: readonly unknown[]): readonly unknown[] {
  return values;
}

/** A rule that does not save the result never reads it. */
function savedOr<V>(saved: V | undefined, other: V): V {
  return saved ?? other;
}
