// What each kind of value in the gallery is shown as, kept in a file: a change of look is seen in its diff, and taken
// over with `vitest -u`. Pictures are told by their size and the mean colours of six parts, sound by its length.

import { decode as decodeJpeg } from "jpeg-js";
import { describe, expect, it } from "vitest";
import type { Json, MimeBundle } from "../../../kernel/channel/messages.ts";
import { compare } from "../../../kernel/display/chart/compare.ts";
import { chart } from "../../../kernel/display/chart/short-forms.ts";
import { convolution } from "../../../kernel/display/convolution/convolution.ts";
import { diagram } from "../../../kernel/display/network/diagram.ts";
import { shapes } from "../../../kernel/display/network/journey.ts";
import { present } from "../../../kernel/display/present.ts";
import { html, md, svg, tex } from "../../../kernel/display/rich-text.ts";
import { audio } from "../../../kernel/display/sound/audio.ts";
import { kernels } from "../../../kernel/display/tensor/kernels.ts";
import { layerMaps } from "../../../kernel/display/tensor/layers.ts";
import { isModule } from "../../../kernel/display/tensor/module-like.ts";
import { featureMaps, image } from "../../../kernel/display/tensor/pictures.ts";
import * as torch from "../../../nn/index.ts";
import { type PngPicture, readPng } from "./png.ts";

const { nn, blocks } = torch;
const mostLines = 24;
/** Every third pixel tells as much. */
const stride = 3;

/** Waves, not random numbers, so that each value's golden form stands for itself. */
function waves(...shape: number[]): torch.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return torch
    .tensor(Float32Array.from({ length: size }, (_, i) => Math.sin(i / 7) * Math.cos(i / 90)))
    .reshape(shape);
}

function withWaves<Layer extends { weight: torch.Tensor; bias: torch.Tensor | undefined }>(
  layer: Layer,
): Layer {
  layer.weight.data.set(waves(...layer.weight.shape).data);
  layer.bias?.data.fill(0.25);
  return layer;
}

