// PyTorch's rules of autograd, one by one, and the words of its errors.

import { describe, expect, it } from "vitest";
import * as torch from "../../../nn/index.ts";
import { autograd, nn, type Tensor, tensor } from "../../../nn/index.ts";

const leaf = (...values: number[]): Tensor => tensor(values, { dtype: "float64", requiresGrad: true });
const values = (x: Tensor | undefined): unknown => x?.toArray();

describe("backward", () => {
  it("adds to what was gathered before, in the same tensor", () => {
    const x = leaf(1, 2);
    x.square().sum().backward();
    const first = x.grad;
    x.square().sum().backward();
    expect(x.grad).toBe(first);
    expect(values(first)).toEqual([4, 8]);
  });

  it("of several outputs, each with its gradient", () => {
    const x = leaf(1, 2);
    autograd.backward([x.mul(2), x.square().sum()], [tensor([1, 10], { dtype: "float64" }), undefined]);
    expect(values(x.grad)).toEqual([4, 24]);
  });

  it("gathers only for `inputs`, also where these are no leaves", () => {
    const [x, y] = [leaf(3), leaf(5)];
    const z = x.mul(y);
    z.square().backward({ inputs: [x, z] });
    expect([x.grad, y.grad, z.grad].map(values)).toEqual([[150], undefined, [30]]);
  });

  it("walks a retained graph again", () => {
    const x = leaf(2);
    const y = x.square().sum();
    y.backward({ retainGraph: true });
    y.backward();
    expect(values(x.grad)).toEqual([8]);
  });

  it.each<[string, () => unknown, string]>([
    [
      "a second walk of a graph that was not retained",
      () => {
        const y = leaf(2).square().sum();
        y.backward();
        y.backward();
      },
      "the graph has been walked before, and what PowBackward0 had saved was given back; to walk it again, call backward " +
        "with { retainGraph: true } the first time",
    ],
    [
      "a tensor that requires none",
      () => tensor(1.5).backward(),
      "this tensor does not require grad and does not have a grad_fn",
    ],
    [
      "a result of several elements without its gradient",
      () => leaf(1, 2).mul(2).backward(),
      "grad can be implicitly created only for scalar outputs, got a tensor of shape [2]",
    ],
    [
      "a gradient of another shape",
      () =>
        leaf(1, 2)
          .mul(2)
          .backward(tensor([1], { dtype: "float64" })),
      "gradient: expected the shape [2] of the tensor, got [1]",
    ],
    [
      "a saved value that was changed in place",
      () => {
        const x = leaf(1, 2).mul(1);
        const y = x.exp();
        y.add_(1);
        y.sum().backward();
      },
      "one of the variables needed for gradient computation has been modified by an inplace operation: a float64 tensor of " +
        "shape [2], saved by ExpBackward0, is at version 1; expected version 0 instead",
    ],
    [
      "a write to a leaf",
      () => leaf(1).add_(1),
      "a leaf Variable that requires grad is being used in an in-place operation.",
    ],
    [
      "a write to a view of a leaf",
      () => leaf(1, 2).narrow(0, 0, 1).add_(1),
      "a view of a leaf Variable that requires grad is being used in an in-place operation.",
    ],
    [
      "an input that requires none",
      () =>
        leaf(1)
          .square()
          .backward({ inputs: [tensor([1])] }),
      "inputs[0]: this tensor requires no gradient",
    ],
    [
      "fewer gradients than tensors",
      () => autograd.backward([leaf(1), leaf(2)], [tensor([1])]),
      "backward: gradTensors: expected one for each of 2 tensors",
    ],
  ])("refuses %s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("autograd.grad", () => {
  it("returns gradients in the order of the inputs, and gathers none", () => {
    const [x, y] = [leaf(3), leaf(5)];
    expect(autograd.grad(x.mul(y), [y, x]).map(values)).toEqual([[3], [5]]);
    expect([x.grad, y.grad]).toEqual([undefined, undefined]);
  });

  it("of an intermediate result goes no further than asked for", () => {
    const x = leaf(3);
    const y = x.square();
    expect(autograd.grad(y.mul(2), y, { retainGraph: true }).map(values)).toEqual([[2]]);
    expect(autograd.grad(y.mul(2), [x, y]).map(values)).toEqual([[12], [2]]);
  });

  it("has gradients of gradients with createGraph, which keeps the graph", () => {
    const x = leaf(3);
    const y = x.pow(3);
    const [first] = autograd.grad(y, x, { createGraph: true });
    const [second] = autograd.grad(first!, x, { createGraph: true });
    const [third] = autograd.grad(second!, x);
    expect([first, second, third].map(values)).toEqual([[27], [18], [6]]);
  });

  it("takes gradients of outputs that are no scalars", () => {
    const x = leaf(1, 2);
    const [found] = autograd.grad(x.square(), x, { gradOutputs: tensor([1, 10], { dtype: "float64" }) });
    expect(values(found)).toEqual([2, 40]);
  });

  it("gives undefined for what was not used, where that is allowed", () => {
    const [x, y] = [leaf(3), leaf(5)];
    expect(autograd.grad(x.square(), [x, y], { allowUnused: true }).map(values)).toEqual([[6], undefined]);
  });

  it.each<[string, () => unknown, string]>([
    [
      "what was not used",
      () => autograd.grad(leaf(1).square(), leaf(2)),
      "One of the differentiated Tensors appears to not have been used in the graph",
    ],
    [
      "an input that requires none",
      () => autograd.grad(leaf(1), tensor([1])),
      "One of the differentiated Tensors does not require grad",
    ],
    ["no tensors at all", () => autograd.grad([], leaf(1)), "outputs: expected at least one tensor"],
    ["onlyInputs: false", () => autograd.grad(leaf(1), leaf(1), { onlyInputs: false }), "onlyInputs"],
  ])("refuses %s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("modes", () => {
  it("record or do not, and nest", () => {
    const x = leaf(1);
    const isRecorded = (): boolean => x.mul(2).requiresGrad;
    expect(torch.noGrad(isRecorded)).toBe(false);
    expect(torch.inferenceMode(isRecorded)).toBe(false);
    expect(torch.noGrad(() => torch.enableGrad(isRecorded))).toBe(true);
    expect(torch.setGradEnabled(false, isRecorded)).toBe(false);
    expect(torch.noGrad(() => torch.setGradEnabled(true, isRecorded))).toBe(true);
  });

  it("stay as setGradEnabled leaves them, within the mode that surrounds it", () => {
    const within = torch.noGrad(() => {
      torch.setGradEnabled(true);
      return torch.isGradEnabled();
    });
    expect([within, torch.isGradEnabled()]).toEqual([true, true]);
    torch.setGradEnabled(false);
    const after = torch.isGradEnabled();
    torch.setGradEnabled(true);
    expect([after, torch.isGradEnabled()]).toEqual([false, true]);
  });
});

describe("leaves", () => {
  it("become what was asked for by requiresGrad, and no leaf can do without", () => {
    const x = tensor([1.5]);
    x.requiresGrad = true;
    expect(x.requiresGrad).toBe(true);
    expect(() => {
      x.mul(2).requiresGrad = false;
    }).toThrow("only a leaf can do without its gradient");
    expect(() => tensor([1]).requiresGrad_()).toThrow("only tensors of floating point dtype");
  });

  it("are made by detach_, but not of a view", () => {
    const x = leaf(2);
    const y = x.mul(3).detach_();
    expect([y.isLeaf, y.requiresGrad]).toEqual([true, false]);
    y.add_(1); // allowed now
    expect(() => x.mul(2).narrow(0, 0, 1).detach_()).toThrow("Can't detach views in-place");
  });

  it("may be written to under noGrad, and a later backward sees what was written", () => {
    const x = leaf(2);
    x.square().backward();
    torch.noGrad(() => x.sub_(x.grad!.mul(0.25)));
    x.grad = undefined;
    x.square().backward();
    expect([values(x), values(x.grad)]).toEqual([[1], [2]]);
  });
});

describe("grad that is set by hand", () => {
  it("is added to, and forgotten by null", () => {
    const x = leaf(1, 2);
    x.grad = tensor([10, 20], { dtype: "float64" });
    x.sum().backward();
    expect(values(x.grad)).toEqual([11, 21]);
    x.grad = null;
    expect(x.grad).toBeUndefined();
  });

  it.each<[string, () => unknown, string]>([
    ["what is no tensor", () => Object.assign(leaf(1), { grad: 1 }), "grad: expected a tensor, got 1"],
    ["another shape", () => Object.assign(leaf(1), { grad: leaf(1, 2) }), "data of a different size"],
    ["another dtype", () => Object.assign(leaf(1), { grad: torch.ones(1) }), "data of a different type"],
    [
      "itself",
      () => {
        const x = leaf(1);
        x.grad = x;
      },
      "can't assign a tensor as its own grad",
    ],
  ])("cannot be %s", (_, act, message) => {
    expect(act).toThrow(message);
  });
});

describe("hooks", () => {
  it("see the whole gradient of a tensor, in their order, and may replace it", () => {
    const x = leaf(1);
    const y = x.mul(2);
    const seen: unknown[] = [];
    y.registerHook((gradient) => {
      seen.push(values(gradient));
      return gradient.mul(10);
    });
    y.registerHook((gradient) => void seen.push(values(gradient)));
    y.mul(3).add(y).backward();
    expect([seen, values(x.grad)]).toEqual([[[4], [40]], [80]]);
  });

  it("of a leaf replace what is gathered; one that was removed sees nothing", () => {
    const x = leaf(1);
    const hook = x.registerHook((gradient) => gradient.neg());
    x.mul(3).backward();
    hook.remove();
    x.mul(3).backward();
    expect(values(x.grad)).toEqual([0]);
  });

  it("retainGrad gathers once, however often it is asked for", () => {
    const y = leaf(2).mul(1);
    y.retainGrad();
    y.retainGrad();
    y.square().backward();
    expect(values(y.grad)).toEqual([4]);
  });
});

describe("modules", () => {
  it("see the gradients of their inputs and results, and may replace the former", () => {
    const layer = new nn.Linear(2, 1, { bias: false });
    torch.noGrad(() => layer.weight.copy_(tensor([[2, 3]])));
    const seen: unknown[] = [];
    const hook = layer.registerFullBackwardHook((module, gradInput, gradOutput) => {
      seen.push(module === layer, gradInput.map(values), gradOutput.map(values));
      return gradInput.map((each) => each?.mul(10));
    });
    const x = tensor([[1, 1]], { dtype: "float32", requiresGrad: true });
    layer(x).mul(5).sum().backward();
    expect(seen).toEqual([true, [[[10, 15]]], [[[5]]]]);
    expect(values(x.grad)).toEqual([[100, 150]]);
    expect(values(layer.weight.grad)).toEqual([[5, 5]]);
    hook.remove();
    layer(x).sum().backward();
    expect(seen).toHaveLength(3);
  });

  it("tell the gradients of their results also where no input requires one", () => {
    const layer = new nn.Linear(2, 1);
    const seen: unknown[] = [];
    layer.registerFullBackwardHook((_, gradInput, gradOutput) => {
      seen.push(gradInput.map(values), gradOutput.map(values));
    });
    layer(torch.ones(1, 2)).sum().backward();
    expect(seen).toEqual([[undefined], [[[1]]]]);
  });

  it("forget their gradients by zeroGrad, or fill them with zeros, and freeze by requiresGrad_", () => {
    const layer = new nn.Linear(2, 1);
    const walk = () => layer(torch.ones(1, 2)).sum().backward();
    walk();
    layer.zeroGrad({ setToNone: false });
    expect(values(layer.bias?.grad)).toEqual([0]);
    walk();
    expect(values(layer.bias?.grad)).toEqual([1]);
    layer.zeroGrad();
    expect(layer.weight.grad).toBeUndefined();
    layer.requiresGrad_(false);
    expect(layer(torch.ones(1, 2)).requiresGrad).toBe(false);
  });
});
