// The graph as an ONNX model, in plain operators: ONNX Runtime folds the batch normalisations, transposes the
// weights and fuses what it can by itself, when it loads the model.

import onnxProto, { type OnnxNode, type OnnxTensor } from "onnx-proto";
import type { Node } from "./graph.ts";
import type { Job } from "./job.ts";
import { type FloatTensor, named } from "./tensor-file.ts";

const { onnx } = onnxProto;
const float = onnx.TensorProto.DataType.FLOAT;
const kinds = onnx.AttributeProto.AttributeType;

/** The newest intermediate representation and operators used here: LayerNormalization is of 17, Gelu of 20. */
const irVersion = 9;
const operatorSet = 20;

/** The model's bytes; its input is "input", its output "output". */
export function onnxModel({ workload, nodes, state, input }: Job): Uint8Array {
  const name = (value: number) =>
    value === 0 ? "input" : value === nodes.length ? "output" : `value${value}`;
  const used = new Set<string>();
  const parameter = (key: string) => {
    used.add(key);
    return key;
  };
  const node = nodes.flatMap((each, i) =>
    operators(each, name(i + 1), { name, parameter, has: (key) => state.has(key) }),
  );
  const initializer = [...used].map((key) => constant(key, named(state, key)));
  const shape = { dim: input.shape.map((dimValue) => ({ dimValue })) };
  const model = {
    irVersion,
    opsetImport: [{ domain: "", version: operatorSet }],
    graph: {
      name: workload,
      node,
      initializer,
      input: [{ name: "input", type: { tensorType: { elemType: float, shape } } }],
      output: [{ name: "output", type: { tensorType: { elemType: float } } }],
    },
  };
  return onnx.ModelProto.encode(onnx.ModelProto.create(model)).finish();
}

function constant(name: string, { shape, data }: FloatTensor): OnnxTensor {
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, dims: [...shape], dataType: float, rawData };
}

type Attributes = Readonly<Record<string, number | readonly number[]>>;

/** Whole numbers are INT and fractions FLOAT: none of the FLOAT attributes used here is ever whole. */
function operator(opType: string, input: string[], output: string, attributes: Attributes = {}): OnnxNode {
  const attribute = Object.entries(attributes).map(([name, value]) => {
    if (typeof value !== "number") return { name, type: kinds.INTS, ints: [...value] };
    return Number.isInteger(value)
      ? { name, type: kinds.INT, i: value }
      : { name, type: kinds.FLOAT, f: value };
  });
  return { opType, input, output: [output], attribute };
}

interface Names {
  name(value: number): string;
  /** the name itself, noted as one that the model needs */
  parameter(key: string): string;
  has(key: string): boolean;
}

/** The operators that compute a node, in order. */
function operators(node: Node, result: string, { name, parameter, has }: Names): OnnxNode[] {
  const x = name(node.input);
  switch (node.op) {
    case "linear": {
      const [transposed, product] = [`${result}.weight`, `${result}.product`];
      return [
        operator("Transpose", [parameter(`${node.prefix}weight`)], transposed, { perm: [1, 0] }),
        operator("MatMul", [x, transposed], product),
        operator("Add", [product, parameter(`${node.prefix}bias`)], result),
      ];
    }
    case "convolution": {
      const bias = `${node.prefix}bias`;
      const inputs = [x, parameter(`${node.prefix}weight`), ...(has(bias) ? [parameter(bias)] : [])];
      const { stride, padding, groups } = node;
      const dimensions = node.dimensions;
      const strides = Array<number>(dimensions).fill(stride);
      const pads = Array<number>(2 * dimensions).fill(padding);
      return [operator("Conv", inputs, result, { strides, pads, group: groups })];
    }
    case "batchNorm": {
      const keys = ["weight", "bias", "running_mean", "running_var"].map((key) =>
        parameter(node.prefix + key),
      );
      return [operator("BatchNormalization", [x, ...keys], result, { epsilon: node.eps })];
    }
    case "layerNorm": {
      const keys = ["weight", "bias"].map((key) => parameter(node.prefix + key));
      return [operator("LayerNormalization", [x, ...keys], result, { axis: -1, epsilon: node.eps })];
    }
    case "relu":
      return [operator("Relu", [x], result)];
    case "gelu":
      return [operator("Gelu", [x], result)];
    case "add":
      return [operator("Add", [x, name(node.other)], result)];
    case "scale":
      return [operator("Mul", [x, parameter(node.name)], result)];
    case "toChannelsLast":
      return [operator("Transpose", [x], result, { perm: [0, 2, 3, 1] })];
    case "toChannelsFirst":
      return [operator("Transpose", [x], result, { perm: [0, 3, 1, 2] })];
    case "maxPool": {
      const pair = [node.kernelSize, node.kernelSize];
      const pads = [node.padding, node.padding, node.padding, node.padding];
      return [
        operator("MaxPool", [x], result, { kernel_shape: pair, strides: [node.stride, node.stride], pads }),
      ];
    }
    case "globalAveragePool":
      return [
        operator("GlobalAveragePool", [x], `${result}.pooled`),
        operator("Flatten", [`${result}.pooled`], result),
      ];
  }
}
