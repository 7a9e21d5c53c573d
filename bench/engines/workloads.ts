// The work that the engines are measured at: W1 to W8, from one layer to whole networks, with the goals that the
// project has set itself.

import * as torch from "../../nn/index.ts";
import { basicBlock, bottleneck, convnext, convnextBlock, resnet } from "./architectures.ts";
import type { Graph, Value } from "./graph.ts";

const { nn, blocks } = torch;

export interface Goals {
  /** how many times faster than tfjs-wasm, both on one thread */
  readonly tfjs: number;
  /** how many times faster than onnxruntime-web, both on one thread */
  readonly ortWeb?: number;
  /** our time as a multiple of PyTorch's, at most: on one thread and on two */
  readonly torch: readonly [one: number, two: number];
}

export interface Workload {
  readonly name: string;
  readonly title: string;
  readonly input: readonly number[];
  /** a new network, made of Lamella's own modules */
  model(): torch.nn.Layer;
  /** the same network for the peers */
  describe(graph: Graph, x: Value): Value;
  readonly goals: Goals;
}

/** For the geometric means over all workloads. */
export const meanGoals: Goals = { tfjs: 4, torch: [1.3, 1.3] };

/** one image, as for ImageNet */
const image = [1, 3, 224, 224];

export const workloads: readonly Workload[] = [
  {
    name: "W1a",
    title: "linear 512 -> 512, 64 rows",
    input: [64, 512],
    model: () => new nn.Linear(512, 512),
    describe: (graph, x) => graph.linear(x, ""),
    goals: { tfjs: 2.3, torch: [1.8, 1.8] },
  },
  {
    name: "W1b",
    title: "linear 768 -> 3072, 1024 rows",
    input: [1024, 768],
    model: () => new nn.Linear(768, 3072),
    describe: (graph, x) => graph.linear(x, ""),
    goals: { tfjs: 2.3, torch: [1.8, 1.8] },
  },
  {
    name: "W2a",
    title: "conv1d 64 -> 128, k 3, 8x1024",
    input: [8, 64, 1024],
    model: () => new nn.Conv1d(64, 128, 3, { padding: 1 }),
    describe: (graph, x) => graph.convolution1d(x, "", { padding: 1 }),
    goals: { tfjs: 2.2, torch: [2.1, 2.1] },
  },
  {
    name: "W2b",
    title: "conv1d 1 -> 80, k 251, 2x16000",
    input: [2, 1, 16000],
    model: () => new nn.Conv1d(1, 80, 251),
    describe: (graph, x) => graph.convolution1d(x, ""),
    goals: { tfjs: 4, torch: [2, 2] },
  },
  {
    name: "W3a",
    title: "conv2d 16 -> 32, k 3, 2x23x23",
    input: [2, 16, 23, 23],
    model: () => new nn.Conv2d(16, 32, 3, { padding: 1 }),
    describe: (graph, x) => graph.convolution(x, "", { padding: 1 }),
    goals: { tfjs: 2.5, torch: [1.4, 1] },
  },
  {
    name: "W3b",
    title: "conv2d 64 -> 64, k 3, 56x56",
    input: [1, 64, 56, 56],
    model: () => new nn.Conv2d(64, 64, 3, { padding: 1 }),
    describe: (graph, x) => graph.convolution(x, "", { padding: 1 }),
    goals: { tfjs: 5, torch: [1, 1] },
  },
  {
    name: "W3c",
    title: "conv2d 256 -> 256, k 3, 14x14",
    input: [1, 256, 14, 14],
    model: () => new nn.Conv2d(256, 256, 3, { padding: 1 }),
    describe: (graph, x) => graph.convolution(x, "", { padding: 1 }),
    goals: { tfjs: 5, torch: [1, 1] },
  },
  {
    name: "W3d",
    title: "conv2d 3 -> 64, k 7, stride 2, 224x224",
    input: image,
    model: () => new nn.Conv2d(3, 64, 7, { stride: 2, padding: 3 }),
    describe: (graph, x) => graph.convolution(x, "", { stride: 2, padding: 3 }),
    goals: { tfjs: 2.2, torch: [2.1, 2.1] },
  },
  {
    name: "W4a",
    title: "depthwise separable 16 -> 32, 2x23x23",
    input: [2, 16, 23, 23],
    model: () => new blocks.DepthwiseSeparableConv(16, 1, 32),
    describe: depthwiseSeparable(16),
    goals: { tfjs: 2, torch: [0.75, 0.5] },
  },
  {
    name: "W4b",
    title: "depthwise separable 128 -> 128, 56x56",
    input: [1, 128, 56, 56],
    model: () => new blocks.DepthwiseSeparableConv(128, 1, 128),
    describe: depthwiseSeparable(128),
    goals: { tfjs: 2.5, torch: [1.7, 1.7] },
  },
  {
    name: "W4c",
    title: "depthwise 96, k 7, 56x56",
    input: [1, 96, 56, 56],
    model: () => new nn.Conv2d(96, 96, 7, { padding: 3, groups: 96 }),
    describe: (graph, x) => graph.convolution(x, "", { padding: 3, groups: 96 }),
    goals: { tfjs: 20, ortWeb: 6, torch: [1.6, 1.6] },
  },
  {
    name: "W5",
    title: "basic block 64, 56x56",
    input: [1, 64, 56, 56],
    model: () => new blocks.BasicBlock(64, 64),
    describe: basicBlock,
    goals: { tfjs: 5, torch: [1, 1] },
  },
  {
    name: "W6",
    title: "bottleneck 256-64-256, 56x56",
    input: [1, 256, 56, 56],
    model: () => new blocks.Bottleneck(256, 64),
    describe: bottleneck,
    goals: { tfjs: 2.8, torch: [1.6, 1.6] },
  },
  {
    name: "W7",
    title: "ConvNeXt block 96, 56x56",
    input: [1, 96, 56, 56],
    model: () => new blocks.ConvNeXtBlock(96, 96),
    describe: (graph, x) =>
      convnextBlock(graph, x, 96, {
        depthwise: "dwconv.",
        norm: "norm.",
        expand: "pwconv1.",
        project: "pwconv2.",
      }),
    goals: { tfjs: 5, torch: [1.5, 1.5] },
  },
  {
    name: "W8a",
    title: "ResNet-18",
    input: image,
    model: () => blocks.resnet18(),
    describe: (graph, x) => resnet(graph, x, basicBlock, [2, 2, 2, 2]),
    goals: { tfjs: 3.2, torch: [1.15, 1.15] },
  },
  {
    name: "W8b",
    title: "ResNet-50",
    input: image,
    model: () => blocks.resnet50(),
    describe: (graph, x) => resnet(graph, x, bottleneck, [3, 4, 6, 3]),
    goals: { tfjs: 3.2, torch: [1.15, 1.15] },
  },
  {
    name: "W8c",
    title: "ConvNeXt-Tiny",
    input: image,
    model: () => blocks.convnextTiny(),
    describe: (graph, x) => convnext(graph, x, [3, 3, 9, 3], [96, 192, 384, 768]),
    goals: { tfjs: 3.6, torch: [1.6, 1.6] },
  },
];

function depthwiseSeparable(channels: number): Workload["describe"] {
  return (graph, x) =>
    graph.convolution(graph.convolution(x, "depthwise.", { padding: 1, groups: channels }), "pointwise.");
}
