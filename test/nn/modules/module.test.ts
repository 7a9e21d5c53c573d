// What every module can do, shown on small modules as a person would write them. Texts are PyTorch's.

import { inspect } from "node:util";
import { describe, expect, expectTypeOf, it } from "vitest";
import { noGrad } from "../../../nn/autograd/gradient-mode.ts";
import { arena } from "../../../nn/memory/arena.ts";
import { ReLU } from "../../../nn/modules/activation.ts";
import { BatchNorm1d } from "../../../nn/modules/batch-norm.ts";
import { ModuleList, Sequential } from "../../../nn/modules/container.ts";
import { Conv2d } from "../../../nn/modules/convolution.ts";
import { Linear } from "../../../nn/modules/linear.ts";
import { type Layer, Module } from "../../../nn/modules/module.ts";
import { ModuleDict } from "../../../nn/modules/module-dict.ts";
import { Buffer, Parameter } from "../../../nn/modules/parameter.ts";
import { ConvTranspose2d } from "../../../nn/modules/transposed-convolution.ts";
import { ones, randn, tensor, zeros } from "../../../nn/tensor/creation.ts";
import type { Tensor } from "../../../nn/tensor/tensor.ts";

class Net extends Module {
  override name = "a field may have any name";
  scale = new Parameter(ones(2));
  body = new Sequential(new Linear(2, 3), new BatchNorm1d(3), new ReLU());
  head: Linear;
  last: Tensor | undefined;

  constructor() {
    super();
    this.head = new Linear(3, 2);
  }

  override forward(x: Tensor): Tensor {
    this.last = this.body(x.mul(this.scale));
    return this.head(this.last);
  }
}

class Pair extends Module {
  override forward(a: Tensor, b: Tensor): { sum: Tensor; count: number } {
    return { sum: a.add(b), count: 2 };
  }
}

