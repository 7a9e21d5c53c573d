// A window that slides over planes of an image, each plane by itself: depthwise convolution, and pooling. There
// is nothing to share between the rows of a matrix here, so instead a tile is four rows of the image high, and
// what belongs to a tap is loaded once for all of it:
//
//     c[row, column] = combination over k of b[row, column + shift k]
//
// Tiles and shifts are read from tables, as in multiply.ts.

import { inBlocks } from "./block-sums.ts";
import { type Code, call, f32x4, forRange, i32, type Local, repeatWhile, v128, when } from "./code.ts";
import { type Finish, finishName, finishOperands, finishRow, normalizeSums } from "./finish.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, foundByParts, type Kernel } from "./kernel.ts";
import type { ModuleBuilder } from "./module.ts";
import { panelColumns } from "./multiply.ts";
import { storePartial } from "./partial.ts";

/**
 * Sums of products with weights, starting from a bias or from zero, or finished with a shift for each channel in the
 * place of the bias; or the largest value, NaN if there is one.
 */
export type Combination = "convolveBiased" | "convolve" | "largest" | Finish;

/** A window of neighbouring pixels, row by row: shift (y, x) is y rows and x columns. */
export interface Taps {
  readonly rows: number;
  readonly columns: number;
}

const operands = {
  /** for convolutions: `depth` numbers for each of `channels` output channels */
  weights: "i32",
  depth: "i32",
  channels: "i32",
  /** for biased ones: a number for each output channel */
  bias: "i32",
  b: "i32",
  c: "i32",
  table: "i32",
  tiles: "i32",
  tileCount: "i32",
  /** bytes between rows, and between planes */
  bRow: "i32",
  bPlane: "i32",
  cRow: "i32",
  cPlane: "i32",
  /** planes of c for each plane of b */
  multiplier: "i32",
  ...finishOperands,
} as const;

export type WindowOperand = keyof typeof operands;

/**
 * Items are planes of c. Every tile is `rows` high. When the taps are told, which only convolutions have, the kernel
 * is written for them: every row of pixels is loaded once for all taps of a column. `deep`: sums are taken in blocks, see
 * block-sums.ts.
 */
export function windowKernel(
  rows: number,
  combination: Combination,
  taps?: Taps,
  deep = false,
): Kernel<WindowOperand> {
  return findKernel(panelColumns(), rows, combination, taps, deep);
}

const findKernel = foundByParts(defineWindow);

function defineWindow(
  mostColumns: number,
  rows: number,
  combination: Combination,
  taps: Taps | undefined,
  deep: boolean,
): Kernel<WindowOperand> {
  const form = taps ? ` taps=${taps.rows}x${taps.columns}` : deep ? " deep" : "";
  const work = typeof combination === "string" ? ` ${combination}` : finishName(combination);
  const name = `window rows=${rows} columns=${mostColumns}${work}${form}`;
  return defineKernel(name, operands, (run, p, module) => {
    const widths = [16, 8, 4, 1].filter((width) => width <= mostColumns);
    const functions = widths.map((width) => ({
      width,
      tile: tileFunction(module, rows, width, combination, taps, deep),
    }));
    const { plane, channel, weights, bias } = run.integers("plane", "channel", "weights", "bias");
    const { bPlane, cPlane, tile, tilesEnd, width } = run.integers(
      "bPlane",
      "cPlane",
      "tile",
      "tilesEnd",
      "width",
    );
    const tableEnd = i32.add(p.table.get, i32.shl(p.depth.get, i32.const(2)));
    const convolve = (each: FunctionBuilder): Code =>
      call(each, [
        weights.get,
        i32.add(bPlane.get, i32.load(tile.get, 0)),
        i32.add(cPlane.get, i32.load(tile.get, 4)),
        bias.get,
        p.table.get,
        tableEnd,
        p.bRow.get,
        p.cRow.get,
        width.get,
        p.scale.get,
        p.residual.get,
      ]);
    run.emit(
      tilesEnd.set(i32.add(p.tiles.get, i32.mul(p.tileCount.get, i32.const(12)))),
      forRange(plane, p.begin.get, p.end.get, 1, [
        channel.set(i32.rem_u(plane.get, p.channels.get)),
        weights.set(i32.add(p.weights.get, i32.mul(channel.get, i32.shl(p.depth.get, i32.const(2))))),
        bias.set(i32.add(p.bias.get, i32.shl(channel.get, i32.const(2)))),
        bPlane.set(i32.add(p.b.get, i32.mul(i32.div_u(plane.get, p.multiplier.get), p.bPlane.get))),
        cPlane.set(i32.add(p.c.get, i32.mul(plane.get, p.cPlane.get))),
        forRange(tile, p.tiles.get, tilesEnd.get, 12, [
          width.set(i32.load(tile.get, 8)),
          functions.reduceRight<Code>(
            (otherwise, each) =>
              when(i32.ge_u(width.get, i32.const(each.width)), convolve(each.tile), otherwise),
            [],
          ),
        ]),
      ]),
    );
  });
}

