// Pictures of tensors, looked at pixel by pixel. The positions follow from the figure's layout: ten CSS pixels of ground
// all round, then panels from the left, two device pixels to one of CSS.

import { decode } from "jpeg-js";
import { describe, expect, it } from "vitest";
import { present } from "../../../kernel/display/present.ts";
import { featureMaps, image } from "../../../kernel/display/tensor/pictures.ts";
import { percentiles, shrunk } from "../../../kernel/display/tensor/plane.ts";
import type { TensorLike } from "../../../kernel/display/tensor/tensor-like.ts";
import * as torch from "../../../nn/index.ts";
import { pngOf } from "./png.ts";

/** In pixels: the ground around what is shown. */
const edge = 20;
const ground = [246, 248, 250, 255];
const viridisLow = [68, 1, 84, 255];
const viridisHigh = [253, 231, 36, 255];
const red = [229, 72, 77, 255];
const pink = [240, 90, 214, 255];
const cyan = [0, 200, 255, 255];
const neutral = [140, 146, 153, 255];

function tensor(shape: readonly number[], value: (i: number) => number): TensorLike {
  const size = shape.reduce((a, b) => a * b, 1);
  return {
    [Symbol.toStringTag]: "Tensor",
    shape,
    dtype: "float32",
    data: Float32Array.from({ length: size }, (_, i) => value(i)),
    toString: () => `tensor of ${size}`,
  };
}

describe("what a tensor shows of itself", () => {
  it.each([
    ["a number", []],
    ["a short vector", [32]],
    ["a small matrix", [4, 8]],
    ["an empty batch", [0, 3, 16, 16]],
  ])("%s is its text", (_what, shape) => {
    const value = tensor(shape, (i) => i);
    expect(present(value).data).toEqual({ "text/plain": String(value) });
  });

  it.each([
    ["a vector", [2000]],
    ["a vector of few values", [40]],
    ["a single row", [1, 40]],
    ["a single column", [40, 1]],
    ["two channels of sound", [2, 9000]],
    ["a batch of waveforms", [3, 1, 400]],
    ["a large matrix", [40, 60]],
    ["a volume of maps", [4, 16, 16]],
    ["a batch of maps", [2, 4, 16, 16]],
  ])("%s is a picture, and its text", (_what, shape) => {
    const value = tensor(shape, (i) => Math.sin(i));
    const { data, metadata } = present(value);
    expect(Object.keys(data)).toEqual(["text/html", "text/plain"]);
    expect(data["text/plain"]).toBe(String(value));
    const { width, height } = pngOf({ data, metadata });
    expect(data["text/html"]).toContain(` width="${width / 2}" height="${height / 2}" alt="picture of`);
  });

  it.each([
    ["weights of a convolution", [16, 3, 3, 3]],
    ["five dimensions", [1, 1, 2, 16, 16]],
  ])("%s is its summary and its text", (_what, shape) => {
    const { data } = present(tensor(shape, (i) => i));
    expect(data["text/html"]).toMatch(/^<div><b>float32<\/b> \[.*min 0 · mean .*<pre>tensor of \d+<\/pre>$/);
  });

  it("counts what is no number", () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const html = present(tensor([40], (i) => odd[i] ?? i)).data["text/html"];
    expect(html).toContain(
      "min 3 · mean 21 · max 39 · std 10.8 · <b>1 NaN</b> (red) · <b>1 +∞</b> (pink) · <b>1 −∞</b> (cyan)",
    );
  });

  it("holds for the engine's tensors, their sizes, and tensors within values", () => {
    torch.manualSeed(0);
    const x = torch.randn(2, 4, 16, 16);
    expect(Object.keys(present(x).data)).toEqual(["text/html", "text/plain"]);
    expect(present(x).data["text/plain"]).toBe(x.toString());
    expect(present(x.shape).data).toEqual({
      "text/html":
        "<div>torch.Size([2, 4, 16, 16])</div><div><small>as a batch of maps: [<small>N</small>&nbsp;2, <small>C</small>&nbsp;4, <small>H</small>&nbsp;16, <small>W</small>&nbsp;16]</small></div>",
      "text/plain": "torch.Size([2, 4, 16, 16])",
    });
    expect(present({ w: torch.ones(2) }).data).toEqual({ "text/plain": "{ w: tensor([1., 1.]) }" });
  });

  it("stays within a bounded size", () => {
    const { width, height } = pngOf(present(tensor([512, 64, 64], Math.sin)));
    expect(width).toBeLessThanOrEqual(2 * 840);
    expect(height).toBeLessThanOrEqual(2 * 1000);
    const wide = pngOf(present(tensor([8, 4000], Math.sin)));
    expect(wide.width).toBeLessThanOrEqual(2 * 840);
  });
});

