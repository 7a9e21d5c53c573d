// Gradients through writes: what was written over is no longer asked, what was saved of it stays, and views, hooks and
// retained gradients follow. Where PyTorch's rule is not the derivative itself, its name stands at the test.

import { describe, expect, it } from "vitest";
import { noGrad } from "../../../nn/autograd/gradient-mode.ts";
import { tensor, zeros } from "../../../nn/tensor/creation.ts";
import { scope } from "../../../nn/tensor/scope.ts";
import { Tensor } from "../../../nn/tensor/tensor.ts";

const values = [0.3, 0.8, 1.7, 2.6];
const leaf = () => tensor(values, { dtype: "float64", requiresGrad: true });
const other = () => tensor([1.5, 0.5, 2.5, 0.25], { dtype: "float64", requiresGrad: true });
const mask = () => tensor([true, false, true, false]);
const index = () => tensor([2, 0]);
const pair = (y: Tensor) => y.narrow(0, 0, 2);

/** What an in-place method does, by the method that makes a new tensor. */
const pairs: Record<
  string,
  [inPlace: (x: Tensor, y: Tensor) => Tensor, apart: (x: Tensor, y: Tensor) => Tensor]
> = {
  add_: [(x, y) => x.add_(y, { alpha: 3 }), (x, y) => x.add(y, { alpha: 3 })],
  sub_: [(x, y) => x.sub_(y), (x, y) => x.sub(y)],
  mul_: [(x, y) => x.mul_(y), (x, y) => x.mul(y)],
  div_: [(x, y) => x.div_(y), (x, y) => x.div(y)],
  pow_: [(x, y) => x.pow_(y), (x, y) => x.pow(y)],
  remainder_: [(x, y) => x.remainder_(y), (x, y) => x.remainder(y)],
  fmod_: [(x, y) => x.fmod_(y), (x, y) => x.fmod(y)],
  lerp_: [(x, y) => x.lerp_(y, 0.25), (x, y) => x.lerp(y, 0.25)],
  copy_: [(x, y) => x.copy_(y), (_, y) => y.clone()],
  fill_: [(x) => x.fill_(2), (x) => x.mul(0).add(2)],
  zero_: [(x) => x.zero_(), (x) => x.mul(0)],
  clamp_: [(x) => x.clamp_(0.5, 2), (x) => x.clamp(0.5, 2)],
  round_: [(x) => x.round_(), (x) => x.round()],
  maskedFill_: [(x) => x.maskedFill_(mask(), 2), (x) => x.maskedFill(mask(), 2)],
  maskedScatter_: [(x, y) => x.maskedScatter_(mask(), y), (x, y) => x.maskedScatter(mask(), y)],
  scatter_: [(x, y) => x.scatter_(0, index(), y), (x, y) => x.scatter(0, index(), y)],
  scatterAdd_: [(x, y) => x.scatterAdd_(0, index(), y), (x, y) => x.scatterAdd(0, index(), y)],
  indexAdd_: [(x, y) => x.indexAdd_(0, index(), pair(y)), (x, y) => x.indexAdd(0, index(), pair(y))],
  indexCopy_: [(x, y) => x.indexCopy_(0, index(), pair(y)), (x, y) => x.indexCopy(0, index(), pair(y))],
  indexFill_: [(x) => x.indexFill_(0, index(), 2), (x) => x.indexFill(0, index(), 2)],
  indexPut_: [(x, y) => x.indexPut_([index()], pair(y)), (x, y) => x.indexPut([index()], pair(y))],
  // without a gradient of their own: what they write depends on nothing
  uniform_: [(x) => x.uniform_(), (x) => x.mul(0)],
  normal_: [(x) => x.normal_(), (x) => x.mul(0)],
  bernoulli_: [(x) => x.bernoulli_(), (x) => x.mul(0)],
};
for (const name of (
  "neg abs square relu exp expm1 log log1p sqrt rsqrt reciprocal sin cos tanh sigmoid erf floor ceil " +
  "trunc sign"
).split(" ") as "neg"[]) {
  pairs[`${name}_`] = [(x) => x[`${name}_`](), (x) => x[name]()];
}

