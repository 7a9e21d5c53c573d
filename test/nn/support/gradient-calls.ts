// Calls of every operation through which gradients go, for tests to differentiate: several shapes, broadcasting,
// dimensions from both ends, arrays without dimensions and without elements. Elements stay away from places where a
// function has a corner or a step.

import type { NDArray } from "../../../nn/array/ndarray.ts";
import { elementCount } from "../../../nn/array/shape.ts";
import { narrow } from "../../../nn/array/views.ts";
import type { Maths, Value } from "../../../nn/operations/operation.ts";
import { spreadNumbers } from "./differences.ts";

/** An input, of which the gradient is asked for if it is a floating one. */
export interface Input {
  readonly shape: readonly number[];
  readonly dtype: "float64" | "int64" | "bool";
  readonly values: readonly number[];
}

export interface GradientCall {
  readonly inputs: readonly (Input | undefined)[];
  readonly options: object;
  /** equal elements would be a corner: nothing that repeats them */
  readonly distinct: boolean;
  /** the rule divides by what is zero here: it is right, and its own gradient is not */
  readonly onlyFirst?: boolean;
}

type Shape = readonly number[];

let salt = 0;

/** Numbers between two bounds, all different. */
function between(from: number, to: number): (...shape: Shape) => Input {
  return (...shape) => ({
    shape,
    dtype: "float64",
    values: spreadNumbers(elementCount(shape), from, to, salt++),
  });
}

function exactly(shape: Shape, values: readonly number[], dtype: Input["dtype"] = "float64"): Input {
  return { shape, dtype, values };
}

/** Numbers on a grid, which those of another grid do not meet. */
function onGrid(offset: number): (...shape: Shape) => Input {
  return (...shape) => {
    const { values, ...rest } = any(...shape);
    return { ...rest, values: values.map((value) => Math.round(10 * value) / 10 + offset) };
  };
}

const any = between(-2, 2);
const positive = between(0.2, 2.5);
const index = (shape: Shape, ...values: number[]): Input => exactly(shape, values, "int64");
const mask = (shape: Shape, ...values: number[]): Input => exactly(shape, values, "bool");

const call = (inputs: readonly (Input | undefined)[], options: object = {}): GradientCall => ({
  inputs,
  options,
  distinct: false,
});
const distinct = (each: GradientCall): GradientCall => ({ ...each, distinct: true });

type Make = (...shape: Shape) => Input;

/** A function of one array. */
const unary = (make: Make = any, options: object = {}): GradientCall[] =>
  [[2, 3], [2, 1, 2], [], [2, 0]].map((shape) => call([make(...shape)], options));

/** A function of two arrays, which are broadcast. */
const binary = (a: Make = any, b: Make = a): GradientCall[] =>
  [
    [
      [3, 4],
      [3, 4],
    ],
    [[3, 4], [4]],
    [
      [3, 1],
      [2, 1, 4],
    ],
    [[], [2, 3]],
    [[2, 3], []],
    [[], []],
    [[0, 3], [3]],
  ].map(([left, right]) => call([a(...left!), b(...right!)]));

/** A reduction, by its dimensions. */
const reduction = (make: Make = any, options: object = {}): GradientCall[] => [
  call([make(3, 4)], { dims: [], keepdim: false, ...options }),
  call([make(2, 3, 4)], { dims: [1], keepdim: false, ...options }),
  call([make(2, 3, 4)], { dims: [-1, 0], keepdim: true, ...options }),
  call([make(5)], { dims: [0], keepdim: true, ...options }),
  call([make()], { dims: [], keepdim: false, ...options }),
  call([make(3, 1, 2)], { dims: [2, 1], keepdim: false, ...options }),
];
const emptyReduction = (options: object = {}): GradientCall[] => [
  call([any(2, 0, 3)], { dims: [1], keepdim: false, ...options }),
  call([any(2, 0, 3)], { dims: [0], keepdim: false, ...options }),
];

/** Along one dimension. */
const along = (make: Make = any): GradientCall[] => [
  call([make(3, 4)], { dim: 0 }),
  call([make(3, 4)], { dim: -1 }),
  call([make(2, 3, 2)], { dim: 1 }),
  call([make(4)], { dim: 0 }),
  call([make()], { dim: 0 }),
  call([make(2, 0)], { dim: 0 }),
];

