// A kernel that finds the best numbers of each row, in order, by insertion: fast when few are asked for, or rows are short.
// Four numbers at a time are passed over that are no better than the last of those found so far.

import { type Code, f32x4, forRange, i32, i32x4, type Local, repeatWhile, v128, when } from "./code.ts";
import { defineKernel, type Kernel } from "./kernel.ts";

const operands = {
  out: "i32",
  x: "i32",
  columns: "i32",
  /** how many are asked for, at most as many as there are columns */
  count: "i32",
  /** 0 for the largest first, -1 for the smallest */
  flip: "i32",
  /** room for `count` integers, for each thread */
  scratch: "i32",
} as const;

/**
 * out[row, i] = where in x[row] the number stands that comes i-th. Equal numbers keep their order, and NaN counts as the
 * largest. Items are rows.
 */
export function bestOfRowsKernel(dtype: "float32" | "int64"): Kernel<keyof typeof operands> {
  return defineKernel(`best of rows ${dtype}`, operands, (run, p) => {
    const { row, keys, out, x, at } = run.integers("row", "keys", "out", "x", "at");
    const { columnBytes, countBytes, key, slot, foursEnd } = run.integers(
      "columnBytes",
      "countBytes",
      "key",
      "slot",
      "foursEnd",
    );
    const { value, four, flips } = run.vectors("value", "four", "flips");
    const readFour = (address: Code): Code => [
      value.set(v128.load(address)),
      four.set(v128.xor(dtype === "float32" ? floatKeys(value) : value.get, flips.get)),
    ];
    const place = (base: Local, before = 0): Code =>
      i32.add(base.get, before === 0 ? slot.get : i32.sub(slot.get, i32.const(before)));
    const mustMove = i32.and(i32.lt_s(i32.const(0), slot.get), i32.lt_s(i32.load(place(keys, 4)), key.get));
    /** Puts the key of the number at `at` before all smaller ones, of which the last may fall out at `slot`. */
    const insert: Code = [
      when(
        mustMove,
        repeatWhile(mustMove, [
          i32.store(place(keys), i32.load(place(keys, 4))),
          i32.store(place(out), i32.load(place(out, 4))),
          slot.increase(-4),
        ]),
      ),
      i32.store(place(keys), key.get),
      i32.store(place(out), i32.shr_u(at.get, i32.const(2))),
    ];
    const last = i32.sub(countBytes.get, i32.const(4));
    const worst = i32.add(keys.get, last);
    const insertIfBetter = (lane: number): Code => [
      key.set(i32x4.extract_lane(four.get, lane)),
      when(i32.lt_s(i32.load(worst), key.get), [slot.set(last), insert]),
    ];
    run.emit(
      flips.set(i32x4.splat(p.flip.get)),
      columnBytes.set(i32.shl(p.columns.get, i32.const(2))),
      countBytes.set(i32.shl(p.count.get, i32.const(2))),
      keys.set(i32.add(p.scratch.get, i32.mul(p.thread.get, countBytes.get))),
      foursEnd.set(i32.and(i32.sub(columnBytes.get, countBytes.get), i32.const(-16))),
      foursEnd.increase(countBytes.get),
      forRange(row, p.begin.get, p.end.get, 1, [
        x.set(i32.add(p.x.get, i32.mul(row.get, columnBytes.get))),
        out.set(i32.add(p.out.get, i32.mul(row.get, countBytes.get))),
        forRange(at, i32.const(0), countBytes.get, 4, [
          readFour(i32.add(x.get, at.get)),
          key.set(i32x4.extract_lane(four.get, 0)),
          slot.set(at.get),
          insert,
        ]),
        forRange(at, at.get, foursEnd.get, 16, [
          readFour(i32.add(x.get, at.get)),
          when(v128.any_true(i32x4.gt(four.get, v128.load32_splat(worst))), [
            [0, 1, 2, 3].map((lane) => [insertIfBetter(lane), at.increase(4)]),
            at.increase(-16),
          ]),
        ]),
        forRange(at, at.get, columnBytes.get, 4, [readFour(i32.add(x.get, at.get)), insertIfBetter(0)]),
      ]),
    );
  });
}

/** The bits of floats made such that they count upwards with them as integers; both zeros are one, and NaN is above all. */
function floatKeys(x: Local): Code {
  const below = v128.and(i32x4.shr_s(x.get, i32.const(31)), i32x4.const(2 ** 31 - 1));
  return [
    x.set(f32x4.add(x.get, f32x4.const(0))), // -0 becomes 0
    v128.bitselect(i32x4.const(2 ** 31 - 1), v128.xor(x.get, below), f32x4.ne(x.get, x.get)),
  ];
}
