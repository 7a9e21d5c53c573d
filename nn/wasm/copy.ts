// Kernels that copy rows of 32-bit elements between places with gaps: as they lie, in reverse, with gaps between the elements,
// one element over a whole row, or the rows that an index names.

import { type Code, forRange, i32, type Local, v128, when } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, foundByParts, type Kernel } from "./kernel.ts";
import { storePartial } from "./partial.ts";

/** How the elements of a row follow each other where they come from. */
export type RowOrder = "forward" | "backward" | "spaced" | "same";

/** How a row is walked where it comes from: the vector at an address, and how the address moves on by so many vectors. */
interface Walk {
  readonly load: (at: Local, i: number, f: FunctionBuilder) => Code;
  readonly move: (at: Local, vectors: number) => Code;
}

const bySteps = (step: number) => (at: Local, vectors: number) => at.increase(step * vectors);

const walks: Readonly<Record<Exclude<RowOrder, "spaced">, Walk>> = {
  forward: { load: (at, i) => v128.load(at.get, 16 * i), move: bySteps(16) },
  backward: {
    load: (at, i, f) => {
      const four = f.scratch("four");
      return [
        four.set(v128.load(i32.sub(at.get, i32.const(12 + 16 * i)))),
        v128.shuffle32(four.get, four.get, [3, 2, 1, 0]),
      ];
    },
    move: bySteps(-16),
  },
  same: { load: (at) => v128.load32_splat(at.get), move: bySteps(0) },
};

/** Elements that are `space` bytes apart, one by one. */
function spacedWalk(space: Local): Walk {
  const place = (at: Local, i: number): Code => i32.add(at.get, i32.mul(space.get, i32.const(i)));
  return {
    load: (at, i) =>
      [1, 2, 3].reduce<Code>(
        (four, lane) => v128.load32_lane(place(at, 4 * i + lane), four, lane),
        v128.load32_splat(place(at, 4 * i)),
      ),
    move: (at, vectors) => at.increase(i32.mul(space.get, i32.const(4 * vectors))),
  };
}

const copyOperands = {
  out: "i32",
  x: "i32",
  columns: "i32",
  outRow: "i32",
  xRow: "i32",
  /** bytes from one element of x to the next, for "spaced" */
  space: "i32",
} as const;

/**
 * out[row, column] = x[row, column], where rows are `outRow` and `xRow` bytes apart; `x` is the address of the first element
 * that is copied. Items are rows.
 */
export const copyRowsKernel = foundByParts((order: RowOrder): Kernel<keyof typeof copyOperands> => {
  return defineKernel(`copy rows ${order}`, copyOperands, (run, p) => {
    const { row, to, from } = run.integers("row", "to", "from");
    run.emit(
      forRange(row, p.begin.get, p.end.get, 1, [
        to.set(i32.add(p.out.get, i32.mul(row.get, p.outRow.get))),
        from.set(i32.add(p.x.get, i32.mul(row.get, p.xRow.get))),
        copyRow(run, order === "spaced" ? spacedWalk(p.space) : walks[order], to, from, p.columns),
      ]),
    );
  });
});

const runsOperands = {
  out: "i32",
  x: "i32",
  /** runs of each row, and elements of each run */
  count: "i32",
  columns: "i32",
  outRow: "i32",
  outRun: "i32",
  xRow: "i32",
  xRun: "i32",
} as const;

/** out[row, run, column] = x[row, run, column]: runs that are too short to be rows of their own. Items are rows. */
export function copyRunsKernel(): Kernel<keyof typeof runsOperands> {
  return defineKernel("copy runs", runsOperands, (run, p) => {
    const { row, each, to, from, toRun, fromRun } = run.integers(
      "row",
      "each",
      "to",
      "from",
      "toRun",
      "fromRun",
    );
    run.emit(
      forRange(row, p.begin.get, p.end.get, 1, [
        toRun.set(i32.add(p.out.get, i32.mul(row.get, p.outRow.get))),
        fromRun.set(i32.add(p.x.get, i32.mul(row.get, p.xRow.get))),
        forRange(each, i32.const(0), p.count.get, 1, [
          to.set(toRun.get),
          from.set(fromRun.get),
          copyRow(run, walks.forward, to, from, p.columns),
          toRun.increase(p.outRun.get),
          fromRun.increase(p.xRun.get),
        ]),
      ]),
    );
  });
}

const selectOperands = {
  out: "i32",
  x: "i32",
  columns: "i32",
  /** of each group, which rows of x are taken, and how many bytes the rows of a group of x take */
  index: "i32",
  count: "i32",
  xGroup: "i32",
} as const;

/** out[group, i] = x[group, index[i]]; rows lie one behind the other. Items are the rows of the result. */
export function selectRowsKernel(): Kernel<keyof typeof selectOperands> {
  return defineKernel("select rows", selectOperands, (run, p) => {
    const { row, to, from, rowBytes, position } = run.integers("row", "to", "from", "rowBytes", "position");
    run.emit(
      rowBytes.set(i32.shl(p.columns.get, i32.const(2))),
      forRange(row, p.begin.get, p.end.get, 1, [
        to.set(i32.add(p.out.get, i32.mul(row.get, rowBytes.get))),
        position.set(i32.shl(i32.rem_u(row.get, p.count.get), i32.const(2))),
        position.set(i32.load(i32.add(p.index.get, position.get))),
        from.set(i32.add(p.x.get, i32.mul(i32.div_u(row.get, p.count.get), p.xGroup.get))),
        from.increase(i32.mul(position.get, rowBytes.get)),
        copyRow(run, walks.forward, to, from, p.columns),
      ]),
    );
  });
}

/** Eight elements at a time, then four, then what is left. Moves `to` and `from`. */
function copyRow(run: FunctionBuilder, { load, move }: Walk, to: Local, from: Local, columns: Local): Code {
  const { end } = run.integers("end");
  const { first, second } = run.vectors("first", "second");
  const bytes = i32.shl(columns.get, i32.const(2));
  return [
    end.set(i32.add(to.get, i32.and(bytes, i32.const(-32)))),
    forRange(to, to.get, end.get, 32, [
      first.set(load(from, 0, run)),
      second.set(load(from, 1, run)),
      v128.store(to.get, first.get, 0),
      v128.store(to.get, second.get, 16),
      move(from, 2),
    ]),
    when(i32.and(columns.get, i32.const(4)), [
      v128.store(to.get, load(from, 0, run)),
      to.increase(16),
      move(from, 1),
    ]),
    when(i32.and(columns.get, i32.const(3)), [
      first.set(load(from, 0, run)),
      storePartial(run, to.get, first, i32.and(columns.get, i32.const(3))),
    ]),
  ];
}
