// Every layer with its options against PyTorch: made after the same seed, it has the same text, the same keys of
// state, and gives the same output for the same random input, in memory of its own or as a view, first in training and then in
// evaluation. So the
// initial weights and the number of random draws are tested as well.

import { describe, expect, it } from "vitest";
import { noGrad } from "../../../nn/autograd/gradient-mode.ts";
import { manualSeed, randint, randn, tensor, zeros } from "../../../nn/index.ts";
import * as nn from "../../../nn/modules/index.ts";
import type { Tensor } from "../../../nn/tensor/tensor.ts";
import errors from "../../fixtures/module_errors.json" with { type: "json" };
import cases from "../../fixtures/modules.json" with { type: "json" };
import { expectClose, type StoredTensor } from "../support/fixture.ts";

interface Specification {
  readonly layer: string;
  readonly arguments: readonly unknown[];
  readonly options: object;
}

function make({ layer, arguments: args, options }: Specification): nn.Layer {
  const type: unknown = Reflect.get(nn, layer);
  if (typeof type !== "function") throw new TypeError(`no layer ${layer}`);
  return Reflect.construct(type, [...args, options]);
}

function shareMemory(one: Tensor, other: Tensor): boolean {
  return one.array.storage === other.array.storage;
}

/** A random input: indices below the given number, or normal values. */
function draw(shape: readonly number[], indices: number | null): Tensor {
  return indices === null ? randn(shape) : randint(0, indices, shape);
}

describe("layers give what PyTorch's give", () => {
  it.each(cases.map((each) => ({ ...each, title: `${each.text} on [${each.shape}]` })))("$title", (each) => {
    manualSeed(each.seed);
    const layer = make(each);
    expect(String(layer)).toBe(each.text);
    expect(Object.keys(layer.stateDict())).toEqual(each.keys);
    noGrad(() => {
      layer(draw(each.shape, each.indices));
      const { views = [false, false] }: { readonly views?: readonly boolean[] } = each;
      const first = draw(each.shape, each.indices);
      const training = layer(first);
      expectClose(training, each.training);
      expect(shareMemory(first, training)).toBe(views[0]);
      const buffers = Object.fromEntries(layer.namedBuffers());
      const stored: Partial<Record<string, StoredTensor>> = each.buffers;
      expect(Object.keys(buffers)).toEqual(Object.keys(stored));
      for (const [name, buffer] of Object.entries(buffers)) {
        const expected = stored[name];
        if (expected) expectClose(buffer, expected);
      }
      const second = draw(each.shape, each.indices);
      const evaluation = layer.eval()(second);
      if (each.evaluation) expectClose(evaluation, each.evaluation);
      expect(shareMemory(second, evaluation)).toBe(views[1]);
    });
  });
});

describe("layers take batches without samples", () => {
  it.each(
    cases
      .filter(({ emptyBatch }) => emptyBatch !== null)
      .map((each) => ({ ...each, title: `${each.text} on [${[0, ...each.shape.slice(1)]}]` })),
  )("$title", (each) => {
    const batch = zeros([0, ...each.shape.slice(1)], { dtype: each.indices === null ? "float32" : "int64" });
    expect([...make(each).eval()(batch).shape]).toEqual(each.emptyBatch);
  });
});

describe("layers refuse arguments that PyTorch's refuse, in its words", () => {
  it.each(errors.filter(({ refuses }) => refuses === "arguments"))("$layer $arguments $options", (each) => {
    expect(() => make(each)).toThrow(each.message);
  });
});

