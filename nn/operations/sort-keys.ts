// An order of float32 numbers as numbers that sort by themselves: the bits of a number, made such that they count
// upwards with it, and its place below them. Together they fill the 53 bits that a double holds exactly, so the
// engine's own sort of doubles puts whole lines in order, a comparison function being called for no pair.

/** Bits that are left for the place. */
const placeBits = 21;
const places = 2 ** placeBits;

/** Lines longer than this have no keys. */
export const longestKeyed = places;

/** Candidates that are gathered before they are sorted, at the least. */
const leastGathered = 64;

/** Keys of the numbers of a line, smallest first in the order asked for; NaN counts as the largest number. */
export function keysOf(line: Float64Array, descending: boolean): Float64Array {
  const floats = Float32Array.from(line);
  const bits = new Int32Array(floats.buffer);
  const keys = new Float64Array(line.length);
  for (let i = 0; i < keys.length; i++) {
    keys[i] = keyOf(floats[i] ?? 0, bits[i] ?? 0, descending) * places + i;
  }
  return keys;
}

function keyOf(value: number, bits: number, descending: boolean): number {
  const rank = rankOf(value, bits);
  return descending ? 0xffff_ffff - rank : rank;
}

/** Where a number stands among all float32 numbers; both zeros stand at one place. */
function rankOf(value: number, bits: number): number {
  if (Number.isNaN(value)) return 0xffff_ffff;
  if (value === 0) return 0x8000_0000;
  return bits < 0 ? ~bits >>> 0 : (bits | 0x8000_0000) >>> 0;
}

/** The places of keys in their order. */
export function placesOf(keys: Float64Array): Int32Array {
  return Int32Array.from(keys, (key) => key % places);
}

/**
 * The places of the `count` largest, or smallest, numbers of a row, in order. Candidates are gathered until there are twice as
 * many, then the better half stays. A number that is no better than the worst of those is passed over at a look.
 */
export function bestPlaces(row: Float32Array, count: number, largest: boolean): Int32Array {
  if (count === 0) return new Int32Array(0);
  const bits = new Int32Array(row.buffer, row.byteOffset, row.length);
  const keys = new Float64Array(Math.max(2 * count, leastGathered));
  const sign = largest ? 1 : -1;
  let length = 0;
  let bound = Number.NaN; // which nothing is below
  for (let i = 0; i < row.length; i++) {
    const value = row[i] ?? 0;
    if (sign * value <= bound) continue;
    keys[length++] = keyOf(value, bits[i] ?? 0, largest) * places + i;
    if (length < keys.length) continue;
    keys.sort();
    length = count;
    bound = sign * (row[(keys[count - 1] ?? 0) % places] ?? 0);
  }
  return placesOf(keys.subarray(0, length).sort().subarray(0, count));
}
