// Every method and function of tensors against PyTorch: the calls, what PyTorch gives or refuses, and whether a result is a view
// or a copy, are in fixtures (fixture_parts/tensor_methods.py, functional_calls.py, argument_forms.py). Arguments are contiguous and permuted, of
// all dtypes, empty, and full of NaN and infinities.

import { describe, expect, it } from "vitest";
import { Tensor } from "../../../nn/tensor/tensor.ts";
import argumentForms from "../../fixtures/argument_forms.json" with { type: "json" };
import functionalCalls from "../../fixtures/functional_calls.json" with { type: "json" };
import methodCalls from "../../fixtures/tensor_methods.json" with { type: "json" };
import { type Call, perform, title } from "../support/calls.ts";
import { expectClose, restore, type StoredTensor } from "../support/fixture.ts";

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

function tensorsOf(result: unknown): Tensor[] {
  if (result instanceof Tensor) return [result];
  return typeof result === "object" && result !== null ? Object.values(result).flatMap(tensorsOf) : [];
}

interface Case extends Call {
  readonly expected?: unknown;
  /** in the memory of which of the arguments' tensors each tensor of the result lies, -1 for none; left out if none does */
  readonly shares?: readonly number[];
}

const cases: readonly Case[] = [...methodCalls, ...functionalCalls, ...argumentForms];
const titled = cases.map((each, i) => ({ ...each, title: `${title(each)} #${i}` }));

describe("gives what PyTorch gives", () => {
  it.each(titled.filter((each) => !("refused" in each)))("$title", (each) => {
    const given: Tensor[] = [];
    const result = perform(each, (stored) => {
      const tensor = restore(stored);
      given.push(tensor);
      return tensor;
    });
    expectSame(result, each.expected);
    const storages = given.map(({ array }) => array.storage);
    const shared = tensorsOf(result).map(({ array }) => storages.indexOf(array.storage));
    expect(shared).toEqual(each.shares ?? shared.map(() => -1));
  });
});

describe("refuses what PyTorch refuses", () => {
  it.each(titled.filter((each) => "refused" in each))("$title", (each) => {
    expect(() => perform(each)).toThrow(/./);
  });
});
