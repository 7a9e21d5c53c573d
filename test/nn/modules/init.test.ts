// Initial values against torch.nn.init after the same seed.

import { describe, expect, it } from "vitest";
import * as init from "../../../nn/modules/init.ts";
import { Parameter } from "../../../nn/modules/parameter.ts";
import { empty, manualSeed, ones } from "../../../nn/tensor/creation.ts";
import cases from "../../fixtures/initialisation.json" with { type: "json" };
import { expectClose } from "../support/fixture.ts";

describe("nn.init", () => {
  it.each(cases)("$name of $shape with $arguments and $options", (each) => {
    const fill: unknown = Reflect.get(init, each.name);
    if (typeof fill !== "function") throw new TypeError(`no function ${each.name}`);
    manualSeed(each.seed);
    const parameter = new Parameter(empty(each.shape));
    expect(fill(parameter, ...each.arguments, each.options)).toBe(parameter);
    expectClose(parameter, each.expected);
    expect(parameter.isLeaf && parameter.requiresGrad).toBe(true);
  });

  it.each([
    ["linear", undefined, 1],
    ["sigmoid", undefined, 1],
    ["tanh", undefined, 1.6666666666666667],
    ["relu", undefined, Math.SQRT2],
    ["leaky_relu", undefined, 1.4141428569978354],
    ["leaky_relu", 0.2, 1.3867504905630728],
    ["selu", undefined, 0.75],
  ] as const)("the gain of %s (%s) is PyTorch's, %d", (nonlinearity, slope, gain) => {
    expect(init.calculateGain(nonlinearity, slope)).toBeCloseTo(gain, 14);
  });

  it.each([
    [
      "eye_",
      () => init.eye_(ones(3)),
      "eye_: only tensors with 2 dimensions are supported, got torch.Size([3])",
    ],
    [
      "dirac_",
      () => init.dirac_(ones(3, 2)),
      "dirac_: only tensors with 3, 4, or 5 dimensions are supported",
    ],
    [
      "dirac_ of groups",
      () => init.dirac_(ones(3, 2, 1), 2),
      "dirac_: dim 0 (3) must be divisible by groups (2)",
    ],
  ])("%s refuses other shapes", (_, act, message) => expect(act).toThrow(message));

  it("refuses weights without fans", () => {
    expect(() => init.kaimingUniform_(ones(3))).toThrow(
      "Fan in and fan out can not be computed for tensor with fewer than 2 dimensions, got torch.Size([3])",
    );
  });
});
