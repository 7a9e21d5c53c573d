// The oracle is PyTorch's own text of each tensor (test/fixtures/printing.json).

import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { setPrintoptions } from "../../../nn/tensor/print-options.ts";
import { tensorText } from "../../../nn/tensor/printing.ts";
import { Size } from "../../../nn/tensor/size.ts";
import cases from "../../fixtures/printing.json" with { type: "json" };
import optionCases from "../../fixtures/printing_options.json" with { type: "json" };
import { restore } from "../support/fixture.ts";

function rowMajorStrides(shape: readonly number[]): number[] {
  return shape.map((_, dim) => shape.slice(dim + 1).reduce((product, size) => product * size, 1));
}

describe("the text of a tensor", () => {
  it.each(cases)("$name", ({ tensor, notes, text }) => {
    const { shape, dtype, values } = tensor;
    const numbers = values.map(Number);
    const elements = { dtype, shape, strides: rowMajorStrides(shape), offset: 0 };
    const exact = dtype === "float64" ? numbers : [...Float32Array.from(numbers)];
    expect(tensorText({ ...elements, values: dtype.startsWith("float") ? exact : numbers }, notes)).toBe(
      text,
    );
  });

  it("reads a transposed view through its strides", () => {
    const transposed = {
      dtype: "int64",
      shape: [3, 2],
      strides: [1, 3],
      offset: 1,
      values: [9, 0, 1, 2, 3, 4, 5],
    };
    expect(tensorText(transposed)).toBe("tensor([[0, 3],\n        [1, 4],\n        [2, 5]])");
  });
});

describe("options of printing", () => {
  afterEach(() => setPrintoptions({ profile: "default" }));

  it.each(optionCases.map(({ options, ...each }) => ({ ...each, options, title: JSON.stringify(options) })))(
    "$title",
    ({ options, tensor, text }) => {
      setPrintoptions(JSON.parse(JSON.stringify(options)));
      expect(String(restore(tensor))).toBe(text);
    },
  );

  it("stay until they are changed, but for the notation", () => {
    setPrintoptions({ precision: 1, sciMode: true });
    setPrintoptions({ edgeitems: 2 });
    expect(String(restore({ shape: [1], dtype: "float32", values: [1.25] }))).toBe("tensor([1.2])");
  });

  it.each([
    [{ precision: -1 }, "setPrintoptions: precision: expected a whole number of at least 0, got -1"],
    [{ threshold: 0.5 }, "setPrintoptions: threshold: expected a whole number of at least 0, got 0.5"],
  ])("%o are refused", (options, message) => {
    expect(() => setPrintoptions(options)).toThrow(message);
  });
});

describe("Size", () => {
  it("prints as PyTorch prints it, also in the console", () => {
    const size = new Size([2, 32, 23, 23]);
    expect(String(size)).toBe("torch.Size([2, 32, 23, 23])");
    expect(inspect({ size })).toBe("{ size: torch.Size([2, 32, 23, 23]) }");
    expect(String(new Size([]))).toBe("torch.Size([])");
  });

  it("is an array of numbers, even for one dimension", () => {
    const size = new Size([3]);
    expect([...size]).toEqual([3]);
    expect(size.length).toBe(1);
    expect(size.map((each) => each * 2)).toEqual([6]);
    expect(JSON.stringify(size)).toBe("[3]");
    expect(size.numel()).toBe(3);
  });

  it("cannot be changed", () => expect(() => new Size([2]).push(3)).toThrow(TypeError));
});
