// The numbers below curves and bands: at round places, few enough to stand apart, with a unit at the last.

/** What the left and the right edge of a picture stand for. */
export interface Axis {
  readonly from: number;
  readonly to: number;
  /** what is counted; empty for a pure number */
  readonly unit: string;
  /** whether only whole numbers mean something */
  readonly isWhole: boolean;
}

export interface Tick {
  /** from 0 at the left to 1 at the right */
  readonly place: number;
  readonly text: string;
}

/**
 * The time of so many values, in seconds or, where that is short, in milliseconds.
 * @throws RangeError for a sample rate that is not positive
 */
export function timeAxis(length: number, sampleRate: number): Axis {
  const seconds = length / checkedRate(sampleRate);
  const [to, unit] = seconds < 0.2 ? [seconds * 1000, "ms"] : [seconds, "s"];
  return { from: 0, to, unit, isWhole: false };
}

/** Frequencies from zero to half the sample rate, in hertz or kilohertz; without a rate, in parts of it. */
export function frequencyAxis(sampleRate?: number): Axis {
  if (sampleRate === undefined) return { from: 0, to: 0.5, unit: "", isWhole: false };
  const hertz = checkedRate(sampleRate) / 2;
  const [to, unit] = hertz >= 2000 ? [hertz / 1000, "kHz"] : [hertz, "Hz"];
  return { from: 0, to, unit, isWhole: false };
}

/** The indexes of points: the first stands at the left edge, the last at the right. */
export function pointAxis(length: number): Axis {
  return { from: 0, to: length - 1, unit: "", isWhole: true };
}

/** The indexes of bars or bands: each stands in the middle of its own. */
export function bandAxis(length: number, unit: "" | "samples" = ""): Axis {
  return { from: -0.5, to: length - 0.5, unit, isWhole: true };
}

/** @throws RangeError unless the sample rate is a positive number */
export function checkedRate(sampleRate: number): number {
  if (sampleRate > 0 && Number.isFinite(sampleRate)) return sampleRate;
  throw new RangeError(`the sample rate has to be a positive number, not ${sampleRate}`);
}

const mostTicks = 6;

export function ticksOf({ from, to, unit, isWhole }: Axis): Tick[] {
  const step = roundStep((to - from) / mostTicks, isWhole ? 1 : 0);
  // Every axis begins at zero, or half a band before; and a whisker of room, for 0.3 is not quite three times 0.1.
  const count = Math.floor(to / step + 1e-6) + 1;
  return Array.from({ length: count }, (_, i) => {
    const value = i * step;
    const text = Number(value.toPrecision(6)).toLocaleString("en-US", { maximumFractionDigits: 6 });
    const isLast = i === count - 1 && unit !== "";
    return { place: to > from ? (value - from) / (to - from) : 0, text: isLast ? `${text} ${unit}` : text };
  });
}

/** 1, 2 or 5 times a power of ten, no less than what is given. */
function roundStep(least: number, smallest: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-12)));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10);
  return Math.max(step, smallest);
}
