// The convolution step by step: its numbers are those of the layer itself, and its picture moves.

import { describe, expect, it } from "vitest";
import { axisOf, sourceOf } from "../../../kernel/display/convolution/axis.ts";
import { convolution } from "../../../kernel/display/convolution/convolution.ts";
import { Figure } from "../../../kernel/display/convolution/figure.ts";
import { convolutionSteps } from "../../../kernel/display/convolution/steps.ts";
import { present } from "../../../kernel/display/present.ts";
import * as torch from "../../../nn/index.ts";
import { chunksOf, type PlayedFrame, play } from "./apng.ts";

const { nn } = torch;

const layers = [
  ["padded", new nn.Conv2d(1, 1, 3, { padding: 1 }), [1, 1, 5, 5], 0],
  ["of even kernel, same", new nn.Conv2d(2, 3, 2, { padding: "same" }), [2, 4, 4], 2],
  ["same, dilated", new nn.Conv2d(1, 2, 3, { padding: "same", dilation: 2 }), [1, 5, 6], 1],
  ["valid", new nn.Conv2d(1, 2, 3, { padding: "valid" }), [1, 5, 6], 1],
  [
    "strided, dilated, in groups",
    new nn.Conv2d(4, 8, 3, { stride: 2, dilation: 2, padding: 2, groups: 2 }),
    [1, 4, 9, 9],
    5,
  ],
  ["of unequal sides", new nn.Conv2d(1, 1, [1, 3], { stride: [2, 1], padding: [0, 1] }), [1, 5, 4], 0],
  ["depthwise", new nn.Conv2d(3, 3, 3, { padding: 1, groups: 3 }), [3, 4, 4], 2],
  ["of one weight", new nn.Conv2d(3, 2, 1), [1, 3, 3, 3], 1],
  ["larger than the input", new nn.Conv2d(1, 1, 7, { padding: 3 }), [1, 3, 3], 0],
  ["of far reach", new nn.Conv2d(4, 8, 7, { padding: 9, dilation: 3 }), [4, 5, 5], 3],
  ["reflecting", new nn.Conv2d(2, 2, 3, { padding: 1, paddingMode: "reflect" }), [1, 2, 5, 5], 1],
  ["replicating", new nn.Conv2d(2, 2, 5, { padding: 4, paddingMode: "replicate" }), [1, 2, 3, 3], 1],
  ["circular", new nn.Conv2d(2, 2, 3, { padding: 2, paddingMode: "circular" }), [1, 2, 2, 5], 1],
  ["over time", new nn.Conv1d(2, 3, 3, { padding: 1, bias: false }), [1, 2, 9], 1],
  ["over time, reflecting", new nn.Conv1d(1, 1, 5, { padding: 2, paddingMode: "reflect" }), [1, 6], 0],
] as const;

const limits = { steps: 5, reach: 20, fewest: 2, extent: 30 };

