// Normal values in float32 exactly as PyTorch's AVX2 kernel makes them of uniform ones (normal_fill_16_AVX2 in
// ATen/native/cpu/DistributionTemplates.h, with the functions of avx_mathfun.h): logarithm, sine and cosine are the
// polynomials of the Cephes library, each step rounded to float32, and a product with a sum rounded once, as the
// processor's fused instruction does. Only so a printed digit is the same in both.

const { fround } = Math;

const bits = new Int32Array(1);
const single = new Float32Array(bits.buffer);

const logarithmSeries = Float32Array.of(
  7.0376836292e-2,
  -1.151461031e-1,
  1.167699874e-1,
  -1.2420140846e-1,
  1.4249322787e-1,
  -1.6668057665e-1,
  2.0000714765e-1,
  -2.4999993993e-1,
  3.3333331174e-1,
);
const sineSeries = Float32Array.of(-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1);
const cosineSeries = Float32Array.of(2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2);

const rootOfHalf = fround(Math.SQRT1_2);
/** log(2) in two parts, so that the first times an exponent is exact. */
const log2High = fround(0.693359375);
const log2Low = fround(-2.1219444e-4);
/** pi / 4 in three parts, for the same reason. */
const quarter1 = 0.78515625;
const quarter2 = fround(2.4187564849853516e-4);
const quarter3 = fround(3.774894977445941e-8);
const perQuarter = fround(4 / Math.PI);
const fullTurn = fround(2 * Math.PI);

/** The polynomial with these coefficients, the highest power's first. */
function polynomial(coefficients: Float32Array, x: number): number {
  let sum = coefficients[0] ?? 0;
  for (let i = 1; i < coefficients.length; i++) sum = fround(sum * x + (coefficients[i] ?? 0));
  return sum;
}

/** log(value) for a positive value that is not denormal: of its mantissa by a series, and of its exponent. */
function logarithm(value: number): number {
  single[0] = value;
  let exponent = ((bits[0] ?? 0) >>> 23) - 126;
  bits[0] = ((bits[0] ?? 0) & 0x7fffff) | 0x3f000000;
  let x = single[0] ?? 0;
  if (x < rootOfHalf) {
    exponent -= 1;
    x += x;
  }
  x -= 1;
  const square = fround(x * x);
  let y = fround(polynomial(logarithmSeries, x) * x);
  y = fround(y * square + fround(exponent * log2Low));
  y = fround(y - square * 0.5);
  return fround(exponent * log2High + fround(x + y));
}

/** Turns the 16 uniform values in [0, 1) from `start` on into normal ones: Box-Muller on the pairs (i, i + 8). */
export function normalBlock32(target: Float32Array, start: number, mean: number, deviation: number): void {
  const shift = fround(mean);
  const scale = fround(deviation);
  for (let i = start; i < start + 8; i++) {
    const radius = fround(Math.sqrt(fround(-2 * logarithm(1 - (target[i] ?? 0)))));
    const angle = fround(fullTurn * (target[i + 8] ?? 0));
    // the octant decides which of the two series is the sine, and the signs
    const octant = (Math.trunc(fround(angle * perQuarter)) + 1) & ~1;
    let x = fround(angle - octant * quarter1);
    x = fround(x - octant * quarter2);
    x = fround(x - octant * quarter3);
    const square = fround(x * x);
    const even = fround(polynomial(cosineSeries, square) * square);
    const cosine = fround(fround(even * square - fround(square * 0.5)) + 1);
    const sine = fround(fround(polynomial(sineSeries, square) * square) * x + x);
    const swapped = (octant & 2) !== 0;
    const along = (octant - 2) & 4 ? (swapped ? sine : cosine) : -(swapped ? sine : cosine);
    const across = octant & 4 ? -(swapped ? cosine : sine) : swapped ? cosine : sine;
    target[i] = fround(radius * along) * scale + shift;
    target[i + 8] = fround(radius * across) * scale + shift;
  }
}
