// What an operation needs on the way it gives back: after a call, one block of memory more is alive than before,
// the result's. A finaliser would come too late for loops that never wait. The oracle is the arena's count.

import { describe, expect, it } from "vitest";
import type { DType } from "../../../nn/array/dtype.ts";
import { full, type NDArray } from "../../../nn/array/ndarray.ts";
import { narrow, permute } from "../../../nn/array/views.ts";
import { arena } from "../../../nn/memory/arena.ts";
import { operations } from "../support/operations.ts";

type Input = readonly number[] | { readonly shape: readonly number[]; readonly dtype: DType };
type Call = readonly [inputs: readonly (Input | undefined)[], options?: object];

const image = [2, 4, 7, 6];
const index: Input = { shape: [3, 4], dtype: "int64" };
const mask: Input = { shape: [3, 4], dtype: "bool" };
const vector: Input = { shape: [5], dtype: "int64" };
const window = { kernelSize: [2, 3], stride: [2, 1], padding: [1, 1], dilation: [1, 1] };
const sliding = { stride: [1, 1], padding: [1, 1], dilation: [1, 1], groups: 1 };
const all = { dims: [], keepdim: false };
const outer = { dims: [0], keepdim: true };

const firstColumns = (x: NDArray): NDArray => narrow(x, 1, 0, 2);

const oneInput: Call[] = [[[[3, 4]]]];
const twoInputs: Call[] = [
  [
    [
      [3, 4],
      [3, 4],
    ],
  ],
  [[[3, 4], [4]]],
];
const reduction: Call[] = [all, outer].map((options) => [[[3, 4, 5]], options]);
const alongLines: Call[] = [0, 1].map((dim) => [[[3, 4]], { dim }]);
const taking: Call[] = [[[[3, 4], index], { dim: 0 }]];
const putting: Call[] = [[[[3, 4], index, [3, 4]], { dim: 0 }]];

