// The public surface of `nn`.

export * as functional from "../functional/index.ts";
export {
  ELU,
  GELU,
  Hardsigmoid,
  Hardswish,
  LeakyReLU,
  ReLU,
  ReLU6,
  Sigmoid,
  SiLU,
  Softplus,
  Tanh,
} from "./activation.ts";
export {
  AdaptiveAvgPool1d,
  AdaptiveAvgPool2d,
  AdaptiveMaxPool1d,
  AdaptiveMaxPool2d,
} from "./adaptive-pooling.ts";
export { AvgPool1d, AvgPool2d } from "./average-pooling.ts";
export { BatchNorm1d, BatchNorm2d } from "./batch-norm.ts";
export { ModuleList, Sequential } from "./container.ts";
export { Conv1d, Conv2d } from "./convolution.ts";
export { Dropout, Dropout1d, Dropout2d } from "./dropout.ts";
export { Embedding } from "./embedding.ts";
export { Flatten, Unflatten } from "./flatten.ts";
export { GroupNorm } from "./group-norm.ts";
export { Identity } from "./identity.ts";
export * as init from "./init.ts";
export { InstanceNorm1d, InstanceNorm2d } from "./instance-norm.ts";
export { LayerNorm } from "./layer-norm.ts";
export { Linear } from "./linear.ts";
export { MaxPool1d, MaxPool2d, MaxUnpool1d, MaxUnpool2d } from "./max-pooling.ts";
export {
  type ForwardHook,
  type ForwardPreHook,
  type Layer,
  Module,
  type RemovableHandle,
} from "./module.ts";
export { ModuleDict } from "./module-dict.ts";
export {
  ConstantPad1d,
  ConstantPad2d,
  ReflectionPad1d,
  ReflectionPad2d,
  ReplicationPad1d,
  ReplicationPad2d,
  ZeroPad2d,
} from "./padding.ts";
export { Buffer, Parameter } from "./parameter.ts";
export {
  CELU,
  Hardtanh,
  LogSigmoid,
  Mish,
  PReLU,
  SELU,
  Softsign,
  Tanhshrink,
} from "./rarer-activations.ts";
export { LogSoftmax, Softmax, Softmax2d, Softmin } from "./softmax.ts";
export { ConvTranspose1d, ConvTranspose2d } from "./transposed-convolution.ts";
export { Fold, Unfold } from "./unfold.ts";
export { PixelShuffle, PixelUnshuffle, Upsample } from "./upsampling.ts";
