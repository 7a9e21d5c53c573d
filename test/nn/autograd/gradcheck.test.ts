// Every rule against the definition of the derivative: central differences in float64, over the table of calls, for each
// input, alone and together, in each layout; gradients of gradients the same way; and float32, whose rules run by
// kernels, against float64. An operation without an entry in the table fails.

import { describe, expect, it } from "vitest";
import { fromValues, type NDArray } from "../../../nn/array/ndarray.ts";
import { elementCount } from "../../../nn/array/shape.ts";
import { arrayWorld } from "../../../nn/autograd/array-world.ts";
import { readBy } from "../../../nn/autograd/operation-nodes.ts";
import type { Gradient } from "../../../nn/operations/operation.ts";
import { applyView } from "../../../nn/tensor/apply.ts";
import { Tensor } from "../../../nn/tensor/tensor.ts";
import {
  type Layout,
  laidOut,
  layouts,
  slopes,
  spreadNumbers,
  type Values,
  weighted,
} from "../support/differences.ts";
import { type GradientCall, gradientCalls, type Input, viewCalls } from "../support/gradient-calls.ts";
import { type AnyOperation, type AnyView, operations, views } from "../support/operations.ts";
import { elementsOf } from "../support/strided.ts";

type Ruled = Gradient<readonly (NDArray | undefined)[], object>;

/** A call, on arrays and on tensors. */
interface Differentiable {
  forward(inputs: readonly (NDArray | undefined)[]): NDArray;
  compute(inputs: readonly (Tensor | undefined)[]): Tensor;
}

const ofOperation = (operation: AnyOperation, { options }: GradientCall): Differentiable => ({
  forward: (inputs) => operation.forward(inputs, options),
  compute: (inputs) => Tensor.compute(operation, inputs, options),
});

const ofView = (view: AnyView, { options }: GradientCall): Differentiable => ({
  forward: ([x]) => view.view(x!, options),
  compute: ([x]) => new Tensor(applyView(view, x!, options)),
});

type FloatType = "float32" | "float64";

const isFloat = (input: Input | undefined) => input?.dtype === "float64";

function arraysOf(
  { inputs }: GradientCall,
  values: Values,
  layout: Layout = "contiguous",
  floats: FloatType = "float64",
): (NDArray | undefined)[] {
  return inputs.map((input, i) => {
    if (input === undefined) return undefined;
    return laidOut(
      values[i]!,
      input.shape,
      isFloat(input) ? floats : input.dtype,
      isFloat(input) ? layout : "contiguous",
    );
  });
}

function tensorsOf(
  arrays: readonly (NDArray | undefined)[],
  wanted: readonly boolean[],
): (Tensor | undefined)[] {
  return arrays.map((array, i) => array && Tensor.from(array, "test").requiresGrad_(wanted[i]));
}

/** The gradients of a weighted sum of the result's elements, of the inputs that are wanted. */
function gradients(
  differentiable: Differentiable,
  arrays: readonly (NDArray | undefined)[],
  weights: readonly number[],
  wanted: readonly boolean[],
): (number[] | undefined)[] {
  const tensors = tensorsOf(arrays, wanted);
  const result = differentiable.compute(tensors);
  const gradient = Tensor.from(fromValues(weights, result.array.shape, result.dtype), "test");
  if (result.requiresGrad) result.backward(gradient);
  return tensors.map((tensor, i) => {
    if (tensor === undefined || !wanted[i]) return undefined;
    if (tensor.grad === undefined) return new Array<number>(elementCount(tensor.array.shape)).fill(0);
    expect([...tensor.grad.shape], "the gradient's shape").toEqual([...tensor.shape]);
    expect(tensor.grad.dtype, "the gradient's dtype").toBe(tensor.dtype);
    return elementsOf(tensor.grad.array);
  });
}

function expectClose(
  actual: readonly (readonly number[] | undefined)[],
  expected: readonly (readonly number[] | undefined)[],
  tolerance: number,
  what: string,
): void {
  expected.forEach((values, i) => {
    values?.forEach((value, n) => {
      const element = actual[i]![n]!;
      if (Object.is(element, value) || Math.abs(element - value) <= tolerance * (1 + Math.abs(value))) return;
      throw new Error(
        `${what}: input ${i}, element ${n} of ${values.length}: expected ${value}, got ${element}`,
      );
    });
  });
}

