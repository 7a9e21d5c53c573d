// A tile of the matrix product that is only one to three columns wide, as it is left over where the columns of a matrix
// are no multiple of four. Here the vectors lie along the rows of a panel, which a packed panel holds side by side, and
// each column is computed by itself: two products for six rows, where vectors along the columns would take six. So few
// sums would wait for one another, so every fourth step has sums of its own.

import { type Code, f32x4, forRange, i32, type Local, v128 } from "./code.ts";
import type { Finish } from "./finish.ts";
import type { FunctionBuilder } from "./function.ts";

/** The parameters of a function that computes tiles, and its variables for one tile: see multiply.ts. */
export type TileLocals = Readonly<
  Record<
    | "a"
    | "table"
    | "tableEnd"
    | "cRow"
    | "tile"
    | "scale"
    | "residual"
    | "leftAt"
    | "bAt"
    | "cAt"
    | "biasAt"
    | "rowAt",
    Local
  >
>;

export interface TileShape {
  readonly rows: number;
  /** rows that lie side by side in a panel */
  readonly panelRows: number;
  readonly start: "none" | "rows" | "columns";
  readonly finish: Finish | undefined;
}

const stepsAtOnce = 4;

/** Computes a tile column by column. Vectors may read past the last row, but only rows are stored. */
export function columnTile(
  f: FunctionBuilder,
  p: TileLocals,
  { rows, panelRows, start, finish }: TileShape,
): Code {
  const { whole, residualAt, end, to } = f.integers("whole", "residualAt", "end", "to");
  const { right } = f.vectors("right");
  /** of each vector of rows, one for each of the steps taken at once */
  const sums = Array.from({ length: Math.ceil(rows / 4) }, (_, i) =>
    Array.from({ length: stepsAtOnce }, (_, step) => f.local(`sum${i}_${step}`, "v128")),
  );
  const first = (i: number): Code => {
    if (start === "rows") return v128.load(p.biasAt.get, 16 * i);
    return start === "columns" ? v128.load32_splat(p.biasAt.get) : f32x4.const(0);
  };
  const takeStep = (step: number): Code => [
    right.set(v128.load32_splat(i32.add(p.bAt.get, i32.load(p.rowAt.get, 4 * step)))),
    sums.map((parts, i) => {
      const rowsOfStep = v128.load(p.leftAt.get, 4 * panelRows * step + 16 * i);
      return parts.slice(step, step + 1).map((sum) => sum.set(f32x4.madd(rowsOfStep, right.get, sum.get)));
    }),
  ];
  const steps = Array.from({ length: stepsAtOnce }, (_, step) => step);
  return [
    end.set(i32.add(p.bAt.get, i32.shl(i32.load(p.tile.get, 8), i32.const(2)))),
    forRange(p.bAt, p.bAt.get, end.get, 4, [
      sums.map((parts, i) => parts.map((sum, step) => sum.set(step === 0 ? first(i) : f32x4.const(0)))),
      p.leftAt.set(p.a.get),
      whole.set(
        i32.add(p.table.get, i32.and(i32.sub(p.tableEnd.get, p.table.get), i32.const(-4 * stepsAtOnce))),
      ),
      forRange(p.rowAt, p.table.get, whole.get, 4 * stepsAtOnce, [
        steps.map(takeStep),
        p.leftAt.increase(4 * panelRows * stepsAtOnce),
      ]),
      forRange(p.rowAt, p.rowAt.get, p.tableEnd.get, 4, [takeStep(0), p.leftAt.increase(4 * panelRows)]),
      to.set(p.cAt.get),
      sums.map(([sum, ...others], i) => {
        if (!sum) return [];
        const lanes = [0, 1, 2, 3].slice(0, rows - 4 * i);
        return [
          others.map((each) => sum.set(f32x4.add(sum.get, each.get))),
          finish ? finishColumn(f, p, finish, sum, 16 * i, { to, residualAt, lanes }) : [],
          lanes.map((lane) => [v128.store32_lane(to.get, sum.get, lane), to.increase(p.cRow.get)]),
        ];
      }),
      p.cAt.increase(4),
      start === "columns" ? p.biasAt.increase(4) : [],
    ]),
  ];
}

interface Place {
  /** address of the result in the first lane, and a variable for that of its residual */
  readonly to: Local;
  readonly residualAt: Local;
  readonly lanes: readonly number[];
}

/** Scales and shifts the sums of up to four rows, adds the residual and cuts off what is below 0, as told. */
function finishColumn(
  f: FunctionBuilder,
  p: TileLocals,
  { added, rectified }: Finish,
  sum: Local,
  offset: number,
  { to, residualAt, lanes }: Place,
): Code {
  const residuals = f.scratch("residuals");
  const scaled = f32x4.madd(
    sum.get,
    v128.load(i32.add(p.biasAt.get, p.scale.get), offset),
    v128.load(p.biasAt.get, offset),
  );
  return [
    sum.set(scaled),
    added
      ? [
          residualAt.set(i32.add(to.get, p.residual.get)),
          lanes.map((lane) => [
            residuals.set(v128.load32_lane(residualAt.get, residuals.get, lane)),
            residualAt.increase(p.cRow.get),
          ]),
          sum.set(f32x4.add(sum.get, residuals.get)),
        ]
      : [],
    rectified ? sum.set(f32x4.pmax(sum.get, f.constant(0))) : [],
  ];
}