describe("a module", () => {
  it("lets no gradients be gathered, or asks for them again, for all parameters at once", () => {
    const net = new Net();
    expect(net.requiresGrad_(false)).toBe(net);
    expect(net.parameters().some((parameter) => parameter.requiresGrad)).toBe(false);
    expect(net(ones(3, 2)).gradFn).toBeUndefined();
    net.requiresGrad_();
    expect(net.parameters().every((parameter) => parameter.requiresGrad)).toBe(true);
  });

  it("says what it likes between the parentheses of its text", () => {
    class Scale extends Module {
      override extraRepr(): string {
        return "by=2";
      }

      override forward(x: Tensor): Tensor {
        return x.mul(2);
      }
    }
    expect(String(new Sequential(new Scale()))).toBe("Sequential(\n  (0): Scale(by=2)\n)");
  });

  it("is called like a function, with the types of its own forward", () => {
    const pair = new Pair();
    const { sum, count } = pair(ones(2), ones(2));
    expect(sum.toArray()).toEqual([2, 2]);
    expect(count).toBe(2);
    expectTypeOf(pair).toBeCallableWith(ones(1), ones(1));
    expectTypeOf<ReturnType<typeof pair>>().toEqualTypeOf<{ sum: Tensor; count: number }>();
    expectTypeOf<Net>().toExtend<Layer>();
    expectTypeOf<Pair>().not.toExtend<Layer>();
  });

  it("keeps its class and its fields, whatever their names", () => {
    const net = new Net();
    expect(net).toBeInstanceOf(Net);
    expect(net).toBeInstanceOf(Module);
    expect(net.name).toBe("a field may have any name");
    expect("call" in net).toBe(false);
  });

  it("finds parameters, buffers and modules by walking its properties", () => {
    const net = new Net();
    const names = (entries: [string, unknown][]) => entries.map(([name]) => name);
    expect(names(net.namedParameters())).toEqual([
      "scale",
      "body.0.weight",
      "body.0.bias",
      "body.1.weight",
      "body.1.bias",
      "head.weight",
      "head.bias",
    ]);
    expect(names(net.namedBuffers())).toEqual([
      "body.1.running_mean",
      "body.1.running_var",
      "body.1.num_batches_tracked",
    ]);
    expect(names(net.namedModules())).toEqual(["", "body", "body.0", "body.1", "body.2", "head"]);
    expect(names(net.namedChildren())).toEqual(["body", "head"]);
    expect(net.parameters()).toHaveLength(7);
    expect(net.parameters().every((parameter) => parameter.requiresGrad)).toBe(true);
  });

  it("gives what it holds by full name, and takes more by name", () => {
    const net = new Net();
    expect(net.getSubmodule("body.0")).toBe(net.body[0]);
    expect(net.getSubmodule("")).toBe(net);
    expect(net.getParameter("head.weight")).toBe(net.head.weight);
    net.addModule("tail", new Linear(1, 1));
    net.registerParameter("shift", new Parameter(zeros(2)));
    expect(Object.keys(net.stateDict()).slice(-3)).toEqual(["head.bias", "tail.weight", "tail.bias"]);
    expect(net.getParameter("shift").toArray()).toEqual([0, 0]);
    expect(() => net.getSubmodule("body.9")).toThrow('Net has no module "body.9"');
    expect(() => net.getParameter("body")).toThrow('Net has no parameter "body"');
    expect(() => net.addModule("head", new ReLU())).toThrow("Net: attribute 'head' already exists");
    expect(() => net.addModule("a.b", new ReLU())).toThrow(
      'a name that is not empty and has no dot, got "a.b"',
    );
  });

  it("computes in float64 after double(), with shared parameters still shared and counters as they were", () => {
    const shared = new Linear(2, 2);
    shared.bias?.requiresGrad_(false);
    const net = new Sequential(shared, new BatchNorm1d(2), shared);
    const x = randn(5, 2);
    const expected = noGrad(() => net(x));
    const norm = net.at(1);
    net.double();
    expect(net.parameters()).toHaveLength(4);
    expect(net.getParameter("0.weight")).toBe(net.getParameter("2.weight"));
    expect(net.getParameter("0.bias").requiresGrad).toBe(false);
    expect(norm.namedBuffers().map(([, { dtype }]) => dtype)).toEqual(["float64", "float64", "int64"]);
    const result = noGrad(() => net(x.double()));
    expect(result.dtype).toBe("float64");
    expect(result.float().allclose(expected, { atol: 1e-5 })).toBe(true);
    expect(() => net(x)).toThrow('expected input of dtype float64, got float32; x.to("float64") converts it');
    expect(noGrad(() => net.float()(x)).dtype).toBe("float32");
  });

  it.each([
    ["int64", 'Module.to: dtype: expected one of "float32", "float64", got "int64"'],
    [
      "float16",
      'Module.to: dtype: expected one of "float32", "float64", "int64", "bool", got "float16"; use "float32"',
    ],
    [undefined, 'Module.to: dtype: expected one of "float32", "float64", "int64", "bool", got undefined'],
  ])("refuses to become %s, and stays as it was", (dtype, message) => {
    const net = new Linear(2, 2);
    expect(() => Reflect.apply(net.to, net, [dtype])).toThrow(message);
    expect(net.weight.dtype).toBe("float32");
  });

  it("counts a shared module once among parameters, and twice in the state", () => {
    const shared = new Linear(2, 2);
    const twice = new Sequential(shared, shared);
    expect(twice.parameters()).toHaveLength(2);
    expect(twice.modules()).toHaveLength(2);
    expect(Object.keys(twice.stateDict())).toEqual(["0.weight", "0.bias", "1.weight", "1.bias"]);
  });

  it("registers buffers by name", () => {
    const net = new Net();
    net.registerBuffer("table", zeros(2));
    expect(Object.keys(net.stateDict())).toContain("table");
    expect(net.namedBuffers()[0]?.[1]).toBeInstanceOf(Buffer);
  });

  it("switches itself and all below between training and evaluation", () => {
    const net = new Net();
    expect(net.eval()).toBe(net);
    expect(net.modules().map((module) => module.training)).toEqual(new Array(6).fill(false));
    expect(net.train().body[2]?.training).toBe(true);
  });

  it("applies a function to children first", () => {
    const seen: string[] = [];
    new Sequential(new Linear(1, 1), new Sequential(new ReLU())).apply((module) => {
      seen.push(module.constructor.name);
    });
    expect(seen).toEqual(["Linear", "ReLU", "Sequential", "Sequential"]);
  });

  it("prints as PyTorch prints it", () => {
    const text = [
      "Net(",
      "  (body): Sequential(",
      "    (0): Linear(in_features=2, out_features=3, bias=True)",
      "    (1): BatchNorm1d(3, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)",
      "    (2): ReLU()",
      "  )",
      "  (head): Linear(in_features=3, out_features=2, bias=True)",
      ")",
    ].join("\n");
    expect(String(new Net())).toBe(text);
    expect(inspect(new Net())).toBe(text);
    expect(String(new Parameter(ones(1)))).toBe("Parameter containing:\ntensor([1.], requires_grad=True)");
  });
});