describe("a matrix as a picture", () => {
  it("goes from the start of the map to its end", () => {
    const picture = pngOf(present(tensor([40, 60], (i) => i % 60)));
    expect(picture.at(edge + 2, edge + 2)).toEqual(viridisLow);
    expect(picture.at(edge + 2 * 480 - 2, edge + 2)).toEqual(viridisHigh);
  });

  it("shows values that are no numbers, each kind in the colour that the summary names", () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const picture = pngOf(present(tensor([40, 60], (i) => odd[i] ?? i)));
    const value = 16; // pixels
    expect([0, 1, 2].map((column) => picture.at(edge + column * value + 2, edge + 2))).toEqual([
      red,
      pink,
      cyan,
    ]);
    expect(picture.at(edge + 3 * value + 2, edge + 2)).toEqual(viridisLow);
  });

  it("stands on a ground of its own, for the scale beside it is to be read on light and dark pages", () => {
    const { at, width, height } = pngOf(present(tensor([40, 60], (i) => i)));
    for (const [x, y] of [
      [0, 0],
      [width - 1, height - 1],
      [edge + 2 * 480 + 10, edge + 10],
    ] as const) {
      expect(at(x, y)).toEqual(ground);
    }
  });

  it("has a scale whose ends are apart, however low it is", () => {
    const low = pngOf(present(tensor([2, 40], (i) => i)));
    expect(low.height).toBe(2 * (10 + 40 + 10));
  });

  it.each([
    ["zero", 0],
    ["another number", 3],
  ])("is grey where all values are %s: there is nothing to compare", (_what, value) => {
    expect(pngOf(present(tensor([40, 60], () => value))).at(edge + 2, edge + 2)).toEqual(neutral);
  });
});

describe("a curve", () => {
  const ink = [47, 111, 192, 255];
  // The plot begins 80 CSS pixels from the left and is 640 wide; 15 are free above it.
  const [left, width, top, height] = [160, 1280, 30, 260];
  const straight = tensor([1000], (i) => i);

  it("goes through its points", () => {
    const picture = pngOf(present(straight));
    for (const i of [100, 500, 900]) {
      const [x, y] = [left + Math.round((i * (width - 1)) / 999), top + Math.round(height * (1 - i / 999))];
      expect(picture.at(x, y)).toEqual(ink);
      expect(picture.at(x, y - 6)).toEqual(ground);
      expect(picture.at(x, y + 6)).toEqual(ground);
    }
  });

  it("has round indexes below it, at their places", () => {
    const picture = pngOf(present(tensor([1000], () => 1)));
    const isPainted = (x: number) =>
      [...Array(14).keys()].some((y) => picture.at(x, picture.height - edge - y)[0] !== ground[0]);
    const places = [0, 200, 400, 600, 800].map((i) => left + (i * width) / 999);
    for (const place of places) {
      expect([...Array(16).keys()].some((x) => isPainted(Math.round(place) - 8 + x))).toBe(true);
      expect([...Array(60).keys()].some((x) => isPainted(Math.round(place) + 60 + x))).toBe(false);
    }
  });

  it("keeps a single extreme value among very many", () => {
    const picture = pngOf(present(tensor([500_000], (i) => (i === 250_000 ? 1 : 0))));
    const inMiddle = Array.from({ length: 4 }, (_, x) => picture.at(left + width / 2 - 2 + x, top + 20)[0]);
    expect(Math.min(...inMiddle.map(Number))).toBeLessThan(200);
  });

  it("has a line from top to bottom where a value is no number", () => {
    const picture = pngOf(present(tensor([1000], (i) => (i === 500 ? Number.NaN : i))));
    const x = left + Math.round((500 * (width - 1)) / 999);
    expect(picture.at(x, top + 4)).toEqual(red);
    expect(picture.at(x, top + height - 4)).toEqual(red);
  });

  it("of few values is bars, which stand on zero", () => {
    const picture = pngOf(present(tensor([40], (i) => (i % 2 === 0 ? 1 : -1))));
    const zero = top + height / 2;
    expect(picture.at(left + 4, zero - 8)).toEqual(ink);
    expect(picture.at(left + 4, zero + 8)).toEqual(ground);
    expect(picture.at(left + 32 + 4, zero + 8)).toEqual(ink);
  });
});

