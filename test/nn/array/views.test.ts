import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contiguous, copyOf, fromValues, isContiguous, valuesOf } from "../../../nn/array/ndarray.ts";
import { contiguousStrides, elementCount } from "../../../nn/array/shape.ts";
import {
  expand,
  flip,
  narrow,
  permute,
  reshapeView,
  select,
  squeeze,
  transpose,
  unsqueeze,
  viewAs,
} from "../../../nn/array/views.ts";
import { counting, elementAt, elementsOf, indices, stridedViews } from "../support/strided.ts";

const table = fromValues([0, 1, 2, 3, 4, 5], [2, 3], "float32");

describe("views", () => {
  const cases = [
    { name: "permute", view: permute(table, [1, 0]), shape: [3, 2], elements: [0, 3, 1, 4, 2, 5] },
    { name: "transpose", view: transpose(table, 0, -1), shape: [3, 2], elements: [0, 3, 1, 4, 2, 5] },
    {
      name: "expand",
      view: expand(narrow(table, 0, 1, 1), [2, 2, 3]),
      shape: [2, 2, 3],
      elements: [3, 4, 5, 3, 4, 5, 3, 4, 5, 3, 4, 5],
    },
    { name: "narrow", view: narrow(table, 1, 1, 2), shape: [2, 2], elements: [1, 2, 4, 5] },
    { name: "select", view: select(table, 1, 2), shape: [2], elements: [2, 5] },
    { name: "flip", view: flip(table, [0, 1]), shape: [2, 3], elements: [5, 4, 3, 2, 1, 0] },
    { name: "unsqueeze", view: unsqueeze(table, -1), shape: [2, 3, 1], elements: [0, 1, 2, 3, 4, 5] },
    { name: "squeeze", view: squeeze(unsqueeze(table, 1)), shape: [2, 3], elements: [0, 1, 2, 3, 4, 5] },
    { name: "viewAs", view: viewAs(table, [3, 2]), shape: [3, 2], elements: [0, 1, 2, 3, 4, 5] },
  ];
  it.each(cases)("$name shares the storage and shows the right elements", ({ view, shape, elements }) => {
    expect(view.storage).toBe(table.storage);
    expect(view.shape).toEqual(shape);
    expect(elementsOf(view)).toEqual(elements);
  });

  it("are copied faithfully, whatever their strides", () => {
    fc.assert(
      fc.property(stridedViews, (view) => {
        const copy = copyOf(view);
        expect(isContiguous(copy)).toBe(true);
        expect([...valuesOf(view)]).toEqual(elementsOf(view));
        expect([...valuesOf(copy)]).toEqual(elementsOf(view));
        if (isContiguous(view)) expect(contiguous(view)).toBe(view);
      }),
    );
  });

  it("reshape without a copy exactly when strides for the new shape exist", () => {
    const splits = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(stridedViews, splits, (view, factors) => {
        const count = elementCount(view.shape);
        fc.pre(count > 0);
        const shape = [
          ...factors.filter((factor, i) => (count / elementCount(factors.slice(0, i))) % factor === 0),
        ];
        fc.pre(count % elementCount(shape) === 0);
        const target = [...shape, count / elementCount(shape)];
        const reshaped = reshapeView(view, target);
        if (reshaped) expect(elementsOf(reshaped)).toEqual(elementsOf(view));
        else expect(stridesExist(elementsOf(view), target)).toBe(false);
      }),
    );
  });

  it("name the dimension or the shapes that do not fit", () => {
    expect(() => transpose(table, 0, 2)).toThrow(
      "Dimension out of range (expected to be in range of [-2, 1], but got 2)",
    );
    expect(() => viewAs(table, [4, 2])).toThrow("shape '[4, 2]' is invalid for input of size 6");
    expect(() => viewAs(permute(table, [1, 0]), [6])).toThrow("view size is not compatible");
    expect(() => expand(table, [4, 3])).toThrow("an array of shape [2, 3] does not broadcast to [4, 3]");
    expect(() => permute(table, [0, 0])).toThrow("needs each of its dimensions once, got [0, 0]");
  });
});

/** Whether the given elements (all different) sit at positions that are linear in the index of `shape`. */
function stridesExist(elements: readonly number[], shape: readonly number[]): boolean {
  const origin = elements[0] ?? 0;
  const steps = contiguousStrides(shape).map((stride, dim) =>
    (shape[dim] ?? 1) > 1 ? (elements[stride] ?? 0) - origin : 0,
  );
  return indices(shape).every(
    (index, i) => elements[i] === index.reduce((sum, at, dim) => sum + at * (steps[dim] ?? 0), origin),
  );
}

describe("the elements of an array", () => {
  it("are found by the definition of strides", () => {
    expect(elementAt(counting([2, 3]), [1, 2])).toBe(5);
  });
});