/** The elements of the first sub-array in the place of all: what an expanded input shows. */
function repeated({ inputs }: GradientCall): Values {
  return inputs.map((input) => {
    if (input === undefined || !isFloat(input) || input.shape.length === 0) return input?.values;
    const block = input.values.length / input.shape[0]!;
    return input.values.map((_, i) => input.values[i % block]!);
  });
}

function check(name: string, call: GradientCall, differentiable: Differentiable): void {
  const wanted = call.inputs.map(isFloat);
  const given = call.inputs.map((input) => input?.values);
  for (const layout of layouts) {
    if (layout === "expanded" && call.distinct) continue;
    const values = layout === "expanded" ? repeated(call) : given;
    const forward = (inputs: Values) => differentiable.forward(arraysOf(call, inputs));
    const weights = spreadNumbers(elementCount(forward(values).shape), -1, 1, 3);
    const expected = slopes((inputs) => weighted(forward(inputs), weights), values, wanted);
    const what = `${name} ${JSON.stringify(call)} ${layout}`;
    const arrays = (floats: FloatType) => arraysOf(call, values, layout, floats);
    expectClose(gradients(differentiable, arrays("float64"), weights, wanted), expected, 1e-7, what);
    for (const [i] of wanted.entries()) {
      const alone = wanted.map((each, other) => each && other === i);
      const only = expected.map((each, other) => (alone[other] ? each : undefined));
      expectClose(gradients(differentiable, arrays("float64"), weights, alone), only, 1e-7, `${what} alone`);
    }
    expectClose(
      gradients(differentiable, arrays("float32"), weights, wanted),
      expected,
      2e-4,
      `${what} float32`,
    );
  }
}

/** How a weighted sum of the gradients changes with the inputs, and with the gradient of the result. */
function checkSecond(name: string, call: GradientCall, differentiable: Differentiable): void {
  if (call.onlyFirst) return;
  const wanted = call.inputs.map(isFloat);
  const given = call.inputs.map((input) => input?.values);
  const { shape } = differentiable.forward(arraysOf(call, given));
  const weights = spreadNumbers(elementCount(shape), -1, 1, 3);
  const further = call.inputs.map((input, i) => spreadNumbers(input?.values.length ?? 0, -1, 1, 4 + i));
  const what = `${name} ${JSON.stringify(call)}, the gradient's gradient`;

  const sumOfGradients = (values: Values): number => {
    const [last, inputs] = [values.at(-1)!, values.slice(0, -1)];
    const found = gradients(differentiable, arraysOf(call, inputs), last, wanted);
    return found.reduce(
      (sum, each, i) => sum + (each?.reduce((s, x, n) => s + x * further[i]![n]!, 0) ?? 0),
      0,
    );
  };
  const expected = slopes(sumOfGradients, [...given, weights], [...wanted, true]);

  const tensors = tensorsOf(arraysOf(call, given), wanted);
  const gradient = Tensor.from(fromValues(weights, shape, "float64"), "test").requiresGrad_();
  const result = differentiable.compute(tensors);
  if (!result.requiresGrad) return;
  result.backward({ gradient, createGraph: true });
  const first = gradients(differentiable, arraysOf(call, given), weights, wanted);
  const sums = tensors.flatMap((tensor, i) => {
    const grad = tensor?.grad;
    if (tensor === undefined || grad === undefined || !wanted[i]) return [];
    expectClose([elementsOf(grad.array)], [first[i]!], 1e-12, `${name} ${JSON.stringify(call)} with a graph`);
    tensor.grad = undefined;
    return [grad.mul(Tensor.from(fromValues(further[i]!, tensor.array.shape, "float64"), "test")).sum()];
  });
  if (sums.length === 0) return; // as for the norm of order 0, which has no gradient
  const total = sums.reduce((a, b) => a.add(b));
  if (total.requiresGrad) total.backward();
  const found = [...tensors, gradient].map((tensor) => {
    if (tensor === undefined) return undefined;
    return tensor.grad
      ? elementsOf(tensor.grad.array)
      : new Array<number>(elementCount(tensor.array.shape)).fill(0);
  });
  expectClose(found, expected, 1e-6, what);
}

