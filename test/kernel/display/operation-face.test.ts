// What stands on the box of an operation. The oracle is PyTorch: each label is the name of one of its functions.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { leavesOf } from "../../../kernel/display/network/data-flow.ts";
import { operationFace, signOf } from "../../../kernel/display/network/operation-face.ts";
import { trace } from "../../../kernel/display/network/trace.ts";
import * as torch from "../../../nn/index.ts";

const { nn } = torch;
const F = nn.functional;

const pytorch: ReadonlySet<string> = new Set(
  JSON.parse(readFileSync("test/fixtures/signatures.json", "utf8")).flatMap(({ name }: { name: string }) =>
    /^(torch|torch\.nn\.functional|F|torch\.Tensor|Tensor)\.\w+$/.test(name)
      ? [name.replace(/^.*\./, "")]
      : [],
  ),
);

abstract class Parts extends nn.Module {
  conv = new nn.Conv2d(4, 8, 3);
  grouped = new nn.Conv2d(4, 4, 3, { groups: 4, stride: 2 });
  up = new nn.ConvTranspose2d(4, 8, 2, { stride: 2 });
  overTime = new nn.Conv1d(4, 8, 5);
  fc = new nn.Linear(8, 5);
  square = new nn.Linear(8, 8);
  embedding = new nn.Embedding(10, 3);
  gamma = new nn.Parameter(torch.ones(8));
  mixing = new nn.Parameter(torch.ones(8, 3));
  norm = new nn.LayerNorm(8);
}

type Compute = (parts: Parts, x: torch.Tensor) => torch.Tensor;

/** `title|detail|note|tone` of the operations of a pass, or a sign. */
function faces(compute: Compute, shape: number[]): string[] {
  class Model extends Parts {
    override forward(x: torch.Tensor): torch.Tensor {
      return compute(this, x);
    }
  }
  const root = trace(new Model(), [torch.ones(shape)]);
  return leavesOf(root).flatMap((step) => {
    if (step.kind !== "operation" || ["Clone", "ToCopy"].includes(step.name)) return [];
    const { title, detail, note, tone } = operationFace(step);
    return [signOf(step) ?? [title, detail, note, tone].join("|")];
  });
}

const [values, signals, maps] = [
  [2, 8],
  [1, 4, 16],
  [1, 4, 8, 8],
];

describe("a function that does what a layer does looks like the layer", () => {
  it.each<readonly [string, Compute, number[]]>([
    ["conv2d 3×3|4→8|conv|blue", ({ conv }, x) => F.conv2d(x, conv.weight, { bias: conv.bias }), maps],
    [
      "conv2d 3×3|4→4, stride 2, depthwise|grouped|blue",
      ({ grouped }, x) => F.conv2d(x, grouped.weight, { groups: 4, stride: 2 }),
      maps,
    ],
    [
      "conv_transpose2d 2×2|4→8, stride 2|up|blue",
      ({ up }, x) => F.convTranspose2d(x, up.weight, { stride: 2 }),
      maps,
    ],
    ["conv1d 5|4→8|overTime|blue", ({ overTime }, x) => F.conv1d(x, overTime.weight), signals],
    ["linear|8→5|fc|green", ({ fc }, x) => F.linear(x, fc.weight, { bias: fc.bias }), values],
    ["linear|8→8|square|green", ({ square }, x) => F.linear(x, square.weight), values],
    [
      "layer_norm|8|norm|yellow",
      ({ norm }, x) => F.layerNorm(x, [8], { weight: norm.weight, bias: norm.bias }),
      values,
    ],
    ["max_pool2d 2×2|stride 2||teal", (_, x) => F.maxPool2d(x, 2), maps],
    ["max_pool1d 2|stride 2||teal", (_, x) => F.maxPool1d(x, 2), signals],
    ["avg_pool2d 3×3|||teal", (_, x) => F.avgPool2d(x, 3, { stride: 1 }), maps],
    ["adaptive_avg_pool1d|to 1||teal", (_, x) => F.adaptiveAvgPool1d(x, 1), signals],
    ["adaptive_max_pool2d|to 2×2||teal", (_, x) => F.adaptiveMaxPool2d(x, 2), maps],
    ["relu|||pink", (_, x) => F.relu(x), values],
    ["relu|||pink", (_, x) => x.relu(), values],
    ["relu6|||pink", (_, x) => F.relu6(x), values],
    ["hardtanh|||pink", (_, x) => F.hardtanh(x), values],
    ["leaky_relu|||pink", (_, x) => F.leakyRelu(x), values],
    ["elu|||pink", (_, x) => F.elu(x), values],
    ["selu|||pink", (_, x) => F.selu(x), values],
    ["gelu|||pink", (_, x) => F.gelu(x), values],
    ["silu|||pink", (_, x) => F.silu(x), values],
    ["logsigmoid|||pink", (_, x) => F.logsigmoid(x), values],
    ["softmax|||pink", (_, x) => F.softmax(x, 1), values],
    ["log_softmax|||pink", (_, x) => F.logSoftmax(x, 1), values],
  ])("%s", (face, compute, shape) => {
    expect(faces(compute, shape)).toEqual([face]);
    expect(pytorch).toContain(face.split(/[| ]/)[0]);
  });
});

