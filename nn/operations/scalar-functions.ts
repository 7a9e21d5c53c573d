// Functions of one number that JavaScript's Math lacks, in double precision.

/**
 * The error function, to about 1e-15. Below 2 its Taylor series (Abramowitz and Stegun 7.1.5), in the form with
 * positive terms (7.1.6) so that nothing cancels; above, the continued fraction of erfc (7.1.14).
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return NaN;
  if (size > 6) return Math.sign(x);
  const value = size < 2 ? erfSeries(size) : 1 - erfcFraction(size);
  return Math.sign(x) * value;
}

/** 1 - erf(x), to about 1e-14 of itself also where erf is nearly 1. */
export function erfc(x: number): number {
  return x < 2 || Number.isNaN(x) ? 1 - erf(x) : erfcFraction(x);
}

function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

function erfcFraction(x: number): number {
  let fraction = x;
  for (let n = 60; n > 0; n--) fraction = x + n / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** sin(pi x) / (pi x), and 1 at 0 */
export function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The nearest whole number; of two equally near ones the even one (IEEE 754, roundTiesToEven). */
export function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  const up = rest === 0.5 ? below % 2 !== 0 : rest > 0.5;
  return (up ? below + 1 : below) || x * 0; // a zero keeps the sign of x
}

/** Hendrycks and Gimpel, Gaussian Error Linear Units (2016): x times the normal distribution function. */
export function gelu(x: number): number {
  return 0.5 * x * (1 + erf(x * Math.SQRT1_2));
}

/** The same paper's approximation by a hyperbolic tangent. */
export function geluTanh(x: number): number {
  return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
}
