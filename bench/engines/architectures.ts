// The published architectures behind W5 to W8, as graphs. The names of the layers are torchvision's.

import type { Graph, Value } from "./graph.ts";

/** ResNet's basic block (He et al. 2016, arXiv:1512.03385): two 3x3 convolutions. */
export function basicBlock(graph: Graph, x: Value, at = "", stride = 1, downsample = false): Value {
  let out = graph.convolution(x, `${at}conv1.`, { stride, padding: 1 });
  out = graph.relu(graph.batchNorm(out, `${at}bn1.`));
  out = graph.batchNorm(graph.convolution(out, `${at}conv2.`, { padding: 1 }), `${at}bn2.`);
  return graph.relu(graph.add(out, shortcut(graph, x, at, stride, downsample)));
}

/** ResNet's bottleneck (as above): 1x1, 3x3 with the stride, 1x1. */
export function bottleneck(graph: Graph, x: Value, at = "", stride = 1, downsample = false): Value {
  let out = graph.relu(graph.batchNorm(graph.convolution(x, `${at}conv1.`), `${at}bn1.`));
  out = graph.convolution(out, `${at}conv2.`, { stride, padding: 1 });
  out = graph.relu(graph.batchNorm(out, `${at}bn2.`));
  out = graph.batchNorm(graph.convolution(out, `${at}conv3.`), `${at}bn3.`);
  return graph.relu(graph.add(out, shortcut(graph, x, at, stride, downsample)));
}

function shortcut(graph: Graph, x: Value, at: string, stride: number, downsample: boolean): Value {
  if (!downsample) return x;
  return graph.batchNorm(graph.convolution(x, `${at}downsample.0.`, { stride }), `${at}downsample.1.`);
}

/** A ResNet with `depths[i]` blocks in stage i. */
export function resnet(graph: Graph, x: Value, block: typeof basicBlock, depths: readonly number[]): Value {
  let out = graph.relu(graph.batchNorm(graph.convolution(x, "conv1.", { stride: 2, padding: 3 }), "bn1."));
  out = graph.maxPool(out, { kernelSize: 3, stride: 2, padding: 1 });
  depths.forEach((depth, stage) => {
    for (let i = 0; i < depth; i++) {
      const stride = i === 0 && stage > 0 ? 2 : 1;
      const downsample = i === 0 && (stage > 0 || block === bottleneck);
      out = block(graph, out, `layer${stage + 1}.${i}.`, stride, downsample);
    }
  });
  return graph.linear(graph.globalAveragePool(out), "fc.");
}

/** The names of a ConvNeXt block's layers, which torchvision and the documentation give differently. */
export interface ConvNeXtNames {
  readonly depthwise: string;
  readonly norm: string;
  readonly expand: string;
  readonly project: string;
  readonly layerScale?: string;
}

/** The ConvNeXt block (Liu et al. 2022, arXiv:2201.03545). */
export function convnextBlock(graph: Graph, x: Value, channels: number, names: ConvNeXtNames): Value {
  let out = graph.convolution(x, names.depthwise, { padding: 3, groups: channels });
  out = graph.layerNorm(graph.toChannelsLast(out), names.norm);
  out = graph.linear(graph.gelu(graph.linear(out, names.expand)), names.project);
  out = graph.toChannelsFirst(out);
  if (names.layerScale) out = graph.scale(out, names.layerScale);
  return graph.add(out, x);
}

/** ConvNeXt with `depths[i]` blocks of `widths[i]` channels in stage i, as torchvision numbers its layers. */
export function convnext(
  graph: Graph,
  x: Value,
  depths: readonly number[],
  widths: readonly number[],
): Value {
  const channelNorm = (value: Value, prefix: string) =>
    graph.toChannelsFirst(graph.layerNorm(graph.toChannelsLast(value), prefix));
  let out = channelNorm(graph.convolution(x, "features.0.0.", { stride: 4 }), "features.0.1.");
  depths.forEach((depth, stage) => {
    if (stage > 0) {
      const at = `features.${2 * stage}`;
      out = graph.convolution(channelNorm(out, `${at}.0.`), `${at}.1.`, { stride: 2 });
    }
    for (let i = 0; i < depth; i++) {
      const at = `features.${2 * stage + 1}.${i}`;
      out = convnextBlock(graph, out, widths[stage] ?? 0, {
        depthwise: `${at}.block.0.`,
        norm: `${at}.block.2.`,
        expand: `${at}.block.3.`,
        project: `${at}.block.5.`,
        layerScale: `${at}.layer_scale`,
      });
    }
  });
  return graph.linear(graph.layerNorm(graph.globalAveragePool(out), "classifier.0."), "classifier.2.");
}