describe("another operation has PyTorch's name", () => {
  it.each<readonly [string, Compute, number[]]>([
    ["square", (_, x) => x.square(), values],
    ["pow 3", (_, x) => x.pow(3), values],
    ["pow", (_, x) => x.pow(x), values],
    ["matmul", ({ mixing }, x) => x.matmul(mixing), values],
    ["matmul", (_, x) => x.matmul(x.t()), values],
    ["interpolate", (_, x) => F.interpolate(x, { scaleFactor: 2 }), maps],
    ["cat", (_, x) => torch.cat([x, x], 1), values],
    ["stack", (_, x) => torch.stack([x, x]), values],
    ["log1p", (_, x) => x.log1p(), values],
    ["expm1", (_, x) => x.expm1(), values],
    ["logsumexp", (_, x) => x.logsumexp(1), values],
    ["index_select", (_, x) => x.indexSelect(0, torch.tensor([1])), values],
    ["mean", (_, x) => x.mean([2, 3]), maps],
    ["transpose", (_, x) => x.transpose(1, 2), maps],
    ["permute", (_, x) => x.permute(0, 2, 3, 1), maps],
    ["flatten", (_, x) => x.flatten(1), maps],
    ["reshape", (_, x) => x.reshape(4, 64), maps],
    ["pad", (_, x) => F.pad(x, [1, 1]), maps],
    ["chunk", (_, x) => x.chunk(2, 1)[0] ?? x, maps],
    ["masked_fill", (_, x) => x.maskedFill(x.gt(2), 1), values],
    ["cumsum", (_, x) => x.cumsum(1), values],
    ["std", (_, x) => x.std(1), values],
    ["floor_divide", (_, x) => x.floorDivide(2), values],
  ])("%s", (title, compute, shape) => {
    const all = faces(compute, shape).map((face) => face.split("|")[0]);
    expect(all).toContain(title === "chunk" ? "split" : title);
    for (const each of all) if (each && !/^[^a-z]/.test(each)) expect(pytorch).toContain(each.split(" ")[0]);
  });

  it("or a sign, with the parameter that it takes", () => {
    expect(faces((_, x) => x.add(x), values)).toEqual(["+"]);
    expect(faces(({ gamma }, x) => x.mul(gamma), values)).toEqual(["× gamma|||grey"]);
    expect(faces((_, x) => x.div(2), values)).toEqual(["÷ 2|||grey"]);
  });

  it("a look-up in a parameter is an embedding", () => {
    const compute: Compute = ({ embedding }, x) => F.embedding(x.to("int64"), embedding.weight);
    expect(faces(compute, [3])).toContain("embedding||embedding|green");
  });
});
