// A tile of the matrix product that is only one to three columns wide, as it is left over where the columns of a matrix
// are no multiple of four. Here the vectors lie along the rows of a panel, which a packed panel holds side by side, and
// each column is computed by itself: two products for six rows, where vectors along the columns would take six. So few
// sums would wait for one another, so every fourth step has sums of its own.

import { inBlocks } from "./block-sums.ts";
import { type Code, f32x4, forRange, i32, type Local, v128 } from "./code.ts";
import type { Finish } from "./finish.ts";
import type { FunctionBuilder } from "./function.ts";

/** The parameters of a tile's function, see multiply.ts; `width` is the number of columns. */
export type TileParameters = Readonly<
  Record<"a" | "b" | "c" | "bias" | "table" | "tableEnd" | "cRow" | "width" | "scale" | "residual", Local>
>;

export interface ColumnTile {
  readonly rows: number;
  /** rows that lie side by side in a panel */
  readonly panelRows: number;
  readonly start: "none" | "rows" | "columns";
  readonly finish: Finish | undefined;
  /** sums are taken in blocks, see block-sums.ts */
  readonly deep: boolean | undefined;
}

const stepsAtOnce = 4;

/** Writes the body of the tile's function. Vectors may read past the last row, but only rows are stored. */
export function writeColumnTile(
  f: FunctionBuilder,
  p: TileParameters,
  { rows, panelRows, start, finish, deep }: ColumnTile,
): void {
  const { left, row, whole, at, end, to } = f.integers("left", "row", "whole", "at", "end", "to");
  const { right } = f.vectors("right");
  /** of each vector of rows, one for each of the steps taken at once */
  const sums = Array.from({ length: Math.ceil(rows / 4) }, (_, i) =>
    Array.from({ length: stepsAtOnce }, (_, step) => f.local(`sum${i}_${step}`, "v128")),
  );
  const first = (i: number): Code => {
    if (start === "rows") return v128.load(p.bias.get, 16 * i);
    return start === "columns" ? v128.load32_splat(p.bias.get) : f32x4.const(0);
  };
  const takeStep = (step: number): Code => [
    right.set(v128.load32_splat(i32.add(p.b.get, i32.load(row.get, 4 * step)))),
    sums.map((parts, i) => {
      const rowsOfStep = v128.load(left.get, 4 * panelRows * step + 16 * i);
      return parts.slice(step, step + 1).map((sum) => sum.set(f32x4.madd(rowsOfStep, right.get, sum.get)));
    }),
  ];
  const steps = Array.from({ length: stepsAtOnce }, (_, step) => step);
  const [firsts, others] = [sums.flatMap(([sum]) => sum ?? []), sums.map((parts) => parts.slice(1))];
  const takeTo = (stop: Code): Code => [
    others.flat().map((each) => each.set(f32x4.const(0))),
    whole.set(i32.add(row.get, i32.and(i32.sub(stop, row.get), i32.const(-4 * stepsAtOnce)))),
    forRange(row, row.get, whole.get, 4 * stepsAtOnce, [
      steps.map(takeStep),
      left.increase(4 * panelRows * stepsAtOnce),
    ]),
    forRange(row, row.get, stop, 4, [takeStep(0), left.increase(4 * panelRows)]),
    firsts.map((sum, i) => others[i]?.map((each) => sum.set(f32x4.add(sum.get, each.get))) ?? []),
  ];
  f.emit(
    end.set(i32.add(p.b.get, i32.shl(p.width.get, i32.const(2)))),
    forRange(p.b, p.b.get, end.get, 4, [
      left.set(p.a.get),
      row.set(p.table.get),
      firsts.map((sum, i) => sum.set(first(i))),
      deep ? inBlocks(f, firsts, { table: row, tableEnd: p.tableEnd, takeTo }) : takeTo(p.tableEnd.get),
      to.set(p.c.get),
      firsts.map((sum, i) => {
        const lanes = [0, 1, 2, 3].slice(0, rows - 4 * i);
        return [
          finish ? finishColumn(f, p, finish, sum, 16 * i, { to, at, lanes }) : [],
          lanes.map((lane) => [v128.store32_lane(to.get, sum.get, lane), to.increase(p.cRow.get)]),
        ];
      }),
      p.c.increase(4),
      start === "columns" ? p.bias.increase(4) : [],
    ]),
  );
}

interface Place {
  /** address of the result in the first lane, and a variable for that of its residual */
  readonly to: Local;
  readonly at: Local;
  readonly lanes: readonly number[];
}

/** Scales and shifts the sums of up to four rows, adds the residual and cuts off what is below 0, as told. */
function finishColumn(
  f: FunctionBuilder,
  p: TileParameters,
  { added, rectified }: Finish,
  sum: Local,
  offset: number,
  { to, at, lanes }: Place,
): Code {
  const residuals = f.scratch("residuals");
  const scaled = f32x4.madd(
    sum.get,
    v128.load(i32.add(p.bias.get, p.scale.get), offset),
    v128.load(p.bias.get, offset),
  );
  return [
    sum.set(scaled),
    added
      ? [
          at.set(i32.add(to.get, p.residual.get)),
          lanes.map((lane) => [
            residuals.set(v128.load32_lane(at.get, residuals.get, lane)),
            at.increase(p.cRow.get),
          ]),
          sum.set(f32x4.add(sum.get, residuals.get)),
        ]
      : [],
    rectified ? sum.set(f32x4.pmax(sum.get, f.constant(0))) : [],
  ];
}
