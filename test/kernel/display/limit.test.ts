// One output stays below 300 kB, whatever the value is, unless a person asks for more.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chart } from "../../../kernel/display/chart/short-forms.ts";
import { Drawing, sizeOf } from "../../../kernel/display/limit.ts";
import { present } from "../../../kernel/display/present.ts";
import { html } from "../../../kernel/display/rich-text.ts";
import { audio } from "../../../kernel/display/sound/audio.ts";
import { kernels } from "../../../kernel/display/tensor/kernels.ts";
import { layerMaps } from "../../../kernel/display/tensor/layers.ts";
import { isModule, type ModuleLike } from "../../../kernel/display/tensor/module-like.ts";
import { featureMaps, image } from "../../../kernel/display/tensor/pictures.ts";
import * as torch from "../../../nn/index.ts";

const usual = 300_000;
const { nn } = torch;
torch.manualSeed(0);

const network = new nn.Sequential(
  ...Array.from({ length: 14 }, () => new nn.Conv2d(3, 3, 3, { padding: 1 })),
);
if (!isModule(network)) throw new TypeError("no module");

function overTime(channels: number): ModuleLike {
  const layers = Array.from({ length: 12 }, () => new nn.Conv1d(channels, channels, 9, { padding: 4 }));
  const network = new nn.Sequential(...layers);
  if (!isModule(network)) throw new TypeError("no module");
  return network;
}

/** Noise, of which a picture cannot be made smaller by compression. */
const large: readonly (readonly [what: string, value: unknown])[] = [
  ["an image", torch.rand(3, 500, 500)],
  ["a batch of images", torch.rand(40, 3, 64, 64)],
  ["an image by choice", image(torch.rand(3, 1000, 600))],
  ["a matrix", torch.randn(1000, 1000)],
  ["feature maps", torch.randn(1, 64, 112, 112)],
  ["feature maps by choice", featureMaps(torch.randn(64, 112, 112))],
  ["what many layers see", layerMaps(network, torch.randn(1, 3, 128, 128))],
  ["filters", kernels(new nn.Conv2d(16, 64, 31))],
  ["colour filters", kernels(new nn.Conv2d(3, 64, 61))],
  ["a curve", torch.randn(1_000_000)],
  ["curves", torch.randn(64, 1, 10_000)],
  ["curves of filters", kernels(new nn.Conv1d(1, 64, 2000), { frequencyResponse: true })],
  ["curves of filters over many channels", kernels(new nn.Conv1d(64, 64, 101), { frequencyResponse: true })],
  ["curves of filters of k x 1", kernels(new nn.Conv2d(64, 64, [101, 1]))],
  ["a large matrix of a kernel", kernels(new nn.Conv2d(2048, 1024, 1))],
  ["curves that many layers see", layerMaps(overTime(4), torch.randn(1, 4, 16_000))],
  ["bands that many layers see", layerMaps(overTime(16), torch.randn(1, 16, 16_000))],
  ["signals", featureMaps(torch.randn(64, 16_000), { sampleRate: 16_000 })],
  ["a batch of signals whose features come last", torch.randn(64, 16_000, 1)],
  ["sound", audio(torch.randn(2, 400_000), 44_100)],
  ["sound of many channels", audio(torch.randn(8, 48_000), 48_000)],
  ["a line of many points", chart.line(torch.randn(100_000))],
  [
    "many lines",
    chart.line(Object.fromEntries([..."abcdefghij"].map((name) => [name, torch.randn(20_000)]))),
  ],
  ["many points", chart.scatter(torch.randn(100_000), torch.randn(100_000))],
  ["a heat map of rectangles", chart.heatmap(torch.randn(50, 50))],
  ["a heat map that is a picture", chart.heatmap(torch.randn(300, 300))],
  ["a large heat map", chart.heatmap(torch.randn(1000, 1000))],
  ["a string", "word ".repeat(1_000_000)],
  ["long strings", Array.from({ length: 1000 }, () => "é\n".repeat(9000))],
  [
    "arrays of arrays",
    Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => Array(100).fill(Math.PI))),
  ],
  ["a map", new Map(Array.from({ length: 100_000 }, (_, i) => [`key ${i}`, "x".repeat(5000)]))],
  [
    "records",
    Array.from({ length: 500 }, () =>
      Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`c${i}`, "<&>".repeat(300)])),
    ),
  ],
];