/** Operations that need more than one input, or options. */
const special: Record<string, Call[]> = {
  ...byNames("add sub mul div pow maximum minimum fmax fmin eq ne lt gt le ge", twoInputs),
  ...byNames("floorDivide divideDown truncDivide remainder fmod logicalAnd logicalOr logicalXor", twoInputs),
  ...byNames("atan2 hypot copysign copied", twoInputs),
  ...byNames("reluBackward tanhBackward sigmoidBackward siluBackward geluBackward", twoInputs),
  placed: [[[[3, 2]], { shape: [3, 4], look: firstColumns }]],
  cleared: [[[[3, 4]], { look: firstColumns, strides: [4, 1] }]],
  laidOut: [[[[3, 4]], { strides: [1, 3] }]],
  lerp: [[[[3, 4], [3, 4], []]]],
  isclose: [[[[3, 4], [4]], { rtol: 1e-5, atol: 1e-8, equalNan: false }]],
  ...byNames("sum mean prod amax amin largest smallest argmax argmin all any logSumExp", reduction),
  ...byNames("cumsum cumprod softmax logSoftmax", alongLines),
  ...byNames("gather takeSorted takeTopk takeMax takeMin", taking),
  ...byNames("scatter scatterAdd scatterMultiply", putting),
  ...byNames("tril triu", [[[[3, 4]], { diagonal: 0 }]]),
  ...byNames("variance standardDeviation", [[[[3, 4, 5]], { ...outer, correction: 1 }]]),
  norm: [1, 2, 3, Infinity].map((p) => [[[3, 4, 5]], { ...outer, p }]),
  clampBetween: [[[[3, 4], [4], []]], [[[3, 4], [4]]], [[[3, 4], undefined, [4]]]],
  clamp: [[[[3, 4]], { min: 0 }]],
  cast: [[[[3, 4]], { dtype: "int64" }]],
  gelu: [
    [[[3, 4]], { approximate: "none" }],
    [[[3, 4]], { approximate: "tanh" }],
  ],
  argsort: [[[[3, 4]], { dim: 0, descending: true }]],
  argTopk: [[[[3, 4]], { k: 2, dim: 0, largest: true }]],
  where: [[[mask, [3, 4], [4]]]],
  maskedFill: [[[[3, 4], mask, []]]],
  maskedSelect: [[[[3, 4], mask]]],
  maskedScatter: [[[[3, 4], mask, [12]]]],
  ...byNames("indexAdd indexCopy", [[[[3, 4], vector, [3, 5]], { dim: 1 }]]),
  indexFill: [[[[3, 4], vector, []], { dim: 1 }]],
  indexPut: [true, false].map((accumulate) => [
    [[3, 4, 5], [5, 1], vector, vector],
    { dims: [0, 2], accumulate },
  ]),
  indexSelect: [[[[3, 4], vector], { dim: 1 }]],
  indexByArrays: [
    [[[3, 4, 5], { shape: [2], dtype: "int64" }, { shape: [2], dtype: "int64" }], { dims: [0, 2] }],
    [[[3, 4, 5], mask], { dims: [0] }],
  ],
  cat: [
    [
      [
        [3, 4],
        [2, 4],
      ],
      { dim: 0 },
    ],
  ],
  stack: [
    [
      [
        [3, 4],
        [3, 4],
      ],
      { dim: 1 },
    ],
  ],
  flip: [[[[3, 4]], { dims: [1, 0] }]],
  roll: [[[[3, 4]], { shifts: [1, 2], dims: [0, 1] }]],
  pad: ["constant", "reflect", "replicate", "circular"].map((mode) => [
    [[2, 4, 5]],
    { padding: [1, 2, 1, 1], mode, value: 1 },
  ]),
  matmul: [
    [
      [
        [3, 4],
        [4, 5],
      ],
    ],
    [
      [
        [2, 3, 4],
        [4, 5],
      ],
    ],
    [
      [
        [2, 3, 4],
        [2, 4, 5],
      ],
    ],
    [[[4], [4]]],
    [
      [
        [0, 4],
        [4, 5],
      ],
    ],
  ],
  linear: [
    [[[3, 4], [5, 4], [5]]],
    [
      [
        [2, 3, 4],
        [5, 4],
      ],
    ],
    [[[3, 0], [5, 0], [5]]],
  ],
  convolution: [
    [[image, [8, 4, 3, 3], [8]], sliding],
    [[image, [4, 1, 3, 3], [4]], { ...sliding, groups: 4 }],
    [[image, [8, 2, 3, 3]], { ...sliding, groups: 2, stride: [2, 2] }],
    [
      [
        [2, 4, 9],
        [8, 4, 3],
      ],
      { stride: [1], padding: [0], dilation: [2], groups: 1 },
    ],
    [
      [
        [1, 16, 12, 12],
        [16, 16, 3, 3],
      ],
      sliding,
    ],
  ],
  feedForward: [[[[3, 4], [8, 4], [8], [5, 8], [5]], { approximate: "none" }]],
  normalizedConvolution: [
    [[image, [4, 4, 3, 3], [4], [4], [4], [4]], { ...sliding, eps: 1e-5, rectified: true }],
    [[image, [4, 4, 3, 3], [4], [4], [4], [4], image], { ...sliding, eps: 1e-5, rectified: false }],
  ],
  separableConvolution: [true, false].map((biased) => {
    const bias = biased ? [4] : undefined;
    return [
      [image, [4, 4, 3, 3], bias, [4, 4, 1, 1], bias],
      { depthwise: sliding, pointwise: { ...sliding, padding: [0, 0] } },
    ];
  }),
  ...byNames("maxPool argMaxPool", [[[image], { ...window, ceilMode: false, countIncludePad: true }]]),
  maxUnpool: [[[image, { shape: image, dtype: "int64" }], { outputSize: [8, 9] }]],
  avgPool: [
    [[image], { ...window, ceilMode: false, countIncludePad: true }],
    [[image], { ...window, ceilMode: true, countIncludePad: false }],
  ],
  ...byNames("adaptiveAvgPool adaptiveMaxPool adaptiveArgMaxPool", [
    [[image], { outputSize: [1, 1] }],
    [[image], { outputSize: [7, 3] }],
    [[image], { outputSize: [2, 4] }],
  ]),
  padBackward: ["constant", "reflect", "replicate", "circular"].map((mode) => [
    [[2, 7, 8]],
    { padding: [1, 2, 1, 1], mode, value: 1 },
  ]),
  avgPoolBackward: [
    [[[2, 4, 4, 6]], { shape: image, options: { ...window, ceilMode: false, countIncludePad: true } }],
  ],
  adaptiveAvgPoolBackward: [[[[2, 4, 2, 4]], { shape: image, options: { outputSize: [2, 4] } }]],
  upsamplingBackward: (["nearest", "linear"] as const).map((mode) => [
    [[2, 4, 14, 9]],
    { from: [7, 6], size: [14, 9], scale: [2, undefined], mode, alignCorners: false },
  ]),
  recurrence: [
    [
      [
        [3, 4],
        [3, 4],
      ],
      { dim: 1 },
    ],
  ],
  transposedConvolution: [
    [[image, [4, 6, 3, 3], [6]], { ...sliding, stride: [2, 2], outputPadding: [1, 1] }],
    [[image, [4, 1, 3, 3]], { ...sliding, groups: 4, outputPadding: [0, 0] }],
  ],
  upsampling: (["nearest", "linear"] as const).map((mode) => [
    [image],
    { size: [14, 9], scale: [2, undefined], mode, alignCorners: false },
  ]),
  leakyRelu: [[[[3, 4]], { negativeSlope: 0.1 }]],
  elu: [[[[3, 4]], { alpha: 1 }]],
  softplus: [[[[3, 4]], { beta: 1, threshold: 20 }]],
  affinePair: [[[image, image, [4], [4], [4]]]],
  convolutionWeightGradient: [
    [[image, [2, 5, 5, 4]], { ...sliding, padding: [0, 0], weight: [5, 4, 3, 3] }],
    [[image, [2, 5, 7, 6]], { ...sliding, padding: [0, 0], weight: [5, 4, 1, 1] }],
    [[image, [2, 4, 7, 6]], { ...sliding, groups: 4, weight: [4, 1, 3, 3] }],
    [[image, [2, 6, 4, 3]], { ...sliding, stride: [2, 2], groups: 2, weight: [6, 2, 3, 3] }],
  ],
  batchNorm: [[[image, [4], [4], [4], [4]], { eps: 1e-5 }]],
  layerNorm: [
    [[[3, 4], [4], [4]], { normalizedShape: [4], eps: 1e-5 }],
    [[[3, 4]], { normalizedShape: [4], eps: 1e-5 }],
  ],
};

