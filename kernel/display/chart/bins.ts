// The bars of a histogram. They begin at round numbers, so that the axis has round numbers, too: 0.2, not 0.1873.

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * Counts finite values in bins of one round width, from the smallest to the largest value.
 * @param about how many bins there should be; whole numbers that are close together have a bin for each
 */
export function binned(values: readonly number[], about: number): Bin[] {
  if (values.length === 0) return [];
  const min = values.reduce((a, b) => Math.min(a, b));
  const max = values.reduce((a, b) => Math.max(a, b));
  const round = roundStep((max - min) / about);
  const step = values.every(Number.isInteger) ? Math.max(1, round) : round;
  const edge = (bin: number) => Number((bin * step).toPrecision(15)); // 0.3, not 3 * 0.1
  const binOf = (value: number) => {
    const bin = Math.floor(value / step);
    return value >= edge(bin + 1) ? bin + 1 : bin; // 0.6 / 0.2 is a little less than 3
  };
  const first = binOf(min);
  const counts: number[] = Array(binOf(max) - first + 1).fill(0);
  for (const value of values) {
    const bin = binOf(value) - first;
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts.map((count, i) => ({ from: edge(first + i), to: edge(first + i + 1), count }));
}

/** 1, 2 or 5 times a power of ten: the one that is nearest in proportion. */
function roundStep(width: number): number {
  if (width === 0) return 1;
  const power = 10 ** Math.floor(Math.log10(width));
  const factor = [1, 2, 5, 10].reduce((best, each) =>
    Math.abs(Math.log((each * power) / width)) < Math.abs(Math.log((best * power) / width)) ? each : best,
  );
  return Number((factor * power).toPrecision(1));
}