/** What has a picture keeps one, however small. */
const isDrawn = (value: unknown) => value instanceof Drawing || value instanceof torch.Tensor;

describe("an output of the usual limit", () => {
  it.each(large)("holds %s", (_what, value) => {
    const bundle = present(value);
    expect(sizeOf(bundle)).toBeLessThanOrEqual(usual);
    expect(String(bundle.data["text/plain"]).length).toBeGreaterThan(10);
    if (isDrawn(value)) expect(bundle.data["text/html"]).toContain("<img ");
  });

  it("holds tensors of any shape, in a picture if a picture fits their shape", () => {
    const shape = fc.array(fc.integer({ min: 8, max: 400 }), { minLength: 2, maxLength: 4 });
    const bounded = shape.filter((sizes) => sizes.reduce((a, b) => a * b) < 2e6);
    fc.assert(
      fc.property(bounded, fc.constantFrom(torch.rand, torch.randn), (sizes, make) => {
        const bundle = present(make(sizes));
        expect(sizeOf(bundle)).toBeLessThanOrEqual(usual);
        expect(bundle.data["text/html"]).toContain("<img ");
      }),
      { numRuns: 25 },
    );
  });

  it("holds any other value", () => {
    const long = fc.string({ minLength: 0, maxLength: 3000, unit: "binary", size: "max" });
    const value = fc.array(fc.dictionary(fc.string(), fc.oneof(long, fc.anything()), { maxKeys: 40 }), {
      maxLength: 60,
      size: "max",
    });
    fc.assert(
      fc.property(value, (rows) => {
        expect(sizeOf(present(rows))).toBeLessThanOrEqual(usual);
      }),
      { numRuns: 12 },
    );
  });
});

describe("what does not fit", () => {
  it("is a smaller picture, which says so", () => {
    const x = image(torch.rand(3, 500, 500));
    const { data } = present(x);
    expect(data["text/html"]).toContain("less is shown, to stay below 300 kB; { limit: Infinity } shows all");
    expect(sizeOf(present(x, Number.POSITIVE_INFINITY))).toBeGreaterThan(usual);
    expect(present(x, Number.POSITIVE_INFINITY).data["text/html"]).not.toContain("less is shown");
  });

  it("is the beginning of a text, which says how long it is and how to see it", () => {
    const rows = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => "x".repeat(100)));
    const whole = String(present(rows, Number.POSITIVE_INFINITY).data["text/plain"]);
    const [beginning = "", note = ""] = String(present(rows).data["text/plain"]).split(/\n(?=….*$)/);
    expect(whole.startsWith(beginning)).toBe(true);
    expect(note).toBe(`… ${whole.length} characters in all; display(value, { limit: Infinity }) shows them`);
  });

  it("is fewer rows of a table, and says how many are missing", () => {
    const rows = Array.from({ length: 250 }, (_, i) => ({ i, text: "x".repeat(5000) }));
    const table = (limit?: number) => String(present(rows, limit).data["text/html"]);
    expect(table(20_000).match(/<tr>/g)?.length).toBeLessThan(100);
    expect(table(20_000)).toMatch(
      /… \d+ more rows; <code>display\(rows, { limit: Infinity }\)<\/code> shows all/,
    );
    expect(table(Number.POSITIVE_INFINITY).match(/<tr>/g)).toHaveLength(251);
  });

  it("can have a limit of its own", () => {
    expect(sizeOf(present(torch.randn(64, 64), 9000))).toBeLessThanOrEqual(9000);
  });
});

it("leaves what a person gives ready-made as it is", () => {
  const given = html`<p>${"x".repeat(500_000)}</p>`;
  expect(String(present(given).data["text/html"]).length).toBe(500_007);
  const png = Uint8Array.from(
    { length: 400_000 },
    (_, i) => [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a][i] ?? i,
  );
  expect(sizeOf(present(png))).toBeGreaterThan(500_000);
});
