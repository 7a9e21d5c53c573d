// Sound: what the player gets, read back from its WAV file, and that it is never too heavy.

import { describe, expect, it } from "vitest";
import { sizeOf } from "../../../kernel/display/limit.ts";
import { present } from "../../../kernel/display/present.ts";
import { audio } from "../../../kernel/display/sound/audio.ts";
import * as torch from "../../../nn/index.ts";

interface Played {
  readonly rate: number;
  readonly channels: number;
  /** of the first channel */
  readonly samples: readonly number[];
  readonly html: string;
}

function played(value: unknown, limit?: number): Played {
  const html = String(present(value, limit).data["text/html"]);
  const [, base64 = ""] = /<audio controls src="data:audio\/wav;base64,([^"]+)">/.exec(html) ?? [];
  const wav = Buffer.from(base64, "base64");
  expect(wav.toString("latin1", 0, 4) + wav.toString("latin1", 8, 16)).toBe("RIFFWAVEfmt ");
  expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
  const channels = wav.readUInt16LE(22);
  const length = (wav.length - 44) / (2 * channels);
  const samples = Array.from({ length }, (_, i) => wav.readInt16LE(44 + 2 * i * channels));
  return { rate: wav.readUInt32LE(24), channels, samples, html };
}

function tone(hertz: number, seconds: number, rate: number): torch.Tensor {
  const length = Math.round(seconds * rate);
  const wave = Float32Array.from({ length }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / rate));
  return torch.tensor(wave);
}

describe("the player of a sound", () => {
  it("has 16-bit samples, clipped", () => {
    const { rate, channels, samples } = played(audio(torch.tensor([[0, 1, -2, 0.5]]), 8000));
    expect({ rate, channels, samples }).toEqual({
      rate: 8000,
      channels: 1,
      samples: [0, 32767, -32767, 16384],
    });
  });

  it.each([
    ["[T]", [6], 1, 6],
    ["[C, T]", [2, 3], 2, 3],
    ["[1, T]", [1, 6], 1, 6],
    ["[T, 1], whose channel comes last", [6, 1], 1, 6],
    ["[1, 1, T], a batch of one", [1, 1, 6], 1, 6],
    ["[1, C, T]", [1, 2, 3], 2, 3],
    ["[1, T, 1]", [1, 6, 1], 1, 6],
  ])("takes a tensor %s", (_what, shape, channels, length) => {
    const found = played(audio(torch.arange(6).div(10).reshape(shape), 8000));
    expect([found.channels, found.samples.length]).toEqual([channels, length]);
    expect(found.samples).toEqual(Array.from({ length }, (_, i) => Math.round((32767 * i) / 10)));
  });

  it.each<readonly [string, () => unknown, string]>([
    [
      "several sounds",
      () => audio(torch.zeros(2, 1, 4), 8000),
      "plays a tensor [T] or [C, T], got [2, 1, 4]",
    ],
    ["a number", () => audio(torch.tensor(1), 8000), "plays a tensor [T] or [C, T], got []"],
    [
      "time before channels",
      () => audio(torch.zeros(400, 2), 8000),
      "plays at most 8 channels, got [400, 2]; if time comes first, it has to be transposed",
    ],
    ["no rate", () => audio(torch.zeros(4), 0), "the sample rate has to be a positive number, not 0"],
  ])("refuses %s", (_what, make, message) => {
    expect(make).toThrow(message);
  });
});

describe("a sound that is too heavy", () => {
  it.each<readonly [string, number[], number, number, { rate: number; channels: number; seconds: number }]>([
    ["speech of 20 s", [20 * 16_000], 16_000, 300_000, { rate: 8000, channels: 1, seconds: 11 }],
    ["speech of 5 minutes", [300 * 16_000], 16_000, 300_000, { rate: 8000, channels: 1, seconds: 11 }],
    ["music of 3 s", [2, 3 * 44_100], 44_100, 300_000, { rate: 22_050, channels: 1, seconds: 3 }],
    ["music of 10 s", [2, 10 * 44_100], 44_100, 300_000, { rate: 11_025, channels: 1, seconds: 7 }],
    ["eight channels", [8, 48_000], 48_000, 300_000, { rate: 48_000, channels: 1, seconds: 0.7 }],
    ["little room", [16_000], 16_000, 60_000, { rate: 8000, channels: 1, seconds: 1 }],
    ["a slow sensor", [500_000], 100, 300_000, { rate: 100, channels: 1, seconds: 800 }],
  ])("is made lighter, and says how: %s", (_what, shape, rate, limit, least) => {
    const sound = audio(torch.randn(shape).mul(0.1), rate);
    const bundle = present(sound, limit);
    expect(sizeOf(bundle)).toBeLessThanOrEqual(limit);
    const { samples, html, ...found } = played(sound, limit);
    expect(found.channels).toBe(least.channels);
    expect(found.rate).toBeLessThanOrEqual(least.rate);
    expect(samples.length / found.rate).toBeGreaterThanOrEqual(least.seconds);
    expect(html).toMatch(
      /the player has \d+\.\d\d s of it.* at \d+ Hz, to stay below \d+ kB; { limit: Infinity } plays all/,
    );
    const whole = played(sound, Number.POSITIVE_INFINITY);
    expect(whole.rate).toBe(rate);
    expect(whole.samples).toHaveLength(shape.at(-1) ?? 0);
    expect(whole.html).not.toContain("to stay below");
  });

  it("is only seen where nearly nothing of it could be heard", () => {
    const bundle = present(audio(torch.randn(4000), 8000), 27_500);
    expect(sizeOf(bundle)).toBeLessThanOrEqual(27_500);
    expect(bundle.data["text/html"] ?? bundle.data["text/plain"]).not.toContain("<audio");
  });

  it("keeps its tones, and gets none that were not there", () => {
    const strength = (hertz: number) => {
      const { samples, rate } = played(audio(tone(hertz, 10, 16_000), 16_000));
      expect(rate).toBe(8000);
      const middle = samples.slice(1000, -1000);
      return Math.hypot(...middle) / Math.sqrt(middle.length) / 32_767;
    };
    const loud = 0.5 / Math.SQRT2;
    for (const kept of [100, 1000, 3000]) expect(strength(kept)).toBeCloseTo(loud, 2);
    for (const lost of [5000, 6000, 7500]) expect(strength(lost)).toBeLessThan(0.01 * loud);
  });

  it("keeps the middle of its channels", () => {
    const left = torch.full([60_000], 0.5);
    const { samples } = played(audio(torch.stack([left, left.neg()]), 8000), 150_000);
    expect(new Set(samples.map(Math.abs))).toEqual(new Set([0]));
  });
});