describe("feature maps", () => {
  // Channel c is c everywhere, but for one column that is 100.
  const maps = tensor([2, 3, 10, 10], (i) => (i % 10 === 9 ? 100 : Math.floor(i / 100)));
  const panelTop = edge + 2 * 15;
  /** A panel of ten values, 16 CSS pixels each, and the gap behind it. */
  const step = 2 * (160 + 8);

  it("have a panel for each channel, each on its own scale", () => {
    const picture = pngOf(present(featureMaps(maps)));
    for (const panel of [0, 1, 2])
      expect(picture.at(edge + panel * step + 8, panelTop + 4)).toEqual(viridisLow);
    expect(picture.at(edge + 3 * step - 20, panelTop + 4)).toEqual(viridisHigh);
  });

  it("tell what the axes are taken for, and how many maps have nothing to show", () => {
    const x = tensor([2, 3, 10, 10], (i) => (i < 100 ? i : 5));
    const { data } = present(x);
    expect(data["text/html"]).toMatch(/^<div><b>float32<\/b> \[2, 3, 10, 10\]<\/div>/);
    expect(data["text/html"]).toContain("drawn as [N, C, H, W] · sample 0 of 2");
    expect(data["text/html"]).toContain("2 maps of equal values, grey");
    expect(pngOf(present(x)).at(edge + step + 8, panelTop + 4)).toEqual(neutral);
  });

  it("show all samples of a batch of one channel, unless one is asked for", () => {
    const batch = tensor([3, 1, 10, 10], (i) => Math.floor(i / 100) + (i % 100) / 100);
    const all = present(batch);
    expect(all.data["text/html"]).toContain("drawn as [N, C, H, W] · 3 samples · each on its own scale");
    expect(pngOf(all).width).toBe(edge + 3 * step - 2 * 8 + edge);
    const one = present(featureMaps(batch, { sample: 2 }));
    expect(one.data["text/html"]).toContain("sample 2 of 3");
    expect(pngOf(one).width).toBe(edge + 2 * (160 + 82));
  });

  it("draw the values of few long rows longer than wide, so that each row is seen", () => {
    const picture = pngOf(present(tensor([10, 1000], (i) => Math.floor(i / 1000))));
    const rows = Array.from({ length: 10 }, (_, row) => picture.at(100, edge + 12 * row + 6));
    expect(new Set(rows.map(String)).size).toBe(10);
  });

  it("can share a scale, which is shown", () => {
    const picture = pngOf(present(featureMaps(maps, { scale: "shared", colormap: "gray", sample: 1 })));
    const third = picture.at(edge + 2 * step + 8, panelTop + 4);
    expect(third).toEqual([5, 5, 5, 255]); // (5 - 3) / (100 - 3) of 255
  });

  it("can be chosen, and put in columns", () => {
    const one = pngOf(present(featureMaps(maps, { channels: [2, 0], columns: 1 })));
    const two = pngOf(present(featureMaps(maps, { channels: [2, 0], columns: 2 })));
    expect(one.height - two.height).toBe(step + 2 * 15);
  });

  it.each([
    [{ channels: [3] }, "channel 3 does not exist; the tensor has 3 (0 to 2)"],
    [{ channels: [0.5] }, "channel 0.5 does not exist"],
    [{ sample: -1 }, "sample -1 does not exist; the tensor has 2 (0 to 1)"],
  ])("refuse %j", (options, message) => {
    expect(() => featureMaps(maps, options)).toThrow(message);
  });

  it("refuse other shapes and other values", () => {
    expect(() => featureMaps(tensor([5], Math.sin))).toThrow(
      "expected a tensor of shape [N, C, H, W], [C, H, W] or [H, W], not empty; got [5]",
    );
    expect(() => Reflect.apply(featureMaps, undefined, [[1, 2]])).toThrow(
      "display.featureMaps shows tensors, got Array",
    );
  });
});

