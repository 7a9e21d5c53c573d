// Everything that nn.functional, nn, nn.init and blocks export, with arguments to call it with: its required ones, and for
// its optional ones values that are not the defaults and go together. The tests of arguments walk this one table.

import * as torch from "../../../nn/index.ts";
import { blocks, F, nn, type Tensor } from "../../../nn/index.ts";

export type Values = Readonly<Record<string, unknown>>;

export interface Call {
  /** the export's name here, with its namespace */
  readonly name: string;
  /** whether it is called with `new` */
  readonly made: boolean;
  /** the required arguments by their names, in order; made anew for each call, since calls may write to tensors */
  readonly required: () => Values;
  /** the optional ones by name, in order */
  readonly options: () => Values;
  /** those that come by name only */
  readonly byName: readonly string[];
  /** those that no result shows: they only matter to gradients */
  readonly unseen: readonly string[];
  /** an input for the layer that is made */
  readonly input: () => readonly unknown[];
}

const namespaces: Readonly<Record<string, object>> = { F, nn, init: nn.init, blocks };

/** Calls an export with these arguments. */
export function perform({ name, made }: Pick<Call, "name" | "made">, args: readonly unknown[]): unknown {
  const [namespace = "", key = ""] = name.split(".");
  const target: unknown = Reflect.get(namespaces[namespace] ?? {}, key);
  if (typeof target !== "function") throw new Error(`there is no ${name}`);
  return made ? Reflect.construct(target, [...args]) : Reflect.apply(target, undefined, [...args]);
}

/** The names of all functions and classes of the four namespaces. */
export const exported: readonly string[] = Object.entries(namespaces).flatMap(([namespace, members]) =>
  Object.entries(members)
    .filter(([, value]) => typeof value === "function")
    .map(([name]) => `${namespace}.${name}`),
);

interface Row {
  readonly required?: () => Values;
  readonly options?: () => Values;
  readonly byName?: readonly string[];
  readonly unseen?: readonly string[];
  readonly input?: () => readonly unknown[];
}

const signal = () => torch.linspace(-2, 3, 2 * 4 * 8).reshape(2, 4, 8);
const image = () => torch.linspace(-2, 3, 2 * 4 * 6 * 6).reshape(2, 4, 6, 6);
const vector = (size: number) => torch.linspace(0.5, 2, size);
const classes = () => torch.tensor([0, 2, 1]);
const weight = (...shape: number[]) =>
  torch
    .linspace(
      -1,
      1,
      shape.reduce((a, b) => a * b, 1),
    )
    .reshape(shape);
const drawn = () => torch.zeros(4, 2, 3);

const activation: Row = { required: () => ({ x: image() }) };
const inplace: Row = { ...activation, options: () => ({ inplace: true }) };
const alpha: Row = { ...activation, options: () => ({ alpha: 0.5, inplace: true }) };
const layer = (options?: () => Values, input: () => Tensor = image): Row => ({
  input: () => [input()],
  ...(options && { options }),
});
/** Of a layer that is made without parameters. */
const noParameters = { byName: ["dtype"], unseen: ["dtype"] };
const dtype = { byName: ["dtype"] };
const float64 = (input: () => Tensor) => () => [input().double()];

const softmax: Row = { ...activation, options: () => ({ dim: 2, dtype: "float64" }), ...dtype };
const dropout: Row = {
  ...activation,
  options: () => ({ p: 0.3, training: true, inplace: true }),
  unseen: ["training"],
};
const pooling = { stride: 2, padding: 1, dilation: 2, ceilMode: true, returnIndices: true };
const averaging = { stride: 2, padding: 1, ceilMode: true, countIncludePad: false };
const windows = { dilation: 2, padding: 1, stride: 2 };
const enlarged = { scaleFactor: 1.3, mode: "bilinear", alignCorners: false, recomputeScaleFactor: true };
const perChannel = () => ({ weight: vector(4), bias: weight(4) });
const convolution = { stride: 2, padding: 1, dilation: 2, groups: 2 };
const convolutionLayer = { ...convolution, bias: false, paddingMode: "reflect", dtype: "float64" };
const transposed = {
  stride: 2,
  padding: 1,
  outputPadding: 1,
  groups: 2,
  bias: false,
  dilation: 2,
  dtype: "float64",
};
const channels = (kernelSize: number) => () => ({ inChannels: 4, outChannels: 6, kernelSize });
const normalization = { eps: 0.5, momentum: 0.3, affine: false, trackRunningStats: false, dtype: "float64" };
const unpooled = (dimensions: 1 | 2) => () => {
  const x = dimensions === 1 ? signal() : image();
  const [values, indices] =
    dimensions === 1
      ? F.maxPool1d(x, 2, { returnIndices: true })
      : F.maxPool2d(x, 2, { returnIndices: true });
  return { x: values, indices, kernelSize: 2 };
};

