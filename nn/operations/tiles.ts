// How the columns of a result are cut into tiles: 16 (with narrow vectors 8), 8 or 4 columns wide, or narrower
// where nothing else fits. Kernels find the tiles in a table.

import { panelColumns } from "../wasm/multiply.ts";
import type { Taps } from "../wasm/window.ts";

/** So many columns from a place in b, made into as many at a place in c. */
export interface Tile {
  /** in elements */
  readonly bOffset: number;
  readonly cOffset: number;
  readonly columns: number;
}

/** Time of one step of a tile of that width, relative to one of 16; measured. Narrow tiles leave the vectors half empty. */
const stepCost = (width: number): number =>
  width >= 16 ? 1 : width >= 8 ? 0.62 : width >= 4 ? 0.5 : width / 6;

/** Time of one step of all tiles, in that unit. */
export function costOfStep(tiles: readonly Tile[]): number {
  return tiles.reduce((sum, { columns }) => sum + stepCost(columns), 0);
}

/** The pixels to be made, and the elements between the rows of what is convolved. */
export interface Output {
  readonly rows: number;
  readonly columns: number;
  readonly rowLength: number;
}

/** Each row of pixels in tiles. Rows that follow one another without a gap are one long row. */
export function rowTiles({ rows, columns, rowLength }: Output): Tile[] {
  const seamless = rowLength === columns;
  const [count, length] = seamless ? [1, rows * columns] : [rows, columns];
  return cutRows({ rows: count, columns: length, rowLength }, 1, columns);
}

/** How high the tiles of a window are that slides over planes, and for which taps its kernel is written, if for any. */
export interface TileForm {
  readonly height: number;
  readonly taps?: Taps;
}

/** More rows of taps than this leave no registers for the sums. */
const mostTapRows = 7;

/**
 * With the taps of a dense window told, the height that makes the fewest steps: a tile loads a row for each of its
 * own and for each row of taps but one, and multiplies about twice in that time.
 */
export function tileForm(rows: number, taps?: Taps): TileForm {
  if (rows < 4) return { height: 1 };
  if (!taps || taps.rows < 2 || taps.rows > mostTapRows) return { height: 4 };
  const steps = (height: number): number => Math.ceil(rows / height) * (height + (taps.rows - 1) / 2);
  const heights = [8, 7, 6, 5, 4].filter((height) => height <= rows);
  return { height: heights.reduce((best, height) => (steps(height) < steps(best) ? height : best)), taps };
}

/** Tiles of `height` rows; the last ones reach back over those before. */
export function tallTiles(output: Output, height: number): Tile[] {
  return cutRows(output, height, output.columns);
}

/** Tiles of `height` rows; `outLength` elements lie between the rows of c. */
function cutRows({ rows, columns, rowLength }: Output, height: number, outLength: number): Tile[] {
  const cuts = cutRow(columns);
  return Array.from({ length: Math.ceil(rows / height) }, (_, block) => {
    const row = Math.min(block * height, rows - height);
    return cuts.map(({ start, width }) => ({
      bOffset: row * rowLength + start,
      cOffset: row * outLength + start,
      columns: width,
    }));
  }).flat();
}

/** The columns of a packed matrix in tiles, none of which reaches into another panel. */
export function packedTiles(depth: number, columns: number): Tile[] {
  const width = panelColumns();
  const tiles: Tile[] = [];
  for (let column = 0; column < columns; column += tiles.at(-1)?.columns ?? 1) {
    const left = columns - column;
    const panel = Math.floor(column / width);
    tiles.push({
      bOffset: panel * depth * width + (column % width),
      cOffset: column,
      columns: [width, 8, 4].find((tileColumns) => tileColumns <= left) ?? left,
    });
  }
  return tiles;
}

/**
 * A row in tiles of the kernel's widths. The last tile reaches back over the one before it rather than be
 * narrow: what both compute is the same.
 */
export function cutRow(length: number): { readonly start: number; readonly width: number }[] {
  const widths = [panelColumns(), 8, 4];
  const tiles: { start: number; width: number }[] = [];
  let done = 0;
  while (done < length) {
    const left = length - done;
    const covering = widths.findLast((width) => width >= left && width <= length);
    const width = covering ?? widths.find((each) => each <= left) ?? left;
    tiles.push({ start: covering ? length - covering : done, width });
    done += Math.min(width, left);
  }
  return tiles;
}
