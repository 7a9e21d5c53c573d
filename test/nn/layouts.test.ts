// No result depends on how its inputs lie in memory: everything that is exported is called with the same values in every
// layout, and compared with what it gives for those values without gaps. What lies between and beside the elements is NaN,
// so that reading too much shows, and must be untouched afterwards. An export that is not called here fails the test.

import { describe, expect, it } from "vitest";
import * as torch from "../../nn/index.ts";
import type { Layer } from "../../nn/modules/index.ts";
import { Tensor } from "../../nn/tensor/tensor.ts";
import blockCases from "../fixtures/blocks.json" with { type: "json" };
import functionalCalls from "../fixtures/functional_calls.json" with { type: "json" };
import moduleCases from "../fixtures/modules.json" with { type: "json" };
import methodCalls from "../fixtures/tensor_methods.json" with { type: "json" };
import { type Call, perform, tensorsIn } from "./support/calls.ts";
import { restore, type StoredTensor } from "./support/fixture.ts";
import {
  dependOnMemory,
  furtherCalls,
  inAllWidths,
  isElementwise,
  type StoredCall,
} from "./support/layout-calls.ts";
import {
  contiguous,
  dense,
  elementsOf,
  hasOwnPlaces,
  type Layout,
  laidOut,
  layouts,
  strangersAreUntouched,
  type Values,
} from "./support/layouts.ts";
import { makeBlock } from "./support/make-block.ts";

/** Methods that are protected, tell what the elements have no part in, walk the graph, or only say what to use instead. */
const aboutNoElements =
  /^(constructor|make|change|mapInPlace|write|draw|drawFloats|indexed|take|along|reduce|map|with|withScaled|beside|changeBeside|operand|dimensionAt|look|sizes|array|storage|released|dtype|device|type|shape|size|dim|ndim|numel|nelement|stride|isContiguous|isFloatingPoint|int|half|isLeaf|requiresGrad|requiresGrad_|grad|gradFn|node|backward|retainGrad|registerHook|detach_|accumulateGrad)$/;
const takesNoTensor =
  /^(arange|empty|enableGrad|eye|full|getNumThreads|inferenceMode|isGradEnabled|keep|linspace|logspace|manualSeed|memory|noGrad|ones|rand|randint|randn|randperm|scope|setGradEnabled|setNumThreads|setPrintoptions|tensor|zeros)$/;
/** Networks of the same blocks as those that are called, in other numbers. */
const otherNetworks =
  /^(ConvNeXt|MobileNetV1|convnextTiny|mobilenetV1|resnet(18|34|50|101|152)|resnext50_32x4d)$/;

/** A result as plain values. */
function contentOf(result: unknown): unknown {
  if (result instanceof Tensor) {
    return { dtype: result.dtype, shape: [...result.shape], values: elementsOf(result.array) };
  }
  if (ArrayBuffer.isView(result)) return contentOf([...Object.values(result)]);
  if (Array.isArray(result)) return result.map(contentOf);
  if (typeof result !== "object" || result === null) return result;
  return Object.fromEntries(Object.entries(result).map(([key, value]) => [key, contentOf(value)]));
}

/** What a call came to: its result, or its error. */
function outcomeOf(act: () => unknown): { readonly result: unknown } | { readonly error: string } {
  torch.manualSeed(0);
  try {
    return { result: contentOf(act()) };
  } catch (error) {
    return { error: String(error) };
  }
}

/** Whether two results are the same, but for what another order of summation makes of numbers. */
function areAlike(actual: unknown, expected: unknown, tolerance = 2e-5): boolean {
  if (typeof actual === "number" && typeof expected === "number") {
    if (Object.is(actual, expected) || actual === expected) return true;
    return Math.abs(actual - expected) <= tolerance * (1 + Math.abs(expected));
  }
  if (Array.isArray(actual) && Array.isArray(expected)) {
    if (actual.length > 0 && actual.length === expected.length && typeof actual[0] === "number") {
      for (let i = 0; i < actual.length; i++)
        if (actual[i] !== expected[i] && !areAlike(actual[i], expected[i], tolerance)) return false;
      return true;
    }
    return (
      actual.length === expected.length && actual.every((each, i) => areAlike(each, expected[i], tolerance))
    );
  }
  if (typeof actual !== "object" || typeof expected !== "object" || actual === null || expected === null) {
    return actual === expected;
  }
  const dtype = "dtype" in expected ? expected.dtype : undefined;
  const allowed = dtype === "float64" ? 1e-12 : dtype === "int64" || dtype === "bool" ? 0 : tolerance;
  const keys = Object.keys(expected);
  return (
    keys.length === Object.keys(actual).length &&
    keys.every((key) => areAlike(Reflect.get(actual, key), Reflect.get(expected, key), allowed))
  );
}