describe("the state", () => {
  it("goes from one module to another", () => {
    const [source, target] = [new Net(), new Net()];
    const x = randn(4, 2);
    source(x);
    expect(target.loadStateDict(source.stateDict())).toEqual({ missingKeys: [], unexpectedKeys: [] });
    expect(target.eval()(x).equal(source.eval()(x))).toBe(true);
  });

  it.each([
    ["Linear", () => new Linear(20, 20), [3, 20]],
    ["Conv2d of 3 x 3", () => new Conv2d(16, 16, 3, { padding: 1 }), [1, 16, 9, 9]],
    ["Conv2d of 1 x 1", () => new Conv2d(16, 16, 1), [1, 16, 9, 9]],
    ["depthwise Conv2d", () => new Conv2d(16, 16, 3, { groups: 16 }), [1, 16, 9, 9]],
    ["ConvTranspose2d", () => new ConvTranspose2d(16, 16, 2, { stride: 2 }), [1, 16, 5, 5]],
  ] as const)("is seen by a %s that has run before: nothing packed is kept", (_, make, shape) => {
    const [source, target] = [make(), make()];
    const x = randn([...shape]);
    const before = noGrad(() => target(x));
    target.loadStateDict(source.stateDict());
    const [after, expected] = noGrad(() => [target(x), source(x)] as const);
    expect(after.equal(expected)).toBe(true);
    expect(after.equal(before)).toBe(false);
  });

  it("tells all that does not fit at once, and changes nothing", () => {
    const net = new Linear(2, 3);
    const before = net.bias?.toArray();
    const state = { weight: zeros(2, 3), bias: zeros(3), extra: zeros(1) };
    expect(() => net.loadStateDict(state)).toThrow(
      'Error(s) in loading state_dict for Linear:\n\tUnexpected key(s) in state_dict: "extra". \n\t' +
        "size mismatch for weight: copying a param with shape torch.Size([2, 3]) from checkpoint, " +
        "the shape in current model is torch.Size([3, 2]).",
    );
    expect(net.bias?.toArray()).toEqual(before);
    expect(() => net.loadStateDict({})).toThrow('Missing key(s) in state_dict: "weight", "bias". ');
  });

  it("need not count batches, as PyTorch's plain states need not, and may hold a single number as a vector", () => {
    const norm = new BatchNorm1d(2);
    norm(randn(3, 2));
    const { num_batches_tracked: count = zeros(0), ...rest } = norm.stateDict();
    expect(count.item()).toBe(1);
    norm.loadStateDict({ ...rest, num_batches_tracked: tensor([5]) });
    expect(norm.num_batches_tracked?.item()).toBe(5);
    expect(norm.loadStateDict(rest)).toEqual({ missingKeys: [], unexpectedKeys: [] });
    expect(norm.num_batches_tracked?.item()).toBe(0);
  });

  it("is refused when it holds something else than tensors", () => {
    const state: Record<string, Tensor> = JSON.parse('{"weight": [1], "bias": null}');
    expect(() => new Linear(1, 1).loadStateDict(state)).toThrow(
      'While copying the parameter named "weight", expected a Tensor from checkpoint but received 1\n\t' +
        'While copying the parameter named "bias", expected a Tensor from checkpoint but received null',
    );
  });

  it("may fit only in part when it is not strict", () => {
    const net = new Linear(1, 1);
    const result = net.loadStateDict({ weight: ones(1, 1), more: ones(1) }, { strict: false });
    expect(result).toEqual({ missingKeys: ["bias"], unexpectedKeys: ["more"] });
    expect(net.weight.item()).toBe(1);
  });
});

