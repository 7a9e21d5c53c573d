// Every method and function of tensors against PyTorch: the calls, and what PyTorch gives or refuses, are in
// fixtures (fixture_parts/tensor_methods.py, functional_calls.py). Arguments are contiguous and permuted, of all dtypes, empty, and full of
// NaN and infinities.

import { describe, expect, it } from "vitest";
import * as torch from "../../../nn/index.ts";
import { Tensor } from "../../../nn/tensor/tensor.ts";
import functionalCalls from "../../fixtures/functional_calls.json" with { type: "json" };
import methodCalls from "../../fixtures/tensor_methods.json" with { type: "json" };
import { expectClose, restore, type StoredTensor } from "../support/fixture.ts";

type Argument = unknown;

interface StoredArgument {
  readonly tensor?: StoredTensor;
  readonly order?: readonly number[];
  readonly number?: string;
}

function isRecord(value: unknown): value is StoredArgument {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function given(argument: Argument): unknown {
  if (Array.isArray(argument)) return argument.map(given);
  if (!isRecord(argument)) return argument;
  if (argument.number !== undefined) return Number(argument.number);
  if (!argument.tensor) throw new TypeError("an argument that is neither tensor nor number");
  const tensor = restore(argument.tensor);
  return argument.order ? tensor.permute(argument.order) : tensor;
}

interface Case {
  readonly call: string;
  readonly arguments: readonly Argument[];
  readonly options: object;
}

function perform({ call, arguments: stored, options }: Case): unknown {
  const args = [...stored.map(given), ...(Object.keys(options).length > 0 ? [options] : [])];
  const [namespace, name = call] = call.split(".");
  if (call.startsWith("torch.")) return invoke(torch, name, args);
  if (call.startsWith("F.")) return invoke(torch.F, name, args);
  const [receiver, ...rest] = args;
  if (!(receiver instanceof Tensor)) throw new TypeError(`${namespace}: a method needs a tensor`);
  return invoke(receiver, name, rest);
}

function invoke(owner: object, name: string, args: readonly unknown[]): unknown {
  const method: unknown = Reflect.get(owner, name);
  if (typeof method !== "function") throw new Error(`there is no ${name}`);
  return Reflect.apply(method, owner, args);
}

const tolerances = {
  float32: { rtol: 1e-5, atol: 2e-6 },
  float64: { rtol: 1e-12, atol: 1e-14 },
  int64: { rtol: 0, atol: 0 },
  bool: { rtol: 0, atol: 0 },
};

/** Tensors, and lists and records of them. */
function expectSame(actual: unknown, expected: unknown): void {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) throw new TypeError(`expected a list, got ${actual}`);
    expect(actual).toHaveLength(expected.length);
    expected.forEach((each, i) => {
      expectSame(actual[i], each);
    });
  } else if (isStored(expected)) {
    if (!(actual instanceof Tensor)) throw new TypeError(`expected a tensor, got ${actual}`);
    expectClose(actual, expected, tolerances[actual.dtype]);
  } else if (typeof expected === "object" && expected !== null) {
    for (const [key, value] of Object.entries(expected)) expectSame(Reflect.get(Object(actual), key), value);
  } else throw new TypeError(`no such expectation: ${expected}`);
}

function isStored(value: unknown): value is StoredTensor {
  return typeof value === "object" && value !== null && "shape" in value && "dtype" in value;
}

function title({ call, arguments: args, options }: Case): string {
  const text = (argument: Argument): string => {
    if (Array.isArray(argument)) return `[${argument.map(text).join(", ")}]`;
    if (!isRecord(argument)) return String(argument);
    const { tensor, order, number } = argument;
    return tensor ? `${tensor.dtype}[${tensor.shape}]${order ? ` permuted` : ""}` : String(number);
  };
  const entries = Object.entries(options).map(([key, value]) => `${key}: ${value}`);
  return `${call}(${[...args.map(text), ...entries].join(", ")})`;
}

const cases: readonly (Case & { readonly expected?: unknown })[] = [...methodCalls, ...functionalCalls];
const titled = cases.map((each, i) => ({ ...each, title: `${title(each)} #${i}` }));

describe("gives what PyTorch gives", () => {
  it.each(titled.filter((each) => !("refused" in each)))("$title", (each) => {
    expectSame(perform(each), each.expected);
  });
});

describe("refuses what PyTorch refuses", () => {
  it.each(titled.filter((each) => "refused" in each))("$title", (each) => {
    expect(() => perform(each)).toThrow(/./);
  });
});
