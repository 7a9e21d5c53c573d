// The matrix product at the heart of matmul, linear and convolution:
//
//     c[row, column] = bias + sum over k of a[row, k] * b[k, column]
//
// `a` is packed in panels of six rows (see pack.ts). `b` is read where it lies: row k of it begins at the address
// that a table gives, so the same kernel multiplies packed panels, and convolves an image, whose "row k" is the
// image shifted by the k-th tap. The columns are cut into tiles, listed in a second table. One call of an inner
// function computes six rows of one tile and keeps them in registers: 6 x 16 numbers fill twelve of the sixteen
// 256-bit registers, 6 x 8 the same number of 128-bit ones.

import { inBlocks } from "./block-sums.ts";
import { type Code, call, f32x4, forRange, i32, type Local, repeatWhile, v128, when } from "./code.ts";
import { type Finish, finishName, finishOperands, finishRow, normalizeSums } from "./finish.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, foundByParts, type Kernel } from "./kernel.ts";
import type { ModuleBuilder } from "./module.ts";
import { writeColumnTile } from "./multiply-columns.ts";
import { vectorBits } from "./simd.ts";

/** Rows of `a` in a panel. */
export const panelRows = 6;

/** Columns of the widest tile, and of a packed panel of `b`. */
export function panelColumns(): number {
  return vectorBits() / 16;
}

/** A tile is described by three 32-bit integers: its offsets in b and c in bytes, and its number of columns. */
const tileFields = 3;

export interface MultiplyShape {
  /** rows of the last panel of `a`, 1 to 6 */
  readonly lastRows: number;
  /** what the sums start from: nothing, a number for each row, or a number for each column */
  readonly bias: "none" | "rows" | "columns";
  /** then there is no bias: it holds the shifts of the rows */
  readonly finish?: Finish | undefined;
  /** sums are taken in blocks, see block-sums.ts */
  readonly deep?: boolean;
}

const operands = {
  a: "i32",
  b: "i32",
  c: "i32",
  bias: "i32",
  /** `depth` offsets in bytes: where row k of b begins */
  table: "i32",
  depth: "i32",
  tiles: "i32",
  tileCount: "i32",
  /** panels of `a`; how many panels and tiles one item multiplies, and into how many such blocks both are cut */
  panels: "i32",
  blockPanels: "i32",
  blocks: "i32",
  blockTiles: "i32",
  tileBlocks: "i32",
  /** bytes between rows of c */
  cRow: "i32",
  /** products are numbered (batch, group); bytes from one batch, and from one group, to the next */
  groups: "i32",
  aBatch: "i32",
  aGroup: "i32",
  bBatch: "i32",
  bGroup: "i32",
  cBatch: "i32",
  cGroup: "i32",
  biasGroup: "i32",
  ...finishOperands,
} as const;

export type MultiplyOperand = keyof typeof operands;

/**
 * Items are (batch, group, block of panels, block of tiles), the last varying fastest. In an item every panel meets all
 * tiles before the next panel does, so rows of c are written, and residuals read, in runs as long as a block of tiles.
 */
export function multiplyKernel({
  lastRows,
  bias,
  finish,
  deep = false,
}: MultiplyShape): Kernel<MultiplyOperand> {
  return findKernel(panelColumns(), lastRows, bias, finish, deep);
}

const findKernel = foundByParts(defineMultiply);

function defineMultiply(
  columns: number,
  lastRows: MultiplyShape["lastRows"],
  bias: MultiplyShape["bias"],
  finish: MultiplyShape["finish"],
  deep: boolean,
): Kernel<MultiplyOperand> {
  const name = `multiply columns=${columns} lastRows=${lastRows} bias=${bias} deep=${deep}${finishName(finish)}`;
  return defineKernel(name, operands, (run, parameters, module) => {
    const shape = { lastRows, bias, finish, deep };
    const full = tileFunctions(module, panelRows, columns, shape);
    const last = lastRows === panelRows ? full : tileFunctions(module, lastRows, columns, shape);
    writeGrid(run, parameters, shape, full, last);
  });
}

