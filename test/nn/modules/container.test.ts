// What containers and modules are given: modules and nothing else, and the optional arguments of what every module can do.

import { describe, expect, it } from "vitest";
import { nn, ones, tensor } from "../../../nn/index.ts";

/** A call as plain JavaScript makes it, whatever the types say. */
function construct(kind: unknown, ...args: unknown[]): unknown {
  if (typeof kind !== "function") throw new TypeError("no class");
  return Reflect.construct(kind, args);
}

function invoke(owner: object, name: string, ...args: unknown[]): unknown {
  const method: unknown = Reflect.get(owner, name);
  if (typeof method !== "function") throw new TypeError(`no method ${name}`);
  return Reflect.apply(method, owner, args);
}

describe("containers refuse what is no module:", () => {
  const relu = new nn.ReLU();
  it.each<[string, () => unknown, string]>([
    ["a function", () => construct(nn.Sequential, (x: unknown) => x), "Sequential: 0: expected an nn.Module"],
    ["nothing", () => construct(nn.Sequential, relu, undefined), "Sequential: 1: expected an nn.Module"],
    ["Python's None", () => construct(nn.Sequential, null), "Sequential: 0: expected an nn.Module"],
    [
      "an array, as PyTorch does",
      () => construct(nn.Sequential, [relu]),
      "Sequential: 0: expected an nn.Module",
    ],
    [
      "a map",
      () => construct(nn.Sequential, new Map([["relu", relu]])),
      "Sequential: 0: expected an nn.Module",
    ],
    [
      "a class instead of a layer",
      () => construct(nn.Sequential, { relu: nn.ReLU }),
      "Sequential: relu: expected",
    ],
    ["a tensor", () => construct(nn.Sequential, relu, tensor(1)), "got a Tensor"],
    [
      "what is appended",
      () => invoke(new nn.Sequential(), "append", 5),
      "Sequential: append: expected an nn.Module",
    ],
    [
      "a function in a list",
      () => construct(nn.ModuleList, [() => 1]),
      "ModuleList: append: expected an nn.Module",
    ],
    ["what is inserted", () => invoke(new nn.ModuleList(), "insert", 0, 5), "ModuleList: insert: expected"],
    [
      "a place between two",
      () => invoke(new nn.ModuleList(), "insert", 0.5, relu),
      "ModuleList.insert: position",
    ],
    [
      "half a position",
      () => new nn.Sequential(relu).at(0.5),
      "Sequential.at: position: expected a whole number",
    ],
    ["a function in a dictionary", () => construct(nn.ModuleDict, { a: () => 1 }), "ModuleDict: a: expected"],
    ["what is added", () => invoke(relu, "addModule", "next", 5), "addModule: module: expected an nn.Module"],
    [
      "a tensor for a parameter",
      () => invoke(relu, "registerParameter", "w", tensor(1)),
      "expected an nn.Parameter",
    ],
    [
      "a hook that is none",
      () => invoke(relu, "registerForwardHook", 5),
      "registerForwardHook: hook: expected a function",
    ],
  ])("%s", (_, act, message) => expect(act).toThrow(message));
});

class Inner extends nn.Module {
  scale = new nn.Parameter(ones(2));
  mean = new nn.Buffer(ones(2));

  override forward(): void {}
}

class Outer extends nn.Module {
  inner = new Inner();
  shift = new nn.Parameter(ones(1));
  count = new nn.Buffer(tensor(0));

  override forward(): void {}
}

const names = (entries: readonly (readonly [string, unknown])[]) => entries.map(([name]) => name);

describe("a module lists", () => {
  const outer = new Outer();

  it("what it holds itself, or what those below hold, too", () => {
    expect(names(outer.namedParameters())).toEqual(["shift", "inner.scale"]);
    expect(names(outer.namedParameters("net"))).toEqual(["net.shift", "net.inner.scale"]);
    expect(names(outer.namedParameters("net", false))).toEqual(["net.shift"]);
    expect(names(outer.namedBuffers({ recurse: false }))).toEqual(["count"]);
    expect(outer.parameters(false).map((parameter) => parameter === outer.shift)).toEqual([true]);
    expect(outer.buffers({ recurse: false }).map((buffer) => buffer === outer.count)).toEqual([true]);
    expect(outer.parameters()).toHaveLength(2);
  });

  it("its state under a prefix, and the parameters themselves if asked", () => {
    expect(Object.keys(outer.stateDict({ prefix: "net." }))).toEqual([
      "net.shift",
      "net.count",
      "net.inner.scale",
      "net.inner.mean",
    ]);
    expect(outer.stateDict({ keepVars: true }).shift).toBe(outer.shift);
    expect(outer.stateDict().shift?.requiresGrad).toBe(false);
  });
});

describe("a buffer that is not persistent", () => {
  it("belongs to the module and not to its state, in another dtype, too", () => {
    const layer = new nn.ReLU();
    layer.registerBuffer("cache", ones(2), { persistent: false });
    layer.registerBuffer("kept", ones(2));
    const check = () => {
      expect(names(layer.namedBuffers())).toEqual(["cache", "kept"]);
      expect(Object.keys(layer.stateDict())).toEqual(["kept"]);
    };
    check();
    layer.double();
    check();
    expect(layer.loadStateDict({ kept: ones(2) }).missingKeys).toEqual([]);
  });
});

describe("the methods of a module take their optional arguments in PyTorch's order or by name:", () => {
  it("loadStateDict", () => {
    const outer = new Outer();
    expect(outer.loadStateDict({}, false).missingKeys).toHaveLength(4);
    expect(outer.loadStateDict({}, { strict: false }).missingKeys).toHaveLength(4);
    expect(() => outer.loadStateDict({})).toThrow("Missing key(s)");
  });

  it("train and requiresGrad_", () => {
    const outer = new Outer();
    expect(outer.train({ mode: false }).training).toBe(false);
    expect(outer.train().training).toBe(true);
    expect(outer.requiresGrad_({ requiresGrad: false }).shift.requiresGrad).toBe(false);
  });

  it.each<[string, unknown, string]>([
    ["loadStateDict", { strikt: false }, "loadStateDict: there is no option strikt; did you mean strict?"],
    ["train", 1, "train: mode: expected true or false, got 1"],
    ["parameters", { recursive: true }, "parameters: there is no option recursive; did you mean recurse?"],
    ["stateDict", "net.", 'stateDict: expected an object with options (prefix, keepVars), got "net."'],
    ["requiresGrad_", "no", 'requiresGrad_: requiresGrad: expected true or false, got "no"'],
  ])("%s refuses %o", (method, given, message) => {
    const args = method === "loadStateDict" ? [{}, given] : [given];
    expect(() => invoke(new Outer(), method, ...args)).toThrow(message);
  });
});
