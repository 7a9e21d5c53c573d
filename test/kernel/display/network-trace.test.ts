// What a forward pass is taken to be. The expected links are written by hand from the definitions of the blocks:
// who feeds whom, and the shape that PyTorch gives at that place.

import { describe, expect, it } from "vitest";
import { inputId, leaves, linksOf, outputId } from "../../../kernel/display/network/links.ts";
import { trace } from "../../../kernel/display/network/trace.ts";
import { type Item, visible } from "../../../kernel/display/network/visible.ts";
import * as torch from "../../../nn/index.ts";

const { nn, blocks } = torch;

/** All links as `from -> to 1x2x3`; a module by its name, an operation by its own, the second of a name with a number. */
function linksIn(model: torch.nn.Module, inputs: torch.Tensor[], depth?: number): string[] {
  const seen = visible(trace(model, inputs), depth);
  const names = new Map<string, string>();
  for (const i of [0, 1]) names.set(inputId(i), `in${i}`).set(outputId(i), `out${i}`);
  const taken = new Map<string, number>();
  for (const item of leaves(seen.root)) {
    const name = nameOf(item);
    const number = (taken.get(name) ?? 0) + 1;
    taken.set(name, number);
    names.set(item.id, number === 1 ? name : `${name}#${number}`);
  }
  return linksOf(seen).map(
    ({ from, to, shape }) => `${names.get(from)} -> ${names.get(to)} ${shape.join("x")}`,
  );
}

function nameOf({ step, repeats }: Item): string {
  const name = step.kind === "operation" ? step.name : step.name || step.module.constructor.name;
  return repeats > 1 ? `${name} times ${repeats}` : name;
}

const lenet = () =>
  new nn.Sequential(
    new nn.Conv2d(1, 6, 5, { padding: 2 }),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Flatten(),
    new nn.Linear(6 * 14 * 14, 10),
  );

const table: [string, () => torch.nn.Module, number[], string[]][] = [
  [
    "ResidualBlock that keeps its channels",
    () => new blocks.ResidualBlock(4, 4),
    [1, 4, 6, 6],
    [
      "in0 -> conv1.0 1x4x6x6",
      "conv1.0 -> conv1.1 1x4x6x6",
      "conv1.1 -> conv1.2 1x4x6x6",
      "conv1.2 -> conv2.0 1x4x6x6",
      "conv2.0 -> conv2.1 1x4x6x6",
      "conv2.1 -> Add 1x4x6x6",
      "in0 -> Add 1x4x6x6",
      "Add -> relu 1x4x6x6",
      "relu -> out0 1x4x6x6",
    ],
  ],
  [
    "ResidualBlock with a 1x1 convolution on its shortcut",
    () => new blocks.ResidualBlock(4, 8),
    [1, 4, 6, 6],
    [
      "in0 -> conv_ds 1x4x6x6",
      "in0 -> conv1.0 1x4x6x6",
      "conv1.0 -> conv1.1 1x8x6x6",
      "conv1.1 -> conv1.2 1x8x6x6",
      "conv1.2 -> conv2.0 1x8x6x6",
      "conv2.0 -> conv2.1 1x8x6x6",
      "conv2.1 -> Add 1x8x6x6",
      "conv_ds -> Add 1x8x6x6",
      "Add -> relu 1x8x6x6",
      "relu -> out0 1x8x6x6",
    ],
  ],
  [
    "BasicBlock, whose ReLU is called twice and writes over its input",
    () => new blocks.BasicBlock(4, 4),
    [2, 4, 6, 6],
    [
      "in0 -> conv1 2x4x6x6",
      "conv1 -> bn1 2x4x6x6",
      "bn1 -> relu 2x4x6x6",
      "relu -> conv2 2x4x6x6",
      "conv2 -> bn2 2x4x6x6",
      "bn2 -> Add 2x4x6x6",
      "in0 -> Add 2x4x6x6",
      "Add -> relu#2 2x4x6x6",
      "relu#2 -> out0 2x4x6x6",
    ],
  ],
  [
    "Bottleneck that halves the size",
    () =>
      new blocks.Bottleneck(8, 4, {
        stride: 2,
        downsample: new nn.Sequential(blocks.conv1x1(8, 16, { stride: 2 }), new nn.BatchNorm2d(16)),
      }),
    [1, 8, 6, 6],
    [
      "in0 -> downsample.0 1x8x6x6",
      "downsample.0 -> downsample.1 1x16x3x3",
      "in0 -> conv1 1x8x6x6",
      "conv1 -> bn1 1x4x6x6",
      "bn1 -> relu 1x4x6x6",
      "relu -> conv2 1x4x6x6",
      "conv2 -> bn2 1x4x3x3",
      "bn2 -> relu#2 1x4x3x3",
      "relu#2 -> conv3 1x4x3x3",
      "conv3 -> bn3 1x16x3x3",
      "bn3 -> Add 1x16x3x3",
      "downsample.1 -> Add 1x16x3x3",
      "Add -> relu#3 1x16x3x3",
      "relu#3 -> out0 1x16x3x3",
    ],
  ],
  [
    "DepthwiseSeparableConv",
    () => new blocks.DepthwiseSeparableConv(4, 2, 6),
    [1, 4, 5, 5],
    ["in0 -> depthwise 1x4x5x5", "depthwise -> pointwise 1x8x5x5", "pointwise -> out0 1x6x5x5"],
  ],
  [
    "ConvNeXtBlock, channels last in its middle, with a stochastic depth that does nothing in evaluation",
    () => new blocks.ConvNeXtBlock(4, 4, { dropPath: 0.2 }),
    [1, 4, 6, 7],
    [
      "in0 -> dwconv 1x4x6x7",
      "dwconv -> Permute 1x4x6x7",
      "Permute -> norm 1x6x7x4",
      "norm -> pwconv1 1x6x7x4",
      "pwconv1 -> act 1x6x7x16",
      "act -> pwconv2 1x6x7x16",
      "pwconv2 -> Permute#2 1x6x7x4",
      "Permute#2 -> drop_path 1x4x6x7",
      "drop_path -> Add 1x4x6x7",
      "in0 -> Add 1x4x6x7",
      "Add -> out0 1x4x6x7",
    ],
  ],
  [
    "MLP",
    () => new blocks.MLP(3, 5, 2),
    [7, 3],
    ["in0 -> fc1 7x3", "fc1 -> act 7x5", "act -> fc2 7x5", "fc2 -> out0 7x2"],
  ],
  [
    "Sequential from images to classes",
    lenet,
    [1, 1, 28, 28],
    [
      "in0 -> 0 1x1x28x28",
      "0 -> 1 1x6x28x28",
      "1 -> 2 1x6x28x28",
      "2 -> 3 1x6x14x14",
      "3 -> 4 1x1176",
      "4 -> out0 1x10",
    ],
  ],
];

