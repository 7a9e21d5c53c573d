// The algebra of Winograd's minimal filtering, after Lavin and Gray, Fast Algorithms for Convolutional Neural Networks
// (2016), section 4. A tile of results is the product of two polynomials, pixels and kernel, which is found by
// evaluating both at some points, multiplying the values, and interpolating. Fewer products pay with rounding errors,
// and how large these are depends on the points: 0, ±5/8, ±3/2 make a quarter of the error of the usual 0, ±1, ±2.
// (Alam et al., Winograd Convolution for Deep Neural Networks: Efficient Point Selection, 2022, on such pairs.)

type Matrix = readonly (readonly number[])[];

/** What is done to the columns and then to the rows of pixels, kernels and sums of products. */
export interface WinogradForm {
  /** pixels along the side of a tile, before and after */
  readonly tileIn: number;
  readonly tileOut: number;
  /** B transposed */
  readonly pixels: Matrix;
  /** G */
  readonly weights: Matrix;
  /** A transposed */
  readonly results: Matrix;
}

const kernelSize = 3;

/** F(4x4, 3x3): all coefficients of pixels and results are exact in single precision. */
export const largeForm = interpolatingAt([0, 5 / 8, -5 / 8, 3 / 2, -3 / 2]);

/** F(2x2, 3x3) */
export const smallForm = interpolatingAt([0, 1, -1]);

/** The form that interpolates at these points, and at infinity (the leading coefficient). */
function interpolatingAt(points: readonly number[]): WinogradForm {
  const tileIn = points.length + 1;
  const tileOut = tileIn - kernelSize + 1;
  const others = points.map((point) => points.filter((each) => each !== point));
  const weights = points.map((point, i) => {
    const scale = (others[i] ?? []).reduce((product, other) => product * (point - other), 1);
    return powers(point, kernelSize).map((power) => power / scale);
  });
  const infinity = (length: number): number[] => [...new Array<number>(length - 1).fill(0), 1];
  const results = [
    ...points.map((point) => powers(point, tileOut)),
    infinity(tileOut), // of a product's coefficients the leading one is the product of the leading ones
  ];
  return {
    tileIn,
    tileOut,
    pixels: [...others.map(fromRoots), fromRoots(points)].map((row) => padded(row, tileIn)),
    weights: [...weights, infinity(kernelSize)],
    results: Array.from({ length: tileOut }, (_, row) => results.map((column) => column[row] ?? 0)),
  };
}

/** 1, x, x^2, ... */
function powers(x: number, count: number): number[] {
  return Array.from({ length: count }, (_, exponent) => x ** exponent);
}

/** The coefficients of the polynomial that has these roots, constant term first, leading coefficient 1. */
function fromRoots(roots: readonly number[]): number[] {
  let polynomial = [1];
  for (const root of roots) {
    const shifted = [0, ...polynomial]; // times x
    polynomial = shifted.map((coefficient, i) => coefficient - root * (polynomial[i] ?? 0));
  }
  return polynomial;
}

function padded(row: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, i) => row[i] ?? 0);
}
