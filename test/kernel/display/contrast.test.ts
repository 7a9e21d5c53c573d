// Whether what pictures say can be read: the contrast of every text to what is behind it, as WCAG computes it, measured
// on what is drawn. Level AA asks for 4.5 for text, and for 3 for bars and lines that carry a meaning. Pictures have a
// ground of their own, so that they are alike on every page; what stands on the page itself is held against all pages.

import { describe, expect, it, vi } from "vitest";
import { compare } from "../../../kernel/display/chart/compare.ts";
import { theme } from "../../../kernel/display/chart/theme.ts";
import { convolution } from "../../../kernel/display/convolution/convolution.ts";
import { IndexedCanvas } from "../../../kernel/display/drawing/indexed-canvas.ts";
import { drawCellGraph } from "../../../kernel/display/network/cell-graph.ts";
import { diagram } from "../../../kernel/display/network/diagram.ts";
import { shapes } from "../../../kernel/display/network/journey.ts";
import { present } from "../../../kernel/display/present.ts";
import { audio } from "../../../kernel/display/sound/audio.ts";
import { kernels } from "../../../kernel/display/tensor/kernels.ts";
import { featureMaps } from "../../../kernel/display/tensor/pictures.ts";
import * as torch from "../../../nn/index.ts";
import { type PngPicture, pngOf } from "./png.ts";

const { nn } = torch;
const [forText, forGraphics] = [4.5, 3];
/** JupyterLab's pages, light and dark, and every second row of their tables. */
const pages = ["#ffffff", "#f5f5f5", "#111111", "#212121"];

