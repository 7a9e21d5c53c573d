// The one place where an operation meets tensors: it runs the operation on their arrays, puts the result under
// the care of the memory scope, and adds a node to the graph that gradients walk back. Operations know arrays only, and
// tensors know nothing of kernels.

import { isFloating, type TypedArray } from "../array/dtype.ts";
import { empty, isContiguous, type NDArray, valuesOf } from "../array/ndarray.ts";
import { sameShape, showShape } from "../array/shape.ts";
import { isGradEnabled } from "../autograd/gradient-mode.ts";
import type { Node } from "../autograd/node.ts";
import { OperationNode, type Recorded } from "../autograd/operation-nodes.ts";
import { CopySlices, ViewNode, viewStep } from "../autograd/view-steps.ts";
import { assign, copied, filled } from "../operations/elementwise.ts";
import {
  type InPlaceOfArrays,
  type Inputs,
  type NoOptions,
  noOptions,
  type Operation,
  type Value,
  type ViewOperation,
} from "../operations/operation.ts";
import { currentRecorder } from "./recorder.ts";
import { withRoom } from "./room.ts";
import { track } from "./scope.ts";
import type { Made, TensorBase } from "./tensor-base.ts";

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
  const node = recorded({ operation, inputs: arrays, options, inPlace: false }, inputs, array);
  return { array, by: operation.name, gradFn: node?.finish(array) };
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
export function applyView<Options>(
  operation: ViewOperation<Options>,
  input: TensorBase,
  options: Options,
): Made {
  const array = operation.view(input.array, options);
  currentRecorder()?.(operation.name, [input.array], array);
  const step = viewStep(operation, input, options);
  const { node } = input;
  const gradFn = node && isGradEnabled() ? new ViewNode(operation.name, [step], array, node) : undefined;
  return { array, by: operation.name, gradFn, owner: input, view: { of: input, step } };
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
  const arrays = arraysOf<In>(inputs);
  const result = forward(operation, arrays, options);
  checkFits(operation.name, target, result);
  const node = withRoom(operation.name, () =>
    operation.gradient === "none"
      ? recordedWrite(filled, [target], target)
      : recorded({ operation, inputs: arrays, options, inPlace: true }, inputs, target),
  );
  assign(target.array, result);
  result.storage.release();
  currentRecorder()?.(operation.name, given(arrays), target.array, options);
  if (node) writeHistory(target, node.finish(target.array));
}

function firstOf<T>(inputs: { readonly 0: T }): T {
  return inputs[0];
}

/** Writes `source` into `target`, broadcasting and converting. */
export function copyInto(target: TensorBase, source: TensorBase): void {
  checkWritable("copy_", target);
  const node = recordedWrite(copied, [target, source], target);
  assign(target.array, source.array);
  currentRecorder()?.("Copy", [target.array, source.array], target.array);
  if (node) writeHistory(target, node);
}

/** Lets `fill` overwrite all elements of `target`, which it gets in row-major order. */
export function writeElements(target: TensorBase, fill: (values: TypedArray) => void): void {
  checkWritable("fill", target);
  const { array } = target;
  const node = recordedWrite(filled, [target], target);
  if (isContiguous(array)) {
    array.storage.version++; // first, as in `assign`
    fill(valuesOf(array));
  } else {
    const values = empty(array.shape, array.dtype);
    fill(values.storage.data());
    assign(array, values);
    values.storage.release();
  }
  if (node) writeHistory(target, node);
}

/** An expanded tensor shows one element in many places, which cannot be written to one by one; an empty one none. */
function checkWritable(name: string, target: TensorBase): void {
  checkLeaf(target);
  const { shape, strides } = target.array;
  if (shape.every((size, dim) => size < 2 || strides[dim] !== 0) || shape.includes(0)) return;
  throw new RangeError(
    `${name} in place: several elements of this expanded tensor of shape ${showShape(shape)} share one place in ` +
      "memory; clone() it before writing",
  );
}

/** Whether a tensor can take the elements of a result. */
function checkFits(name: string, target: TensorBase, result: NDArray): void {
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
}

/**
 * The node of a call of an operation; undefined if nothing is recorded, no input requires a gradient, or none goes
 * through, as to integers.
 * @param form the result's
 */
function recorded<In extends Inputs, Options>(
  call: Recorded<In, Options>,
  inputs: InPlaceOfArrays<In, TensorBase>,
  form: Value,
): OperationNode<In, Options> | undefined {
  const { gradient } = call.operation;
  if (!isGradEnabled() || gradient === "none" || !isFloating(form.dtype)) return undefined;
  const next = nodesOf(inputs);
  if (next.every((node) => node === undefined)) return undefined;
  return new OperationNode(call, gradient, next, form);
}

/** The same of a write whose rule reads no elements. */
function recordedWrite<In extends Inputs>(
  operation: Operation<In>,
  inputs: InPlaceOfArrays<In, TensorBase>,
  target: TensorBase,
): OperationNode<In, NoOptions> | undefined {
  const call = { operation, inputs: arraysOf<In>(inputs), options: noOptions, inPlace: true };
  return recorded(call, inputs, target);
}

function nodesOf(inputs: readonly (TensorBase | undefined)[]): (Node | undefined)[] {
  return inputs.map((input) => input?.node);
}

/** A write to a leaf that requires a gradient, or to a view of one or without history, is refused while the graph is recorded. */
function checkLeaf(target: TensorBase): void {
  if (!isGradEnabled()) return;
  if (target.isLeaf && target.requiresGrad) {
    throw new Error("a leaf Variable that requires grad is being used in an in-place operation.");
  }
  const base = target.viewOf?.base;
  if (base?.isLeaf && base.requiresGrad) {
    throw new Error("a view of a leaf Variable that requires grad is being used in an in-place operation.");
  }
  if (base?.requiresGrad && !target.requiresGrad) {
    throw new Error(
      "a view was created under noGrad and is being modified in place while gradients are recorded: its base requires a " +
        "gradient, and would not learn of the write; make the view outside of noGrad, or write inside of it",
    );
  }
}

/** What was written to a tensor becomes its history; of a view, part of its base's. */
function writeHistory(target: TensorBase, node: Node): void {
  if (target.viewOf === undefined) {
    target.gradFn = node;
    return;
  }
  const { base, steps } = target.viewOf;
  base.gradFn = new CopySlices(steps, base.array, base.node, node);
}
