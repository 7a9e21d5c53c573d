// The public functions of `nn.functional`.

export { gelu, logSoftmax, relu, sigmoid, silu, softmax, tanh } from "./activation.ts";
export { conv1d, conv2d } from "./convolution.ts";
export { dropout, stochasticDepth } from "./dropout.ts";
export { linear } from "./linear.ts";
export { batchNorm, layerNorm } from "./normalization.ts";
export { pad } from "./pad.ts";
export { adaptiveAvgPool2d, avgPool2d, maxPool2d } from "./pooling.ts";
