// Whether two outputs are the same but for rounding: wrong numbers are not worth timing.

/**
 * The largest of |actual - expected| / (1e-4 |expected| + 1e-5 max(1, max |expected|)): up to 1 the outputs agree.
 * Infinite when the lengths differ or a number is not finite.
 */
export function deviation(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Infinity;
  let scale = 1;
  for (const each of expected) scale = Math.max(scale, Math.abs(each));
  let worst = 0;
  for (const [i, e] of expected.entries()) {
    const difference = Math.abs((actual[i] ?? Number.NaN) - e);
    worst = Math.max(worst, difference / (1e-4 * Math.abs(e) + 1e-5 * scale));
  }
  return Number.isFinite(worst) ? worst : Infinity;
}