/** A module of one function. */
function moduleOf(forward: (...inputs: torch.Tensor[]) => unknown, parts: object = {}): torch.nn.Module {
  class Custom extends nn.Module {
    override forward(...inputs: torch.Tensor[]): unknown {
      return forward(...inputs);
    }
  }
  return Object.assign(new Custom(), parts);
}

describe("the trace of a forward pass", () => {
  it.each(table)("is the data flow of %s", (_name, make, shape, expected) => {
    expect(linksIn(make(), [torch.randn(shape)], 9).toSorted()).toEqual(expected.toSorted());
  });

  it("follows a value through a write in place: readers before it took what was there before", () => {
    const model = moduleOf((x = torch.zeros(1)) => {
      const y = x.mul(2);
      const before = y.exp();
      y.add_(x);
      return before.add(y);
    });
    expect(linksIn(model, [torch.randn(3)])).toEqual([
      "in0 -> Mul 3",
      "Mul -> Exp 3",
      "Mul -> Add 3",
      "in0 -> Add 3",
      "Exp -> Add#2 3",
      "Add -> Add#2 3",
      "Add#2 -> out0 3",
    ]);
  });

  it("sees a write to a view in the tensor whose memory it is", () => {
    const model = moduleOf((x = torch.zeros(1)) => {
      const y = x.mul(2);
      y.select(0, 1).copy_(x.select(0, 0));
      return y.exp();
    });
    expect(linksIn(model, [torch.randn(3)])).toEqual([
      "in0 -> Mul 3",
      "Mul -> Select 3",
      "in0 -> Select#2 3",
      "Select -> Copy ",
      "Select#2 -> Copy ",
      "Copy -> Exp 3",
      "Exp -> out0 3",
    ]);
  });

  it("takes a layer that gives back its input as a step of its own, beside other readers of the same tensor", () => {
    const drop = new nn.Dropout();
    const model = moduleOf((x = torch.zeros(1)) => drop(x).add(x), { drop });
    expect(linksIn(model, [torch.randn(3)])).toEqual([
      "in0 -> drop 3",
      "drop -> Add 3",
      "in0 -> Add 3",
      "Add -> out0 3",
    ]);
  });

  it("leaves out what nobody uses, copies, and what depends on parameters alone", () => {
    const scale = new nn.Parameter(torch.ones(3));
    const model = moduleOf(
      (x = torch.zeros(1)) => {
        x.sum();
        return x.clone().mul(scale.unsqueeze(0).exp());
      },
      { scale },
    );
    expect(linksIn(model, [torch.randn(2, 3)])).toEqual(["in0 -> Mul 2x3", "Mul -> out0 2x3"]);
  });

  it("has several inputs and outputs", () => {
    const model = moduleOf((x = torch.zeros(1), y = x) => [torch.cat([x, y], 1), { difference: x.sub(y) }]);
    expect(linksIn(model, [torch.randn(2, 3), torch.randn(2, 3)])).toEqual([
      "in0 -> Cat 2x3",
      "in1 -> Cat 2x3",
      "in0 -> Sub 2x3",
      "in1 -> Sub 2x3",
      "Cat -> out0 2x6",
      "Sub -> out1 2x3",
    ]);
  });

  it("makes a row of equal blocks one", () => {
    const block = () => new nn.Sequential(new nn.Linear(3, 3), new nn.ReLU());
    const model = new nn.Sequential(block(), block(), block(), new nn.Linear(3, 3), block());
    expect(linksIn(model, [torch.randn(2, 3)], 1)).toEqual([
      "in0 -> 0 times 3 2x3",
      "0 times 3 -> 3 2x3",
      "3 -> 4 2x3",
      "4 -> out0 2x3",
    ]);
    // opened, the row is its first block
    expect(linksIn(model, [torch.randn(2, 3)], 2)).toEqual([
      "in0 -> 0.0 2x3",
      "0.0 -> 0.1 2x3",
      "0.1 -> 3 2x3",
      "3 -> 4.0 2x3",
      "4.0 -> 4.1 2x3",
      "4.1 -> out0 2x3",
    ]);
  });

  it("shows a ResNet-18 by its blocks, not by its 60 layers", () => {
    const links = linksIn(blocks.resnet18(), [torch.zeros(1, 3, 32, 32)]);
    expect(links).toContain("maxpool -> layer1.0 times 2 1x64x8x8");
    expect(links).toContain("layer2.0 -> layer2.1 1x128x4x4");
    expect(links.at(-1)).toBe("fc -> out0 1x1000");
    expect(links.length).toBeLessThan(25);
  });
});

