// Winograd's minimal filtering (see winograd-form.ts) of tiles of 4 x 4, and of 2 x 2 for small images, which need
// 6 x 6 (4 x 4) pixels. Pixels, kernels and results are transformed so that a tile takes 36 (16) products of numbers instead of
// 144 (36); summed over channels, those are as many products of matrices, which multiply.ts does. Here are the
// transforms. Four tiles, or four kernels, lie in the lanes of a vector.

import { type Code, f32x4, forRange, i32, type Local, v128, when } from "./code.ts";
import { type Finish, finishName, finishOperands, finishRow, normalizeSums } from "./finish.ts";
import type { FunctionBuilder } from "./function.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import { panelRows } from "./multiply.ts";
import { storePartial } from "./partial.ts";
import type { WinogradForm } from "./winograd-form.ts";

const weightOperands = {
  source: "i32",
  target: "i32",
  channelsIn: "i32",
  channelsOut: "i32",
  /** bytes between the matrices of the target */
  matrix: "i32",
} as const;

/**
 * Kernels [out channel, in channel, 3, 3] become matrices [out channel, in channel], packed as left sides of a
 * product. Items are panels of out channels; lanes of the last one that do not exist repeat the last that does.
 */
export function weightTransformKernel(form: WinogradForm): Kernel<keyof typeof weightOperands> {
  return defineKernel(`winograd weights tile=${form.tileOut}`, weightOperands, (run, p) => {
    const { panel, channelIn, channelOut, to } = run.integers("panel", "channelIn", "channelOut", "to");
    const kernels = Array.from({ length: panelRows }, (_, lane) => run.local(`kernel${lane}`));
    const weights = grid(run, "weight", 3, 3);
    const kernelBytes = 9 * 4;
    const groups = [kernels.slice(0, 4), kernels.slice(4)];
    run.emit(
      forRange(panel, p.begin.get, p.end.get, 1, [
        kernels.map((kernel, lane) => [
          channelOut.set(i32.add(i32.mul(panel.get, i32.const(panelRows)), i32.const(lane))),
          when(
            i32.ge_u(channelOut.get, p.channelsOut.get),
            channelOut.set(i32.sub(p.channelsOut.get, i32.const(1))),
          ),
          kernel.set(
            i32.add(p.source.get, i32.mul(i32.mul(channelOut.get, p.channelsIn.get), i32.const(kernelBytes))),
          ),
        ]),
        forRange(channelIn, i32.const(0), p.channelsIn.get, 1, [
          groups.map((group, index) => [
            weights.flat().map((weight, i) => loadLanes(weight, group, 4 * i)),
            to.set(i32.add(i32.mul(panel.get, p.channelsIn.get), channelIn.get)),
            to.set(i32.add(p.target.get, i32.mul(to.get, i32.const(4 * panelRows)))),
            to.increase(16 * index),
            transform(run, form.weights, weights, (value) => [
              group.length === 4 ? v128.store(to.get, value) : v128.store64_lane(to.get, value, 0),
              to.increase(p.matrix.get),
            ]),
          ]),
          kernels.map((kernel) => kernel.increase(kernelBytes)),
        ]),
      ]),
    );
  });
}

/** One number from each address, lane by lane. */
function loadLanes(target: Local, addresses: readonly Local[], offset: number): Code {
  return addresses.map((address, lane) =>
    target.set(
      lane === 0
        ? v128.load32_splat(address.get, offset)
        : v128.load32_lane(address.get, target.get, lane, offset),
    ),
  );
}

const pixelOperands = {
  source: "i32",
  target: "i32",
  /** where each pixel of a tile lies, in bytes from the tile's place in the frame */
  table: "i32",
  channels: "i32",
  tileRows: "i32",
  /** tiles in a row, a multiple of four */
  tileColumns: "i32",
  /** bytes between planes, and between rows of tiles, of the source */
  plane: "i32",
  row: "i32",
  /** bytes between the matrices of the target */
  matrix: "i32",
} as const;

/**
 * Framed planes become matrices [channel, tile], packed in panels of `lanes` tiles. Items are planes, channel
 * by channel, image by image; tiles are numbered through all images.
 */
