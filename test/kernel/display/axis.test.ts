// The numbers below curves and bands.

import { describe, expect, it } from "vitest";
import {
  type Axis,
  bandAxis,
  frequencyAxis,
  pointAxis,
  ticksOf,
  timeAxis,
} from "../../../kernel/display/tensor/axis.ts";

describe("an axis", () => {
  it.each<readonly [string, Axis, readonly string[]]>([
    ["of points", pointAxis(1000), ["0", "200", "400", "600", "800"]],
    ["of few points", pointAxis(4), ["0", "1", "2", "3"]],
    ["of one bar", bandAxis(1), ["0"]],
    ["of bars", bandAxis(16), ["0", "5", "10", "15"]],
    ["of samples", bandAxis(16_000, "samples"), ["0", "5,000", "10,000", "15,000 samples"]],
    ["of seconds", timeAxis(16_000, 8000), ["0", "0.5", "1", "1.5", "2 s"]],
    ["of an odd time", timeAxis(22_050, 16_000), ["0", "0.5", "1 s"]],
    ["of minutes", timeAxis(16_000 * 180, 16_000), ["0", "50", "100", "150 s"]],
    ["of milliseconds", timeAxis(65, 16_000), ["0", "1", "2", "3", "4 ms"]],
    ["of kilohertz", frequencyAxis(16_000), ["0", "2", "4", "6", "8 kHz"]],
    ["of hertz", frequencyAxis(200), ["0", "20", "40", "60", "80", "100 Hz"]],
    ["of parts of a rate", frequencyAxis(), ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]],
  ])("%s has round numbers", (_what, axis, texts) => {
    expect(ticksOf(axis).map(({ text }) => text)).toEqual(texts);
  });

  it("has numbers at their places", () => {
    expect(ticksOf(pointAxis(5)).map(({ place }) => place)).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(ticksOf(bandAxis(2)).map(({ place }) => place)).toEqual([0.25, 0.75]);
  });

  it.each([0, -8000, Number.NaN, Number.POSITIVE_INFINITY])("has no sample rate of %d", (rate) => {
    expect(() => timeAxis(100, rate)).toThrow(`the sample rate has to be a positive number, not ${rate}`);
    expect(() => frequencyAxis(rate)).toThrow(`the sample rate has to be a positive number, not ${rate}`);
  });
});
