// Runs the operations that have kernels, in a process of its own, and prints a fingerprint of the bits of each
// result. `LAMELLA_SIMD` and the first argument (number of threads) say how; the bits must not depend on it.

import { createHash } from "node:crypto";
import { empty, full, type NDArray, valuesOf } from "../../../nn/array/ndarray.ts";
import { expand, transpose } from "../../../nn/array/views.ts";
import { softplus } from "../../../nn/operations/activations.ts";
import { convolution } from "../../../nn/operations/convolution.ts";
import { cumsum } from "../../../nn/operations/cumulative.ts";
import { cos, log, log1p } from "../../../nn/operations/elementary-functions.ts";
import { add, gelu, gt, mul } from "../../../nn/operations/elementwise.ts";
import { feedForward } from "../../../nn/operations/feed-forward.ts";
import { indexSelect } from "../../../nn/operations/index-select.ts";
import { linear, matmul } from "../../../nn/operations/matmul.ts";
import { copy, flip } from "../../../nn/operations/movement.ts";
import { batchNorm, layerNorm } from "../../../nn/operations/normalization.ts";
import { normalizedConvolution } from "../../../nn/operations/normalized-convolution.ts";
import { argmax, logSumExp, sum, variance } from "../../../nn/operations/reductions.ts";
import { floor } from "../../../nn/operations/rounding.ts";
import { separableConvolution } from "../../../nn/operations/separable-convolution.ts";
import { argsort } from "../../../nn/operations/sorting.ts";
import { setNumThreads, startThreads } from "../../../nn/threads/pool.ts";
import { vectorBits } from "../../../nn/wasm/simd.ts";

let state = 1;

/** Numbers from -1 to 1, the same in every process. */
function noise(...shape: number[]): NDArray {
  const array = empty(shape, "float32");
  const data = array.storage.data();
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = state / 2 ** 31 - 1;
  }
  return array;
}

const square = (stride: number, padding: number, groups = 1) => ({
  stride: [stride, stride],
  padding: [padding, padding],
  dilation: [1, 1],
  groups,
});