const taking = [
  call([any(3, 4), index([3, 2], 3, 0, 1, 1, 2, 0)], { dim: 1 }),
  call([any(3, 4), index([2, 4], 2, 0, 1, 1, 2, 0, 1, 2)], { dim: -2 }),
  call([any(3, 4), index([5, 2], 0, 0, 0, 0, 2, 1, 2, 1, 0, 2)], { dim: 0 }),
  call([any(4), index([3], 1, 1, 3)], { dim: 0 }),
  call([any(), index([], 0)], { dim: 0 }),
  call([any(3, 4), index([3, 0])], { dim: 1 }),
];

/** Each place is written once, unless the operation says what several writes make. */
const putting = (repeated: boolean): GradientCall[] => [
  call([any(3, 4), index([3, 2], 3, 0, 1, 2, 2, 0), any(3, 2)], { dim: 1 }),
  call([any(3, 4), index([1, 3], 2, 0, 1), any(3, 4)], { dim: 0 }),
  call([any(4), index([2], 1, 3), any()], { dim: -1 }),
  call([any(), index([], 0), any()], { dim: 0 }),
  ...(repeated ? [call([any(3, 4), index([3, 2], 3, 3, 1, 1, 2, 0), any(3, 2)], { dim: 1 })] : []),
];

const writing = (repeated: boolean): GradientCall[] => [
  call([any(3, 4), index([2], 2, 0), any(2, 4)], { dim: 0 }),
  call([any(2, 3, 4), index([2], 1, 3), any(2, 3, 2)], { dim: -1 }),
  call([any(4), index([], 2), any(1)], { dim: 0 }),
  call([any(), index([1], 0), any()], { dim: 0 }),
  call([any(3, 4), index([0]), any(0, 4)], { dim: 0 }),
  ...(repeated ? [call([any(3, 4), index([3], 1, 1, 0), any(3, 4)], { dim: 0 })] : []),
];

const firstColumns = (x: NDArray): NDArray => narrow(x, 1, 0, 2);

const window = { kernelSize: [2, 3], stride: [2, 1], padding: [1, 1], dilation: [1, 1] };
const line = { kernelSize: [3], stride: [2], padding: [1], dilation: [1] };
const flat = { ceilMode: false, countIncludePad: true };

const pools: GradientCall[] = [
  call([any(1, 2, 5, 4)], { ...window, ...flat }),
  call([any(2, 1, 5, 5)], { ...window, ...flat, kernelSize: [3, 3], stride: [2, 2], ceilMode: true }),
  call([any(2, 2, 4, 4)], { ...window, ...flat, kernelSize: [2, 2], stride: [2, 2], padding: [0, 0] }),
  call([any(2, 2, 4, 4)], { ...window, ...flat, kernelSize: [1, 2], stride: [3, 3], padding: [0, 0] }),
  call([any(2, 2, 7)], { ...line, ...flat }),
  call([any(0, 2, 7)], { ...line, ...flat }),
];

const sliding = { stride: [1, 1], padding: [1, 1], dilation: [1, 1], groups: 1 };

function named(names: string, calls: () => GradientCall[]): Record<string, GradientCall[]> {
  return Object.fromEntries(names.split(" ").map((name) => [name, calls()]));
}