describe("the steps", () => {
  it.each(layers)("%s: give what the layer gives", (_name, conv, shape, channel) => {
    const x = torch.randn([...shape]);
    const { steps, outputSize, shown } = convolutionSteps(conv, x, { channel });
    const out = conv(x);
    const plane = outputSize.height * outputSize.width;
    expect(steps).toHaveLength(shown.height * shown.width);
    for (const { row, column, result } of steps) {
      expect(result).toBeCloseTo(Number(out.data[channel * plane + row * outputSize.width + column]), 4);
    }
  });

  it("look at another sample and another input channel", () => {
    const conv = new nn.Conv2d(2, 1, 2);
    const x = torch.randn(3, 2, 3, 3);
    const { input, kernel, steps } = convolutionSteps(conv, x, { sample: 2, inputChannel: 1 });
    expect(input.flat().map(({ value }) => value)).toEqual([...x.data.slice(5 * 9)]);
    expect(kernel.flat()).toEqual([...conv.weight.data.slice(4)]);
    expect(steps[0]?.result).toBeCloseTo(conv(x).data[8] ?? Number.NaN, 5);
  });

  it("show a corner of a large input", () => {
    const { shown, outputSize, input } = convolutionSteps(new nn.Conv2d(1, 1, 3), torch.zeros(1, 64, 64));
    expect(outputSize).toEqual({ height: 62, width: 62 });
    expect(shown).toEqual({ height: 5, width: 5 });
    expect(input).toHaveLength(7);
  });

  it.each([
    [[1, 3, 8, 8], {}, "expected an input [N, 2, H, W] or [2, H, W], got [1, 3, 8, 8]"],
    [[8, 8], {}, "expected an input [N, 2, H, W] or [2, H, W], got [8, 8]"],
    [[1, 2, 8, 8], { channel: 4 }, "channel must be from 0 to 3, got 4"],
    [[1, 2, 8, 8], { inputChannel: 2 }, "inputChannel must be from 0 to 1, got 2"],
    [[1, 2, 8, 8], { sample: 1 }, "sample must be from 0 to 0, got 1"],
    [[1, 2, 2, 2], {}, "the window of 3 does not fit into the padded input of 2"],
  ])("refuse %j with %j", (shape, options, message) => {
    expect(() => convolutionSteps(new nn.Conv2d(2, 4, 3), torch.zeros(shape), options)).toThrow(message);
  });

  it.each([
    ["all of a small output", 3, 1, 6, 4],
    ["as many steps as an eye follows", 3, 1, 60, 5],
    ["fewer where windows reach far", 11, 4, 60, 3],
    ["some even where they reach further than is usual", 19, 8, 60, 2],
  ])("show %s", (_name, kernel, stride, size, shown) => {
    const settings = { kernel, size, stride, dilation: 1, padding: 0, mode: "zeros" };
    expect(axisOf(settings, limits).shown).toBe(shown);
  });

  it("refuse a window whose cells would be too small", () => {
    const settings = { kernel: 11, size: 60, stride: 1, dilation: 3, padding: 0, mode: "zeros" };
    expect(() => axisOf(settings, limits)).toThrow(
      "a window of 31 is too long to be shown cell by cell; the longest is 30",
    );
  });

  it.each([
    ["reflect", 2, 2, "an input of 2 gives at most 1 of reflect padding, got 2"],
    ["circular", 2, 3, "an input of 2 gives at most 2 of circular padding, got 3"],
  ])("refuse more %s padding than the input has", (mode, size, padding, message) => {
    const settings = { kernel: 3, size, stride: 1, dilation: 1, padding, mode };
    expect(() => axisOf(settings, limits)).toThrow(message);
  });

  it.each([
    ["zeros", [undefined, undefined, 0, 1, 2, undefined, undefined]],
    ["reflect", [2, 1, 0, 1, 2, 1, 0]],
    ["replicate", [0, 0, 0, 1, 2, 2, 2]],
    ["circular", [1, 2, 0, 1, 2, 0, 1]],
  ])("take the padding of three values by %s from %j", (mode, sources) => {
    const settings = { kernel: 3, size: 3, stride: 1, dilation: 1, padding: 2, mode };
    const axis = axisOf(settings, limits);
    expect(sources.map((_, place) => sourceOf(axis, place))).toEqual(sources);
  });

  it.each([
    [new nn.ConvTranspose2d(1, 1, 3), "expected a Conv1d or Conv2d, got ConvTranspose2d"],
    [new nn.Linear(2, 2), "expected a Conv1d or Conv2d, got Linear"],
    [undefined, "expected a Conv1d or Conv2d, got undefined"],
  ])("refuse what is no convolution: %#", (value, message) => {
    expect(() => convolutionSteps(value, torch.zeros(1, 5, 5))).toThrow(message);
  });
});

const windowColor = 0x7d1a4b;
const resultColor = 0x0f5f3c;
/** where nothing was painted */
const nothing = -1;