describe("images", () => {
  const rgb = tensor([3, 10, 10], (i) => [1, 0.5, 0][Math.floor(i / 100)] ?? 0);

  it("are three channels from 0 to 1, in their own colours", () => {
    expect(pngOf(present(rgb)).at(4, 6)).toEqual([255, 128, 0, 255]);
  });

  it("are maps where values lie outside", () => {
    const centred = tensor([3, 10, 10], (i) => (i % 2) - 0.5);
    expect(pngOf(present(centred)).at(4, 36)).not.toEqual(pngOf(present(image(centred))).at(4, 6));
  });

  it("of one channel are grey, of values outside clipped", () => {
    expect(pngOf(present(image(tensor([1, 10, 10], () => 7)))).at(4, 6)).toEqual([255, 255, 255, 255]);
  });

  it("come in batches", () => {
    const batch = tensor([4, 3, 8, 8], () => 0.2);
    expect(pngOf(present(batch)).width).toBeGreaterThan(2 * pngOf(present(batch)).height);
  });

  it("of many values are JPEG in their own pixels, by themselves", () => {
    const shown = present(tensor([2, 3, 140, 200], (i) => [0.9, 0.5, 0.1][Math.floor(i / 28_000) % 3] ?? 0));
    const sources = [
      ...String(shown.data["text/html"]).matchAll(/data:image\/jpeg;base64,([^"]+)"[^>]*image \d/g),
    ];
    expect(sources).toHaveLength(2);
    const { width, height, data } = decode(Buffer.from(sources[0]?.[1] ?? "", "base64"));
    expect([width, height]).toEqual([200, 140]);
    expect([...data.subarray(0, 3)].map((level) => Math.round(level / 8))).toEqual([29, 16, 3]); // 230, 128, 26
  });

  it("of many values stay sharp where one of them is no number", () => {
    const shown = present(image(tensor([3, 140, 200], (i) => (i === 0 ? Number.NaN : 0.5))));
    expect(pngOf(shown).at(1, 1)).toEqual(red);
  });

  it("refuse other numbers of channels", () => {
    expect(() => image(tensor([2, 8, 8], Math.sin))).toThrow(
      "an image has 1 or 3 channels; the tensor of shape [2, 8, 8] has 2",
    );
  });
});

describe("planes", () => {
  it("shrink to the means of their blocks", () => {
    const plane = { height: 2, width: 4, values: [1, 3, 5, 7, 1, 3, 5, 7] };
    expect(shrunk(plane, 1, 2)).toEqual({ height: 1, width: 2, values: Float64Array.of(2, 6) });
  });

  it("keep the mean when they shrink evenly, whatever their size", () => {
    const values = Float64Array.from({ length: 12 * 30 }, (_, i) => Math.sin(i));
    const mean = (of: ArrayLike<number>) => Array.from(of).reduce((a, b) => a + b) / of.length;
    for (const [rows, columns] of [
      [6, 15],
      [4, 10],
      [1, 1],
      [12, 5],
    ] as const) {
      expect(mean(shrunk({ height: 12, width: 30, values }, rows, columns).values)).toBeCloseTo(
        mean(values),
        12,
      );
    }
  });

  it("have percentiles that leave extremes out, but not where almost all is one value", () => {
    const outlier = {
      height: 1,
      width: 1000,
      values: Float64Array.from({ length: 1000 }, (_, i) => (i === 500 ? 1e6 : i)),
    };
    expect(percentiles(outlier, 0.01, 0.99)).toEqual({ min: 10, max: 990 });
    const sparse = {
      height: 1,
      width: 1000,
      values: Float64Array.from({ length: 1000 }, (_, i) => (i === 500 ? 1 : 0)),
    };
    expect(percentiles(sparse, 0.01, 0.99)).toMatchObject({ min: 0, max: 1 });
  });
});
