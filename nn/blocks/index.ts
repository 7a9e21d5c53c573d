// The blocks of the documentation, ready made, and the networks that are built of them.

export { BasicBlock } from "./basic-block.ts";
export { Bottleneck } from "./bottleneck.ts";
export { CNBlock } from "./cn-block.ts";
export { Conv2dNormActivation } from "./conv2d-norm-activation.ts";
export { ConvNeXtBlock } from "./convnext-block.ts";
export { DepthwiseSeparableConv } from "./depthwise-separable-conv.ts";
export { LayerNorm2d } from "./layer-norm-2d.ts";
export { MLP } from "./mlp.ts";
export { ConvNeXt, convnextTiny } from "./networks/convnext.ts";
export { MobileNetV1, mobilenetV1 } from "./networks/mobilenet-v1.ts";
export {
  ResNet,
  resnet18,
  resnet34,
  resnet50,
  resnet101,
  resnet152,
  resnext50_32x4d,
} from "./networks/resnet.ts";
export { Permute } from "./permute.ts";
export { ResidualBlock } from "./residual-block.ts";
export { conv1x1, conv3x3 } from "./resnet-block.ts";
export { StochasticDepth } from "./stochastic-depth.ts";