describe("forward hooks", () => {
  it("see module, inputs and output until they are removed", () => {
    const layer = new Linear(2, 3);
    const shapes: string[] = [];
    const handle = layer.registerForwardHook((module, [x], output) => {
      shapes.push(`${module.outFeatures}: ${x.shape} -> ${output.shape}`);
    });
    layer(ones(1, 2));
    handle.remove();
    layer(ones(1, 2));
    expect(shapes).toEqual(["3: torch.Size([1, 2]) -> torch.Size([1, 3])"]);
  });

  it("hold what they see under noGrad", () => {
    const net = new Net();
    const seen: Tensor[] = [];
    net.body[0]?.registerForwardHook((_, __, output) => {
      if (output instanceof Object) seen.push(output as Tensor);
    });
    noGrad(() => net(ones(2, 2)));
    expect(seen[0]?.shape.numel()).toBe(6);
    expect(seen[0]?.released).toBe(false);
  });
});

describe("forward pre-hooks", () => {
  it("see module and inputs before forward, and may put others in their place", () => {
    const layer = new Linear(2, 3, { bias: false });
    const order: string[] = [];
    layer.registerForwardHook((_, [x]) => {
      order.push(`after, on ${x.toArray()}`);
    });
    const double = layer.registerForwardPreHook((module, [x]) => {
      order.push(`before ${module.outFeatures} features, on ${x.toArray()}`);
      return [x.mul(2)];
    });
    const look = layer.registerForwardPreHook((_, [x]) => {
      order.push(`then on ${x.toArray()}`);
      return undefined;
    });
    const doubled = layer(ones(2));
    expect(order).toEqual(["before 3 features, on 1,1", "then on 2,2", "after, on 2,2"]);
    double.remove();
    look.remove();
    expect(doubled.equal(layer(ones(2).mul(2)))).toBe(true);
    expect(order).toHaveLength(4);
  });
});

describe("memory of a module call under noGrad", () => {
  it("is released but for the result and what the module stores", () => {
    const net = new Net().eval();
    const x = ones(5, 2);
    const run = () => noGrad(() => net(x));
    using first = run();
    expect(first.numel()).toBe(10);
    const before = arena.statistics().liveBlocks;
    for (let i = 0; i < 20; i++) {
      using result = run();
      net.last?.[Symbol.dispose]();
      expect(result.equal(first)).toBe(true);
    }
    expect(arena.statistics().liveBlocks).toBeLessThanOrEqual(before);
    expect(run().equal(first) && net.last?.released).toBe(false);
  });
});

