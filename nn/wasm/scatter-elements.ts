// A kernel that puts single 32-bit elements where an index says, or adds numbers to what is there: the way back of
// gather-elements.ts. Several elements may go to one place, so that each group is one item.

import { type Code, f32, forRange, i32 } from "./code.ts";
import { defineKernel, type Kernel } from "./kernel.ts";

const operands = {
  out: "i32",
  source: "i32",
  index: "i32",
  columns: "i32",
  /** rows of index and source for each group of the result, and how many bytes its groups are apart */
  rows: "i32",
  outGroup: "i32",
  /** bytes from an element to the next that the index counts, and to the one for the next column */
  along: "i32",
  across: "i32",
} as const;

/** out[group] at index[group, row, column] * along + column * across = source[group, row, column]. Items are groups. */
export function scatterElementsKernel(kind: "set" | "add"): Kernel<keyof typeof operands> {
  return defineKernel(`scatter elements ${kind}`, operands, (run, p) => {
    const { group, row, at, end, line, place } = run.integers("group", "row", "at", "end", "line", "place");
    const { difference, rowBytes, groupBytes } = run.integers("difference", "rowBytes", "groupBytes");
    const from = i32.add(at.get, difference.get);
    const put: Code =
      kind === "set"
        ? i32.store(place.get, i32.load(from))
        : f32.store(place.get, f32.add(f32.load(place.get), f32.load(from)));
    run.emit(
      rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
      groupBytes.set(i32.mul(p.rows.get, rowBytes.get)),
      difference.set(i32.sub(p.source.get, p.index.get)),
      forRange(group, p.begin.get, p.end.get, 1, [
        at.set(i32.add(p.index.get, i32.mul(group.get, groupBytes.get))),
        forRange(row, i32.const(0), p.rows.get, 1, [
          line.set(i32.add(p.out.get, i32.mul(group.get, p.outGroup.get))),
          end.set(i32.add(at.get, rowBytes.get)),
          forRange(at, at.get, end.get, 4, [
            place.set(i32.add(line.get, i32.mul(i32.load(at.get), p.along.get))),
            put,
            line.increase(p.across.get),
          ]),
        ]),
      ]),
    );
  });
}