function tileFunction(
  module: ModuleBuilder,
  rows: number,
  columns: number,
  combination: Combination,
  taps: Taps | undefined,
  deep: boolean,
): FunctionBuilder {
  const f = module.function(`tile_${rows}x${columns}`);
  const p = f.integerParameters(
    "weights",
    "b",
    "c",
    "bias",
    "table",
    "tableEnd",
    "bRow",
    "cRow",
    "width",
    "scale",
    "residual",
  );
  const vectors = Math.ceil(columns / 4);
  const sums = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: vectors }, (_, vector) => f.local(`sum${row}_${vector}`, "v128")),
  );
  const finish = typeof combination === "string" ? undefined : combination;
  const starts = {
    convolveBiased: v128.load32_splat(p.bias.get),
    convolve: f32x4.const(0),
    largest: f32x4.const(-Infinity),
  };
  const start = starts[typeof combination === "string" ? combination : "convolve"];
  f.emit(
    sums.flat().map((sum) => sum.set(start)),
    taps ? byColumns(f, p, sums, taps) : byTable(f, p, sums, combination, deep),
    finish ? normalizeSums(f, sums.flat(), p.bias, 0, p.scale) : [],
    sums.map((line, row) => [
      row > 0 ? p.c.increase(p.cRow.get) : [],
      finish ? finishRow(f, finish, line, p.c, p.residual) : [],
      columns < 4
        ? line.map((sum) => storePartial(f, p.c.get, sum, p.width.get))
        : line.map((sum, vector) => v128.store(p.c.get, sum.get, 16 * vector)),
    ]),
  );
  return f;
}

type TileParameters = Readonly<Record<"weights" | "b" | "table" | "tableEnd" | "bRow", Local>>;

/** Tap after tap: its shift comes from the table, its weight is loaded once for all rows. */
function byTable(
  f: FunctionBuilder,
  { weights, b, table, tableEnd, bRow }: TileParameters,
  sums: readonly Local[][],
  combination: Combination,
  deep: boolean,
): Code {
  const { weight } = f.vectors("weight");
  const { at } = f.integers("at");
  const include = (sum: Local, value: Code): Code =>
    sum.set(combination === "largest" ? f32x4.max(sum.get, value) : f32x4.madd(value, weight.get, sum.get));
  const takeTo = (stop: Code): Code =>
    repeatWhile(i32.lt_u(table.get, stop), [
      combination === "largest" ? [] : weight.set(v128.load32_splat(weights.get)),
      at.set(i32.add(b.get, i32.load(table.get))),
      sums.map((line, row) => [
        row > 0 ? at.increase(bRow.get) : [],
        line.map((sum, vector) => include(sum, v128.load(at.get, 16 * vector))),
      ]),
      weights.increase(4),
      table.increase(4),
    ]);
  return deep ? inBlocks(f, sums.flat(), { table, tableEnd, takeTo }) : takeTo(tableEnd.get);
}

/** Column of taps after column: its weights stay in registers, and a row of pixels goes into all sums it belongs to. */
function byColumns(
  f: FunctionBuilder,
  { weights, b, bRow }: TileParameters,
  sums: readonly Local[][],
  taps: Taps,
): Code {
  const column = Array.from({ length: taps.rows }, (_, y) => f.local(`weight${y}`, "v128"));
  const { at, end } = f.integers("at", "end");
  const pixels = (sums[0] ?? []).map((_, vector) => f.local(`pixels${vector}`, "v128"));
  const inputRows = Array.from({ length: sums.length + taps.rows - 1 }, (_, row) => row);
  return [
    end.set(i32.add(weights.get, i32.const(4 * taps.columns))),
    repeatWhile(i32.lt_u(weights.get, end.get), [
      column.map((weight, y) => weight.set(v128.load32_splat(weights.get, 4 * taps.columns * y))),
      at.set(b.get),
      inputRows.map((inputRow) => [
        inputRow > 0 ? at.increase(bRow.get) : [],
        pixels.map((each, vector) => each.set(v128.load(at.get, 16 * vector))),
        column.map((weight, y) =>
          (sums[inputRow - y] ?? []).map((sum, vector) =>
            sum.set(f32x4.madd(pixels[vector]?.get ?? [], weight.get, sum.get)),
          ),
        ),
      ]),
      weights.increase(4),
      b.increase(4),
    ]),
  ];
}