describe("containers", () => {
  it("Sequential takes layers, or layers by name", () => {
    const named = new Sequential({ first: new Linear(2, 2), act: new ReLU() });
    expect(named.namedChildren().map(([name]) => name)).toEqual(["first", "act"]);
    expect(named(zeros(1, 2)).shape.numel()).toBe(2);
    const many = new Sequential(...Array.from({ length: 12 }, () => new ReLU()));
    expect([...many]).toHaveLength(12);
    expect(many.namedChildren().map(([name]) => name)).toEqual(Array.from({ length: 12 }, (_, i) => `${i}`));
    expect(new Sequential()(tensor([1])).toArray()).toEqual([1]);
  });

  it("Sequential gives its layers by position, from the end too, and takes several at once", () => {
    const [first, last] = [new Linear(1, 1), new ReLU()];
    const layers = new Sequential({ first }).extend([new ReLU(), last]);
    expect(layers.at(0)).toBe(first);
    expect(layers.at(-1)).toBe(last);
    expect(layers.namedChildren().map(([name]) => name)).toEqual(["first", "1", "2"]);
    expect(Object.keys(layers.stateDict())).toEqual(["first.weight", "first.bias"]);
    const [x, bias] = [ones(1, 1), -3];
    noGrad(() => first.bias?.fill_(bias) && first.weight.fill_(1));
    expect(layers(x).item()).toBe(0); // the ReLU comes after the layer with a name
    expect(() => layers.at(3)).toThrow("Sequential: index 3 is out of range of 3 layers");
  });

  it("Sequential grows, and refuses names that a module already has", () => {
    const grown = new Sequential(new Linear(1, 2)).append(new ReLU());
    expect(grown.namedChildren().map(([name]) => name)).toEqual(["0", "1"]);
    expect(() => new Sequential({ train: new ReLU() })).toThrow("attribute 'train' already exists");
    expect(new Sequential({ layers: new ReLU() })(tensor([-1])).toArray()).toEqual([0]);
  });

  it("ModuleList grows at the end and in between", () => {
    const list = new ModuleList([new Linear(1, 1)]).extend([new Linear(2, 2), new Linear(3, 3)]);
    list.insert(1, new Linear(4, 4)).insert(-1, new Linear(5, 5));
    expect([...list].map((layer) => layer.inFeatures)).toEqual([1, 4, 2, 5, 3]);
    expect(list.length).toBe(5);
  });

  it("ModuleDict holds modules by name, in the order of their coming", () => {
    const dict = new ModuleDict({ first: new Linear(1, 2), second: new Linear(2, 3) });
    expect(Object.keys(dict.stateDict())).toEqual([
      "first.weight",
      "first.bias",
      "second.weight",
      "second.bias",
    ]);
    expect([...dict]).toEqual(["first", "second"]);
    expect(dict.get("second").outFeatures).toBe(3);
    dict.set("first", new Linear(5, 5)).update([["third", new Linear(3, 3)]]);
    expect(dict.values().map((layer) => layer.inFeatures)).toEqual([5, 2, 3]);
    expect(dict.pop("second").inFeatures).toBe(2);
    expect([dict.has("second"), dict.length]).toEqual([false, 2]);
    dict.clear();
    expect(dict.keys()).toEqual([]);
  });

  it("ModuleDict prints as PyTorch's", () => {
    const dict = new ModuleDict<Layer>({ act: new ReLU(), head: new Linear(1, 2) });
    expect(String(dict)).toBe(
      "ModuleDict(\n  (act): ReLU()\n  (head): Linear(in_features=1, out_features=2, bias=True)\n)",
    );
  });

  it("ModuleDict refuses names that are taken or unknown, and calls", () => {
    const dict = new ModuleDict();
    expect(() => dict.set("forward", new ReLU())).toThrow("attribute 'forward' already exists");
    expect(() => dict.get("nowhere")).toThrow('there is no module "nowhere" among []');
    expect(() => dict()).toThrow("ModuleDict has no forward");
  });

  it("ModuleList belongs to the state and is walked by hand", () => {
    const list = new ModuleList([new Linear(1, 2)]).append(new Linear(2, 3));
    expect(Object.keys(list.stateDict())).toEqual(["0.weight", "0.bias", "1.weight", "1.bias"]);
    expect(list.at(-1).outFeatures).toBe(3);
    expect([...list].map((layer) => layer.inFeatures)).toEqual([1, 2]);
    expect(() => list.at(2)).toThrow("ModuleList: index 2 is out of range of 2 modules");
    expect(() => list()).toThrow("ModuleList has no forward");
  });
});