/** The names of all methods that write to a tensor. */
function inPlaceNames(): string[] {
  const names = new Set<string>();
  for (let each: object = Tensor.prototype; each !== Object.prototype; each = Object.getPrototypeOf(each)) {
    for (const name of Object.getOwnPropertyNames(each)) if (/\w_$/.test(name)) names.add(name);
  }
  names.delete("requiresGrad_"); // writes no elements
  names.delete("detach_"); // neither
  names.delete("floorDivide_"); // has no gradient, as in PyTorch
  return [...names].sort();
}

/** The gradients of x and y, of a sum of the squares of what is made of them. */
function gradients(make: (x: Tensor, y: Tensor) => Tensor): (number[] | undefined)[] {
  const [x, y] = [leaf(), other()];
  const made = make(x, y);
  if (made.requiresGrad)
    made
      .mul(tensor([1, 2, 3, 4], { dtype: "float64" }))
      .sum()
      .backward();
  return [x, y].map(({ grad }) => (grad ? [...grad.data] : undefined) as number[] | undefined);
}

const orZeros = (found: (number[] | undefined)[]) => found.map((each) => each ?? [0, 0, 0, 0]);

describe("a method that writes has the gradients of the one that makes a new tensor:", () => {
  it("the table has all of them", () => {
    expect(inPlaceNames()).toEqual(Object.keys(pairs).sort());
  });

  it.each(Object.entries(pairs))("%s", (_, [inPlace, apart]) => {
    const expected = orZeros(gradients(apart));
    // the values of a product with 1 are saved by none of the steps before
    expect(orZeros(gradients((x, y) => inPlace(x.mul(1), y)))).toEqual(expected);
    expect(
      orZeros(
        gradients((x, y) => {
          const base = x.mul(1).unsqueeze(0).t();
          inPlace(base.select(1, 0), y);
          return base.flatten();
        }),
      ),
    ).toEqual(expected);
  });
});

describe("writing", () => {
  it("to integers records nothing", () => {
    const integers = tensor([1, 2, 3, 4]);
    integers.copy_(leaf());
    expect(integers.requiresGrad).toBe(false);
  });

  it("without recording counts for what was saved, and leaves the history", () => {
    const x = leaf();
    const [saving, other] = [x.mul(1), x.mul(2)];
    const squared = saving.square();
    noGrad(() => [saving.zero_(), other.zero_()]);
    expect(() => squared.sum().backward()).toThrow("modified by an inplace operation");
    other.sum().backward();
    expect(x.grad?.toArray()).toEqual([2, 2, 2, 2]);
  });

  it("to a view without history is refused, since its base has one", () => {
    const y = leaf().mul(3);
    const view = noGrad(() => y.narrow(0, 0, 2));
    expect(() => view.mul_(2)).toThrow("a view was created under noGrad");
    expect(noGrad(() => view.mul_(2)).shape[0]).toBe(2);
  });

  it("over all elements gives what was there before a gradient of zeros, as copy_ of PyTorch does", () => {
    const x = leaf();
    x.mul(2).copy_(zeros(4).requiresGrad_()).sum().backward();
    expect(x.grad?.toArray()).toEqual([0, 0, 0, 0]);
  });
});

