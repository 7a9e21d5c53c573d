// A kernel that finds the order of the numbers of each row by their bits, digit by digit from the lowest (radix sort, Knuth,
// The Art of Computer Programming 3, 5.2.5): three passes of eleven bits, however many numbers there are. Equal numbers keep
// their order, and NaN counts as the largest.

import { type Code, forRange, i32, i32x4, type Local, v128, when } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, type Kernel } from "./kernel.ts";

const digitBits = 11;
const digits = [0, 1, 2] as const;
/** Bytes of the counters of one digit. */
const counterBytes = 4 * 2 ** digitBits;

/** Bytes that each thread needs beside the rows: counters, and keys and places before and after a pass. */
export function radixSortBytes(columns: number): number {
  return digits.length * counterBytes + 4 * 4 * columns;
}

const operands = {
  out: "i32",
  x: "i32",
  columns: "i32",
  /** -1 for the largest number first, else 0 */
  flip: "i32",
  scratch: "i32",
  /** of each thread */
  scratchBytes: "i32",
} as const;

/** out[row, i] = where in x[row] the number stands that comes i-th. Items are rows. */
export function radixSortKernel(dtype: "float32" | "int64"): Kernel<keyof typeof operands> {
  return defineKernel(`radix sort ${dtype}`, operands, (run, p) => {
    const { row, rowBytes, counters, x, out } = run.integers("row", "rowBytes", "counters", "x", "out");
    const first = keysAndPlaces(run, "first");
    const second = keysAndPlaces(run, "second");
    const { at, key, slot, sum, count } = run.integers("at", "key", "slot", "sum", "count");
    const slotOf = (digit: number): Code => {
      const shifted = digit === 0 ? key.get : i32.shr_u(key.get, i32.const(digit * digitBits));
      const index = i32.shl(i32.and(shifted, i32.const(2 ** digitBits - 1)), i32.const(2));
      return slot.set(i32.add(i32.add(counters.get, i32.const(digit * counterBytes)), index));
    };
    const countersEnd = i32.add(counters.get, i32.const(digits.length * counterBytes));
    const eachNumber = (body: Code): Code => forRange(at, i32.const(0), rowBytes.get, 4, body);
    const placeOf = (base: Local): Code => i32.add(base.get, at.get);
    /** Puts all numbers in the order of one digit, equal ones in the order in which they come. */
    const pass = (digit: number, place: Code, from: Local, put: (to: Code) => Code): Code =>
      eachNumber([
        key.set(i32.load(placeOf(from))),
        slotOf(digit),
        sum.set(i32.load(slot.get)),
        i32.store(slot.get, i32.add(sum.get, i32.const(4))),
        count.set(place),
        put(sum.get),
      ]);
    const putInto =
      ({ keys, places }: Pair) =>
      (to: Code): Code => [
        i32.store(i32.add(keys.get, to), key.get),
        i32.store(i32.add(places.get, to), count.get),
      ];
    run.emit(
      rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
      counters.set(i32.add(p.scratch.get, i32.mul(p.thread.get, p.scratchBytes.get))),
      [first.keys, first.places, second.keys, second.places].map((base, i, all) =>
        base.set(i === 0 ? countersEnd : i32.add((all[i - 1] ?? base).get, rowBytes.get)),
      ),
      forRange(row, p.begin.get, p.end.get, 1, [
        x.set(i32.add(p.x.get, i32.mul(row.get, rowBytes.get))),
        out.set(i32.add(p.out.get, i32.mul(row.get, rowBytes.get))),
        forRange(at, counters.get, countersEnd, 16, v128.store(at.get, i32x4.const(0))),
        eachNumber([
          key.set(i32.load(placeOf(x))),
          dtype === "float32" ? floatKey(key) : key.set(i32.xor(key.get, i32.const(-(2 ** 31)))),
          key.set(i32.xor(key.get, p.flip.get)),
          i32.store(placeOf(first.keys), key.get),
          digits.map((digit) => [
            slotOf(digit),
            i32.store(slot.get, i32.add(i32.load(slot.get), i32.const(4))),
          ]),
        ]),
        // counters become the places, in bytes, at which the numbers with each digit begin
        digits.map((digit) => [
          sum.set(i32.const(0)),
          slot.set(i32.add(counters.get, i32.const(digit * counterBytes))),
          forRange(at, slot.get, i32.add(slot.get, i32.const(counterBytes)), 4, [
            count.set(i32.load(at.get)),
            i32.store(at.get, sum.get),
            sum.increase(count.get),
          ]),
        ]),
        pass(0, i32.shr_u(at.get, i32.const(2)), first.keys, putInto(second)),
        pass(1, i32.load(placeOf(second.places)), second.keys, putInto(first)),
        pass(2, i32.load(placeOf(first.places)), first.keys, (to) =>
          i32.store(i32.add(out.get, to), count.get),
        ),
      ]),
    );
  });
}

interface Pair {
  readonly keys: Local;
  readonly places: Local;
}

function keysAndPlaces(run: FunctionBuilder, name: string): Pair {
  return { keys: run.local(`${name}Keys`), places: run.local(`${name}Places`) };
}

/** The bits of a float made such that they count upwards with it; both zeros are one, and NaN is above all. */
function floatKey(key: Local): Code {
  const [sign, infinity] = [i32.const(-(2 ** 31)), i32.const(0x7f800000)];
  return [
    when(i32.eq(key.get, sign), key.set(i32.const(0))),
    when(
      i32.lt_u(infinity, i32.and(key.get, i32.const(2 ** 31 - 1))),
      key.set(i32.const(-1)),
      key.set(i32.xor(key.get, i32.or(i32.shr_s(key.get, i32.const(31)), sign))),
    ),
  ];
}
