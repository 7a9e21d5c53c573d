// A kernel that puts single 32-bit elements where an index says, or adds numbers to what is there: the way back of
// gather-elements.ts. Several elements may go to one place, so that each group is one item.

import { type Code, f32, f32x4, forRange, i32, v128, when } from "./code.ts";
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

const rowOperands = {
  out: "i32",
  source: "i32",
  index: "i32",
  columns: "i32",
  /** rows of index and source for each group of the result, and bytes of a group of the result */
  rows: "i32",
  outGroup: "i32",
  /** of each group, and so many bytes of a row that belong to one of them */
  blocks: "i32",
  blockBytes: "i32",
} as const;

/** out[group, index[row]] += source[group, row]: whole rows. Items are the blocks of columns of all groups. */
export function addRowsKernel(): Kernel<keyof typeof rowOperands> {
  return defineKernel("add rows", rowOperands, (run, p) => {
    const { item, row, rowBytes, first, end, from } = run.integers(
      "item",
      "row",
      "rowBytes",
      "first",
      "end",
      "from",
    );
    const { group, to, difference, at } = run.integers("group", "to", "difference", "at");
    const source = i32.add(to.get, difference.get);
    run.emit(
      rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
      forRange(item, p.begin.get, p.end.get, 1, [
        group.set(i32.div_u(item.get, p.blocks.get)),
        first.set(i32.mul(i32.rem_u(item.get, p.blocks.get), p.blockBytes.get)),
        end.set(i32.add(first.get, p.blockBytes.get)),
        when(i32.lt_u(rowBytes.get, end.get), [end.set(rowBytes.get)]),
        from.set(i32.add(p.source.get, i32.mul(group.get, i32.mul(p.rows.get, rowBytes.get)))),
        group.set(i32.add(p.out.get, i32.mul(group.get, p.outGroup.get))),
        forRange(row, i32.const(0), p.rows.get, 1, [
          at.set(i32.load(i32.add(p.index.get, i32.shl(row.get, i32.const(2))))),
          at.set(i32.add(group.get, i32.mul(at.get, rowBytes.get))),
          difference.set(i32.sub(from.get, at.get)),
          to.set(i32.add(at.get, first.get)),
          at.increase(end.get),
          forRange(to, to.get, i32.sub(at.get, i32.const(15)), 16, [
            v128.store(to.get, f32x4.add(v128.load(to.get), v128.load(source))),
          ]),
          forRange(to, to.get, at.get, 4, [f32.store(to.get, f32.add(f32.load(to.get), f32.load(source)))]),
          from.increase(rowBytes.get),
        ]),
      ]),
    );
  });
}
