// A kernel that lists where truth values hold: every place is written, and the next one over it unless its value held, so no
// branch depends on a value. Vectors in which none holds are passed over.

import { type Code, forRange, i32, v128, when } from "./code.ts";
import { defineKernel, type Kernel } from "./kernel.ts";

const operands = {
  /** room for one integer more than values hold, at most */
  out: "i32",
  /** bytes */
  x: "i32",
  count: "i32",
  /** where the number of those that hold is written */
  total: "i32",
} as const;

/** out[i] = where in x the i-th value stands that holds. The work is one item, since no place is known before the last. */
export function truePlacesKernel(): Kernel<keyof typeof operands> {
  return defineKernel("places of truth values that hold", operands, (run, p) => {
    const { to, place, end, foursEnd, truths } = run.integers("to", "place", "end", "foursEnd", "truths");
    const note = (at: Code, truth: Code): Code => [
      i32.store(to.get, at),
      to.increase(i32.shl(truth, i32.const(2))),
    ];
    const fours = [0, 4, 8, 12].map((first) => [
      truths.set(i32.load(i32.add(p.x.get, place.get), first)),
      [0, 1, 2, 3].map((i) =>
        note(
          i32.add(place.get, i32.const(first + i)),
          i32.and(i32.shr_u(truths.get, i32.const(8 * i)), i32.const(1)),
        ),
      ),
    ]);
    run.emit(
      to.set(p.out.get),
      end.set(p.count.get),
      foursEnd.set(i32.and(end.get, i32.const(-16))),
      forRange(
        place,
        i32.const(0),
        foursEnd.get,
        16,
        when(v128.any_true(v128.load(i32.add(p.x.get, place.get))), fours),
      ),
      forRange(
        place,
        place.get,
        end.get,
        1,
        note(place.get, i32.and(i32.load(i32.add(p.x.get, place.get)), i32.const(1))),
      ),
      i32.store(p.total.get, i32.shr_u(i32.sub(to.get, p.out.get), i32.const(2))),
    );
  });
}