setNumThreads(Number(process.argv[2]));
startThreads();
const image = noise(2, 16, 61, 45);
const results: Record<string, () => NDArray> = {
  matmul: () => matmul.forward([noise(130, 70), noise(70, 115)], {}),
  "batched matmul": () => matmul.forward([noise(9, 40, 33), noise(9, 33, 50)], {}),
  linear: () => linear.forward([noise(200, 64), noise(90, 64), noise(90)], {}),
  convolution: () => convolution.forward([image, noise(32, 16, 3, 3), noise(32)], square(1, 1)),
  "convolution of a small image": () =>
    convolution.forward([noise(3, 17, 7, 7), noise(19, 17, 3, 3), noise(19)], square(1, 1)),
  "strided convolution": () => convolution.forward([image, noise(20, 16, 5, 5)], square(2, 2)),
  "convolution of a gathered image": () =>
    convolution.forward([noise(3, 24, 7, 7), noise(40, 24, 5, 5), noise(40)], square(1, 2)),
  "grouped convolution": () => convolution.forward([image, noise(32, 4, 3, 3)], square(1, 1, 4)),
  "pointwise convolution": () => convolution.forward([image, noise(24, 16, 1, 1), noise(24)], square(1, 0)),
  "depthwise with a stride": () => convolution.forward([image, noise(32, 1, 3, 3)], square(2, 1, 16)),
  depthwise: () => convolution.forward([image, noise(16, 1, 3, 3), noise(16)], square(1, 1, 16)),
  "depthwise, 7 x 7": () => convolution.forward([image, noise(16, 1, 7, 7)], square(1, 3, 16)),
  "convolution, normalised, with a residual": () =>
    normalizedConvolution.forward(
      [
        image,
        noise(32, 16, 3, 3),
        noise(32),
        full([32], 0.3, "float32"),
        noise(32),
        noise(32),
        noise(2, 32, 61, 45),
      ],
      { ...square(1, 1), eps: 1e-5, rectified: true },
    ),
  "pointwise convolution, normalised": () =>
    normalizedConvolution.forward(
      [image, noise(24, 16, 1, 1), noise(24), full([24], 0.3, "float32"), noise(24), noise(24)],
      { ...square(1, 0), eps: 1e-5, rectified: false },
    ),
  "separable convolution": () =>
    separableConvolution.forward([image, noise(16, 1, 3, 3), noise(16), noise(24, 16, 1, 1), undefined], {
      depthwise: square(1, 1, 16),
      pointwise: square(1, 0),
    }),
  "feed forward": () =>
    feedForward.forward([noise(700, 36), noise(144, 36), noise(144), noise(36, 144), noise(36)], {
      approximate: "none",
    }),
  add: () => add.forward([noise(300, 501), noise(300, 501)], {}),
  broadcast: () => mul.forward([image, noise(16, 1, 1)], {}),
  log: () => log.forward([noise(100_003)], {}),
  "gelu, expanded in the last dimension": () =>
    gelu.forward([expand(noise(1000, 1), [1000, 201])], { approximate: "none" }),
  "log, transposed": () => log.forward([transpose(noise(300, 501), 0, 1)], {}),
  "add, expanded in the middle": () =>
    add.forward([expand(noise(30, 1, 333), [30, 25, 333]), noise(30, 25, 333)], {}),
  "a copy, transposed": () => copy.forward([transpose(noise(300, 501), 0, 1)], {}),
  gt: () => gt.forward([noise(301, 333), noise(333)], {}),
  cos: () => cos.forward([noise(50_003)], {}),
  "log of 1 + x": () => log1p.forward([noise(50_003)], {}),
  softplus: () => softplus.forward([noise(50_003)], { beta: 2, threshold: 1 }),
  "sum of rows": () => sum.forward([noise(300, 1001)], { dims: [1], keepdim: false }),
  "sum of a long line": () => sum.forward([noise(500_009)], { dims: [0], keepdim: false }),
  "sum of columns": () => sum.forward([noise(9, 70, 1001)], { dims: [1], keepdim: false }),
  "variance of channels": () => variance.forward([image], { dims: [0, 2, 3], keepdim: false, correction: 1 }),
  "logSumExp of columns": () => logSumExp.forward([noise(2, 90, 1001)], { dims: [1], keepdim: false }),
  "argmax of columns": () => argmax.forward([noise(2, 90, 1001)], { dims: [1], keepdim: false }),
  argsort: () => argsort.forward([noise(200, 1001)], { dim: 1, descending: true }),
  cumsum: () => cumsum.forward([noise(9, 70, 1001)], { dim: 1 }),
  "cumsum of rows": () => cumsum.forward([noise(200, 1001)], { dim: 1 }),
  flip: () => flip.forward([noise(200, 1001)], { dims: [0, 1] }),
  indexSelect: () =>
    indexSelect.forward([noise(300, 65), argsort.forward([noise(300)], { dim: 0, descending: false })], {
      dim: 0,
    }),
  floor: () => floor.forward([mul.forward([noise(50_001), noise(50_001)], {})], {}),
  gelu: () => gelu.forward([noise(100_003)], { approximate: "none" }),
  "gelu by tanh": () => gelu.forward([noise(200_001)], { approximate: "tanh" }),
  batchNorm: () => batchNorm.forward([image, noise(16), full([16], 0.3, "float32")], { eps: 1e-5 }),
  layerNorm: () =>
    layerNorm.forward([noise(600, 99), noise(99), noise(99)], { normalizedShape: [99], eps: 1e-5 }),
};

const fingerprints = Object.entries(results).map(([name, result]) => {
  const values = valuesOf(result());
  return [
    name,
    createHash("sha256")
      .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
      .digest("hex"),
  ];
});
console.log(JSON.stringify({ bits: vectorBits(), fingerprints: Object.fromEntries(fingerprints) }));
