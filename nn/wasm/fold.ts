// Kernels that make one number of many: of each row, or of each column of a group of rows. What they make is a sum of terms,
// or the largest or smallest number. Lanes are summed apart and meet at the end, so that a sum over 1024 numbers rounds as
// rarely as a tree of additions would. Longer lines are cut by whoever calls.

import { f32, f32x4, forRange, i32, v128 } from "./code.ts";
import { columnsKernel } from "./columns.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import { type Folding, type FoldingName, foldings, Lanes } from "./lanes.ts";

const rowOperands = { out: "i32", x: "i32", columns: "i32", centers: "i32" } as const;

/** out[row] = the folded numbers x[row, 0], x[row, 1], ...; rows lie one behind the other. Items are rows. */
export function foldRowsKernel(name: FoldingName): Kernel<keyof typeof rowOperands> {
  const folding: Folding = foldings[name];
  return defineKernel(`fold rows ${name}`, rowOperands, (run, p) => {
    const { row, at, wholeEnd, end, rowBytes } = run.integers("row", "at", "wholeEnd", "end", "rowBytes");
    const { center } = run.vectors("center");
    const parts = ["a", "b", "c", "d"].map((each) => new Lanes(folding, run, each));
    const [first] = parts;
    if (!first) return;
    run.emit(
      rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
      forRange(row, p.begin.get, p.end.get, 1, [
        at.set(i32.add(p.x.get, i32.mul(row.get, rowBytes.get))),
        end.set(i32.add(at.get, rowBytes.get)),
        wholeEnd.set(i32.add(at.get, i32.and(rowBytes.get, i32.const(-64)))),
        folding.centered
          ? center.set(v128.load32_splat(i32.add(p.centers.get, i32.shl(row.get, i32.const(2)))))
          : [],
        parts.map((lanes) => lanes.begin),
        forRange(at, at.get, wholeEnd.get, 64, [
          parts.map((lanes, i) => lanes.read(at, 16 * i)),
          parts.map((lanes) => lanes.take(center.get)),
        ]),
        forRange(at, at.get, end.get, 4, first.takeOne(at, center.get)),
        parts.slice(1).map((lanes) => first.join(lanes)),
        first.joinLanes,
        f32.store(i32.add(p.out.get, i32.shl(row.get, i32.const(2))), f32x4.extract_lane(first.lanes, 0)),
      ]),
    );
  });
}

/** As many vectors side by side as there are registers for. */
const [wide, lessWide] = [8, 4];

/** out[group, column] = the folded numbers x[group, 0, column], x[group, 1, column], ...; see `columnsKernel`. */
export function foldColumnsKernel(name: FoldingName): ReturnType<typeof columnsKernel> {
  const folding: Folding = foldings[name];
  return columnsKernel(`fold columns ${name}`, folding.losesNaN ? lessWide : wide, (run, strip) => {
    const { row, at } = run.integers("row", "at");
    const all = Array.from({ length: strip.width }, (_, i) => ({
      lanes: new Lanes(folding, run, `strip${i}`),
      center: run.local(`center${i}`, "v128"),
      offset: 16 * i,
    }));
    const readCenters = all.map(({ center, offset }) => center.set(v128.load(strip.centers.get, offset)));
    return {
      walk: [
        all.map(({ lanes }) => lanes.begin),
        folding.centered ? readCenters : [],
        at.set(strip.x.get),
        forRange(row, i32.const(0), strip.rows.get, 1, [
          all.map(({ lanes, offset }) => lanes.read(at, offset)),
          all.map(({ lanes, center }) => lanes.take(center.get)),
          at.increase(strip.rowBytes.get),
        ]),
      ],
      results: all.map(({ lanes }) => lanes.lanes),
    };
  });
}
