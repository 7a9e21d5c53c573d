// The convolution step by step: its numbers are those of the layer itself, and its picture moves.

import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { convolution } from "../../../kernel/display/convolution/convolution.ts";
import { convolutionSteps } from "../../../kernel/display/convolution/steps.ts";
import { present } from "../../../kernel/display/present.ts";
import * as torch from "../../../nn/index.ts";

const { nn } = torch;

describe("the steps", () => {
  it.each([
    ["padded", new nn.Conv2d(1, 1, 3, { padding: 1 }), [1, 1, 5, 5], 0],
    ["of even kernel, same", new nn.Conv2d(2, 3, 2, { padding: "same" }), [2, 4, 4], 2],
    [
      "strided, dilated, in groups",
      new nn.Conv2d(4, 8, 3, { stride: 2, dilation: 2, padding: 2, groups: 2 }),
      [1, 4, 9, 9],
      5,
    ],
    ["reflecting", new nn.Conv2d(2, 2, 3, { padding: 1, paddingMode: "reflect" }), [1, 2, 5, 5], 1],
    ["replicating", new nn.Conv2d(2, 2, 3, { padding: 1, paddingMode: "replicate" }), [1, 2, 5, 5], 1],
    ["circular", new nn.Conv2d(2, 2, 3, { padding: 1, paddingMode: "circular" }), [1, 2, 5, 5], 1],
    ["over time", new nn.Conv1d(2, 3, 3, { padding: 1, bias: false }), [1, 2, 9], 1],
  ])("%s: give what the layer gives", (_name, conv, shape, channel) => {
    const x = torch.randn(shape);
    const { steps, outputSize } = convolutionSteps(conv, x, { channel });
    const out = conv(x);
    const plane = outputSize.height * outputSize.width;
    for (const { row, column, result } of steps) {
      expect(result).toBeCloseTo(Number(out.data[channel * plane + row * outputSize.width + column]), 4);
    }
  });

  it("show a corner of a large input", () => {
    const { shown, outputSize, input } = convolutionSteps(new nn.Conv2d(1, 1, 3), torch.zeros(1, 64, 64));
    expect(outputSize).toEqual({ height: 62, width: 62 });
    expect(shown).toEqual({ height: 5, width: 5 });
    expect(input).toHaveLength(7);
  });

  it.each([
    [[1, 3, 8, 8], {}, "expected an input [N, 2, H, W] or [2, H, W], got [1, 3, 8, 8]"],
    [[1, 2, 8, 8], { channel: 4 }, "channel must be from 0 to 3, got 4"],
    [[1, 2, 2, 2], {}, "the window of 3 does not fit into the padded input of 2"],
  ])("refuse %j with %j", (shape, options, message) => {
    expect(() => convolutionSteps(new nn.Conv2d(2, 4, 3), torch.zeros(shape), options)).toThrow(message);
  });
});

describe("display.convolution", () => {
  it("is an animated PNG of correct chunks, one frame for each step, and pauses at the end", () => {
    const conv = new nn.Conv2d(1, 1, 3);
    const { data, metadata } = present(convolution(conv, torch.randn(1, 1, 4, 4), { duration: 100 }));
    const chunks = chunksOf(Buffer.from(String(data["image/png"]), "base64"));
    expect(chunks.every(({ intact }) => intact)).toBe(true);
    const controls = chunks.filter(({ type }) => type === "fcTL");
    expect(chunks.find(({ type }) => type === "acTL")?.data.readUInt32BE(0)).toBe(4);
    expect(controls.map((control) => control.data.readUInt16BE(20))).toEqual([100, 100, 100, 400]);
    const sequence = chunks
      .filter(({ type }) => type === "fcTL" || type === "fdAT")
      .map((each) => each.data.readUInt32BE(0));
    expect(sequence).toEqual(sequence.map((_, i) => i));
    expect(data["text/plain"]).toContain("output channel 0 is");
    expect(metadata["image/png"]).toHaveProperty("alt");
  });

  it("stays below 300 kB", () => {
    const { data } = present(convolution(new nn.Conv2d(1, 1, 3, { padding: 1 }), torch.randn(1, 1, 64, 64)));
    expect(String(data["image/png"]).length).toBeLessThan(300_000);
  }, 30_000);
});

function chunksOf(png: Buffer) {
  const chunks = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    const intact = crc32(body) === png.readUInt32BE(at + 8 + length);
    chunks.push({ type: body.toString("latin1", 0, 4), data: body.subarray(4), intact });
    at += 12 + length;
  }
  return chunks;
}
