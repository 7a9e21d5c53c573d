// The public functions of `nn.functional`.

export {
  celu,
  elu,
  gelu,
  hardsigmoid,
  hardswish,
  hardtanh,
  leakyRelu,
  logSoftmax,
  logsigmoid,
  mish,
  prelu,
  relu,
  relu6,
  selu,
  sigmoid,
  silu,
  softmax,
  softmin,
  softplus,
  softsign,
  tanh,
  tanhshrink,
} from "./activation.ts";
export {
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
} from "./adaptive-pooling.ts";
export { avgPool1d, avgPool2d } from "./average-pooling.ts";
export { conv1d, conv2d } from "./convolution.ts";
export { dropout, dropout1d, dropout2d, stochasticDepth } from "./dropout.ts";
export { embedding } from "./embedding.ts";
export { linear } from "./linear.ts";
export { maxPool1d, maxPool2d, maxUnpool1d, maxUnpool2d } from "./max-pooling.ts";
export { batchNorm, groupNorm, instanceNorm, layerNorm } from "./normalization.ts";
export { oneHot } from "./one-hot.ts";
export { pad } from "./pad.ts";
export { cosineSimilarity, normalize } from "./similarity.ts";
export { convTranspose1d, convTranspose2d } from "./transposed-convolution.ts";
export { fold, unfold } from "./unfold.ts";
export { interpolate, pixelShuffle, pixelUnshuffle } from "./upsampling.ts";
