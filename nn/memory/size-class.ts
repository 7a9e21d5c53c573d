// Which sizes of block exist. Four classes to each power of two: a free block fits the next request of about
// the same size, and at most a fifth of a block is lost to rounding (a quarter, below 256 bytes).

const alignment = 64;

/** The number of bytes, a multiple of 64, that a request for `bytes` bytes is given. */
export function sizeClass(bytes: number): number {
  const power = (1 << (31 - Math.clz32(Math.max(bytes, alignment)))) >>> 0; // logarithms take longer
  const step = Math.max(power / 4, alignment);
  return Math.max(Math.ceil(bytes / step) * step, alignment);
}

/** The least multiple of 64 that holds `bytes` bytes. */
export function wholeLines(bytes: number): number {
  return Math.max(Math.ceil(bytes / alignment) * alignment, alignment);
}
