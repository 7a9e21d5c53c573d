// Wrong values, as plain JavaScript gives them: each argument of each function and method of tensors, in its position and by
// name, with each value that it cannot be. A call must throw an error that names the argument; it may not return a result as
// if nothing were wrong, and not fail somewhere inside.

import { describe, expect, it } from "vitest";
import * as torch from "../../../nn/index.ts";
import { Tensor } from "../../../nn/tensor/tensor.ts";
import { own } from "../support/declared-signatures.ts";

const x = torch.tensor([
  [0.25, 0.5],
  [0.75, 0.125],
]);
const vector = torch.tensor([0.5, 0.25]);
const index = torch.tensor([[0, 1]]);
const mask = x.gt(0.3);

/** A right value of each argument, by its name. */
const right: Readonly<Record<string, unknown>> = {
  x,
  like: x,
  base: 10,
  probabilities: x,
  input: x,
  other: x,
  end: 4,
  start: 1,
  weight: 0.5,
  exponent: 2,
  alpha: 2,
  roundingMode: "floor",
  rtol: 0.1,
  atol: 0.1,
  equalNan: true,
  min: 0.3,
  max: 0.4,
  data: [[1, 2]],
  dtype: "float64",
  requiresGrad: false,
  device: "cpu",
  size: [2, 3],
  fillValue: 1,
  tensors: [x, x],
  dim: 0,
  eps: 0.1,
  decimals: 1,
  mat2: x,
  vec: vector,
  tensor: vector,
  vec2: vector,
  diagonal: 1,
  keepdim: true,
  unbiased: true,
  correction: 0,
  p: 0.5,
  index,
  src: x,
  reduce: "add",
  source: x,
  value: 2,
  indices: [0],
  values: 2,
  accumulate: false,
  mask,
  asTuple: true,
  descending: true,
  stable: true,
  k: 1,
  largest: true,
  sorted: true,
  shape: [4],
  startDim: 0,
  endDim: 1,
  dims: [1, 0],
  dim0: 0,
  dim1: 1,
  dim2: 0,
  destination: 1,
  length: 1,
  shifts: 1,
  offset: 1,
  splitSize: 1,
  chunks: 2,
  from: 0,
  to: 1,
  mean: 0,
  std: 1,
  precision: 4,
  threshold: 1000,
  edgeitems: 3,
  linewidth: 80,
  profile: "default",
  sciMode: false,
  seed: 1,
  high: 5,
  low: 1,
  n: 3,
  m: 2,
  sizes: [2, 1],
  condition: mask,
  steps: 3,
  mode: false,
  step: 1,
  copy: true,
  gradient: torch.tensor(1, { dtype: "float32" }),
  retainGraph: true,
  createGraph: false,
  hook: () => undefined,
  "*size": [4],
  "*shape": [4],
  "*dims": [1, 0],
  "*repeats": [2, 2],
  "*indices": [0],
  "*args": [3],
};

/** Where a name is that of another thing: right values of one function's arguments. */
const rightFor: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  lerp: { end: x, start: x },
  lerp_: { end: x },
  pow: { base: x },
  movedim: { source: 0 },
  narrow: { start: 0 },
  slice: { start: 0, end: 1 },
  indexSelect: { index: index.select(0, 0) },
  indexAdd: { index: index.select(0, 0) },
  indexAdd_: { index: index.select(0, 0) },
  indexCopy: { index: index.select(0, 0) },
  indexCopy_: { index: index.select(0, 0) },
  indexFill: { index: index.select(0, 0) },
  indexFill_: { index: index.select(0, 0) },
  select: { index: 0 },
  roll: { dims: 0 },
  diagonal: { dim1: 0, dim2: 1 },
  norm: { p: 2 },
  bmm: { x: x.unsqueeze(0), mat2: x.unsqueeze(0) },
  expand: { "*size": [2, 2] },
  dot: { x: vector },
  outer: { x: vector },
  unbind: { dim: 0 },
};
const withGradient = torch.tensor(0.5, { requiresGrad: true });

/** The tensors whose methods are called, where they are no matrices. */
const receivers: Readonly<Record<string, Tensor>> = {
  bmm: x.unsqueeze(0),
  dot: vector,
  outer: vector,
  backward: withGradient,
  retainGrad: withGradient,
  registerHook: withGradient,
};