export const gradientCalls: Record<string, GradientCall[]> = {
  ...named("neg square exp exp2 expm1 sin cos tanh sinh cosh asinh atan sigmoid erf erfc", unary),
  ...named("silu mish logSigmoid softsign copy filled sinc", unary),
  ...named("abs relu relu6 sign elu selu leakyRelu", () => unary(between(-1.95, 2.1))),
  ...named("log log2 log10 sqrt rsqrt reciprocal", () => unary(positive)),
  log1p: unary(between(-0.7, 2)),
  tan: unary(between(-1.2, 1.2)),
  ...named("asin acos atanh erfinv", () => unary(between(-0.9, 0.9))),
  acosh: unary(between(1.2, 3)),
  logit: [
    ...unary(between(0.1, 0.9), { eps: undefined }),
    call([exactly([5], [0.05, 0.3, 0.5, 0.8, 0.97])], { eps: 0.1 }),
  ],
  ...named("floor ceil trunc round frac", () => [call([exactly([4], [-1.7, -0.2, 0.3, 1.6])])]),
  hardtanh: unary(between(-2, 2), { min: -1.01, max: 0.52 }),
  ...named("hardsigmoid hardswish", () => unary(between(-4.5, 4.6))),
  elu: [...unary(between(-1.95, 2.1), { alpha: 1 }), ...unary(between(-1.95, 2.1), { alpha: 0.3 })],
  celu: [...unary(between(-1.95, 2.1), { alpha: 1 }), ...unary(between(-1.95, 2.1), { alpha: 0.3 })],
  leakyRelu: unary(between(-1.95, 2.1), { negativeSlope: 0.1 }),
  softplus: [
    ...unary(any, { beta: 1, threshold: 20 }),
    call([exactly([4], [-1, 0.5, 0.9, 3])], { beta: 2, threshold: 1.5 }),
  ],
  gelu: [...unary(any, { approximate: "none" }), ...unary(any, { approximate: "tanh" })],
  clamp: [{ min: -0.6, max: 0.8 }, { min: 0.2 }, { max: 0.5 }].map((bounds) =>
    call([exactly([2, 3], [-1.5, 0.1, -0.7, 0.35, 1.6, 0.9])], bounds),
  ),
  cast: [...unary(any, { dtype: "float64" })],

  ...named("add sub mul", binary),
  div: binary(any, between(0.4, 2)),
  pow: [
    ...binary(positive, any),
    call([exactly([4], [-1.5, -0.7, 0.8, 1.2]), index([], 3)]),
    call([exactly([4], [-1.5, -0.7, 0.8, 1.2]), index([], -2)]),
  ],
  ...named("maximum minimum fmax fmin", () => binary(onGrid(0), onGrid(0.05)).map(distinct)),
  copysign: binary(between(0.3, 2), between(-2, -0.3)),
  atan2: binary(between(0.3, 2), between(-2, -0.3)),
  hypot: binary(between(0.3, 2), between(-2, -0.3)),
  ...named("remainder fmod truncDivide divideDown", () => [
    call([exactly([2, 3], [-7.3, -2.2, -0.4, 0.7, 3.3, 8.3]), exactly([3], [2.5, -1.3, 0.9])]),
    call([exactly([3], [-7.3, 2.2, 5.1]), exactly([], [1.9])]),
    call([exactly([], [5.3]), exactly([2], [1.9, -2.1])]),
  ]),
  clampBetween: [
    call([
      exactly([2, 3], [-1.5, 0.1, -0.7, 0.35, 1.6, 0.9]),
      exactly([3], [-0.6, 0.3, 2]),
      exactly([], [0.8]),
    ]),
    call([exactly([3], [-1.5, 0.1, 0.7]), exactly([2, 1], [-0.6, 0.3])]),
    call([exactly([3], [-1.5, 0.1, 0.7]), undefined, exactly([3], [-0.6, 0.3, 0.2])]),
  ],
  copied: [call([any(3, 4), any(4)]), call([any(2), any()])],
  lerp: [
    call([any(3, 4), any(3, 4), exactly([], [0.3])]),
    call([any(3, 4), any(4), any(3, 1)]),
    call([any(2), any(2), exactly([], [0.8])]),
  ],

  sum: [...reduction(), ...emptyReduction()],
  mean: [...reduction(), ...emptyReduction().slice(1)],
  ...named("variance", () => [
    ...[0, 1].flatMap((correction) => reduction(any, { correction }).slice(0, 3)),
    call([any(5)], { dims: [0], keepdim: true, correction: 2 }),
  ]),
  standardDeviation: [0, 1].flatMap((correction) => reduction(any, { correction }).slice(0, 3)).map(distinct),
  prod: [
    ...reduction(between(0.4, 1.9)),
    ...emptyReduction(),
    call([exactly([2, 3], [1.5, 0, -2, 0, 0, 3])], { dims: [1], keepdim: false }),
    call([exactly([2, 3], [1.5, 0, -2, 0, 0, 3])], { dims: [0], keepdim: true }),
  ],
  norm: [1, 2, 3, 0.5, 1.5, Infinity, -Infinity, 0]
    .flatMap((p) => reduction(between(-2, -0.3), { p }).slice(0, 4))
    .map(distinct),
  logSumExp: [...reduction(), ...emptyReduction().slice(1)],
  ...named("amax amin largest smallest", () => reduction().map(distinct)),
  cumsum: along(),
  cumprod: [
    ...along(between(0.4, 1.9)),
    call([exactly([2, 4], [1.5, 0, -2, 3, 0, 2, 0, 4])], { dim: 1 }),
    call([exactly([3], [0, 0, 2])], { dim: 0 }),
  ],
  ...named("softmax logSoftmax", along),

  ...named("gather takeSorted takeTopk takeMax takeMin", () => taking),
  scatter: putting(false),
  scatterAdd: putting(true),
  scatterMultiply: [
    ...putting(true),
    {
      ...call([any(2), index([4], 0, 0, 1, 1), exactly([4], [2, 0, 3, 4])], { dim: 0 }),
      onlyFirst: true,
    },
  ],
  recurrence: [
    call([any(3, 4), any(3, 4)], { dim: 0 }),
    call([any(3, 4), any(3, 4)], { dim: 1 }),
    call([any(2, 3, 2), any(2, 3, 2)], { dim: 1 }),
  ],
  indexSelect: [
    call([any(3, 4), index([3], 2, 2, 0)], { dim: 0 }),
    call([any(2, 3, 4), index([2], 1, 3)], { dim: -1 }),
    call([any(4), index([], 2)], { dim: 0 }),
    call([any(3, 4), index([0])], { dim: 1 }),
  ],
  indexAdd: writing(true),
  indexCopy: writing(false),
  indexFill: [
    call([any(3, 4), index([2], 2, 0), any()], { dim: 0 }),
    call([any(2, 3, 4), index([3], 1, 3, 1), any()], { dim: -1 }),
    call([any(4), index([0]), any()], { dim: 0 }),
    call([any(), index([1], 0), any()], { dim: 0 }),
  ],
  indexByArrays: [
    call([any(3, 4), index([4], 2, 0, 2, -1)], { dims: [0] }),
    call([any(3, 4), index([2, 2], 3, 0, 1, 1)], { dims: [1] }),
    call([any(2, 3, 4), index([2, 1], 0, 1), index([3], 1, 1, -4)], { dims: [0, 2] }),
    call([any(2, 3, 4), index([2], 0, 2), index([2], 1, 1)], { dims: [1, 2] }),
    call([any(3, 4), mask([3], 1, 0, 1)], { dims: [0] }),
    call([any(2, 3), mask([2, 3], 1, 0, 1, 0, 0, 1)], { dims: [0] }),
    call([any(2, 3, 4), mask([2, 3], 1, 0, 1, 0, 0, 1), index([3], 3, 0, 3)], { dims: [0, 2] }),
    call([any(3, 4), index([0])], { dims: [0] }),
  ],
  indexPut: [true, false].flatMap((accumulate) => [
    call([any(3, 4), any(2, 4), index([2], 2, 0)], { dims: [0], accumulate }),
    call([any(3, 4), any(), index([2], -1, 0)], { dims: [1], accumulate }),
    call([any(2, 3, 4), any(3, 1), index([2, 1], 0, 1), index([3], 1, 0, -1)], { dims: [0, 2], accumulate }),
    call([any(2, 3), any(3), mask([2, 3], 1, 0, 1, 0, 0, 1)], { dims: [0], accumulate }),
    call([any(2, 3, 4), any(1, 4), mask([3], 1, 0, 1)], { dims: [1], accumulate }),
    ...(accumulate
      ? [call([any(3, 4), any(3, 4), index([3], 1, 1, 0)], { dims: [0], accumulate })]
      : [call([any(3), any(1), index([0])], { dims: [0], accumulate })]),
  ]),
  where: [
    call([mask([2, 3], 1, 0, 1, 0, 0, 1), any(2, 3), any(3)]),
    call([mask([3], 1, 0, 1), any(2, 3), any()]),
    call([mask([2, 1], 1, 0), any(3), any(2, 3)]),
  ],
  maskedFill: [
    call([any(2, 3), mask([2, 3], 1, 0, 1, 0, 0, 1), any()]),
    call([any(2, 3), mask([3], 1, 0, 1), any()]),
    call([any(3), mask([2, 3], 1, 0, 1, 0, 0, 1), any()]),
  ],
  maskedSelect: [
    call([any(2, 3), mask([2, 3], 1, 0, 1, 0, 0, 1)]),
    call([any(2, 3), mask([3], 1, 0, 1)]),
    call([any(3), mask([2, 3], 1, 0, 1, 0, 0, 1)]),
    call([any(3), mask([3], 0, 0, 0)]),
    call([any(), mask([], 1)]),
  ],
  maskedScatter: [
    call([any(2, 3), mask([2, 3], 1, 0, 1, 0, 0, 1), any(4)]),
    call([any(2, 3), mask([3], 1, 0, 1), any(2, 2)]),
    call([any(3), mask([3], 0, 0, 0), any(2)]),
  ],

  cat: [
    call([any(2, 3), any(1, 3)], { dim: 0 }),
    call([any(2, 3), any(2, 1), any(2, 2)], { dim: -1 }),
    call([any(0), any(2, 2)], { dim: 0 }),
  ],
  stack: [call([any(2, 3), any(2, 3)], { dim: 1 }), call([any(), any(), any()], { dim: -1 })],
  flip: [call([any(3, 4)], { dims: [1] }), call([any(3, 4)], { dims: [0, -1] })],
  roll: [
    call([any(3, 4)], { shifts: [1, 2], dims: [0, 1] }),
    call([any(3, 4)], { shifts: [-5], dims: [-1] }),
    call([any(3, 4)], { shifts: [1, 1], dims: [0, 0] }),
  ],
  ...named("tril triu", () => [
    call([any(3, 4)], { diagonal: 0 }),
    call([any(2, 4, 3)], { diagonal: -1 }),
    call([any(2, 2)], { diagonal: 5 }),
  ]),
  pad: [
    ...["constant", "reflect", "replicate", "circular"].flatMap((mode) => [
      call([any(2, 3, 4)], { padding: [1, 2], mode, value: 0.5 }),
      call([any(1, 2, 3, 4)], { padding: [2, 0, 1, 2], mode, value: 0.5 }),
      call([any(1, 2, 3)], { padding: [0, 0], mode, value: 0.5 }),
    ]),
    call([any(3, 4)], { padding: [-1, 2, 1, -2], mode: "constant", value: 3 }),
    call([any(3)], { padding: [-2, -1], mode: "constant", value: 3 }),
    call([any(0, 3)], { padding: [1, 1], mode: "constant", value: 3 }),
    call([any(2, 0)], { padding: [1, 1], mode: "constant", value: 3 }),
    call([any(1, 1, 2)], { padding: [5, 3], mode: "replicate", value: 0 }),
  ],
  placed: [
    call([any(3, 2)], {
      shape: [3, 4],
      look: firstColumns,
      again: <V extends Value>(x: V, m: Maths<V>) => m.narrow(x, 1, 0, 2),
    }),
  ],
  cleared: [
    [4, 1],
    [1, 3],
  ].map((strides) => call([any(3, 4)], { look: firstColumns, strides })),
  laidOut: [
    [12, 4, 1],
    [2, 6, 18],
    [0, 4, 1],
  ].map((strides) => call([any(2, 3, 4)], { strides })),

  matmul: [
    call([any(3, 4), any(4, 2)]),
    call([any(4), any(4)]),
    call([any(3, 4), any(4)]),
    call([any(4), any(4, 2)]),
    call([any(2, 3, 4), any(4, 2)]),
    call([any(3, 4), any(2, 4, 2)]),
    call([any(2, 1, 3, 2), any(3, 2, 2)]),
    call([any(2), any(3, 2, 2)]),
    call([any(3, 2, 2), any(2)]),
    call([any(0, 4), any(4, 2)]),
    call([any(3, 0), any(0, 2)]),
  ],
  linear: [
    call([any(3, 4), any(2, 4), any(2)]),
    call([any(3, 4), any(2, 4)]),
    call([any(4), any(2, 4), any(2)]),
    call([any(2, 1, 3, 4), any(2, 4), any(2)]),
    call([any(0, 4), any(2, 4), any(2)]),
  ],
  maxPool: [...pools, call([any(1, 2, 6, 6)], { ...window, ...flat, dilation: [2, 2] })].map(distinct),
  avgPool: [
    ...pools,
    call([any(1, 2, 5, 4)], { ...window, ceilMode: true, countIncludePad: false }),
    call([any(1, 2, 5, 4)], { ...window, ...flat, divisor: 5 }),
    call([any(1, 2, 5, 5)], { ...window, ...flat, stride: [2, 2], ceilMode: true, divisor: -3 }),
  ],
  ...named("adaptiveAvgPool adaptiveMaxPool", () =>
    [
      call([any(1, 2, 5, 4)], { outputSize: [1, 1] }),
      call([any(2, 1, 5, 4)], { outputSize: [3, 3] }),
      call([any(1, 2, 4, 4)], { outputSize: [2, 4] }),
      call([any(1, 1, 2, 2)], { outputSize: [3, 5] }),
      call([any(1, 2, 5)], { outputSize: [2] }),
    ].map(distinct),
  ),
  maxUnpool: [
    call([any(1, 2, 2, 2), index([1, 2, 2, 2], 0, 3, 9, 15, 5, 2, 8, 11)], { outputSize: [4, 4] }),
    call([any(2, 1, 2), index([2, 1, 2], 0, 3, 1, 2)], { outputSize: [5] }),
  ],
  upsampling: [
    ...(["nearest", "linear"] as const).flatMap((mode) =>
      [false, true].flatMap((alignCorners) => [
        call([any(1, 2, 3, 4)], { size: [5, 6], scale: [undefined, undefined], mode, alignCorners }),
        call([any(1, 1, 4, 4)], { size: [2, 3], scale: [undefined, 1.3], mode, alignCorners }),
        call([any(2, 1, 4)], { size: [7], scale: [0.6], mode, alignCorners }),
        call([any(1, 1, 3)], { size: [3], scale: [undefined], mode, alignCorners }),
        call([any(1, 1, 3)], { size: [1], scale: [undefined], mode, alignCorners }),
      ]),
    ),
  ],
  padBackward: [
    ...["constant", "reflect", "replicate", "circular"].map((mode) =>
      call([any(1, 2, 6, 6)], { padding: [2, 0, 1, 2], mode, value: 0.5 }),
    ),
    call([any(2, 3)], { padding: [-1, 2], mode: "constant", value: 3 }),
  ],
  avgPoolBackward: [
    call([any(1, 2, 3, 4)], { shape: [1, 2, 5, 4], options: { ...window, ...flat } }),
    call([any(1, 2, 4)], { shape: [1, 2, 7], options: { ...line, ...flat, countIncludePad: false } }),
  ],
  adaptiveAvgPoolBackward: [
    call([any(1, 2, 3, 3)], { shape: [1, 2, 5, 4], options: { outputSize: [3, 3] } }),
    call([any(1, 2, 2)], { shape: [1, 2, 5], options: { outputSize: [2] } }),
  ],
  upsamplingBackward: (["nearest", "linear"] as const).map((mode) =>
    call([any(1, 2, 5, 6)], {
      from: [3, 4],
      size: [5, 6],
      scale: [undefined, 0.7],
      mode,
      alignCorners: false,
    }),
  ),
  convolution: [
    call([any(2, 2, 4, 4), any(3, 2, 3, 3), any(3)], sliding),
    call([any(1, 2, 5, 4), any(2, 1, 2, 3)], { ...sliding, groups: 2, stride: [2, 1] }),
    call([any(1, 2, 7), any(2, 2, 3), any(2)], { stride: [2], padding: [2], dilation: [2], groups: 1 }),
    call([any(1, 2, 5, 5), any(4, 1, 2, 2), any(4)], {
      ...sliding,
      groups: 2,
      padding: [0, 1],
      dilation: [2, 1],
    }),
  ],
  convolutionWeightGradient: [
    call([any(2, 2, 4, 4), any(2, 3, 4, 4)], { ...sliding, weight: [3, 2, 3, 3] }),
    call([any(1, 2, 5, 4), any(1, 2, 4, 3)], {
      ...sliding,
      groups: 2,
      stride: [1, 2],
      padding: [0, 2],
      weight: [2, 1, 2, 3],
    }),
    call([any(2, 2, 3, 2), any(2, 3, 3, 2)], { ...sliding, padding: [0, 0], weight: [3, 2, 1, 1] }),
    call([any(1, 2, 7), any(1, 2, 4)], {
      stride: [2],
      padding: [2],
      dilation: [2],
      groups: 1,
      weight: [2, 2, 3],
    }),
  ],
  transposedConvolution: [
    call([any(1, 2, 3, 3), any(2, 2, 3, 3), any(2)], { ...sliding, stride: [2, 2], outputPadding: [1, 0] }),
    call([any(1, 2, 3, 2), any(2, 1, 2, 3)], { ...sliding, groups: 2, outputPadding: [0, 0] }),
    call([any(1, 2, 4), any(2, 2, 3), any(2)], {
      stride: [2],
      padding: [1],
      dilation: [2],
      groups: 1,
      outputPadding: [1],
    }),
  ],
  batchNorm: [
    call([any(2, 3, 4), any(3), positive(3), any(3), any(3)], { eps: 1e-5 }),
    call([any(4, 3), any(3), positive(3)], { eps: 0.1 }),
  ],
  layerNorm: [
    call([any(3, 4), any(4), any(4)], { normalizedShape: [4], eps: 1e-5 }),
    call([any(2, 2, 3)], { normalizedShape: [2, 3], eps: 1e-5 }),
  ],
};