function picture(conv: unknown, x: torch.Tensor, options = {}) {
  const { data } = present(convolution(conv, x, options));
  const [, base64 = "", alt] =
    /src="data:image\/png;base64,([^"]+)".* alt="([^"]+)"/.exec(String(data["text/html"])) ?? [];
  return { png: Buffer.from(base64, "base64"), text: String(data["text/plain"]), alt };
}

/** Faster than Vitest's comparison of so many numbers. */
const samePixels = (frame: PlayedFrame | undefined, wanted: Float64Array | undefined) =>
  frame !== undefined && wanted !== undefined && frame.pixels.every((color, i) => color === wanted[i]);

const has = ({ pixels }: PlayedFrame, color: number) => pixels.includes(color);

describe("display.convolution", () => {
  it("is an animated PNG of correct chunks that begins with the whole output, and shows each step in three parts", () => {
    const { png } = picture(new nn.Conv2d(1, 1, 3), torch.randn(1, 1, 4, 4), { duration: 120 });
    const chunks = chunksOf(png);
    expect(chunks.every(({ intact }) => intact)).toBe(true);
    const controls = chunks.filter(({ type }) => type === "fcTL");
    expect(chunks.find(({ type }) => type === "acTL")?.data.readUInt32BE(0)).toBe(10);
    expect(controls.map((control) => control.data.readUInt16BE(20))).toEqual([
      480, 20, 20, 80, 20, 20, 80, 20, 20, 80,
    ]);
    const sequence = chunks
      .filter(({ type }) => type === "fcTL" || type === "fdAT")
      .map((each) => each.data.readUInt32BE(0));
    expect(sequence).toEqual(sequence.map((_, i) => i));
  });

  it.each(layers.filter(([name]) => /padded|strided|of one weight|over time$/.test(name)))(
    "%s: after each step its frames make the picture of that step",
    (_name, conv, shape, channel) => {
      const x = torch.randn([...shape]);
      const all = convolutionSteps(conv, x, { channel });
      const { frames } = play(picture(conv, x, { channel }).png);
      const figure = new Figure(all);
      const last = all.steps.length - 1;
      for (const i of [0, 1, 4, 5, last]) {
        const step = all.steps[i];
        if (!step) continue;
        const { pixels } = figure.picture(step);
        const wanted = Float64Array.from(pixels, (number) => (number && figure.colors[number]) || nothing);
        expect(samePixels(frames[i === last ? 0 : 3 * (i + 1)], wanted)).toBe(true);
      }
    },
  );

  it("has the window and the result in their own colours in every frame", () => {
    const strided = new nn.Conv2d(1, 1, 3, { stride: 2, padding: 1 });
    const { frames } = play(picture(strided, torch.randint(0, 5, [1, 6, 6]).to("float32")).png);
    expect(frames).toHaveLength(1 + 3 * 8);
    for (const frame of frames) {
      expect(has(frame, windowColor)).toBe(true);
      expect(has(frame, resultColor)).toBe(true);
    }
  });

  it("stands on a ground of its own, which nothing shows through, for light and dark front-ends", () => {
    const { png } = picture(new nn.Conv2d(1, 1, 3), torch.randn(1, 1, 5, 5));
    const { width, height, frames } = play(png);
    const corners = [0, width - 1, width * height - 1];
    expect(frames.every(({ pixels }) => corners.every((at) => pixels[at] === 0xf6f8fa))).toBe(true);
    expect(frames.every(({ pixels }) => !pixels.includes(nothing))).toBe(true);
  });

  it("is a PNG besides, for what knows no HTML, as long as both are light enough", () => {
    const small = present(convolution(new nn.Conv2d(1, 1, 3), torch.randn(1, 1, 5, 5)));
    const { png, alt } = picture(new nn.Conv2d(1, 1, 3), torch.randn(1, 1, 5, 5));
    expect(chunksOf(Buffer.from(String(small.data["image/png"]), "base64"))[1]?.type).toBe("acTL");
    expect(small.metadata["image/png"]).toHaveProperty("alt", alt);
    expect(png.length).toBeLessThan(100_000);
    const large = present(convolution(new nn.Conv2d(1, 1, 3), torch.randn(1, 1, 16, 16)));
    expect(Object.keys(large.data)).toEqual(["text/html", "text/plain"]);
  });

  it("shows one step as a PNG that does not move", () => {
    const conv = new nn.Conv2d(1, 1, 3);
    const x = torch.randn(1, 1, 4, 4);
    const { png, alt } = picture(conv, x, { step: 1 });
    expect(chunksOf(png).map(({ type }) => type)).toEqual(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]);
    expect(samePixels(play(png).frames[0], play(picture(conv, x).png).frames[6]?.pixels)).toBe(true);
    expect(alt).toContain("step 1 (of 0 to 3)");
    expect(() => picture(conv, x, { step: 4 })).toThrow("step must be from 0 to 3, got 4");
  });

  it("says in words what it shows", () => {
    const conv = new nn.Conv2d(2, 4, 3);
    conv.weight.data.fill(1);
    conv.bias?.data.fill(0.5);
    const { text, alt } = picture(conv, torch.ones(2, 3, 4), { channel: 3, inputChannel: 1 });
    const about =
      "Conv2d(2, 4, kernel_size=(3, 3), stride=(1, 1)), step by step: a window of 3 × 3 weights moves over " +
      "input channel 1; each of 2 steps fills in a number of output channel 3";
    expect(alt).toBe(about);
    expect(text).toBe(`${about}:\n18.5000  18.5000`);
  });

  it.each([59, 10_001, Number.NaN])("refuses a duration of %d", (duration) => {
    expect(() => picture(new nn.Conv2d(1, 1, 1), torch.ones(1, 1, 1), { duration })).toThrow(
      `duration must be from 60 to 10000 milliseconds, got ${duration}`,
    );
  });

  it("shows what is not finite", () => {
    const x = torch.tensor([
      [
        [Number.NaN, 1],
        [Number.POSITIVE_INFINITY, 2],
      ],
    ]);
    const { png, text } = picture(new nn.Conv2d(1, 1, 1, { bias: false }), x);
    const [first] = play(png).frames;
    expect(first && has(first, 0xf4b6b8)).toBe(true);
    expect(text).toContain("NaN");
  });

  it("stays below 300 kB where every number is long", () => {
    const conv = new nn.Conv2d(4, 1, 3, { padding: 2, dilation: 2, paddingMode: "reflect" });
    const bundle = present(convolution(conv, torch.randn(4, 5, 5).mul(10).sub(30)));
    expect(JSON.stringify(bundle).length).toBeLessThan(300_000);
    expect(bundle.data["text/html"]).toContain("<img ");
  });
});
