// The one place where an operation meets tensors: it runs the operation on their arrays, puts the result under
// the care of the memory scope, and notes what the gradient will need. Operations know arrays only, and tensors
// know nothing of kernels.

import { isFloating, type TypedArray } from "../array/dtype.ts";
import { empty, isContiguous, type NDArray, valuesOf } from "../array/ndarray.ts";
import { sameShape, showShape } from "../array/shape.ts";
import { assign } from "../operations/elementwise.ts";
import type { InPlaceOfArrays, Inputs, Operation } from "../operations/operation.ts";
import { isGradEnabled } from "./gradient-mode.ts";
import { currentRecorder } from "./recorder.ts";
import { withRoom } from "./room.ts";
import { track } from "./scope.ts";
import type { GradientFunction, Made, TensorBase } from "./tensor-base.ts";

/** Runs an operation that makes a new array. */
export function apply<In extends Inputs, Options>(
  operation: Operation<In, Options>,
  inputs: InPlaceOfArrays<In, TensorBase>,
  options: Options,
): Made {
  const arrays = arraysOf<In>(inputs);
  const array = forward(operation, arrays, options);
  track(array.storage);
  currentRecorder()?.(operation.name, given(arrays), array, options);
  return { array, by: operation.name, gradFn: history(operation.name, given(inputs), array) };
}

/** The arrays of an operation's inputs. */
function arraysOf<In extends Inputs>(inputs: InPlaceOfArrays<In, TensorBase>): In;
function arraysOf(inputs: readonly (TensorBase | undefined)[]): Inputs {
  return inputs.map((input) => input?.array);
}

function given<Input>(inputs: readonly (Input | undefined)[]): Input[] {
  return inputs.filter((input) => input !== undefined);
}

function forward<In extends Inputs, Options>(
  operation: Operation<In, Options>,
  arrays: In,
  options: Options,
): NDArray {
  return withRoom(operation.name, () => operation.forward(arrays, options));
}

/** Looks at the elements of `input` in another way, without copying. */
export function applyView(name: string, input: TensorBase, view: (array: NDArray) => NDArray): Made {
  const array = view(input.array);
  currentRecorder()?.(name, [input.array], array);
  return { array, by: name, gradFn: history(name, [input], array), base: input };
}

/**
 * Writes the result of an operation into its first input, whose shape and dtype stay. Others who read the storage learn
 * of it by its version.
 */
export function applyInPlace<In extends readonly [NDArray, ...Inputs], Options>(
  operation: Operation<In, Options>,
  inputs: InPlaceOfArrays<In, TensorBase>,
  options: Options,
): void {
  const target = firstOf(inputs);
  checkWritable(operation.name, target);
  const gradFn = checkedInPlaceHistory(operation.name, target, given(inputs));
  const arrays = arraysOf<In>(inputs);
  const result = forward(operation, arrays, options);
  write(operation.name, target, result);
  result.storage.release();
  currentRecorder()?.(operation.name, given(arrays), target.array, options);
  target.gradFn = gradFn;
}

function firstOf<T>(inputs: { readonly 0: T }): T {
  return inputs[0];
}

/** Writes `source` into `target`, broadcasting and converting. */
export function copyInto(target: TensorBase, source: TensorBase): void {
  checkWritable("copy_", target);
  const gradFn = checkedInPlaceHistory("CopyBackwards", target, [target, source]);
  assign(target.array, source.array);
  currentRecorder()?.("Copy", [target.array, source.array], target.array);
  target.gradFn = gradFn;
}

/** Lets `fill` overwrite all elements of `target`, which it gets in row-major order. */
export function writeElements(target: TensorBase, fill: (values: TypedArray) => void): void {
  checkWritable("fill", target);
  target.gradFn = checkedInPlaceHistory("Fill", target, []);
  const { array } = target;
  if (isContiguous(array)) {
    array.storage.version++; // first, as in `assign`
    fill(valuesOf(array));
  } else {
    const values = empty(array.shape, array.dtype);
    fill(values.storage.data());
    assign(array, values);
    values.storage.release();
  }
}

/** An expanded tensor shows one element in many places, which cannot be written to one by one; an empty one none. */
function checkWritable(name: string, { array: { shape, strides } }: TensorBase): void {
  if (shape.every((size, dim) => size < 2 || strides[dim] !== 0) || shape.includes(0)) return;
  throw new RangeError(
    `${name} in place: several elements of this expanded tensor of shape ${showShape(shape)} share one place in ` +
      "memory; clone() it before writing",
  );
}

function write(name: string, target: TensorBase, result: NDArray): void {
  const { array } = target;
  if (!sameShape(array.shape, result.shape)) {
    throw new RangeError(
      `${name} in place: output with shape ${showShape(array.shape)} doesn't match the broadcast shape ${showShape(result.shape)}`,
    );
  }
  if (isFloating(result.dtype) && !isFloating(array.dtype)) {
    throw new TypeError(
      `${name} in place: result type ${result.dtype} can't be cast to the desired output type ${array.dtype}`,
    );
  }
  assign(array, result);
}

function history(name: string, inputs: readonly TensorBase[], made: NDArray): GradientFunction | undefined {
  if (!isGradEnabled() || !isFloating(made.dtype)) return undefined;
  return inputs.some((input) => input.requiresGrad) ? { name: `${name}Backward0` } : undefined;
}

function checkedInPlaceHistory(
  name: string,
  target: TensorBase,
  inputs: readonly TensorBase[],
): GradientFunction | undefined {
  if (!isGradEnabled()) return target.gradFn;
  if (target.isLeaf && target.requiresGrad) {
    throw new Error("a leaf Variable that requires grad is being used in an in-place operation.");
  }
  if (target.base?.isLeaf && target.base.requiresGrad) {
    throw new Error("a view of a leaf Variable that requires grad is being used in an in-place operation.");
  }
  return history(name, inputs, target.array);
}
