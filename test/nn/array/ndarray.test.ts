import { describe, expect, it } from "vitest";
import { type DType, promote } from "../../../nn/array/dtype.ts";
import { fillElements } from "../../../nn/array/fill.ts";
import { fromValues, full, scalar, valuesOf } from "../../../nn/array/ndarray.ts";
import { broadcastShapes } from "../../../nn/array/shape.ts";
import { arena } from "../../../nn/memory/arena.ts";

describe("creation", () => {
  const cases: { dtype: DType; given: number[]; held: number[] }[] = [
    { dtype: "float32", given: [0.1, -1e39, NaN], held: [Math.fround(0.1), -Infinity, NaN] },
    { dtype: "float64", given: [0.1, 1e300], held: [0.1, 1e300] },
    { dtype: "int64", given: [1.9, -1.9, 2147483647], held: [1, -1, 2147483647] },
    { dtype: "bool", given: [0, 2, -1, NaN], held: [0, 1, 1, 1] },
  ];
  it.each(cases)("converts values to $dtype", ({ dtype, given, held }) => {
    expect([...valuesOf(fromValues(given, [given.length], dtype))]).toEqual(held);
  });

  it.each([2147483648, -2147483649, NaN, Infinity])("refuses %d as an integer", (value) => {
    expect(() => fromValues([value], [1], "int64")).toThrow(
      `int64 holds values from -2147483648 to 2147483647 here, got ${value}`,
    );
  });

  it("names shape and count when they disagree", () => {
    expect(() => fromValues([1, 2], [3], "float32")).toThrow("shape [3] takes 3 values, but 2 were given");
    expect(() => full([-1], 0, "float32")).toThrow("whole numbers that are not negative, got [-1]");
  });

  const dtypes: DType[] = ["float32", "float64", "int64", "bool"];
  it.each(dtypes)("fills %s of any length to the last element, and nothing beside", (dtype) => {
    for (const length of [1, 7, 511, 513, 2047, 2048, 2051, 4099, 16_383, 16_387, 40_001]) {
      expect(valuesOf(full([length], 1, dtype)).every((value) => value === 1)).toBe(true);
      const array = full([length + 2], 0, dtype);
      fillElements(array.storage.data().subarray(1, length + 1), 1);
      const values = valuesOf(array);
      expect([values[0], values.at(-1), values.indexOf(0, 1)]).toEqual([0, 0, length + 1]);
    }
  });

  it("keeps arrays without elements and without dimensions apart", () => {
    expect([...valuesOf(full([0, 3], 1, "float32"))]).toEqual([]);
    expect([...valuesOf(scalar(7, "int64"))]).toEqual([7]);
  });
});

describe("release", () => {
  it("gives the memory back, and makes later use an error", () => {
    const before = arena.statistics().liveBlocks;
    const { storage } = full([10], 1, "float32");
    expect(arena.statistics().liveBlocks).toBe(before + 1);
    storage.release();
    storage.release();
    expect(arena.statistics().liveBlocks).toBe(before);
    expect(() => storage.data()).toThrow("this array's memory (10 elements, float32) has been released");
    expect(() => storage.pointer).toThrow("has been released");
  });
});

describe("two shapes", () => {
  const cases: { a: number[]; b: number[]; together: number[] }[] = [
    { a: [2, 3], b: [3], together: [2, 3] },
    { a: [2, 1, 4], b: [3, 1], together: [2, 3, 4] },
    { a: [], b: [2], together: [2] },
    { a: [0, 3], b: [1, 3], together: [0, 3] },
  ];
  it.each(cases)("$a and $b broadcast to $together", ({ a, b, together }) => {
    expect(broadcastShapes(a, b)).toEqual(together);
    expect(broadcastShapes(b, a)).toEqual(together);
  });

  it("that do not broadcast are named", () => {
    expect(() => broadcastShapes([2, 3], [4])).toThrow(
      "The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1 (shapes [2, 3] and [4])",
    );
  });
});

describe("two dtypes", () => {
  // what torch.result_type(a, b) of PyTorch 1.13 says
  const cases: { a: [DType, number[]]; b: [DType, number[]]; together: DType }[] = [
    { a: ["float32", [2]], b: ["float64", [2]], together: "float64" },
    { a: ["float32", [2]], b: ["float64", []], together: "float32" },
    { a: ["float32", []], b: ["float64", []], together: "float64" },
    { a: ["int64", [2]], b: ["float32", []], together: "float32" },
    { a: ["int64", [2]], b: ["bool", [2]], together: "int64" },
    { a: ["bool", [2]], b: ["int64", []], together: "int64" },
    { a: ["bool", [2]], b: ["bool", []], together: "bool" },
    { a: ["float32", [2]], b: ["int64", [2]], together: "float32" },
  ];
  it.each(cases)("$a.0 $a.1 and $b.0 $b.1 meet in $together", ({ a, b, together }) => {
    const [one, other] = [a, b].map(([dtype, shape]) => ({ dtype, shape }));
    if (!one || !other) throw new Error("a case has two sides");
    expect(promote(one, other)).toBe(together);
    expect(promote(other, one)).toBe(together);
  });
});
