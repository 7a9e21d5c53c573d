// Winograd's minimal filtering F(4x4, 3x3), after Lavin and Gray, Fast Algorithms for Convolutional Neural Networks
// (2016), section 4.3. A tile of 4 x 4 results needs 6 x 6 pixels. Pixels, kernels and results are transformed so
// that a convolution becomes 36 products of numbers instead of 144; summed over channels, those are 36 products of
// matrices, which multiply.ts does. Here are the transforms of pixels and results. Four tiles lie in the lanes of
// a vector.

import { type Code, f32x4, forRange, i32, type Local, v128, when } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import { storePartial } from "./partial.ts";

/** Pixels along the side of a tile, before and after. */
export const tileIn = 6;
export const tileOut = 4;

type Matrix = readonly (readonly number[])[];

/** B transposed: what is done to the columns, and then to the rows, of 6 x 6 pixels. */
const pixelTransform: Matrix = [
  [4, 0, -5, 0, 1, 0],
  [0, -4, -4, 1, 1, 0],
  [0, 4, -4, -1, 1, 0],
  [0, -2, -1, 2, 1, 0],
  [0, 2, -1, -2, 1, 0],
  [0, 4, 0, -5, 0, 1],
];

/** A transposed: what is done to 6 x 6 sums of products. */
const resultTransform: Matrix = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 2, -2, 0],
  [0, 1, 1, 4, 4, 0],
  [0, 1, -1, 8, -8, 1],
];

/** G: what is done to 3 x 3 weights. */
export const weightTransform: Matrix = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
];

const pixelOperands = {
  source: "i32",
  target: "i32",
  /** where each of the 36 pixels of a tile lies, in bytes from the tile's place in the frame */
  table: "i32",
  channels: "i32",
  tileRows: "i32",
  /** tiles in a row, a multiple of four */
  tileColumns: "i32",
  /** bytes between planes, and between rows of tiles, of the source */
  plane: "i32",
  row: "i32",
  /** bytes between the 36 matrices of the target */
  matrix: "i32",
} as const;

/**
 * Framed planes become 36 matrices [channel, tile], packed in panels of `lanes` tiles. Items are planes, channel
 * by channel, image by image; tiles are numbered through all images.
 */
export function pixelTransformKernel(lanes: number): Kernel<keyof typeof pixelOperands> {
  return defineKernel(`winograd pixels lanes=${lanes}`, pixelOperands, (run, p) => {
    const { item, channel, tileRow, tileColumn, tile } = run.integers(
      "item",
      "channel",
      "tileRow",
      "tileColumn",
      "tile",
    );
    const { plane, from, to } = run.integers("plane", "from", "to");
    const pixels = grid(run, "pixel", tileIn, tileIn);
    const panelBytes = i32.mul(p.channels.get, i32.const(4 * lanes));
    run.emit(
      forRange(item, p.begin.get, p.end.get, 1, [
        channel.set(i32.rem_u(item.get, p.channels.get)),
        tile.set(i32.mul(i32.div_u(item.get, p.channels.get), i32.mul(p.tileRows.get, p.tileColumns.get))),
        plane.set(i32.add(p.source.get, i32.mul(item.get, p.plane.get))),
        forRange(tileRow, i32.const(0), p.tileRows.get, 1, [
          from.set(i32.add(plane.get, i32.mul(tileRow.get, p.row.get))),
          forRange(tileColumn, i32.const(0), p.tileColumns.get, 4, [
            pixels
              .flat()
              .map((pixel, i) => pixel.set(v128.load(i32.add(from.get, i32.load(p.table.get, 4 * i))))),
            to.set(i32.add(p.target.get, i32.mul(i32.div_u(tile.get, i32.const(lanes)), panelBytes))),
            to.increase(i32.mul(channel.get, i32.const(4 * lanes))),
            to.increase(i32.shl(i32.rem_u(tile.get, i32.const(lanes)), i32.const(2))),
            transform(run, pixelTransform, pixels, (value) => [
              v128.store(to.get, value),
              to.increase(p.matrix.get),
            ]),
            tile.increase(4),
            from.increase(16),
          ]),
        ]),
      ]),
    );
  });
}

const resultOperands = {
  source: "i32",
  target: "i32",
  /** one number for each channel */
  bias: "i32",
  channels: "i32",
  tileRows: "i32",
  tileColumns: "i32",
  /** bytes between the 36 matrices of the source, and tiles in each of their rows */
  matrix: "i32",
  tiles: "i32",
  /** pixels of the result */
  rows: "i32",
  columns: "i32",
} as const;

