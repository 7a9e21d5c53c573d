// The public surface of `nn`.

export * as functional from "../functional/index.ts";
export { GELU, ReLU, Sigmoid, SiLU, Softmax, Tanh } from "./activation.ts";
export { BatchNorm1d, BatchNorm2d } from "./batch-norm.ts";
export { ModuleList, Sequential } from "./container.ts";
export { Conv1d, Conv2d } from "./convolution.ts";
export { Dropout } from "./dropout.ts";
export { Flatten } from "./flatten.ts";
export { Identity } from "./identity.ts";
export * as init from "./init.ts";
export { LayerNorm } from "./layer-norm.ts";
export { Linear } from "./linear.ts";
export { type ForwardHook, type Layer, Module, type RemovableHandle } from "./module.ts";
export { Buffer, Parameter } from "./parameter.ts";
export { AdaptiveAvgPool2d, AvgPool2d, MaxPool2d } from "./pooling.ts";
