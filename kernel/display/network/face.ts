// What stands on a box: the layer in a few words, as figures in papers have it, and the colour of its family.

import type { Tone } from "../drawing/node-link.ts";
import { classesOf } from "../tensor/module-like.ts";
import type { WatchedModule } from "./watched-module.ts";

export interface Face {
  readonly title: string;
  /** the sizes that matter; empty if there are none */
  readonly detail: string;
  readonly tone: Tone;
}

/** The first family of which the module's class or one above it is. */
const families: readonly (readonly [RegExp, Tone])[] = [
  [/^Conv/, "blue"],
  [/^(Linear|Bilinear|Embedding)/, "green"],
  [/Norm(\dd)?$/, "yellow"],
  [/Pool/, "teal"],
  [/^(Dropout|StochasticDepth|Identity)/, "quiet"],
  [
    /^(Flatten|Unflatten|Permute|Upsample|UpsamplingNearest2d|UpsamplingBilinear2d|PixelShuffle|ZeroPad)/,
    "grey",
  ],
  [
    /^(\w*ReLU6?|\w*ELU|SiLU|Mish|Hardswish|Hardsigmoid|Hardtanh|Softplus|Softsign|Sigmoid|Tanh|LogSigmoid|(Log)?Softmax\w*)$/,
    "pink",
  ],
];

/** What a layer, or a function like one, has under a name; undefined for nothing. */
export type Field = (key: string) => unknown;

/** @param isBlock the module has others within, which are not drawn */
export function faceOf(module: WatchedModule, isBlock: boolean): Face {
  const field: Field = (key) => Reflect.get(module, key);
  const { name } = module.constructor;
  if (isBlock) return { title: titled(name, field), detail: "", tone: "violet" };
  return detailOf(name, toneOf(module), field);
}

/** A name with the size of its window, and after it the other sizes that matter. */
export function detailOf(name: string, tone: Tone, field: Field): Face {
  const title = titled(name, field);
  const [stride, dilation] = [single(field("stride")), single(field("dilation"))];
  const detail = [
    between(field("inChannels"), field("outChannels")),
    between(field("inFeatures"), field("outFeatures")),
    between(field("numEmbeddings"), field("embeddingDim")),
    ...["numFeatures", "normalizedShape", "numChannels"].map((key) => single(field(key))),
    after("stride ", title === name || stride === "1" ? "" : stride),
    groupsOf(field("groups"), field("inChannels")),
    groupsOf(field("numGroups"), undefined),
    after("dilation ", dilation === "1" ? "" : dilation),
    after("to ", sizes(field("outputSize"), name)),
    after("×", single(field("scaleFactor")) || single(field("upscaleFactor"))),
    orderOf(field("dims")),
    after("p=", tone === "quiet" ? single(field("p")) : ""),
  ];
  return { title, detail: detail.filter(Boolean).join(", "), tone };
}

/** `Conv2d 3×3` */
function titled(name: string, field: Field): string {
  return `${name} ${sizes(field("kernelSize"), name)}`.trim();
}

function toneOf(module: WatchedModule): Tone {
  for (const name of classesOf(module)) {
    const family = families.find(([pattern]) => pattern.test(name));
    if (family) return family[1];
  }
  return "violet";
}

function groupsOf(groups: unknown, channels: unknown): string {
  if (typeof groups !== "number" || groups === 1) return "";
  return groups === channels ? "depthwise" : `${groups} groups`;
}

function between(from: unknown, to: unknown): string {
  return typeof from === "number" && typeof to === "number" ? `${from}→${to}` : "";
}

function after(sign: string, text: string): string {
  return text === "" ? "" : `${sign}${text}`;
}

/** `3×3`; empty for anything but a size. One number counts for both dimensions of a layer whose name ends in 2d. */
function sizes(value: unknown, name: string): string {
  if (typeof value === "number") return name.endsWith("2d") ? `${value}×${value}` : String(value);
  return isNumbers(value) ? value.join("×") : "";
}

/** `0, 2, 3, 1` */
function orderOf(dims: unknown): string {
  return isNumbers(dims) ? dims.join(", ") : "";
}

/** One number where all are the same, else all; empty for anything else. */
function single(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (!isNumbers(value)) return "";
  return new Set(value).size === 1 ? String(value[0]) : value.join("×");
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "number");
}
