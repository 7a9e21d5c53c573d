// TensorFlow.js on its WebAssembly backend, as its default build runs in Node: SIMD, one thread. It lays images
// out as NHWC, so going to channels last and back is nothing here; a one-dimensional convolution is a
// two-dimensional one of height 1.

import * as wasm from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import type { Prepare } from "./engine.ts";
import type { Job } from "./job.ts";
import { type FloatTensor, type FloatTensors, named } from "./tensor-file.ts";
import { type FusedConvolution, type FusedNode, fuse, type PlainNode } from "./tfjs-fusion.ts";

/** Takes what its node reads, and gives its result. */
type Step = (input: tf.Tensor, other: tf.Tensor) => tf.Tensor;

export const prepareTfjs: Prepare = async ({ nodes, state, input }: Job) => {
  await tf.setBackend("wasm");
  const steps = fuse(nodes, state).map((node) => ({ ...places(node), step: stepOf(node, state) }));
  const x = channelsLast(input);
  const infer = (): tf.Tensor =>
    tf.tidy(() => {
      const values: tf.Tensor[] = [x];
      let last = x;
      for (const { input, other, result, step } of steps) {
        last = step(value(values, input), value(values, other));
        values[result] = last;
      }
      return last;
    });
  return {
    engine: `tfjs-wasm ${tf.version_core} (${wasm.getThreadsCount()} thread)`,
    run: () => infer().dispose(),
    output: async () => {
      const y = infer();
      const isImage = y.rank === 4;
      return Float32Array.from(await (isImage ? tf.transpose(y, [0, 3, 1, 2]) : y).data());
    },
  };
};

function places(node: FusedNode): { input: number; other: number; result: number } {
  return { input: node.input, other: node.op === "add" ? node.other : node.input, result: node.result };
}

function value(values: readonly tf.Tensor[], index: number): tf.Tensor {
  const tensor = values[index];
  if (!tensor) throw new Error(`value ${index} has not been computed`);
  return tensor;
}

/** [N, C, H, W] -> [N, H, W, C]; [N, C, L] -> [N, 1, L, C]; others as they are. */
function channelsLast({ shape, data }: FloatTensor): tf.Tensor {
  const tensor = tf.tensor(data, [...shape]);
  if (shape.length === 4) return tf.transpose(tensor, [0, 2, 3, 1]);
  if (shape.length === 3) return tf.expandDims(tf.transpose(tensor, [0, 2, 1]), 1);
  return tensor;
}

function stepOf(node: FusedNode, state: FloatTensors): Step {
  return node.op === "fusedConvolution" ? convolution(node) : plain(node, state);
}

function plain(node: PlainNode, state: FloatTensors): Step {
  const parameter = (name: string) => {
    const { data, shape } = named(state, name);
    return tf.tensor(data, [...shape]);
  };
  switch (node.op) {
    case "linear":
      return linear(tf.transpose(parameter(`${node.prefix}weight`)), parameter(`${node.prefix}bias`));
    case "layerNorm":
      return layerNorm(parameter(`${node.prefix}weight`), parameter(`${node.prefix}bias`), node.eps);
    case "relu":
      return (x) => tf.relu(x);
    case "gelu":
      return gelu;
    case "add":
      return (x, other) => tf.add(x, other);
    case "scale": {
      const factor = tf.reshape(parameter(node.name), [-1]);
      return (x) => tf.mul(x, factor);
    }
    case "toChannelsLast":
    case "toChannelsFirst":
      return (x) => x;
    case "maxPool": {
      const padding = explicit(node.padding, node.padding);
      return (x) => tf.maxPool(x, node.kernelSize, node.stride, padding);
    }
    case "globalAveragePool":
      return (x) => tf.mean(x, [1, 2]);
  }
}

function convolution({ geometry, weight, bias, relu }: FusedConvolution): Step {
  const { dimensions, stride, padding, groups } = geometry;
  const [outChannels = 0, inChannels = 0] = weight.shape;
  // [out, in / groups, H, W] -> [H, W, in / groups, out]; of one dimension, H is 1
  const shape = dimensions === 2 ? weight.shape : [outChannels, inChannels, 1, ...weight.shape.slice(2)];
  let filter = tf.transpose(tf.tensor(weight.data, [...shape]), [2, 3, 1, 0]);
  const depthwise = groups > 1;
  if (depthwise) {
    if (groups !== outChannels) throw new Error(`tfjs: groups ${groups} of ${outChannels} channels`);
    filter = tf.transpose(filter, [0, 1, 3, 2]); // [H, W, in, 1]
  }
  const options = {
    filter,
    strides: stride,
    pad: explicit(dimensions === 2 ? padding : 0, padding),
    bias: bias && tf.tensor(bias.data, [...bias.shape]),
    activation: relu ? ("relu" as const) : ("linear" as const),
  };
  const convolve = depthwise ? tf.fused.depthwiseConv2d : tf.fused.conv2d;
  return (x) => convolve({ x, ...options });
}

/** Zeros above and below, left and right; tfjs has a faster path for none at all. */
function explicit(height: number, width: number): tf.Padding {
  if (height === 0 && width === 0) return "valid";
  return [
    [0, 0],
    [height, height],
    [width, width],
    [0, 0],
  ];
}

function linear(weight: tf.Tensor, bias: tf.Tensor): Step {
  const [inFeatures = 0, outFeatures = 0] = weight.shape;
  return (x) => {
    const rows = tf.reshape(x, [-1, inFeatures]);
    const y = tf.fused.matMul({ a: rows, b: weight, bias });
    return tf.reshape(y, [...x.shape.slice(0, -1), outFeatures]);
  };
}

function layerNorm(weight: tf.Tensor, bias: tf.Tensor, eps: number): Step {
  return (x) => {
    const centered = tf.sub(x, tf.mean(x, -1, true));
    const variance = tf.mean(tf.square(centered), -1, true);
    return tf.add(tf.mul(tf.mul(centered, tf.rsqrt(tf.add(variance, eps))), weight), bias);
  };
}

/** x (1 + erf(x / sqrt 2)) / 2, the exact form. */
function gelu(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}