const nothings = [undefined, null];
const texts = ["1", "two", ""];
const strange = [1n, Symbol("s"), () => 1, new Date(0), [{}], new Set([1])];
const fractions = [0.5, Number.NaN, Number.POSITIVE_INFINITY];
const lists = [[0.5], [1n], ["1"], [null], [Number.NaN], [1, [1]]];

/** What an argument with this right value cannot be. */
function wrongFor(name: string, value: unknown): readonly unknown[] {
  if (name === "obj" || name === "fn") return [];
  if (name === "data") return [...texts, ...strange, [1n], ["1"], [null], [1, [2]], {}];
  if (name === "*args") return [...texts, ...strange, ["1"], [1n], Number.NaN, Number.POSITIVE_INFINITY];
  if (name.startsWith("*")) return [...texts, ...strange, ...lists, ...fractions, null];
  if (value instanceof Tensor) return [...texts, ...strange, ...lists, ...nothings, {}, x.toArray()];
  if (typeof value === "boolean") return [...texts, ...strange, ...fractions, 0, 1];
  if (typeof value === "string")
    return [...texts, ...strange, ...fractions, ...lists, 1, true, "float", "int32"];
  if (Array.isArray(value)) return [...texts, ...strange, ...lists, 2.5];
  return [...texts, ...strange, ...lists];
}

/** Arguments that may be fractional, infinite or NaN; all other numbers are whole. */
const realNumbers = new Set(
  "alpha exponent weight rtol atol min max fillValue eps correction p value values base start end from to mean std".split(
    " ",
  ),
);

interface Trial {
  readonly title: string;
  readonly argument: string;
  readonly act: () => unknown;
}

function invoke(owner: object, name: string, args: readonly unknown[]): unknown {
  const target: unknown = Reflect.get(owner, name);
  if (typeof target !== "function") throw new Error(`there is no ${name}`);
  return Reflect.apply(target, owner, args);
}

const shownValue = (value: unknown): string => {
  try {
    return typeof value === "bigint" ? `${value}n` : (JSON.stringify(value) ?? String(value));
  } catch {
    return String(value);
  }
};

function trialsOf({ name, signature }: (typeof own)[number]): Trial[] {
  const [space, method = ""] = name.split(".");
  const inOrder = signature.inOrder.map((each) => each.replace("?", ""));
  const rightValue = (argument: string): unknown => rightFor[method]?.[argument] ?? right[argument];
  const receiver = () => (receivers[method] ?? x).clone();
  const call = (args: readonly unknown[]) =>
    space === "Tensor" ? invoke(receiver(), method, args) : invoke(torch, method, args);
  const required = signature.inOrder.filter((each) => !each.endsWith("?")).length;
  const wrongOf = (argument: string): unknown[] => {
    const value = rightValue(argument);
    const more = typeof value === "number" && !realNumbers.has(argument) ? [...fractions, true] : [];
    return [...wrongFor(argument, value), ...more];
  };
  const positional = inOrder.flatMap((argument, place) => {
    const spread = argument.startsWith("*");
    // Python's None leaves an optional argument out
    const isOptional = signature.inOrder[place]?.endsWith("?");
    const wrongs = wrongOf(argument).filter(
      (wrong) => !isOptional || (wrong !== undefined && wrong !== null),
    );
    return wrongs.map((wrong): Trial => {
      const before = inOrder.slice(0, place).map(rightValue);
      const after = inOrder.slice(place + 1, Math.max(required, place + 1)).map(rightValue);
      const given = spread && Array.isArray(wrong) && wrong.length > 0 ? wrong : [wrong];
      return {
        title: `${name}: ${argument} = ${shownValue(wrong)}`,
        argument: argument.replace("*", ""),
        act: () => call([...before, ...given, ...after]),
      };
    });
  });
  const optional = signature.inOrder
    .filter((each) => each.endsWith("?"))
    .map((each) => each.replace("?", ""));
  const named = [...optional, ...signature.byName.filter((each) => each !== "options")].flatMap((argument) =>
    wrongOf(argument)
      .filter((wrong) => wrong !== undefined && wrong !== null)
      .map(
        (wrong): Trial => ({
          title: `${name}: { ${argument}: ${shownValue(wrong)} }`,
          argument,
          act: () => call([...inOrder.slice(0, required).map(rightValue), { [argument]: wrong }]),
        }),
      ),
  );
  return [...positional, ...named];
}