type Act = (inputs: readonly Tensor[]) => unknown;

/** What a call came to, and what it left in its inputs. */
function traceOf(
  inputs: readonly Tensor[],
  act: Act,
): { readonly outcome: object; readonly inputs: unknown } {
  return { outcome: outcomeOf(() => act(inputs)), inputs: contentOf(inputs) };
}

interface Expectations {
  /** what is written to of the first input: no expanded tensor can be as a whole */
  readonly written: "nothing" | "part" | "whole";
  /** only neighbours are looked at where a result rightly depends on the layout */
  readonly comparable: boolean;
  /** each input is laid out alone as well */
  readonly oneByOne?: boolean;
}

/** Says what is wrong with what `act` makes of inputs; undefined if nothing is. */
class Referee {
  readonly #act: Act;
  readonly #expectations: Expectations;
  /** of values that no layout has changed */
  #trace: ReturnType<typeof traceOf> | undefined;

  constructor(act: Act, expectations: Expectations) {
    this.#act = act;
    this.#expectations = expectations;
  }

  complaint(inputs: readonly Tensor[]): string | undefined {
    const [target] = inputs;
    const expected = this.#expected(inputs);
    const { written, comparable } = this.#expectations;
    if (written !== "nothing" && target && !hasOwnPlaces(target)) {
      if (written === "part") return undefined;
      const isExpanded = target.shape.some((size, dim) => size > 1 && target.stride()[dim] === 0);
      // what comes of other overlaps PyTorch does not say either
      const isRefused = !isExpanded || "error" in outcomeOf(() => this.#act(inputs));
      return isRefused ? undefined : "several elements in one place were written to";
    }
    const actual = traceOf(inputs, this.#act);
    if (!inputs.every(strangersAreUntouched)) return "its neighbours were written to";
    if (!comparable || areAlike(actual, expected)) return undefined;
    return `${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`;
  }

  #expected(inputs: readonly Tensor[]): ReturnType<typeof traceOf> {
    if (!inputs.every(hasOwnPlaces)) return traceOf(inputs.map(dense), this.#act);
    this.#trace ??= traceOf(inputs.map(dense), this.#act);
    return this.#trace;
  }
}

/** The layouts that differ for a shape. */
function layoutsFor(shape: readonly number[]): Layout[] {
  const distinct = new Map(
    [contiguous, ...layouts].map((each) => [`${each.strides(shape)} ${(each.before ?? 0) % 2}`, each]),
  );
  return [...distinct.values()];
}

/** What is wrong with `act` in any layout of all its inputs, or of one of them alone. */
function complaintsAbout(act: Act, inputs: readonly Values[], expectations: Expectations): string[] {
  const ranks = inputs.map(({ shape }) => shape.length);
  const largest = inputs[ranks.indexOf(Math.max(...ranks))];
  const choices = expectations.oneByOne && inputs.length > 1 ? [undefined, ...inputs.keys()] : [undefined];
  const referee = new Referee(act, expectations);
  return layoutsFor(largest?.shape ?? []).flatMap((layout) =>
    choices.flatMap((chosen) => {
      const complaint = torch.scope(() =>
        referee.complaint(
          inputs.map((each, i) => laidOut(chosen === undefined || chosen === i ? layout : contiguous, each)),
        ),
      );
      const which = chosen === undefined ? "" : `, input ${chosen} alone`;
      return complaint ? [`${layout.name}${which}: ${complaint}`.slice(0, 500)] : [];
    }),
  );
}

function complaintsAboutCall(call: Call): string[] {
  const act: Act = (inputs) => {
    const left = [...inputs];
    return perform(call, () => left.shift() ?? torch.empty(0));
  };
  const complaints = complaintsAbout(act, tensorsIn(call).map(valuesOf), {
    written: writtenBy(call),
    comparable: !dependOnMemory.has(call.call),
    oneByOne: !("family" in call), // the calls that are made for this test
  });
  return complaints.map((each) => `${JSON.stringify(call).slice(0, 150)}: ${each}`);
}

function writtenBy({ call, options }: Call): Expectations["written"] {
  if (call === "indexPut_") return "part";
  return call.endsWith("_") || ("inplace" in options && options.inplace === true) ? "whole" : "nothing";
}

function valuesOf(stored: StoredTensor): Values {
  const { dtype, data } = restore(stored);
  return { dtype, shape: stored.shape, values: data };
}

const storedCalls: readonly StoredCall[] = [...methodCalls, ...functionalCalls].filter(
  (each) => !("refused" in each),
);

/** The functions that are methods, too, called as those: a few calls of each. */
const asFunctions = [...Map.groupBy([...furtherCalls.slice().reverse(), ...storedCalls], ({ call }) => call)]
  .filter(([name]) => !name.includes(".") && name in torch)
  .flatMap(([name, some]) =>
    [...some.slice(0, 1), ...some.slice(-2)].map((each) => ({
      ...each,
      call: `torch.${name}`,
      family: "functions",
    })),
  );

const calls = [
  ...storedCalls.filter((each) => !isElementwise(each)),
  ...inAllWidths(storedCalls.filter(isElementwise)),
  ...furtherCalls,
  ...asFunctions,
];
const byName = Map.groupBy(
  calls.filter((each) => tensorsIn(each).length > 0),
  ({ call }) => call,
);

describe("in every layout the same is given by", () => {
  it.each([...byName])("%s", (_, all) => {
    expect(all.flatMap(complaintsAboutCall).slice(0, 5)).toEqual([]);
    expect(all.some((each) => "result" in outcomeOf(() => perform(each)))).toBe(true);
  });
});

/** A layer, and what it is called with. */
interface LayerCase {
  readonly name: string;
  readonly make: () => torch.nn.Module & ((...inputs: never[]) => unknown);
  readonly inputs: readonly Values[];
  readonly inplace?: boolean;
}

function randomValues(shape: readonly number[], below: number | null): Values {
  const drawn = below === null ? torch.randn(shape) : torch.randint(0, below, shape);
  return { dtype: drawn.dtype, shape, values: drawn.data };
}

const { nn, blocks } = torch;

function construct(name: string, args: readonly unknown[], options: object): Layer {
  return Reflect.construct(Reflect.get(nn, name), [...args, options]);
}

const image = randomValues([2, 6, 9, 17], null);
const pooled: Values = {
  dtype: "int64",
  shape: [2, 6, 4],
  values: Array.from({ length: 48 }, (_, i) => (i * 5) % 8),
};
const layers: readonly LayerCase[] = [
  ...moduleCases.map(({ layer, arguments: args, options, shape, indices }) => ({
    name: `nn.${layer}`,
    make: () => construct(layer, args, options),
    inputs: [randomValues(shape, indices)],
    inplace: "inplace" in options && options.inplace === true,
  })),
  ...blockCases.map((each) => ({
    name: `blocks.${each.block}`,
    make: () => makeBlock({ ...each, name: each.block }),
    inputs: [randomValues(each.shape, null)],
  })),
  {
    name: "nn.MaxUnpool1d",
    make: () => new nn.MaxUnpool1d(2),
    inputs: [randomValues([2, 6, 4], null), pooled],
  },
  {
    name: "nn.MaxUnpool2d",
    make: () => new nn.MaxUnpool2d(2),
    inputs: [randomValues([2, 2, 3, 4], null), { ...pooled, shape: [2, 2, 3, 4] }],
  },
  {
    name: "nn.Sequential",
    make: () => new nn.Sequential(new nn.Conv2d(6, 8, 3), new nn.BatchNorm2d(8), new nn.ReLU()),
    inputs: [image],
  },
  { name: "blocks.Permute", make: () => new blocks.Permute([0, 2, 3, 1]), inputs: [image] },
  { name: "blocks.Conv2dNormActivation", make: () => new blocks.Conv2dNormActivation(6, 8), inputs: [image] },
  { name: "blocks.conv1x1", make: () => blocks.conv1x1(6, 8), inputs: [image] },
  { name: "blocks.conv3x3", make: () => blocks.conv3x3(6, 8), inputs: [image] },
  {
    name: "blocks.ResNet",
    make: () => new blocks.ResNet(blocks.BasicBlock, [1, 1, 1, 1], { planes: 4 }),
    inputs: [randomValues([1, 3, 33, 34], null)],
  },
];

/** These draw in the order of memory when they train. */
const dropping = /^(nn.Dropout|blocks.(CNBlock|ConvNeXtBlock|StochasticDepth)$)/;

describe("in every layout the same is given by", () => {
  it.each([...Map.groupBy(layers, ({ name }) => name)])("%s", (name, all) => {
    const complaints = all.flatMap(({ make, inputs, inplace = false }) =>
      [true, false].flatMap((training) => {
        const act: Act = ([input, ...others]) =>
          torch.noGrad(() => input && Reflect.apply(make().train(training), undefined, [input, ...others]));
        const drops = dropping.test(name);
        return complaintsAbout(act, inputs, {
          written: inplace && (training || !drops) ? "whole" : "nothing",
          comparable: !training || !drops,
        });
      }),
    );
    expect(complaints.slice(0, 5)).toEqual([]);
  });
});

describe("in every layout the same is written by", () => {
  it.each<[string, readonly number[], readonly unknown[]]>([
    ["constant_", [6, 5], [3]],
    ["ones_", [6, 5], []],
    ["zeros_", [6, 5], []],
    ["eye_", [6, 5], []],
    ["dirac_", [6, 4, 3], []],
  ])("nn.init.%s", (name, shape, args) => {
    const act: Act = ([target]) => Reflect.apply(Reflect.get(nn.init, name), undefined, [target, ...args]);
    expect(complaintsAbout(act, [randomValues(shape, null)], { written: "whole", comparable: true })).toEqual(
      [],
    );
  });

  it.each([
    "uniform_",
    "normal_",
    "truncNormal_",
    "kaimingUniform_",
    "kaimingNormal_",
    "xavierUniform_",
    "xavierNormal_",
  ])("nn.init.%s, but for the order in which it draws", (name) => {
    const act: Act = ([target]) => Reflect.apply(Reflect.get(nn.init, name), undefined, [target]);
    expect(
      complaintsAbout(act, [randomValues([6, 17], null)], { written: "whole", comparable: false }),
    ).toEqual([]);
  });
});

describe("every export is called in every layout", () => {
  const isClass = (value: unknown) => typeof value === "function" && /^class\b/.test(String(value));
  const functionsOf = (owner: object): string[] =>
    Object.entries(owner).flatMap(([name, value]) => (typeof value === "function" ? [name] : []));
  const methods = new Set<string>();
  for (let each: object = Tensor.prototype; each !== Object.prototype; each = Object.getPrototypeOf(each)) {
    for (const name of Object.getOwnPropertyNames(each)) methods.add(name);
  }

  it.each<[string, Iterable<string>, string, RegExp]>([
    ["method of tensors", methods, "", aboutNoElements],
    [
      "function",
      functionsOf(torch).filter((name) => !isClass(Reflect.get(torch, name))),
      "torch.",
      takesNoTensor,
    ],
    ["function of nn.functional", functionsOf(torch.F), "F.", /^$/],
  ])("%s", (_, names, prefix, exempt) => {
    expect([...names].filter((name) => !exempt.test(name) && !byName.has(`${prefix}${name}`))).toEqual([]);
    expect([...names].filter((name) => exempt.test(name) && byName.has(`${prefix}${name}`))).toEqual([]);
  });

  it.each<[string, object, string, RegExp]>([
    ["layer", nn, "nn.", /^(Buffer|Module|ModuleDict|ModuleList|Parameter)$/],
    ["block", blocks, "blocks.", otherNetworks],
  ])("%s", (_, owner, prefix, exempt) => {
    const called = new Set(layers.map(({ name }) => name));
    expect(
      functionsOf(owner).filter((name) => !exempt.test(name) && !called.has(`${prefix}${name}`)),
    ).toEqual([]);
  });
});
