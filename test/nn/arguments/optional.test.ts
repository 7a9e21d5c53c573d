// How the optional arguments of a call are read: PyTorch's positions, names, or both.

import { describe, expect, expectTypeOf, it } from "vitest";
import { choice, integer } from "../../../nn/arguments/checks.ts";
import {
  type Given,
  keywords,
  nothingMore,
  type OptionsOf,
  optional,
  refuseOptions,
} from "../../../nn/arguments/optional.ts";

const modes = ["zeros", "reflect"] as const;
const windowArguments = optional(
  (
    stride?: number | readonly number[],
    groups = 1,
    mode: (typeof modes)[number] = "zeros",
    inplace = false,
  ) => ({
    stride,
    groups: integer("groups", groups, 1),
    mode: choice("mode", mode, modes),
    inplace,
  }),
  (dtype?: string) => ({ dtype }),
);
interface WindowOptions extends OptionsOf<typeof windowArguments> {}
const window = (...given: Given<typeof windowArguments, WindowOptions>) =>
  windowArguments.read("window", given);

const alphaArguments = keywords((alpha = 1) => ({ alpha }));
interface AlphaOptions extends OptionsOf<typeof alphaArguments> {}
const add = (...given: Given<typeof alphaArguments, AlphaOptions>) => alphaArguments.read("add", given);

const defaults = { stride: undefined, groups: 1, mode: "zeros", inplace: false, dtype: undefined };

describe("optional arguments", () => {
  const calls: [string, ReturnType<typeof window>, object][] = [
    ["none", window(), {}],
    ["in order", window(2, 3, "reflect", true), { stride: 2, groups: 3, mode: "reflect", inplace: true }],
    ["the first ones", window([2, 1]), { stride: [2, 1] }],
    ["by name", window({ groups: 2, inplace: true }), { groups: 2, inplace: true }],
    ["in order and by name", window(2, { inplace: true }), { stride: 2, inplace: true }],
    [
      "in order and by name, all positions taken",
      window(2, 3, "zeros", true, { dtype: "int64" }),
      { stride: 2, groups: 3, inplace: true, dtype: "int64" },
    ],
    ["undefined in between", window(undefined, 2), { groups: 2 }],
    ["no options", window({}), {}],
    ["undefined options", window({ groups: undefined, inplace: true }), { inplace: true }],
    ["Python's None", window(...extra(null, 2)), { groups: 2 }],
    ["options without a prototype", window(Object.assign(Object.create(null), { groups: 2 })), { groups: 2 }],
  ];
  it.each(calls)("%s", (_, read, expected) => expect(read).toEqual({ ...defaults, ...expected }));

  it("may have no position at all", () => {
    expect(add({ alpha: 2 })).toEqual({ alpha: 2 });
    expect(add()).toEqual({ alpha: 1 });
    expect(() => add(...extra(2))).toThrow("add: expected an object with options (alpha), got 2");
  });

  it("may tell null, Python's None, from an argument that is left out", () => {
    const momentumArguments = optional(
      (eps = 1e-5, momentum: number | null = 0.1) => ({ eps, momentum }),
      undefined,
      { nullable: ["momentum"] },
    );
    const read = (...given: Given<typeof momentumArguments, OptionsOf<typeof momentumArguments>>) =>
      momentumArguments.read("norm", given);
    expect(read(undefined, null)).toEqual({ eps: 1e-5, momentum: null });
    expect(read({ momentum: null })).toEqual({ eps: 1e-5, momentum: null });
    expect(read({ momentum: undefined })).toEqual({ eps: 1e-5, momentum: 0.1 });
    expect(read(...extra(null))).toEqual({ eps: 1e-5, momentum: 0.1 });
    expect(() => read(...extra({ momentum: "0" }))).toThrow('norm: momentum: expected a number, got "0"');
  });

  it("have the types of the declaration in each form", () => {
    expectTypeOf(window).parameters.toEqualTypeOf<
      [
        stride?: number | readonly number[] | WindowOptions,
        groups?: number | WindowOptions,
        mode?: "zeros" | "reflect" | WindowOptions,
        inplace?: boolean | WindowOptions,
        options?: WindowOptions,
      ]
    >();
    expectTypeOf(window()).toHaveProperty("inplace").toEqualTypeOf<boolean>();
    // @ts-expect-error there is no such option
    expect(() => window({ padding: 1 })).toThrow();
  });
});

describe("a call is refused that", () => {
  const refused: [string, unknown[], string][] = [
    ["misspells an option", [{ strid: 1 }], "window: there is no option strid; did you mean stride?"],
    [
      "writes it as Python does",
      [{ in_place: true }],
      "window: there is no option in_place; did you mean inplace?",
    ],
    [
      "names one far from all",
      [{ kernelSize: 1 }],
      "window: there is no option kernelSize; there is stride, groups, mode, inplace, dtype",
    ],
    ["gives one twice", [2, { stride: 3 }], "window: stride is given twice"],
    ["gives too many", [1, 1, "zeros", true, 5], "window: expected nothing after inplace, got 5"],
    ["gives a fraction", [1, 1.5], "window: groups: expected a whole number of at least 1, got 1.5"],
    ["gives a number that is a text", [1, "2"], 'window: groups: expected a number, got "2"'],
    [
      "gives a truth value that is a number",
      [{ inplace: 1 }],
      "window: inplace: expected true or false, got 1",
    ],
    [
      "gives options before the end",
      [{ stride: 1 }, 1, { groups: 1 }, true],
      "window: mode: expected a text, got an object",
    ],
    [
      "gives an unknown word",
      [{ mode: "mirror" }],
      'window: mode: expected one of "zeros", "reflect", got "mirror"',
    ],
  ];
  it.each(refused)("%s", (_, given, message) => {
    expect(() => window(...extra(...given))).toThrow(message);
  });
});

describe("functions and layers without optional arguments", () => {
  it("refuse any that are given", () => {
    expect(nothingMore.read("Sigmoid", [])).toEqual({});
    expect(() => nothingMore.read("Sigmoid", [true])).toThrow(
      "Sigmoid: expected no more arguments, got true",
    );
    expect(() => nothingMore.read("Sigmoid", [{ inplace: true }])).toThrow(
      "Sigmoid: there is no option inplace",
    );
  });

  it("may take what map() gives them, but no options", () => {
    refuseOptions("tanh", []);
    refuseOptions("tanh", [0, []]);
    expect(() => refuseOptions("tanh", [{ inplace: true }])).toThrow("tanh: there is no option inplace");
  });
});

/** Arguments as plain JavaScript gives them, whatever the types say. */
function extra(...given: unknown[]): never[] {
  return JSON.parse(JSON.stringify(given));
}
