// The blocks of the documentation, ready made.

export { Bottleneck, conv1x1, conv3x3 } from "./bottleneck.ts";
export { ConvNeXtBlock } from "./convnext-block.ts";
export { DepthwiseSeparableConv } from "./depthwise-separable-conv.ts";
export { MLP } from "./mlp.ts";
export { ResidualBlock } from "./residual-block.ts";
export { StochasticDepth } from "./stochastic-depth.ts";