/** One function for each width of tile, widest first; the last one takes any number of columns below 4. */
type TileFunctions = readonly { readonly columns: number; readonly tile: FunctionBuilder }[];

function tileFunctions(
  module: ModuleBuilder,
  rows: number,
  columns: number,
  shape: MultiplyShape,
): TileFunctions {
  const widths = [16, 8, 4, 1].filter((width) => width <= columns);
  return widths.map((width) => ({ columns: width, tile: tileFunction(module, rows, width, shape) }));
}

function tileFunction(
  module: ModuleBuilder,
  rows: number,
  columns: number,
  { bias: start, finish, deep }: MultiplyShape,
): FunctionBuilder {
  const f = module.function(`tile_${rows}x${columns}`);
  const parameters = f.integerParameters(
    "a",
    "b",
    "c",
    "bias",
    "table",
    "tableEnd",
    "cRow",
    "width",
    "scale",
    "residual",
  );
  if (columns < 4) {
    writeColumnTile(f, parameters, { rows, panelRows, start, finish, deep });
    return f;
  }
  const { a, b, c, bias, table, tableEnd, cRow, scale, residual } = parameters;
  const vectors = columns / 4;
  const sums = grid(rows, vectors, (row, vector) => f.local(`sum${row}_${vector}`, "v128"));
  const right = Array.from({ length: vectors }, (_, vector) => f.local(`b${vector}`, "v128"));
  const { left } = f.vectors("left");
  const { at } = f.integers("at");

  const first = (row: number, vector: number): Code => {
    if (start === "rows") return v128.load32_splat(bias.get, 4 * row);
    return start === "columns" ? v128.load(bias.get, 16 * vector) : f32x4.const(0);
  };
  const stepsTo = (stop: Code): Code =>
    repeatWhile(i32.lt_u(table.get, stop), [
      at.set(i32.add(b.get, i32.load(table.get))),
      right.map((each, vector) => each.set(v128.load(at.get, 16 * vector))),
      sums.map((line, row) => [
        left.set(v128.load32_splat(a.get, 4 * row)),
        line.map((sum, vector) => sum.set(f32x4.madd(left.get, right[vector]?.get ?? [], sum.get))),
      ]),
      a.increase(4 * panelRows),
      table.increase(4),
    ]);
  const begin = sums.map((line, row) => line.map((sum, vector) => sum.set(first(row, vector))));
  const steps = { table, tableEnd, takeTo: stepsTo };
  f.emit(begin, deep ? inBlocks(f, sums.flat(), steps) : stepsTo(tableEnd.get));
  for (const [row, line] of sums.entries()) {
    if (finish) {
      f.emit(normalizeSums(f, line, bias, 4 * row, scale));
      f.emit(finishRow(f, finish, line, c, residual));
    }
    f.emit(
      line.map((sum, vector) => v128.store(c.get, sum.get, 16 * vector)),
      c.increase(cRow.get),
    );
  }
  return f;
}

function grid<T>(rows: number, columns: number, make: (row: number, column: number) => T): T[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => make(row, column)),
  );
}