/** What JavaScript says when something goes wrong inside. */
const inside =
  /is not a function|Cannot read|reading '|not iterable|Invalid array length|is not defined|Cannot convert|Cannot mix|call stack|Invalid index|offset is out|deref/;

/** Trials whose value is right after all, and why. */
const rightAfterAll = [
  /: (\*indices|indices) = (\[null\]|null)$/, // a new dimension
  /setPrintoptions.*threshold.*null/, // JSON's Infinity
  /(var|std): .*dim.*true/, // in place of the dimensions: unbiased
  /Tensor\.backward: gradient = \{\}$/, // no options
  /Tensor\.registerHook: hook = \(\) => 1$/,
  /torch\.keep/, // takes whatever holds tensors
];

/** What errors call an argument that has several names. */
const aliases: Readonly<Record<string, string>> = {
  x: "input",
  like: "input",
  base: "input|base",
  start: "input|start",
  probabilities: "input",
  indices: "ind(ices|ex)",
  args: "start|end|step|options",
};
const aliasesFor: Readonly<Record<string, string>> = {
  "max: other": "dim",
  "min: other": "dim",
  "randint: high": "high|size",
  "randint: size": "high|size",
  "randintLike: high": "high|options",
  "randintLike: like": "input",
};

function namePattern(title: string, argument: string): RegExp {
  const key = title.slice(title.indexOf(".") + 1).split(/ = | \{/)[0] ?? "";
  return new RegExp(`\\b(${aliasesFor[key] ?? aliases[argument] ?? argument})\\b`);
}

const trials = own.flatMap(trialsOf).filter(({ title }) => !rightAfterAll.some((each) => each.test(title)));

describe("a wrong argument", () => {
  it("is tried in thousands of calls", () => expect(trials.length).toBeGreaterThan(8000));
  const byName = Map.groupBy(trials, ({ title }) => title.slice(0, title.indexOf(":")));
  it.each([...byName])("of %s is an error that names it", (_, each) => {
    const faults = each.flatMap(({ title, argument, act }) => {
      try {
        act();
        return [`${title} is accepted`];
      } catch (error) {
        if (!(error instanceof Error)) return [`${title} throws ${String(error)}`];
        if (inside.test(error.message)) return [`${title} fails inside: ${error.message}`];
        return namePattern(title, argument).test(error.message)
          ? []
          : [`${title} is not named: ${error.message}`];
      }
    });
    expect(faults).toEqual([]);
  });
});

describe("options", () => {
  const elementwise = own.filter(({ signature }) => signature.refusesOptions);
  it("are refused by all elementwise names that have none", () =>
    expect(elementwise.length).toBeGreaterThan(140));
  it.each(elementwise)("that $name does not have are an error", ({ name, signature }) => {
    const [space, method = ""] = name.split(".");
    const args = signature.inOrder.map((each) => rightFor[method]?.[each] ?? right[each]);
    const owner = space === "Tensor" ? x.clone() : torch;
    expect(() => invoke(owner, method, [...args, { out: x }])).toThrow("there is no option out");
  });
});

/** Names that need optional arguments, too. */
const neededAfterAll = new Set(["clamp", "clamp_", "normal"]);
const withoutCall = /\.(half|int|noGrad|enableGrad|scope|item|toString|inspectCustom)$/;

describe("a right argument", () => {
  const calls = own.map((each) => {
    const [space, method = ""] = each.name.split(".");
    const args = each.signature.inOrder
      .filter((name) => !name.endsWith("?") || neededAfterAll.has(method))
      .map((name) => name.replace("?", ""))
      .map((name) => rightFor[method]?.[name] ?? right[name])
      .flat(each.signature.inOrder[0]?.startsWith("*") ? 1 : 0);
    // sizes by name, where the overload has no place for them
    const noSize = method === "randint" && !each.signature.inOrder.includes("size");
    if (noSize) args.push({ size: [2] });
    return {
      name: each.name,
      act: () => invoke(space === "Tensor" ? (receivers[method] ?? x).clone() : torch, method, args),
    };
  });
  it.each(calls.filter(({ name }) => !withoutCall.test(name)))("of $name is taken", ({ act }) => {
    expect(act).not.toThrow();
  });
});