/** Through these no gradient goes, and why. */
const without: Record<string, string> = {
  ...Object.fromEntries(
    "eq ge gt le lt ne isclose isfinite isinf isnan logicalAnd logicalNot logicalOr logicalXor all any"
      .split(" ")
      .map((name) => [name, "truth values"]),
  ),
  ...Object.fromEntries(
    "argmax argmin nonzero argTopk argsort argMaxPool adaptiveArgMaxPool"
      .split(" ")
      .map((name) => [name, "places"]),
  ),
  ...Object.fromEntries(
    "geluBackward reluBackward sigmoidBackward siluBackward tanhBackward affinePair"
      .split(" ")
      .map((name) => [name, "steps of walks that are not recorded"]),
  ),
  feedForward: "for inference",
  normalizedConvolution: "for inference",
  separableConvolution: "for inference",
};

/** The rule of this one is to refuse, as PyTorch does. */
const refusing = "floorDivide";
const ruled = [...operations].filter(([name, { gradient }]) => gradient !== "none" && name !== refusing);

describe("the table", () => {
  it("has all operations that have a gradient, and a reason for each that has none", () => {
    const names = ruled.map(([name]) => name);
    expect(names.filter((name) => !(name in gradientCalls))).toEqual([]);
    expect(
      [...operations.keys()].filter((name) => !names.includes(name) && name !== refusing).sort(),
    ).toEqual(Object.keys(without).sort());
    expect([...views.keys()].sort()).toEqual(Object.keys(viewCalls).sort());
  });
});

describe("backward agrees with differences:", () => {
  it.each(ruled)("%s", (name, operation) => {
    for (const call of gradientCalls[name]!) check(name, call, ofOperation(operation, call));
  });
  it.each([...views])("the view %s", (name, view) => {
    for (const call of viewCalls[name]!) check(name, call, ofView(view, call));
  });
});

describe("the gradient of the gradient agrees with differences:", () => {
  it.each(ruled)("%s", (name, operation) => {
    for (const call of gradientCalls[name]!) checkSecond(name, call, ofOperation(operation, call));
  });
  it.each([...views])("the view %s", (name, view) => {
    for (const call of viewCalls[name]!) checkSecond(name, call, ofView(view, call));
  });
});

/** What the rule makes of these inputs alone; an error where it misses one. */
function ruleOn(
  operation: AnyOperation,
  rule: Ruled["rule"],
  { call, present, wanted }: { call: GradientCall; present: readonly number[]; wanted: readonly boolean[] },
): (number[] | undefined)[] {
  const arrays = arraysOf(
    call,
    call.inputs.map((input) => input?.values),
  );
  const output = operation.forward(arrays, call.options);
  const inputs = arrays.map((array, i) => (present.includes(i) ? array : undefined));
  const all = { gradient: output, inputs, output, options: call.options, forms: arrays, wanted };
  return rule(all, arrayWorld().maths).map((each, i) => (each && wanted[i] ? elementsOf(each) : undefined));
}

describe("a rule saves no input that it never reads, which would be kept, and not to be written to, for nothing:", () => {
  it.each(ruled)("%s", (name, operation) => {
    const { gradient } = operation;
    if (gradient === "none") throw new Error("this table is of operations that have a rule");
    const [saved, read] = [new Set<string>(), new Set<string>()];
    for (const call of gradientCalls[name]!) {
      for (const [i] of [...call.inputs.entries()].filter(([, input]) => isFloat(input))) {
        const wanted = call.inputs.map((_, other) => other === i);
        const isRead = readBy(gradient, wanted);
        const kept = call.inputs.flatMap((input, each) => (input && isRead(each) ? [each] : []));
        const expected = ruleOn(operation, gradient.rule, { call, present: kept, wanted });
        for (const position of kept) {
          saved.add(`${position} for the gradient of ${i}`);
          const present = kept.filter((each) => each !== position);
          const isMissed = throws(() =>
            expect(ruleOn(operation, gradient.rule, { call, present, wanted })).toEqual(expected),
          );
          if (isMissed) read.add(`${position} for the gradient of ${i}`);
        }
      }
    }
    expect(read).toEqual(saved);
  });
});

function throws(attempt: () => void): boolean {
  try {
    attempt();
    return false;
  } catch {
    return true;
  }
}