function byNames(names: string, calls: Call[]): Record<string, Call[]> {
  return Object.fromEntries(names.split(" ").map((name) => [name, calls]));
}

/** Ones: good for indices, divisors and logarithms alike. */
function arrayFor(input: Input, layout: "contiguous" | "permuted", dtype: DType): NDArray {
  const [shape, type] = "dtype" in input ? [input.shape, input.dtype] : [input, dtype];
  if (layout === "contiguous") return full(shape, 1, type);
  return permute(full(shape.toReversed(), 1, type), [...shape.keys()].reverse());
}

const layouts = ["contiguous", "permuted"] as const;
const dtypes = (name: string): DType[] =>
  name === "normalizedConvolution" || name === "feedForward" ? ["float32"] : ["float32", "float64"];

describe("one block is alive after a call, the result's:", () => {
  it.each([...operations.keys()])("%s", (name) => {
    const operation = operations.get(name);
    for (const [inputs, options = {}] of special[name] ?? oneInput) {
      for (const layout of layouts) {
        for (const dtype of dtypes(name)) {
          const arrays = inputs.map((input) => input && arrayFor(input, layout, dtype));
          operation?.forward(arrays, options); // plans and packed weights are made once, and kept
          const before = arena.statistics().liveBlocks;
          const result = operation?.forward(arrays, options);
          expect(arena.statistics().liveBlocks, `${layout} ${dtype} ${JSON.stringify(inputs)}`).toBe(
            before + 1,
          );
          result?.storage.release();
          expect(arena.statistics().liveBlocks).toBe(before);
        }
      }
    }
  });
});
