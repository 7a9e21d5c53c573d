// The networks against the same networks in PyTorch, after the same seed: text, keys and shapes of the state, how
// many parameters, and outputs in training and in evaluation. Initial weights are not stored, so that they are drawn
// as in PyTorch is tested as well.

import { afterEach, describe, expect, it } from "vitest";
import { noGrad } from "../../../../nn/autograd/gradient-mode.ts";
import * as blocks from "../../../../nn/blocks/index.ts";
import type { Layer, Module } from "../../../../nn/modules/module.ts";
import { manualSeed, randn } from "../../../../nn/tensor/creation.ts";
import type { Tensor } from "../../../../nn/tensor/tensor.ts";
import cases from "../../../fixtures/networks.json" with { type: "json" };
import counts from "../../../fixtures/parameter_counts.json" with { type: "json" };
import { restore, type StoredTensor } from "../../support/fixture.ts";

interface Sample {
  readonly every53rd: StoredTensor;
  readonly sums: StoredTensor;
  /** the largest output, by size */
  readonly largest: number;
  /** how far PyTorch's own float32 is from float64 */
  readonly rounding: number;
}

const made: Module[] = [];

/** The network after its seed; its memory is given back at the end of the test. */
function make(name: string, options: object = {}): Layer {
  const factory: unknown = Reflect.get(blocks, name);
  if (typeof factory !== "function") throw new TypeError(`no network ${name}`);
  const network: Layer = factory(options);
  made.push(network);
  return network;
}

afterEach(() => {
  for (const network of made.splice(0)) {
    for (const each of [...network.parameters(), ...network.buffers()]) each[Symbol.dispose]();
  }
});

function parameterCount(network: Module): number {
  return network.parameters().reduce((sum, parameter) => sum + parameter.numel(), 0);
}

/** Within 1e-4 of each number and 1e-5 of the largest, and what float32 allows; sums gather many such errors. */
function expectSample(actual: Tensor, { every53rd, sums, largest, rounding }: Sample): void {
  const atol = 1e-5 * Math.max(1, largest) + 2 * rounding;
  const sampled = actual.slice(1, 0, undefined, 53);
  expect(sampled.allclose(restore(every53rd), { rtol: 1e-4, atol }), `${sampled}`).toBe(true);
  const rows = actual.sum(1);
  expect(rows.allclose(restore(sums), { rtol: 1e-4, atol: atol * actual.size(1) }), `${rows}`).toBe(true);
}

describe("networks give what PyTorch's give", () => {
  it.each(cases)("$network $options", (each) => {
    manualSeed(each.seed);
    const network = make(each.network, each.options);
    if (each.text !== null) expect(String(network)).toBe(each.text);
    const state = network.stateDict();
    expect(Object.keys(state)).toEqual(each.keys);
    if (each.shapes) expect(Object.values(state).map(({ shape }) => [...shape])).toEqual(each.shapes);
    expect(parameterCount(network)).toBe(each.parameters);
    noGrad(() => {
      expectSample(network(randn(each.shape)), each.training);
      expectSample(network.eval()(randn(each.shape)), each.evaluation);
    });
  });
});

describe("the networks of the fixtures have as many parameters as published", () => {
  const published: Record<string, number> = {
    resnet18: 11_689_512,
    resnet34: 21_797_672,
    resnet50: 25_557_032,
    resnet101: 44_549_160,
    resnet152: 60_192_808,
    resnext50_32x4d: 25_028_904,
    convnextTiny: 28_589_128,
    mobilenetV1: 4_231_976,
  };
  it.each(counts)("$network: $parameters", ({ network, parameters }) => {
    expect(parameters).toBe(published[network]);
  });
});

describe("ResNet", () => {
  it("starts its blocks as the identity when told to", () => {
    const network = blocks.resnet18({ planes: 2, numClasses: 3, zeroInitResidual: true });
    const scales = network.namedParameters().filter(([name]) => name.endsWith("bn2.weight"));
    expect(scales).toHaveLength(8);
    for (const [, scale] of scales) expect(scale.abs().sum().item()).toBe(0);
  });

  it("cannot be dilated when made of BasicBlocks", () => {
    expect(() => blocks.resnet18({ planes: 2, replaceStrideWithDilation: [false, false, true] })).toThrow(
      "Dilation > 1 not supported in BasicBlock, got 2",
    );
    expect(() => new blocks.BasicBlock(2, 2, { groups: 2 })).toThrow("got groups=2 and baseWidth=64");
  });
});