export function pixelTransformKernel(
  { tileIn, tileOut, pixels: matrix }: WinogradForm,
  lanes: number,
): Kernel<keyof typeof pixelOperands> {
  return defineKernel(`winograd pixels tile=${tileOut} lanes=${lanes}`, pixelOperands, (run, p) => {
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
            transform(run, matrix, pixels, (value) => [v128.store(to.get, value), to.increase(p.matrix.get)]),
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
  /** bytes between the matrices of the source, and tiles in each of their rows */
  matrix: "i32",
  tiles: "i32",
  /** pixels of the result */
  rows: "i32",
  columns: "i32",
  ...finishOperands,
} as const;

/**
 * Matrices [channel, tile] become planes, with a bias, or finished with shifts in its place. Items are planes,
 * channel by channel, image by image.
 */
export function resultTransformKernel(
  { tileIn, tileOut, results: matrix }: WinogradForm,
  end: "biased" | "plain" | Finish,
): Kernel<keyof typeof resultOperands> {
  const finish = typeof end === "string" ? undefined : end;
  const biased = end === "biased";
  const name = `winograd results tile=${tileOut}${finish ? finishName(finish) : ` ${end}`}`;
  return defineKernel(name, resultOperands, (run, p) => {
    const { item, channel, tileRow, tileColumn, tile } = run.integers(
      "item",
      "channel",
      "tileRow",
      "tileColumn",
      "tile",
    );
    const { from, row, column, to } = run.integers("from", "row", "column", "to");
    const { bias } = run.vectors("bias");
    const { biasAt } = run.integers("biasAt");
    const sums = grid(run, "sum", tileIn, tileIn);
    const results = grid(run, "result", tileOut, tileOut);
    let next = 0;
    run.emit(
      forRange(item, p.begin.get, p.end.get, 1, [
        channel.set(i32.rem_u(item.get, p.channels.get)),
        tile.set(i32.mul(i32.div_u(item.get, p.channels.get), i32.mul(p.tileRows.get, p.tileColumns.get))),
        biasAt.set(i32.add(p.bias.get, i32.shl(channel.get, i32.const(2)))),
        biased ? bias.set(v128.load32_splat(biasAt.get)) : [],
        forRange(tileRow, i32.const(0), p.tileRows.get, 1, [
          forRange(tileColumn, i32.const(0), p.tileColumns.get, 4, [
            from.set(i32.add(i32.mul(channel.get, p.tiles.get), tile.get)),
            from.set(i32.add(p.source.get, i32.shl(from.get, i32.const(2)))),
            sums.flat().map((sum) => [sum.set(v128.load(from.get)), from.increase(p.matrix.get)]),
            transform(run, matrix, sums, (value) => {
              const result = results.flat()[next++];
              return result ? result.set(biased ? f32x4.add(value, bias.get) : value) : [];
            }),
            finish ? normalizeSums(run, results.flat(), biasAt, 0, p.scale) : [],
            row.set(i32.mul(tileRow.get, i32.const(tileOut))),
            results.map((line) => [
              when(i32.lt_u(row.get, p.rows.get), [
                column.set(i32.mul(tileColumn.get, i32.const(tileOut))),
                to.set(
                  i32.add(
                    i32.mul(i32.add(i32.mul(item.get, p.rows.get), row.get), p.columns.get),
                    column.get,
                  ),
                ),
                to.set(i32.add(p.target.get, i32.shl(to.get, i32.const(2)))),
                inRow(run, line).map((pixels) => [
                  storePixels(
                    run,
                    to,
                    pixels,
                    i32.sub(p.columns.get, column.get),
                    i32.lt_u(column.get, p.columns.get),
                    (value) => (finish ? finishRow(run, finish, [value], to, p.residual) : []),
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
  matrix: readonly (readonly number[])[],
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

/** Each vector has one column of four tiles; in as many vectors, the columns of one tile after the other. */
function inRow(run: FunctionBuilder, [a, b, c, d]: readonly Local[]): Code[] {
  if (!a || !b) return [];
  const low = v128.shuffle32(a.get, b.get, [0, 4, 1, 5]);
  const high = v128.shuffle32(a.get, b.get, [2, 6, 3, 7]);
  if (!c || !d) return [low, high];
  const { lowAB, highAB, lowCD, highCD } = run.scratches("lowAB", "highAB", "lowCD", "highCD");
  return [
    [
      lowAB.set(low),
      highAB.set(high),
      lowCD.set(v128.shuffle32(c.get, d.get, [0, 4, 1, 5])),
      highCD.set(v128.shuffle32(c.get, d.get, [2, 6, 3, 7])),
      v128.shuffle32(lowAB.get, lowCD.get, [0, 1, 4, 5]),
    ],
    v128.shuffle32(lowAB.get, lowCD.get, [2, 3, 6, 7]),
    v128.shuffle32(highAB.get, highCD.get, [0, 1, 4, 5]),
    v128.shuffle32(highAB.get, highCD.get, [2, 3, 6, 7]),
  ];
}

/** Stores as many of four pixels as are `left` in the row, finished; none if not `inside`. */
function storePixels(
  run: FunctionBuilder,
  to: Local,
  pixels: Code,
  left: Code,
  inside: Code,
  finish: (value: Local) => Code,
): Code {
  const value = run.scratch("pixels");
  return [
    value.set(pixels),
    when(inside, [
      finish(value),
      when(
        i32.ge_u(left, i32.const(4)),
        v128.store(to.get, value.get),
        storePartial(run, to.get, value, left),
      ),
    ]),
  ];
}
