// The middle of some measurements, which a busy machine disturbs less than their mean; the upper one of an even number.

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