/** The relative luminance of WCAG 2. */
function luminance(color: number): number {
  const [red = 0, green = 0, blue = 0] = [16, 8, 0].map((shift) => {
    const level = ((color >> shift) & 255) / 255;
    return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const numberOf = (color: string | number) =>
  typeof color === "number" ? color : Number.parseInt(color.slice(1), 16);

function contrast(one: string | number, other: string | number): number {
  const [dark = 0, light = 0] = [one, other].map((color) => luminance(numberOf(color))).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

it("is computed as WCAG does", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 10);
  expect(contrast("#767676", "#ffffff")).toBeCloseTo(4.54, 2); // the lightest grey that passes on white
});

describe("a diagram", () => {
  const layers = new nn.Sequential(
    new nn.Conv2d(3, 8, 3, { padding: 1 }),
    new nn.BatchNorm2d(8),
    new nn.ReLU(),
    new nn.MaxPool2d(2),
    new nn.Dropout(),
    new nn.Sequential(new nn.Conv2d(8, 8, 1), new nn.ReLU()),
    new nn.Sequential(new nn.Conv2d(8, 8, 1), new nn.ReLU()),
    new nn.Flatten(),
    new nn.Linear(128, 10),
  );
  class Own extends nn.Module {
    forward(x: torch.Tensor) {
      return x.add(layers(x).sum()).exp();
    }
  }
  class Whole extends nn.Module {
    layers = layers;
    own = new Own();
    forward(x: torch.Tensor) {
      return this.layers(x).add(this.own(x).sum());
    }
  }
  const x = torch.zeros(1, 3, 8, 8);
  const uses = [{ of: "a", by: "b", names: ["x"] }];
  const cells = ["", "x has changed"].map((stale, i) => ({
    id: "ab"[i]!,
    label: `cell [${i}]`,
    code: "x",
    stale,
  }));

  it.each([
    ["layers of all families", diagram(layers, x, { parameters: true })],
    ["layers and equal blocks, closed", diagram(layers, x, { depth: 1, parameters: true })],
    ["a network with a shortcut", diagram(new Whole(), x, { parameters: true })],
    ["cells", drawCellGraph({ cells, uses, text: "", note: "" })],
  ])("of %s has texts that can be read", (_what, value) => {
    const texts = textsOf(String(present(value).data["image/svg+xml"]));
    expect(texts.length).toBeGreaterThan(2);
    expect(texts.filter(({ fill, behind }) => !(contrast(fill, behind) >= forText))).toEqual([]);
  });
});

/** The texts of an SVG of ours, each with its colour and that of the last shape below its beginning. */
function textsOf(svg: string) {
  const number = (markup: string, name: string) =>
    Number(new RegExp(` ${name}="([-\\d.]+)`).exec(markup)?.[1]);
  const text = (markup: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(markup)?.[1] ?? "";
  const behind: { readonly fill: string; holds(x: number, y: number): boolean }[] = [];
  const texts: { text: string; fill: string; behind: string }[] = [];
  for (const [markup = "", tag, , content = ""] of svg.matchAll(/<(rect|circle|text)( [^>]*?)\/?>([^<]*)/g)) {
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) => number(markup, name));
    if (tag === "text") {
      const found = behind.findLast(({ holds }) => holds(x! + 1, y! - 3));
      texts.push({ text: content, fill: text(markup, "fill"), behind: found?.fill ?? "nothing" });
    } else if (markup.includes('width="100%"')) {
      behind.push({ fill: text(markup, "fill"), holds: () => true });
    } else if (tag === "rect") {
      behind.push({
        fill: text(markup, "fill"),
        holds: (a, b) => a >= x! && a <= x! + width! && b >= y! && b <= y! + height!,
      });
    } else {
      const [cx, cy, r] = ["cx", "cy", "r"].map((name) => number(markup, name));
      behind.push({ fill: text(markup, "fill"), holds: (a, b) => Math.hypot(a - cx!, b - cy!) <= r! });
    }
  }
  return texts;
}

describe("a convolution", () => {
  const numbers = (shape: number[]) =>
    torch
      .arange(shape.reduce((a, b) => a * b))
      .reshape(shape)
      .sub(12)
      .to("float32");
  const conv = (options: { padding?: number; dilation?: number }) => {
    const layer = new nn.Conv2d(2, 1, 3, options);
    layer.weight.data.set(numbers([1, 2, 3, 3]).data);
    return layer;
  };
  const withNaN = numbers([1, 2, 6, 6]);
  withNaN.data.fill(Number.NaN, 8, 10);

  it.each([
    ["with padding", conv({ padding: 1 }), numbers([1, 2, 5, 5])],
    ["with dilation", conv({ dilation: 2 }), numbers([1, 2, 6, 6])],
    ["over values that are no numbers", conv({}), withNaN],
  ])("%s has texts that can be read in every step, and none of less than 9 pixels", (_what, layer, x) => {
    const least = new Map<string, number>();
    const sizes = new Set<number>();
    const paint = IndexedCanvas.prototype.text;
    const spy = vi.spyOn(IndexedCanvas.prototype, "text").mockImplementation(function (
      this: IndexedCanvas,
      text,
      place,
      letters,
      color,
    ) {
      const width = Math.ceil(letters.widthOf(text));
      const left = Math.floor(place.x - width * { start: 0, middle: 0.5, end: 1 }[place.anchor ?? "start"]);
      const top = Math.round(place.baseline - letters.size * 0.7);
      const { pixels } = this.patch({ left, top, width, height: Math.round(letters.size * 0.7) });
      const behind = Map.groupBy(pixels, (pixel) => pixel);
      for (const [pixel, all] of behind) {
        // An outline that a letter touches is no ground.
        if (all.length < pixels.length / 4) continue;
        const ground = this.palette.colors[pixel] ?? 0;
        least.set(`${text} ${color.toString(16)} on ${ground.toString(16)}`, contrast(color, ground));
      }
      sizes.add(letters.size / 1.5);
      paint.call(this, text, place, letters, color);
    });
    present(convolution(layer, x));
    spy.mockRestore();
    expect(least.size).toBeGreaterThan(20);
    expect([...least].filter(([, ratio]) => ratio < forText)).toEqual([]);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(9);
  });
});

describe("a picture of numbers", () => {
  const quiet = 0x57606a;

  it.each([
    ["maps", featureMaps(torch.rand(1, 4, 16, 16))],
    ["a matrix with its scale", torch.rand(20, 30)],
    ["signals", featureMaps(torch.rand(1, 8, 400), { sampleRate: 100 })],
    ["curves", torch.rand(2, 400)],
    ["bars", torch.rand(40)],
    ["filters", kernels(new nn.Conv1d(2, 4, 9), { frequencyResponse: true })],
    ["sound", audio(torch.rand(400), 8000)],
  ])("of %s has its own ground, and an ink on it that can be read", (_what, value) => {
    const picture = pngOf(present(value));
    const ground = colorAt(picture, 0, 0);
    expect(picture.at(0, 0)[3]).toBe(255);
    expect(contrast(quiet, ground)).toBeGreaterThanOrEqual(forText);
    const colors = new Set<number>();
    for (let y = 0; y < picture.height; y += 1) {
      for (let x = 0; x < picture.width; x += 1) colors.add(colorAt(picture, x, y));
    }
    expect(colors).toContain(quiet);
  });

  it("has curves that stand out from their ground", () => {
    const picture = pngOf(present(torch.tensor(Array.from({ length: 40 }, (_, i) => i + 1))));
    const bar = colorAt(picture, 160 + 39 * 32 + 10, 100);
    expect(bar).not.toBe(colorAt(picture, 0, 0));
    expect(contrast(bar, colorAt(picture, 0, 0))).toBeGreaterThanOrEqual(forGraphics);
  });
});

function colorAt({ at }: PngPicture, x: number, y: number): number {
  const [red = 0, green = 0, blue = 0] = at(x, y);
  return (red << 16) | (green << 8) | blue;
}

describe("a chart", () => {
  const { background, title, axis, legend, header, text, range } = theme;

  it.each([
    ["a title", title.color],
    ["a subtitle", title.subtitleColor],
    ["the numbers of an axis", axis.labelColor],
    ["an axis", axis.titleColor],
    ["a legend", legend.labelColor],
    ["a legend's title", legend.titleColor],
    ["a panel", header.labelColor],
    ["panels", header.titleColor],
    ["a mark", text.color],
  ])("has words for %s that can be read", (_what, color) => {
    expect(contrast(color, background)).toBeGreaterThanOrEqual(forText);
  });

  it.each(range.category)("has marks of %s that stand out", (color) => {
    expect(contrast(color, background)).toBeGreaterThanOrEqual(forGraphics);
  });
});

it.each([
  ["a journey", shapes(new nn.Conv2d(3, 8, 3), torch.zeros(1, 3, 8, 8))],
  ["a comparison", compare({ one: new nn.ReLU(), other: new nn.Conv2d(3, 8, 3) }, torch.zeros(1, 3, 8, 8))],
])("has bars in the table of %s that stand out on every page", (_what, value) => {
  const html = String(present(value).data["text/html"]);
  const colors = [...html.matchAll(/background-color: ?(#\w+)/g)].map(([, color = ""]) => color);
  expect(colors.length).toBeGreaterThan(1);
  for (const color of colors) {
    for (const page of pages) expect(contrast(color, page)).toBeGreaterThanOrEqual(forGraphics);
  }
});
