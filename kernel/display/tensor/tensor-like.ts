// What a tensor is to the displays: a brand and a few properties. The engine itself is not loaded here; it comes
// with the person's first `import "lamella"`.

export interface TensorLike {
  readonly [Symbol.toStringTag]: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** the values in row-major order; those of a bool tensor are 0 and 1 */
  readonly data: Float32Array | Float64Array | Int32Array | Uint8Array;
  /** the text that PyTorch prints */
  toString(): string;
}

/** So few numbers say more themselves than a picture or a summary. */
export const mostPlainNumbers = 32;

export function isTensor(value: unknown): value is TensorLike {
  return (
    typeof value === "object" &&
    value !== null &&
    Reflect.get(value, Symbol.toStringTag) === "Tensor" &&
    "shape" in value &&
    Array.isArray(value.shape) &&
    "dtype" in value &&
    "data" in value
  );
}
