// The end of a row: fewer than four numbers are left, and what comes after them belongs to someone else.

import { type Code, i32, type Local, v128, when } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";

/** Stores the first `count` (0 to 3) lanes of `value`, which is changed by that, at `address`. */
export function storePartial(f: FunctionBuilder, address: Code, value: Local, count: Code): Code {
  const at = f.local("at");
  return [
    at.set(address),
    when(i32.and(count, i32.const(2)), [
      v128.store64_lane(at.get, value.get, 0),
      value.set(v128.shuffle32(value.get, value.get, [2, 3, 2, 3])),
      at.increase(8),
    ]),
    when(i32.and(count, i32.const(1)), v128.store32_lane(at.get, value.get, 0)),
  ];
}