const views: Record<string, [shape: Shape, options: object][]> = {
  view: [
    [[3, 4], { shape: [3, 2, 2] }],
    [[], { shape: [1, 1] }],
    [[0, 3], { shape: [3, 0] }],
  ],
  permute: [
    [[2, 3, 4], { dims: [2, 0, 1] }],
    [[2, 3, 4], { dims: [-1, 1, 0] }],
    [[], { dims: [] }],
  ],
  transpose: [
    [[2, 3, 4], { dim0: 0, dim1: 2 }],
    [[2, 3], { dim0: -1, dim1: 0 }],
    [[], { dim0: 0, dim1: -1 }],
  ],
  t: [
    [[2, 3], {}],
    [[3], {}],
    [[], {}],
  ],
  squeeze: [
    [[1, 3, 1], { dims: undefined }],
    [[1, 3, 1], { dims: [-1] }],
    [[1, 3, 1], { dims: [1] }],
  ],
  unsqueeze: [
    [[2, 3], { dim: 1 }],
    [[2, 3], { dim: -1 }],
    [[], { dim: 0 }],
  ],
  expand: [
    [[3, 1], { shape: [2, 3, 4] }],
    [[], { shape: [2] }],
    [[1, 1], { shape: [1, 0] }],
    [[2], { shape: [2] }],
  ],
  unbound: [[[2, 3], { dim: 1, position: 2 }]],
  select: [
    [[2, 3], { dim: 1, position: 2 }],
    [[2, 3], { dim: 0, position: -1 }],
    [[3], { dim: 0, position: 0 }],
  ],
  splitPart: [
    [[4, 3], { dim: 0, start: 1, length: 2 }],
    [[4, 3], { dim: 1, start: 1, length: 0 }],
  ],
  diagonal: [
    [[3, 4], { offset: 0, dim0: 0, dim1: 1 }],
    [[2, 3, 3], { offset: -1, dim0: 2, dim1: 0 }],
    [[2, 2], { offset: 5, dim0: 0, dim1: 1 }],
  ],
  slice: [[[5, 3], { dim: 0, start: 1, end: 5, step: 2 }]],
  pythonSlice: [
    [[5, 3], { dim: 0, start: 1, end: -1, step: 2 }],
    [[5, 3], { dim: 0, start: undefined, end: undefined, step: -2 }],
  ],
  basicIndex: [
    [[3, 4, 2], { indices: [1, null, "1:3", "..."] }],
    [[3, 4], { indices: ["...", "::-1"] }],
  ],
};

export const viewCalls: Record<string, GradientCall[]> = Object.fromEntries(
  Object.entries(views).map(([name, calls]) => [
    name,
    calls.map(([shape, options]) => call([any(...shape)], options)),
  ]),
);