const odd = waves(1, 3, 9, 12);
odd.data.set([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 40);
odd.data.fill(0, 2 * 108);
const network = new nn.Sequential(withWaves(new nn.Conv2d(3, 4, 3)), new nn.ReLU());
if (!isModule(network)) throw new TypeError("no module");
const x = torch.zeros(1, 16, 8, 8);

const values: readonly (readonly [kind: string, value: unknown])[] = [
  ["few numbers", waves(2, 3)],
  ["a size", waves(2, 3, 4, 5).size()],
  ["bars", waves(40)],
  ["a curve", waves(500)],
  ["a matrix", waves(30, 50)],
  ["maps", waves(2, 20, 16, 16)],
  ["maps of odd values", odd],
  ["an image of few values", waves(3, 12, 16).abs()],
  ["a photograph", image(waves(3, 130, 200).abs())],
  ["a signal", waves(2, 1000)],
  ["weights", waves(4, 3, 3, 3)],
  ["sound", audio(waves(1, 800), 8000)],
  ["feature maps", featureMaps(waves(4, 16, 16), { colormap: "coolwarm", scale: "shared" })],
  ["what layers see", layerMaps(network, waves(1, 3, 12, 12))],
  ["filters over colours", kernels(withWaves(new nn.Conv2d(3, 4, 5)))],
  ["filters over maps", kernels(withWaves(new nn.Conv2d(2, 3, 5)))],
  ["filters over time", kernels(withWaves(new nn.Conv1d(1, 2, 31)), { frequencyResponse: true })],
  [
    "a convolution",
    convolution(withWaves(new nn.Conv2d(1, 1, 3, { stride: 2, padding: 1 })), waves(1, 1, 6, 6)),
  ],
  ["a diagram", diagram(new blocks.ResidualBlock(16, 32), x)],
  ["a journey", shapes(new blocks.DepthwiseSeparableConv(16, 1, 32), x)],
  [
    "a comparison",
    compare({ one: new nn.Conv2d(16, 32, 3), other: new blocks.DepthwiseSeparableConv(16, 1, 32) }, x),
  ],
  ["lines", chart.line({ one: waves(40), other: waves(40).abs() }, { title: "Two waves" })],
  ["bars by name", chart.bar({ normal: 4608, separable: 656 }, { title: "Weights", height: 80 })],
  ["a histogram", chart.histogram(waves(1000), { bins: 10 })],
  ["points", chart.scatter(waves(60), waves(60).square(), { x: "first", y: "second" })],
  ["a heat map", chart.heatmap(waves(6, 10))],
  [
    "records",
    [
      { layer: "conv1", weights: 448, bias: true },
      { layer: "fc", weights: 650, bias: false },
    ],
  ],
  ["HTML", html`<b>${"escaped <text>"}</b>`],
  ["Markdown", md`**Markdown**`],
  ["a formula", tex`\frac{1}{2}`],
  [
    "a drawing",
    svg`<svg width="40" height="20"><title>red</title><rect width="40" height="20" fill="#f00"/></svg>`,
  ],
  [
    "a map",
    new Map<string, unknown>([
      ["a set", new Set([1, 2])],
      ["big", 10n],
    ]),
  ],
];

describe("the golden form of", () => {
  it.each(values)("%s", (_kind, value) => {
    expect(golden(present(value))).toMatchSnapshot();
  });
});

/** The forms of a bundle, each as readable text. */
function golden({ data }: MimeBundle): string {
  return Object.entries(data)
    .map(([mime, form]) => `--- ${mime}\n${goldenForm(mime, form)}`)
    .join("\n");
}

function goldenForm(mime: string, form: Json): string {
  if (mime.endsWith("+json")) return specification(form);
  if (mime === "image/png") return pictureText(readPng(Buffer.from(String(form), "base64")));
  if (mime === "text/plain") return beginning(String(form));
  if (mime === "image/svg+xml" && String(form).length > 1000) return "an SVG, drawn above";
  return String(form)
    .replace(/data:image\/png;base64,([^"]+)/g, (_, base64) =>
      pictureText(readPng(Buffer.from(base64, "base64"))),
    )
    .replace(/data:image\/jpeg;base64,([^"]+)/g, (_, base64) => pictureText(photograph(base64)))
    .replace(
      /data:audio\/wav;base64,([^"]+)/g,
      (_, base64) => `${Buffer.from(base64, "base64").length} bytes`,
    )
    .replace(/<pre>.*?<\/pre>/gs, beginning)
    .replaceAll("><", ">\n<");
}

/** The first lines: the numbers of a tensor have tests of their own. */
function beginning(text: string): string {
  const lines = text.split("\n");
  return lines.length <= mostLines ? text : [...lines.slice(0, 2), `... ${lines.length} lines`].join("\n");
}

/** Without the theme, which is the same for all, and the values. */
function specification(form: Json): string {
  const shown = JSON.stringify(form, (key, value) => {
    if (key === "config") return undefined;
    return key === "values" && Array.isArray(value) ? `${value.length} values` : value;
  });
  return shown.replaceAll(/(["}\]]),"/g, '$1,\n"');
}

function photograph(base64: string): PngPicture {
  const { width, height, data } = decodeJpeg(Buffer.from(base64, "base64"), { useTArray: true });
  return { width, height, at: (x, y) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)] };
}

/** The size in pixels, and for two rows of three parts the mean colour and how much of the part is painted. */
function pictureText({ width, height, at }: PngPicture): string {
  const parts = Array.from({ length: 6 }, (_, part) => {
    const [left, top] = [
      Math.floor(((part % 3) * width) / 3),
      Math.floor((Math.floor(part / 3) * height) / 2),
    ];
    const sums = [0, 0, 0, 0];
    let count = 0;
    for (let y = top; y < top + Math.floor(height / 2); y += stride) {
      for (let x = left; x < left + Math.floor(width / 3); x += stride) {
        const [red = 0, green = 0, blue = 0, alpha = 0] = at(x, y);
        for (const [i, level] of [red, green, blue].entries()) sums[i] = (sums[i] ?? 0) + level * alpha;
        sums[3] = (sums[3] ?? 0) + alpha;
        count += 1;
      }
    }
    const [red = 0, green = 0, blue = 0, painted = 0] = sums;
    const levels = [red, green, blue].map((sum) => Math.round(sum / (painted || 1)));
    return `${levels.join(" ")} (${((painted / count / 255) * 100).toFixed(0)} %)`;
  });
  return `${width} x ${height} pixels: ${parts.join(", ")}`;
}
