// What an argument may not be is refused where it enters, by an error that names it: every argument of every export, with
// every value of one list that its kind does not allow. Plain JavaScript has no types that would have done so.

import { describe, expect, it } from "vitest";
import { Tensor, tensor } from "../../../nn/index.ts";
import { type Call, calls, perform } from "../support/exports.ts";

const values: readonly unknown[] = [
  0,
  0.5,
  -1,
  -1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  "",
  "2",
  "same",
  "mirror",
  null,
  true,
  [],
  [0.5],
  [-1],
  ["2"],
  [null],
  [1, 2, 3, 4, 5, 6, 7],
  {},
  2n,
  Symbol("two"),
  () => 1,
  new Date(0),
  new Float32Array(2),
  tensor([1, 2]),
];

type Allows = (value: unknown) => boolean;

const integer =
  (least = Number.NEGATIVE_INFINITY): Allows =>
  (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= least;
const sizes =
  (least: number, count = 1): Allows =>
  (value) =>
    integer(least)(value) ||
    (Array.isArray(value) && (value.length === 1 || value.length === count) && value.every(integer(least)));
const nothing: Allows = () => false;
/** What its shape and dtype must be is the operations' matter. */
const isTensor: Allows = (value) => value instanceof Tensor;
const flag: Allows = (value) => typeof value === "boolean";
const number: Allows = (value) => typeof value === "number";
const notNaN: Allows = (value) => typeof value === "number" && !Number.isNaN(value);
const from0To1: Allows = (value) => value === 0 || value === 0.5;

/** What arguments of these names may be. Words are none of those in the list. */
const kinds: Readonly<Record<string, Allows>> = {
  ...of(isTensor, "x y weight bias indices classes tensor data runningMean runningVar".split(" ")),
  ...of(nothing, ["block", "stages", "layers"]),
  dims: (value) => Array.isArray(value) && value.every(integer()),
  ...of(nothing, "mode nonlinearity approximate dtype paddingMode downsample activation".split(" ")),
  ...of(nothing, ["replaceStrideWithDilation"]),
  normLayer: (value) => typeof value === "function",
  ...of(flag, "inplace training ceilMode countIncludePad returnIndices useInputStats affine".split(" ")),
  ...of(
    flag,
    "trackRunningStats elementwiseAffine alignCorners recomputeScaleFactor requiresGrad".split(" "),
  ),
  ...of(flag, ["persistent", "zeroInitResidual"]),
  ...of(number, "negativeSlope alpha beta threshold minVal maxVal eps momentum normType init".split(" ")),
  ...of(number, "mean a b gain".split(" ")),
  ...of(notNaN, "maxNorm param val value layerScale".split(" ")),
  std: number,
  ...of(from0To1, "p stochasticDepthProb dropPath".split(" ")),
  ...of(integer(), "dim startDim endDim paddingIdx divisorOverride".split(" ")),
  ...of(integer(0), "inChannels outChannels inFeatures hiddenFeatures outFeatures numFeatures".split(" ")),
  ...of(
    integer(0),
    "numEmbeddings embeddingDim numChannels nin nout kernelsPerLayer inplanes planes".split(" "),
  ),
  ...of(integer(0), "inPlanes outPlanes".split(" ")),
  ...of(
    integer(1),
    "groups numGroups numParameters upscaleFactor downscaleFactor baseWidth widthPerGroup".split(" "),
  ),
  numClasses: integer(0),
  widthMultiplier: (value) => value === 0.5 || value === 2,
  ...of(sizes(1), "kernelSize stride dilation".split(" ")),
  ...of(sizes(0), "padding outputPadding".split(" ")),
  scaleFactor: (value) => typeof value === "number" && value > 0 && value < Infinity,
  size: integer(1),
  outputSize: (value) => value === null || (Array.isArray(value) && value[0] === null) || sizes(0)(value),
  unflattenedSize: (value) => Array.isArray(value) && value.length > 0 && value.every(integer(-1)),
  normalizedShape: sizes(0, 7),
};

/** What arguments of certain exports may be besides. */
const exceptions: Readonly<Record<string, Allows>> = {
  "F.normalize.p": number,
  "F.normalize.dim": (value) => Array.isArray(value) && value.every(integer()),
  "F.conv1d.padding": (value) => value === "same",
  "F.conv2d.padding": (value) => value === "same",
  "nn.Conv1d.padding": (value) => value === "same",
  "nn.Conv2d.padding": (value) => value === "same",
  "nn.Conv1d.bias": flag,
  "nn.Conv2d.bias": flag,
  "nn.ConvTranspose1d.bias": flag,
  "nn.ConvTranspose2d.bias": flag,
  "nn.Linear.bias": flag,
  "blocks.Conv2dNormActivation.bias": flag,
  "blocks.Conv2dNormActivation.activation": flag,
  "F.pad.padding": (value) => Array.isArray(value) && value.length % 2 === 0 && value.every(integer()),
  // how many dimensions there are, the input decides
  "nn.Upsample.size": (value) => Array.isArray(value) && value.length > 0 && value.every(integer(1)),
  "nn.Upsample.scaleFactor": (value) =>
    Array.isArray(value) && value.length > 0 && value.every((each) => each > 0),
  "F.oneHot.numClasses": integer(-1),
};

function of(allows: Allows, names: readonly string[]): Record<string, Allows> {
  return Object.fromEntries(names.map((name) => [name, allows]));
}

function allowed(call: Call, argument: string, value: unknown): boolean {
  const optional = argument in call.options();
  if (optional && value === null) return true; // Python's None, which leaves it out
  const allows = kinds[argument];
  if (!allows) throw new Error(`what kind is ${argument} of ${call.name}?`);
  if (argument === "padding" && /Pad[12]d$/.test(call.name) && sizes(-9)(value)) return true;
  return allows(value) || exceptions[`${call.name}.${argument}`]?.(value) === true;
}

/** The call with this value for one of its arguments. */
function attempt(call: Call, argument: string, value: unknown): unknown {
  const required = { ...call.required() };
  if (argument in required) return perform(call, Object.values({ ...required, [argument]: value }));
  return perform(call, [...Object.values(required), { ...call.options(), [argument]: value }]);
}

/** What is wrong about how the call takes the value; undefined if it refuses it as it should. */
function fault(call: Call, argument: string, value: unknown): string | undefined {
  try {
    attempt(call, argument, value);
  } catch (error) {
    const named = error instanceof Error && new RegExp(`\\b${argument}\\b`, "i").test(error.message);
    return named ? undefined : `${shown(value)} gives ${error}`;
  }
  return `${shown(value)} is taken`;
}

function shown(value: unknown): string {
  return typeof value === "string"
    ? JSON.stringify(value)
    : Array.isArray(value)
      ? `[${value.map(shown)}]`
      : String(value);
}

const table = calls.flatMap((call) =>
  [...Object.keys(call.required()), ...Object.keys(call.options())].map((argument) => ({
    ...call,
    argument,
  })),
);

describe("values that it may not have are refused, by name:", () => {
  it.each(table)("$argument of $name", ({ argument, ...call }) => {
    const wrong = values.filter((value) => !allowed(call, argument, value));
    expect(wrong.length).toBeGreaterThan(0);
    expect(wrong.map((value) => fault(call, argument, value)).filter((each) => each !== undefined)).toEqual(
      [],
    );
  });
});
