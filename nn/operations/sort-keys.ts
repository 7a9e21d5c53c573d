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
    const rank = rankOf(floats[i] ?? 0, bits[i] ?? 0);
    keys[i] = (descending ? 0xffff_ffff - rank : rank) * places + i;
  }
  return keys;
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
 * The `count` smallest keys, in order. Candidates are gathered until there are twice as many, then the better half
 * stays: a key is looked at once, and sorted only while it may still be among the smallest.
 */
export function smallestKeys(keys: Float64Array, count: number): Float64Array {
  if (count === 0) return keys.subarray(0, 0);
  const gathered = new Float64Array(Math.max(2 * count, leastGathered));
  let [length, bound] = [0, Infinity];
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0;
    if (key >= bound) continue;
    gathered[length++] = key;
    if (length < gathered.length) continue;
    gathered.sort();
    length = count;
    bound = gathered[count - 1] ?? 0;
  }
  return gathered.subarray(0, length).sort().subarray(0, count);
}