function writeGrid(
  run: FunctionBuilder,
  p: Readonly<Record<MultiplyOperand | "begin" | "end", Local>>,
  shape: MultiplyShape,
  full: TileFunctions,
  last: TileFunctions,
): void {
  const { item, rest, block, tileBlock, group, batch } = run.integers(
    "item",
    "rest",
    "block",
    "tileBlock",
    "group",
    "batch",
  );
  const { tile, tilesBegin, tilesEnd, width } = run.integers("tile", "tilesBegin", "tilesEnd", "width");
  const { panel, panelEnd } = run.integers("panel", "panelEnd");
  const { aAt, bAt, cAt, biasAt } = run.integers("aAt", "bAt", "cAt", "biasAt");
  const biasAlong = shape.finish ? "rows" : shape.bias;
  const panelBytes = i32.mul(p.depth.get, i32.const(4 * panelRows));
  const tableEnd = i32.add(p.table.get, i32.shl(p.depth.get, i32.const(2)));
  const multiply = (functions: TileFunctions): Code =>
    byWidth(functions, width, (each) =>
      call(each, [
        aAt.get,
        i32.add(bAt.get, i32.load(tile.get, 0)),
        i32.add(cAt.get, i32.load(tile.get, 4)),
        i32.add(biasAt.get, biasAlong === "columns" ? i32.load(tile.get, 4) : i32.const(0)),
        p.table.get,
        tableEnd,
        p.cRow.get,
        width.get,
        p.scale.get,
        p.residual.get,
      ]),
    );
  const nextDigit = (digit: Local, base: Local): Code => [
    digit.set(i32.rem_u(rest.get, base.get)),
    rest.set(i32.div_u(rest.get, base.get)),
  ];
  const firstRow = i32.mul(panel.get, i32.const(panelRows));
  const least = (value: Local, most: Code): Code => when(i32.lt_u(most, value.get), value.set(most));

  run.emit(
    forRange(item, p.begin.get, p.end.get, 1, [
      rest.set(item.get),
      nextDigit(tileBlock, p.tileBlocks),
      nextDigit(block, p.blocks),
      nextDigit(group, p.groups),
      batch.set(rest.get),
      tilesBegin.set(i32.add(p.tiles.get, tileBytes(i32.mul(tileBlock.get, p.blockTiles.get)))),
      tilesEnd.set(i32.add(tilesBegin.get, tileBytes(p.blockTiles.get))),
      least(tilesEnd, i32.add(p.tiles.get, tileBytes(p.tileCount.get))),
      panel.set(i32.mul(block.get, p.blockPanels.get)),
      panelEnd.set(i32.add(panel.get, p.blockPanels.get)),
      least(panelEnd, p.panels.get),
      aAt.set(i32.add(place(p.a, [batch, p.aBatch], [group, p.aGroup]), i32.mul(panel.get, panelBytes))),
      bAt.set(place(p.b, [batch, p.bBatch], [group, p.bGroup])),
      cAt.set(place(p.c, [batch, p.cBatch], [group, p.cGroup])),
      cAt.increase(i32.mul(firstRow, p.cRow.get)),
      biasAt.set(place(p.bias, [group, p.biasGroup])),
      biasAlong === "rows" ? biasAt.increase(i32.mul(firstRow, i32.const(4))) : [],
      forRange(panel, panel.get, panelEnd.get, 1, [
        forRange(tile, tilesBegin.get, tilesEnd.get, 4 * tileFields, [
          width.set(i32.load(tile.get, 8)),
          when(i32.eq(i32.add(panel.get, i32.const(1)), p.panels.get), multiply(last), multiply(full)),
        ]),
        aAt.increase(panelBytes),
        cAt.increase(i32.mul(p.cRow.get, i32.const(panelRows))),
        biasAlong === "rows" ? biasAt.increase(4 * panelRows) : [],
      ]),
    ]),
  );
}

const tileBytes = (tiles: Code): Code => i32.mul(tiles, i32.const(4 * tileFields));

/** start + index * stride + ... */
function place(start: Local, ...terms: readonly (readonly [index: Local, stride: Local])[]): Code {
  return terms.reduce<Code>(
    (sum, [index, stride]) => i32.add(sum, i32.mul(index.get, stride.get)),
    start.get,
  );
}

/** Runs what is made for the function whose tiles have this width; the narrowest one takes what is left. */
function byWidth(functions: TileFunctions, width: Local, use: (tile: FunctionBuilder) => Code): Code {
  const [first, ...others] = functions;
  if (!first) return [];
  if (others.length === 0) return use(first.tile);
  return when(i32.eq(width.get, i32.const(first.columns)), use(first.tile), byWidth(others, width, use));
}