describe("layers refuse inputs that PyTorch's refuse, and name themselves", () => {
  it.each(errors.filter(({ refuses }) => refuses === "input"))(
    "$layer $arguments $options on $shape",
    (each) => {
      const layer = make(each);
      expect(() => layer(zeros(each.shape))).toThrow(`${layer}: `);
    },
  );

  it.each([
    [
      new nn.Conv2d(16, 32, 3),
      zeros(2, 3, 23, 23),
      "Conv2d(16, 32, kernel_size=(3, 3), stride=(1, 1)): expected input [N, 16, H, W] or [16, H, W], got [2, 3, 23, 23]",
    ],
    [
      new nn.Linear(4, 3),
      zeros(2, 5),
      "Linear(in_features=4, out_features=3, bias=True): expected input [..., 4], got [2, 5]",
    ],
    [
      new nn.Linear(2, 1),
      tensor([1, 2]),
      'Linear(in_features=2, out_features=1, bias=True): expected input of dtype float32, got int64; x.to("float32") converts it',
    ],
    [
      new nn.BatchNorm1d(4, { affine: false }),
      zeros(2, 3),
      "BatchNorm1d(4, eps=1e-05, momentum=0.1, affine=False, track_running_stats=True): expected input [N, 4] or [N, 4, L], got [2, 3]",
    ],
    [
      new nn.GroupNorm(2, 4),
      zeros(4),
      "GroupNorm(2, 4, eps=1e-05, affine=True): expected input [N, 4, ...], got [4]",
    ],
    [
      new nn.LayerNorm([3, 4]),
      zeros(2, 4),
      "LayerNorm((3, 4), eps=1e-05, elementwise_affine=True): expected input [..., 3, 4], got [2, 4]",
    ],
    [
      new nn.Conv1d(1, 1, 9),
      zeros(1, 4),
      "Conv1d(1, 1, kernel_size=(9,), stride=(1,)): Convolution: the padded input (4) is smaller than the kernel (9)",
    ],
    [
      new nn.Embedding(3, 2),
      tensor([0, 3]),
      "Embedding(3, 2): IndexSelect: index 3 is out of bounds for a dimension of size 3",
    ],
    [
      new nn.Embedding(3, 2),
      zeros(2),
      "Embedding(3, 2): embedding: expected indices of dtype int64, got float32",
    ],
    [
      new nn.Flatten({ startDim: 2 }),
      zeros(2, 3),
      "Flatten(start_dim=2, end_dim=-1): Dimension out of range (expected to be in range of [-2, 1], but got 2)",
    ],
  ] as const)("%s", (layer: nn.Layer, input, message) => {
    expect(() => layer(input)).toThrow(message);
  });
});

describe("layers made with arguments that make no sense name themselves and the argument", () => {
  it.each([
    [() => new nn.Linear(-2, 3), "Linear: inFeatures: expected a whole number of at least 0, got -2"],
    [() => new nn.Linear(2, 2.5), "Linear: outFeatures: expected a whole number of at least 0, got 2.5"],
    [
      () => new nn.Conv2d(1, 3, 3, { groups: 0 }),
      "Conv2d: groups: expected a whole number of at least 1, got 0",
    ],
    [
      () => new nn.Conv2d(3, 4, 3, { groups: 2 }),
      "Conv2d: in_channels must be divisible by groups, got 3 and 2",
    ],
    [
      () => new nn.Conv1d(1, 3, [3, 3]),
      "Conv1d: kernelSize: expected a whole number of at least 1, got [3, 3]",
    ],
    [
      () => new nn.Conv2d(1, 3, 3, { padding: "same", stride: 2 }),
      "Conv2d: padding='same' is not supported for strided convolutions",
    ],
    [
      () => new nn.BatchNorm2d(Number.NaN),
      "BatchNorm2d: numFeatures: expected a whole number of at least 0, got NaN",
    ],
    [() => new nn.GroupNorm(0, 4), "GroupNorm: numGroups: expected a whole number of at least 1, got 0"],
    [() => new nn.LayerNorm([]), "LayerNorm: normalizedShape: expected at least one size, got []"],
    [() => new nn.Embedding(3, -1), "Embedding: embeddingDim: expected a whole number of at least 0, got -1"],
  ])("%s", (act, message) => expect(act).toThrow(message));
});

describe("layers called with what is no tensor", () => {
  it.each([
    [undefined, "got undefined"],
    [5, "got 5"],
    [[[1, 2]], "got an array; torch.tensor(values) makes a tensor of it"],
  ])("say so for %s", (input, message) => {
    const layer = new nn.Linear(2, 1);
    expect(() => Reflect.apply(layer, undefined, [input])).toThrow(`${layer}: expected a tensor, ${message}`);
  });
});

describe("options that are none of those there are", () => {
  it.each([
    [
      "Upsample",
      { scaleFactor: 2, mode: "bicubic" },
      'Upsample: mode: expected one of "nearest", "linear", "bilinear", got "bicubic"',
    ],
    ["GELU", { approximate: "fast" }, 'GELU: approximate: expected one of "none", "tanh", got "fast"'],
  ])("are refused by %s", (layer, options, message) => {
    expect(() => make({ layer, arguments: [], options })(zeros(1, 1, 2, 2))).toThrow(message);
  });
});