/** 36 matrices [channel, tile] become planes. Items are planes, channel by channel, image by image. */
export function resultTransformKernel(biased: boolean): Kernel<keyof typeof resultOperands> {
  return defineKernel(`winograd results biased=${biased}`, resultOperands, (run, p) => {
    const { item, channel, tileRow, tileColumn, tile } = run.integers(
      "item",
      "channel",
      "tileRow",
      "tileColumn",
      "tile",
    );
    const { from, row, column, to } = run.integers("from", "row", "column", "to");
    const { bias } = run.vectors("bias");
    const sums = grid(run, "sum", tileIn, tileIn);
    const results = grid(run, "result", tileOut, tileOut);
    let next = 0;
    run.emit(
      forRange(item, p.begin.get, p.end.get, 1, [
        channel.set(i32.rem_u(item.get, p.channels.get)),
        tile.set(i32.mul(i32.div_u(item.get, p.channels.get), i32.mul(p.tileRows.get, p.tileColumns.get))),
        biased ? bias.set(v128.load32_splat(i32.add(p.bias.get, i32.shl(channel.get, i32.const(2))))) : [],
        forRange(tileRow, i32.const(0), p.tileRows.get, 1, [
          forRange(tileColumn, i32.const(0), p.tileColumns.get, 4, [
            from.set(i32.add(i32.mul(channel.get, p.tiles.get), tile.get)),
            from.set(i32.add(p.source.get, i32.shl(from.get, i32.const(2)))),
            sums.flat().map((sum) => [sum.set(v128.load(from.get)), from.increase(p.matrix.get)]),
            transform(run, resultTransform, sums, (value) => {
              const result = results.flat()[next++];
              return result ? result.set(biased ? f32x4.add(value, bias.get) : value) : [];
            }),
            row.set(i32.shl(tileRow.get, i32.const(2))),
            results.map((line) => [
              when(i32.lt_u(row.get, p.rows.get), [
                column.set(i32.shl(tileColumn.get, i32.const(2))),
                to.set(
                  i32.add(
                    i32.mul(i32.add(i32.mul(item.get, p.rows.get), row.get), p.columns.get),
                    column.get,
                  ),
                ),
                to.set(i32.add(p.target.get, i32.shl(to.get, i32.const(2)))),
                transpose(run, line).map((pixels) => [
                  storePixels(
                    run,
                    to,
                    pixels,
                    i32.sub(p.columns.get, column.get),
                    i32.lt_u(column.get, p.columns.get),
                  ),
                  column.increase(4),
                  to.increase(16),
                ]),
              ]),
              row.increase(1),
            ]),
            tile.increase(4),
          ]),
        ]),
      ]),
    );
  });
}

function grid(run: FunctionBuilder, name: string, rows: number, columns: number): Local[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => run.local(`${name}${row}${column}`, "v128")),
  );
}

/** matrix * values * matrix transposed, row by row given to `use`. */
function transform(
  run: FunctionBuilder,
  matrix: Matrix,
  values: readonly Local[][],
  use: (value: Code) => Code,
): Code {
  const half = matrix.map((_, i) => values.map((_, column) => run.scratch(`half${i}${column}`)));
  return [
    half.map((line, i) =>
      line.map((each, column) =>
        each.set(
          combine(
            run,
            matrix[i] ?? [],
            values.map((row) => row[column]),
          ),
        ),
      ),
    ),
    half.map((line) => matrix.map((coefficients) => use(combine(run, coefficients, line)))),
  ];
}

/** The sum of the values, each times its coefficient. */
function combine(
  run: FunctionBuilder,
  coefficients: readonly number[],
  values: readonly (Local | undefined)[],
): Code {
  return (
    coefficients.reduce<Code | undefined>((sum, coefficient, i) => {
      const value = values[i];
      if (coefficient === 0 || !value) return sum;
      if (sum === undefined)
        return coefficient === 1 ? value.get : f32x4.mul(value.get, run.constant(coefficient));
      if (coefficient === 1) return f32x4.add(sum, value.get);
      if (coefficient === -1) return f32x4.sub(sum, value.get);
      return f32x4.madd(value.get, run.constant(coefficient), sum);
    }, undefined) ?? f32x4.const(0)
  );
}

/** Four vectors of one column of four tiles each become four vectors of the four columns of one tile each. */
function transpose(run: FunctionBuilder, [a, b, c, d]: readonly Local[]): Code[] {
  if (!a || !b || !c || !d) return [];
  const { lowAB, highAB, lowCD, highCD } = run.scratches("lowAB", "highAB", "lowCD", "highCD");
  return [
    [
      lowAB.set(v128.shuffle32(a.get, b.get, [0, 4, 1, 5])),
      highAB.set(v128.shuffle32(a.get, b.get, [2, 6, 3, 7])),
      lowCD.set(v128.shuffle32(c.get, d.get, [0, 4, 1, 5])),
      highCD.set(v128.shuffle32(c.get, d.get, [2, 6, 3, 7])),
      v128.shuffle32(lowAB.get, lowCD.get, [0, 1, 4, 5]),
    ],
    v128.shuffle32(lowAB.get, lowCD.get, [2, 3, 6, 7]),
    v128.shuffle32(highAB.get, highCD.get, [0, 1, 4, 5]),
    v128.shuffle32(highAB.get, highCD.get, [2, 3, 6, 7]),
  ];
}

/** Stores as many of four pixels as are `left` in the row; none if not `inside`. */
function storePixels(run: FunctionBuilder, to: Local, pixels: Code, left: Code, inside: Code): Code {
  const value = run.scratch("pixels");
  return [
    value.set(pixels),
    when(
      inside,
      when(
        i32.ge_u(left, i32.const(4)),
        v128.store(to.get, value.get),
        storePartial(run, to.get, value, left),
      ),
    ),
  ];
}