const filled = (options?: () => Values, name = "tensor"): Row => ({
  required: () => ({ [name]: drawn() }),
  ...(options && { options }),
});
const kaiming = filled(() => ({ a: 0.2, mode: "fan_out", nonlinearity: "relu" }), "weight");
class PairsNorm extends nn.GroupNorm {
  constructor(numChannels: number) {
    super(2, numChannels);
  }
}
const network = {
  numClasses: 3,
  zeroInitResidual: true,
  groups: 2,
  widthPerGroup: 8,
  replaceStrideWithDilation: [false, false, true],
  normLayer: PairsNorm,
  planes: 8,
};
const picture = () => [torch.linspace(-1, 1, 2 * 3 * 32 * 32).reshape(2, 3, 32, 32)];
const rows: Readonly<Record<string, Row>> = {
  "F.relu": inplace,
  "F.gelu": { ...activation, options: () => ({ approximate: "tanh" }), byName: ["approximate"] },
  "F.silu": inplace,
  "F.leakyRelu": { ...activation, options: () => ({ negativeSlope: 0.3, inplace: true }) },
  "F.elu": alpha,
  "F.softplus": { ...activation, options: () => ({ beta: 2, threshold: 0.5 }) },
  "F.relu6": inplace,
  "F.hardtanh": { ...activation, options: () => ({ minVal: -0.5, maxVal: 0.5, inplace: true }) },
  "F.celu": alpha,
  "F.selu": inplace,
  "F.mish": inplace,
  "F.logsigmoid": activation,
  "F.softsign": activation,
  "F.tanhshrink": activation,
  "F.prelu": { required: () => ({ x: image(), weight: vector(4) }) },
  "F.hardsigmoid": inplace,
  "F.hardswish": inplace,
  "F.sigmoid": activation,
  "F.tanh": activation,
  "F.softmax": softmax,
  "F.logSoftmax": softmax,
  "F.softmin": softmax,
  "F.adaptiveAvgPool1d": { required: () => ({ x: signal(), outputSize: 3 }) },
  "F.adaptiveAvgPool2d": { required: () => ({ x: image(), outputSize: [3, null] }) },
  "F.adaptiveMaxPool1d": {
    required: () => ({ x: signal(), outputSize: 3 }),
    options: () => ({ returnIndices: true }),
  },
  "F.adaptiveMaxPool2d": {
    required: () => ({ x: image(), outputSize: 3 }),
    options: () => ({ returnIndices: true }),
  },
  "F.avgPool1d": { required: () => ({ x: signal(), kernelSize: 3 }), options: () => averaging },
  "F.avgPool2d": {
    required: () => ({ x: image(), kernelSize: 3 }),
    options: () => ({ ...averaging, divisorOverride: 3 }),
    unseen: ["countIncludePad"],
  },
  "F.conv1d": {
    required: () => ({ x: signal(), weight: weight(6, 2, 3) }),
    options: () => ({ bias: vector(6), ...convolution }),
  },
  "F.conv2d": {
    required: () => ({ x: image(), weight: weight(6, 2, 3, 3) }),
    options: () => ({ bias: vector(6), ...convolution }),
  },
  "F.dropout": dropout,
  "F.dropout1d": { ...dropout, required: () => ({ x: signal() }) },
  "F.dropout2d": dropout,
  "F.stochasticDepth": {
    required: () => ({ x: image().reshape(8, 36), p: 0.5 }),
    options: () => ({ mode: "batch", training: true }),
    unseen: ["training"],
  },
  "F.embedding": {
    required: () => ({ indices: classes(), weight: weight(4, 3) }),
    options: () => ({ paddingIdx: 1, maxNorm: 0.3, normType: 1 }),
    unseen: ["paddingIdx"],
  },
  "F.linear": {
    required: () => ({ x: signal(), weight: weight(3, 8) }),
    options: () => ({ bias: vector(3) }),
  },
  "F.maxPool1d": {
    required: () => ({ x: signal(), kernelSize: 3 }),
    options: () => pooling,
    unseen: ["ceilMode"],
  },
  "F.maxPool2d": {
    required: () => ({ x: image(), kernelSize: 3 }),
    options: () => pooling,
    unseen: ["ceilMode"],
  },
  "F.maxUnpool1d": {
    required: unpooled(1),
    options: () => ({ stride: 2, padding: 0, outputSize: [9] }),
    unseen: ["stride", "padding"],
  },
  "F.maxUnpool2d": {
    required: unpooled(2),
    options: () => ({ stride: 2, padding: 0, outputSize: [6, 7] }),
    unseen: ["stride", "padding"],
  },
  "F.batchNorm": {
    required: () => ({ x: image(), runningMean: weight(4), runningVar: vector(4) }),
    options: () => ({ ...perChannel(), training: true, momentum: 0.3, eps: 0.5 }),
  },
  "F.groupNorm": {
    required: () => ({ x: image(), numGroups: 2 }),
    options: () => ({ ...perChannel(), eps: 0.5 }),
  },
  "F.instanceNorm": {
    required: () => ({ x: image() }),
    options: () => ({
      runningMean: weight(4),
      runningVar: vector(4),
      ...perChannel(),
      useInputStats: false,
      momentum: 0.3,
      eps: 0.5,
    }),
    unseen: ["momentum"],
  },
  "F.layerNorm": {
    required: () => ({ x: image(), normalizedShape: [6] }),
    options: () => ({ weight: vector(6), bias: weight(6), eps: 0.5 }),
  },
  "F.oneHot": { required: () => ({ classes: classes() }), options: () => ({ numClasses: 5 }) },
  "F.pad": {
    required: () => ({ x: image(), padding: [1, 2] }),
    options: () => ({ mode: "constant", value: 2 }),
    unseen: ["mode"],
  },
  "F.cosineSimilarity": {
    required: () => ({ x: image(), y: image().exp() }),
    options: () => ({ dim: 2, eps: 2 }),
  },
  "F.normalize": { required: () => ({ x: image() }), options: () => ({ p: 3, dim: 2, eps: 4 }) },
  "F.convTranspose1d": {
    required: () => ({ x: signal(), weight: weight(4, 3, 3) }),
    options: () => ({ bias: vector(6), stride: 2, padding: 1, outputPadding: 1, groups: 2, dilation: 2 }),
  },
  "F.convTranspose2d": {
    required: () => ({ x: image(), weight: weight(4, 3, 3, 3) }),
    options: () => ({ bias: vector(6), stride: 2, padding: 1, outputPadding: 1, groups: 2, dilation: 2 }),
  },
  "F.fold": {
    required: () => ({ x: torch.linspace(-1, 1, 16 * 4).reshape(16, 4), outputSize: [5, 5], kernelSize: 2 }),
    options: () => ({ dilation: 2, padding: 0, stride: 2 }),
    unseen: ["dilation", "padding", "stride"],
  },
  "F.unfold": { required: () => ({ x: image(), kernelSize: 2 }), options: () => windows },
  "F.interpolate": {
    required: () => ({ x: image() }),
    options: () => ({ size: undefined, ...enlarged }),
    unseen: ["alignCorners"],
  },
  "F.pixelShuffle": { required: () => ({ x: image(), upscaleFactor: 2 }) },
  "F.pixelUnshuffle": { required: () => ({ x: image(), downscaleFactor: 2 }) },

  "nn.ELU": layer(() => ({ alpha: 0.5, inplace: true })),
  "nn.GELU": layer(() => ({ approximate: "tanh" })),
  "nn.Hardsigmoid": layer(() => ({ inplace: true })),
  "nn.Hardswish": layer(() => ({ inplace: true })),
  "nn.LeakyReLU": layer(() => ({ negativeSlope: 0.3, inplace: true })),
  "nn.ReLU": layer(() => ({ inplace: true })),
  "nn.ReLU6": layer(() => ({ inplace: true })),
  "nn.Sigmoid": layer(),
  "nn.SiLU": layer(() => ({ inplace: true })),
  "nn.Softplus": layer(() => ({ beta: 2, threshold: 0.5 })),
  "nn.Tanh": layer(),
  "nn.AdaptiveAvgPool1d": { ...layer(undefined, signal), required: () => ({ outputSize: 3 }) },
  "nn.AdaptiveAvgPool2d": { ...layer(), required: () => ({ outputSize: [null, 2] }) },
  "nn.AdaptiveMaxPool1d": {
    ...layer(() => ({ returnIndices: true }), signal),
    required: () => ({ outputSize: 3 }),
  },
  "nn.AdaptiveMaxPool2d": { ...layer(() => ({ returnIndices: true })), required: () => ({ outputSize: 3 }) },
  "nn.AvgPool1d": { ...layer(() => averaging, signal), required: () => ({ kernelSize: 3 }) },
  "nn.AvgPool2d": {
    ...layer(() => ({ ...averaging, divisorOverride: 3 })),
    required: () => ({ kernelSize: 3 }),
  },
  "nn.BatchNorm1d": {
    ...layer(() => normalization, signal),
    required: () => ({ numFeatures: 4 }),
    ...noParameters,
  },
  "nn.BatchNorm2d": { ...layer(() => normalization), required: () => ({ numFeatures: 4 }), ...noParameters },
  "nn.Conv1d": { options: () => convolutionLayer, input: float64(signal), required: channels(3), ...dtype },
  "nn.Conv2d": { options: () => convolutionLayer, input: float64(image), required: channels(3), ...dtype },
  "nn.Dropout": layer(() => ({ p: 0.3, inplace: true })),
  "nn.Dropout1d": layer(() => ({ p: 0.3, inplace: true }), signal),
  "nn.Dropout2d": layer(() => ({ p: 0.3, inplace: true })),
  "nn.Embedding": {
    ...layer(() => ({ paddingIdx: 1, maxNorm: 0.3, normType: 1, dtype: "float64" }), classes),
    required: () => ({ numEmbeddings: 4, embeddingDim: 3 }),
    ...dtype,
  },
  "nn.Flatten": layer(() => ({ startDim: 2, endDim: 2 })),
  "nn.Unflatten": { ...layer(), required: () => ({ dim: 1, unflattenedSize: [2, 2] }) },
  "nn.GroupNorm": {
    ...layer(() => ({ eps: 0.5, affine: false, dtype: "float64" })),
    required: () => ({ numGroups: 2, numChannels: 4 }),
    ...noParameters,
  },
  "nn.InstanceNorm1d": {
    ...layer(() => ({ ...normalization, affine: true, trackRunningStats: true }), signal),
    input: float64(signal),
    required: () => ({ numFeatures: 4 }),
    ...dtype,
  },
  "nn.InstanceNorm2d": {
    options: () => ({ ...normalization, affine: true, trackRunningStats: true }),
    input: float64(image),
    required: () => ({ numFeatures: 4 }),
    ...dtype,
  },
  "nn.LayerNorm": {
    ...layer(() => ({ eps: 0.5, elementwiseAffine: false, dtype: "float64" })),
    required: () => ({ normalizedShape: 6 }),
    ...noParameters,
  },
  "nn.Linear": {
    options: () => ({ bias: false, dtype: "float64" }),
    input: float64(signal),
    required: () => ({ inFeatures: 8, outFeatures: 3 }),
    ...dtype,
  },
  "nn.MaxPool1d": {
    ...layer(() => ({ stride: 2, padding: 1, dilation: 2, returnIndices: true, ceilMode: true }), signal),
    required: () => ({ kernelSize: 3 }),
  },
  "nn.MaxPool2d": {
    ...layer(() => ({ stride: 2, padding: 1, dilation: 2, returnIndices: true, ceilMode: true })),
    required: () => ({ kernelSize: 3 }),
  },
  "nn.MaxUnpool1d": { required: () => ({ kernelSize: 2 }), options: () => ({ stride: 3, padding: 1 }) },
  "nn.MaxUnpool2d": { required: () => ({ kernelSize: 2 }), options: () => ({ stride: 3, padding: 1 }) },
  "nn.ConstantPad1d": { ...layer(undefined, signal), required: () => ({ padding: 1, value: 2 }) },
  "nn.ConstantPad2d": { ...layer(), required: () => ({ padding: [1, 2, 0, 1], value: 2 }) },
  "nn.ReflectionPad1d": { ...layer(undefined, signal), required: () => ({ padding: 1 }) },
  "nn.ReflectionPad2d": { ...layer(), required: () => ({ padding: 1 }) },
  "nn.ReplicationPad1d": { ...layer(undefined, signal), required: () => ({ padding: 1 }) },
  "nn.ReplicationPad2d": { ...layer(), required: () => ({ padding: 1 }) },
  "nn.ZeroPad2d": { ...layer(), required: () => ({ padding: 1 }) },
  "nn.CELU": layer(() => ({ alpha: 0.5, inplace: true })),
  "nn.Hardtanh": layer(() => ({ minVal: -0.5, maxVal: 0.5, inplace: true })),
  "nn.LogSigmoid": layer(),
  "nn.Mish": layer(() => ({ inplace: true })),
  "nn.PReLU": {
    options: () => ({ numParameters: 4, init: 0.5, dtype: "float64" }),
    input: float64(image),
    ...dtype,
  },
  "nn.SELU": layer(() => ({ inplace: true })),
  "nn.Softsign": layer(),
  "nn.Tanhshrink": layer(),
  "nn.LogSoftmax": layer(() => ({ dim: 2 })),
  "nn.Softmax": layer(() => ({ dim: 2 })),
  "nn.Softmin": layer(() => ({ dim: 2 })),
  "nn.Softmax2d": layer(),
  "nn.ConvTranspose1d": {
    options: () => transposed,
    input: float64(signal),
    required: channels(3),
    ...dtype,
  },
  "nn.ConvTranspose2d": { options: () => transposed, input: float64(image), required: channels(3), ...dtype },
  "nn.Fold": {
    ...layer(
      () => ({ dilation: 2, padding: 0, stride: 2 }),
      () => torch.linspace(-1, 1, 16 * 4).reshape(16, 4),
    ),
    required: () => ({ outputSize: [5, 5], kernelSize: 2 }),
    unseen: ["padding"],
  },
  "nn.Unfold": { ...layer(() => windows), required: () => ({ kernelSize: 2 }) },
  "nn.PixelShuffle": { ...layer(), required: () => ({ upscaleFactor: 2 }) },
  "nn.PixelUnshuffle": { ...layer(), required: () => ({ downscaleFactor: 2 }) },
  "nn.Upsample": layer(() => ({ size: undefined, ...enlarged })),
  "nn.Parameter": { required: () => ({ data: vector(3) }), options: () => ({ requiresGrad: false }) },
  "nn.Buffer": { required: () => ({ data: vector(3) }), options: () => ({ persistent: false }) },

  "init.uniform_": filled(() => ({ a: -2, b: 3 })),
  "init.normal_": filled(() => ({ mean: 2, std: 3 })),
  "init.constant_": { required: () => ({ tensor: drawn(), val: 2 }) },
  "init.zeros_": filled(),
  "init.ones_": filled(),
  "init.eye_": { required: () => ({ weight: torch.zeros(3, 4) }) },
  "init.dirac_": filled(() => ({ groups: 2 }), "weight"),
  "init.truncNormal_": filled(() => ({ mean: 0.5, std: 0.3, a: 0, b: 0.7 })),
  "init.calculateGain": { required: () => ({ nonlinearity: "leaky_relu" }), options: () => ({ param: 0.2 }) },
  "init.kaimingUniform_": { ...kaiming, unseen: ["a"] },
  "init.kaimingNormal_": { ...kaiming, unseen: ["a"] },
  "init.xavierUniform_": filled(() => ({ gain: 3 }), "weight"),
  "init.xavierNormal_": filled(() => ({ gain: 3 }), "weight"),

  "blocks.BasicBlock": {
    ...layer(() => ({
      stride: 2,
      downsample: new nn.Conv2d(4, 2, 1, 2),
      groups: undefined,
      baseWidth: undefined,
      dilation: undefined,
      normLayer: nn.InstanceNorm2d,
    })),
    required: () => ({ inplanes: 4, planes: 2 }),
  },
  "blocks.Bottleneck": {
    ...layer(() => ({
      stride: 2,
      downsample: new nn.Conv2d(4, 8, 1, 2),
      groups: 2,
      baseWidth: 128,
      dilation: 2,
      normLayer: nn.InstanceNorm2d,
    })),
    required: () => ({ inplanes: 4, planes: 2 }),
  },
  "blocks.CNBlock": { ...layer(), required: () => ({ dim: 4, layerScale: 0.5, stochasticDepthProb: 0.5 }) },
  "blocks.Conv2dNormActivation": {
    ...layer(() => ({
      kernelSize: 2,
      stride: 2,
      padding: 2,
      groups: 2,
      normLayer: (count: number) => new nn.GroupNorm(2, count),
      activation: true,
      dilation: 2,
      inplace: false,
      bias: true,
    })),
    required: () => ({ inChannels: 4, outChannels: 6 }),
    unseen: ["activation"],
  },
  "blocks.ConvNeXtBlock": {
    ...layer(() => ({ kernelSize: 3, dropPath: 0.5 })),
    required: () => ({ inChannels: 4, outChannels: 4 }),
  },
  "blocks.DepthwiseSeparableConv": {
    ...layer(() => ({ kernelSize: 2, padding: 2 })),
    required: () => ({ nin: 4, kernelsPerLayer: 2, nout: 3 }),
  },
  "blocks.LayerNorm2d": {
    ...layer(() => ({ eps: 0.5, elementwiseAffine: false, dtype: "float64" })),
    required: () => ({ normalizedShape: 4 }),
    ...noParameters,
  },
  "blocks.MLP": {
    ...layer(() => ({ activation: new nn.Tanh() }), signal),
    required: () => ({ inFeatures: 8, hiddenFeatures: 3, outFeatures: 2 }),
  },
  "blocks.Permute": { ...layer(), required: () => ({ dims: [0, 2, 3, 1] }) },
  "blocks.ResidualBlock": {
    ...layer(() => ({ kernelSize: 5, stride: 1 })),
    required: () => ({ inChannels: 4, outChannels: 4 }),
    unseen: ["stride"],
  },
  "blocks.StochasticDepth": { ...layer(() => ({ mode: "batch" })), required: () => ({ p: 0.5 }) },
  "blocks.conv1x1": { ...layer(() => ({ stride: 2 })), required: () => ({ inPlanes: 4, outPlanes: 2 }) },
  "blocks.conv3x3": {
    ...layer(() => ({ stride: 2, groups: 2, dilation: 2 })),
    required: () => ({ inPlanes: 4, outPlanes: 2 }),
  },
  "blocks.ConvNeXt": {
    options: () => ({ stochasticDepthProb: 0.5, layerScale: 0.5, numClasses: 3 }),
    required: () => ({ stages: [{ channels: 4, blocks: 2 }] }),
    input: picture,
  },
  "blocks.MobileNetV1": { options: () => ({ numClasses: 3, widthMultiplier: 0.1 }), input: picture },
  "blocks.ResNet": {
    options: () => network,
    required: () => ({ block: blocks.Bottleneck, layers: [1, 1, 1, 1] }),
    input: picture,
  },
};

/** Exports without arguments of their own, and those whose arguments other tests know: why. */
export const others: Readonly<Record<string, string>> = {
  "nn.Module": "is abstract",
  "nn.Identity": "takes whatever it is given, as PyTorch's does",
  "nn.Sequential": "takes layers: container.test.ts",
  "nn.ModuleList": "takes modules: container.test.ts",
  "nn.ModuleDict": "takes modules: container.test.ts",
  "blocks.convnextTiny": "has ConvNeXt's options, and 28 million parameters",
  "blocks.mobilenetV1": "has MobileNetV1's options",
  "blocks.resnet18": "has ResNet's options",
  "blocks.resnet34": "has ResNet's options",
  "blocks.resnet50": "has ResNet's options",
  "blocks.resnet101": "has ResNet's options",
  "blocks.resnet152": "has ResNet's options",
  "blocks.resnext50_32x4d": "has ResNet's options",
};

const nothing = (): Values => ({});

export const calls: readonly Call[] = Object.entries(rows).map(([name, row]) => ({
  name,
  made: /^(nn|blocks)\.[A-Z]/.test(name),
  required: nothing,
  options: nothing,
  byName: [],
  unseen: [],
  input: () => [],
  ...row,
}));