describe("tracing", () => {
  it("leaves input, modes, statistics, random numbers and gradients alone", () => {
    const model = new nn.Sequential(
      new nn.ReLU({ inplace: true }),
      new nn.Conv2d(2, 2, 3),
      new nn.BatchNorm2d(2),
      new nn.Dropout(),
    );
    const x = torch.tensor([
      [
        [
          [-1.5, 2, 3],
          [4, -5, 6],
          [7, 8, -9],
        ],
        [
          [1, 1, 1],
          [1, 1, 1],
          [1, 1, 1],
        ],
      ],
    ]);
    const [input, state] = [
      x.toArray(),
      JSON.stringify(Object.values(model.stateDict()).map((each) => each.toArray())),
    ];
    torch.manualSeed(3);
    const expected = torch.rand(4).toArray();
    torch.manualSeed(3);
    trace(model, [x]);
    expect(torch.rand(4).toArray()).toEqual(expected);
    expect(x.toArray()).toEqual(input);
    expect(JSON.stringify(Object.values(model.stateDict()).map((each) => each.toArray()))).toBe(state);
    expect(model.modules().map(({ training }) => training)).toEqual([true, true, true, true, true]);
    expect(model.parameters().every(({ grad }) => grad === undefined)).toBe(true);
    expect(torch.isGradEnabled()).toBe(true);
  });

  it("names the layer in which a pass fails, and can be done again", () => {
    const model = new nn.Sequential({ body: new nn.Sequential(new nn.Linear(3, 4), new nn.Linear(5, 6)) });
    expect(() => trace(model, [torch.zeros(2, 3)])).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^forward failed in body\.1 \(Linear\): /),
        cause: expect.any(Error),
      }),
    );
    expect(model.modules().every(({ training }) => training)).toBe(true);
    expect(linksIn(new blocks.MLP(2, 2, 2), [torch.zeros(1, 2)])).toHaveLength(4);
  });
});