describe("what is written to a view goes back, however the gradient lies in memory", () => {
  const weights = [1, 2, 3, 4, 5, 6];
  const byRows = (...shape: number[]) => tensor(weights, { dtype: "float64" }).reshape(shape);
  const layouts: [string, (base: Tensor) => Tensor, number[]][] = [
    ["by rows", (base) => base.mul(byRows(2, 3)), weights],
    ["by columns", (base) => base.t().mul(byRows(3, 2)), [1, 3, 5, 2, 4, 6]],
    ["repeated", (base) => base.sum(1).mul(tensor([2, 3], { dtype: "float64" })), [2, 2, 2, 3, 3, 3]],
  ];
  const float64 = { dtype: "float64" } as const;
  const byColumns = [0, 3, 1, 4, 2, 5];
  // a base, all of whose elements a vector shows, and in which order
  const bases: [string, Tensor, (base: Tensor) => Tensor, number[]][] = [
    ["by rows", zeros(2, 3, float64), (base) => base.view(6), [0, 1, 2, 3, 4, 5]],
    ["by columns", zeros(3, 2, float64).t().detach(), (base) => base.t().view(6), byColumns],
    [
      "with gaps",
      zeros(6, 2, float64).select(1, 0).view(3, 2).t().detach(),
      (base) => base.t().view(6),
      byColumns,
    ],
  ];
  const cases = bases.flatMap(([lies, base, look, order]) =>
    layouts.map(([goes, use, slopes]) => ({
      lies,
      goes,
      base,
      look,
      use,
      expected: order.map((i) => slopes[i]),
    })),
  );
  it.each(cases)("a base $lies, a gradient $goes", ({ base, look, use, expected }) => {
    const written = tensor(weights, { dtype: "float64", requiresGrad: true });
    const target = base.detach();
    look(target).copy_(written);
    use(target).sum().backward();
    expect(written.grad?.toArray()).toEqual(expected);
  });
});

describe("retainGrad", () => {
  it("keeps one gradient, however often it is asked", () => {
    const x = leaf();
    const y = x.mul(3);
    y.retainGrad();
    y.retainGrad();
    y.sum().backward();
    expect(y.grad?.toArray()).toEqual([1, 1, 1, 1]);
    expect(x.grad?.toArray()).toEqual([3, 3, 3, 3]);
  });

  it("keeps that of the tensor as it is after a write, also to its base", () => {
    const base = leaf().mul(1);
    const view = base.narrow(0, 0, 2);
    base.retainGrad();
    view.retainGrad();
    base.mul_(2);
    base.mul(5).sum().backward({ retainGraph: true });
    expect(base.grad?.toArray()).toEqual([5, 5, 5, 5]);
    view.mul(7).sum().backward();
    expect(view.grad?.toArray()).toEqual([7, 7]);
  });
});

describe("hooks", () => {
  it("go once, and no others with them", () => {
    const y = leaf().mul(2);
    const called: string[] = [];
    y.registerHook(() => void called.push("first"));
    const second = y.registerHook(() => void called.push("second"));
    second.remove();
    second.remove();
    y.sum().backward();
    expect(called).toEqual(["first"]);
  });

  const wrong: [string, (gradient: Tensor) => Tensor][] = [
    ["of another shape, even if it could be broadcast", (gradient) => gradient.narrow(0, 0, 1)],
    ["of another dtype", (gradient) => gradient.float()],
  ];
  it.each(wrong)("refuse a gradient %s", (_, hook) => {
    for (const at of [leaf(), leaf().mul(1)]) {
      at.registerHook(hook);
      expect(() => at.sum().backward()).toThrow(
        /what a hook returned: expected a gradient of shape \[4\], float64, got shape \[[14]\], float/,
      );
    }
  });
});

describe("a gradient lives as long as its leaf", () => {
  it("when a scope ends around backward", () => {
    const x = leaf();
    const step = () => scope(() => void x.mul(2).sum().backward());
    step();
    step();
    expect(x.grad?.toArray()).toEqual([4, 4, 4, 4]);
  });

  it("also of one whose memory has been released meanwhile", () => {
    const x = leaf();
    const y = x.exp().sum();
    x[Symbol.dispose]();
    y.backward();
    expect(x.grad?.toArray()).toEqual(values.map((value) => expect.closeTo(Math.exp(value), 10)));
  });

  it("when the leaf leaves a scope", () => {
    const x = scope(() => {
      const made = leaf();
      made.mul(2).sum().backward();
      return made;
    });
    expect(x.grad?.toArray()).toEqual([2, 2, 2, 2]);
  });

  it("and no longer", () => {
    const made = scope(() => {
      const x = leaf();
      scope(() => void x.mul(2).sum().backward());
      return { gradient: () => x.grad };
    });
    expect(made.gradient()?.released).toBe(true);
  });
});
