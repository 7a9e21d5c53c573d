// A person's own forward and backward (torch.autograd.Function), by PyTorch's rules.

import { describe, expect, it } from "vitest";
import * as torch from "../../../nn/index.ts";
import { autograd, type Tensor, tensor } from "../../../nn/index.ts";

class Cube extends autograd.Function {
  static forward(context: autograd.FunctionContext, x: Tensor): Tensor {
    context.saveForBackward(x);
    return x.pow(3);
  }

  static backward(context: autograd.FunctionContext, gradient: Tensor): Tensor {
    const [x] = context.savedTensors;
    return gradient.mul(x!.square()).mul(3);
  }
}

/** Two results of two inputs and a number. */
class SumAndProduct extends autograd.Function {
  static forward(context: autograd.FunctionContext, a: Tensor, b: Tensor, factor: number) {
    context.saveForBackward(a, b);
    context.factor = factor;
    return [a.add(b), a.mul(b).mul(factor)] as const;
  }

  static backward(context: autograd.FunctionContext, ofSum: Tensor, ofProduct: Tensor) {
    const [a, b] = context.savedTensors;
    const scaled = ofProduct.mul(Number(context.factor));
    return [ofSum.add(scaled.mul(b!)), ofSum.add(scaled.mul(a!)), undefined];
  }
}

const leaf = (...values: number[]) => tensor(values, { dtype: "float64", requiresGrad: true });

describe("a function of one's own", () => {
  it("gives its gradient back, and shows its name", () => {
    const x = leaf(1, -2);
    const y = Cube.apply(x);
    expect(`${y.gradFn?.name}`).toBe("CubeBackward");
    y.sum().backward();
    expect(x.grad?.toArray()).toEqual([3, 12]);
  });

  it("has a gradient of its gradient, as its backward is made of operations", () => {
    const x = leaf(2);
    const [first] = autograd.grad(Cube.apply(x), x, { createGraph: true });
    const [second] = autograd.grad(first!, x);
    expect([first, second].map((each) => each?.item())).toEqual([12, 12]);
  });

  it("may have several results, and arguments that are no tensors", () => {
    const [a, b] = [leaf(1, 2), leaf(3, 5)];
    const [sum, product] = SumAndProduct.apply(a, b, 2);
    sum.sum().add(product.sum()).backward();
    expect([a, b].map(({ grad }) => grad?.toArray())).toEqual([
      [7, 11],
      [3, 5],
    ]);
    expect(autograd.gradcheck((x, y) => [...SumAndProduct.apply(x, y, 2)], [a, b])).toBe(true);
  });

  it("gets zeros for a result that nothing came of", () => {
    const [a, b] = [leaf(1), leaf(3)];
    SumAndProduct.apply(a, b, 2)[0].backward();
    expect([a.grad?.item(), b.grad?.item()]).toEqual([1, 1]);
  });

  it("is not recorded where nothing is", () => {
    expect(Cube.apply(leaf(1).detach()).requiresGrad).toBe(false);
    expect(torch.noGrad(() => Cube.apply(leaf(1))).requiresGrad).toBe(false);
  });

  it("knows which gradients are asked for", () => {
    let asked: readonly boolean[] = [];
    class Asking extends autograd.Function {
      static forward(context: autograd.FunctionContext, a: Tensor, b: Tensor) {
        asked = context.needsInputGrad;
        return a.add(b);
      }
      static backward(_: autograd.FunctionContext, gradient: Tensor) {
        return [gradient, undefined];
      }
    }
    Asking.apply(leaf(1), tensor([2], { dtype: "float64" }));
    expect(asked).toEqual([true, false]);
  });

  it("sums a gradient that was broadcast, as PyTorch does", () => {
    class Spread extends autograd.Function {
      static forward(_: autograd.FunctionContext, x: Tensor) {
        return x.expand(3, 2).clone();
      }
      static backward(_: autograd.FunctionContext, gradient: Tensor) {
        return gradient;
      }
    }
    const x = leaf(1, 2);
    Spread.apply(x).sum().backward();
    expect(x.grad?.toArray()).toEqual([3, 3]);
  });

  it("gives what comes in and goes out unchanged a history of its own", () => {
    class Twice extends autograd.Function {
      static forward(_: autograd.FunctionContext, x: Tensor) {
        return x;
      }
      static backward(_: autograd.FunctionContext, gradient: Tensor) {
        return gradient.mul(2);
      }
    }
    const x = leaf(1);
    Twice.apply(x).backward();
    expect([x.isLeaf, x.grad?.item()]).toEqual([true, 2]);
  });

  it("lets no gradient through what is marked", () => {
    class Parts extends autograd.Function {
      static forward(context: autograd.FunctionContext, x: Tensor) {
        const whole = x.floor();
        context.markNonDifferentiable(whole);
        return [whole, x.clone()] as const;
      }
      static backward(_: autograd.FunctionContext, _whole: Tensor, gradient: Tensor) {
        return gradient;
      }
    }
    expect(Parts.apply(leaf(1.5)).map(({ requiresGrad }) => requiresGrad)).toEqual([false, true]);
  });

  it.each<[string, (gradient: Tensor) => Tensor | (Tensor | undefined)[], string]>([
    [
      "too many gradients",
      (gradient) => [gradient, gradient],
      "function WrongBackward returned an incorrect number of gradients (expected 1, got 2)",
    ],
    [
      "a gradient of another shape",
      () => tensor([1, 2, 3], { dtype: "float64" }),
      "function WrongBackward returned an invalid gradient at index 0 - got [3] but expected shape compatible with [2]",
    ],
  ])("refuses %s", (_, make, message) => {
    class Wrong extends autograd.Function {
      static forward(_context: autograd.FunctionContext, x: Tensor) {
        return x.clone();
      }
      static backward(_context: autograd.FunctionContext, gradient: Tensor) {
        return make(gradient);
      }
    }
    expect(() => Wrong.apply(leaf(1, 2)).sum().backward()).toThrow(message);
  });

  it("refuses what it saved when that was written over, and a second walk", () => {
    const x = leaf(1).mul(1);
    const y = Cube.apply(x);
    x.add_(1);
    expect(() => y.backward()).toThrow("saved by CubeBackward, is at version 1; expected version 0");
    const again = Cube.apply(leaf(1));
    again.backward();
    expect(() => again.backward()).toThrow("the graph has been walked before");
  });
});

describe("gradcheck", () => {
  const x = () => tensor([[0.5, -1.5]], { dtype: "float64", requiresGrad: true });

  it("agrees with what is right", () => {
    expect(autograd.gradcheck((a, b) => a.mul(b).sin(), [x(), x()])).toBe(true);
  });

  it("finds what is wrong", () => {
    class Wrong extends autograd.Function {
      static forward(context: autograd.FunctionContext, a: Tensor) {
        context.saveForBackward(a);
        return a.square();
      }
      static backward(context: autograd.FunctionContext, gradient: Tensor) {
        return gradient.mul(context.savedTensors[0]!);
      }
    }
    const check = (raiseException: boolean) =>
      autograd.gradcheck((a) => Wrong.apply(a), [x()], { raiseException });
    expect(() => check(true)).toThrow("Jacobian mismatch for output 0 with respect to input 0");
    expect(check(false)).toBe(false);
  });

  it("wants float64, and something to differentiate by", () => {
    expect(() => autograd.gradcheck((a) => a, [tensor([1.5], { requiresGrad: true })])).toThrow(
      "expected dtype float64, got float32",
    );
    expect(() => autograd.gradcheck((a) => a, [x().detach()])).toThrow("to require gradient");
  });
});
