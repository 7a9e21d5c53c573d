// The matrix product of float32 matrices by the multiply kernel, shared by matmul, linear and convolution:
// packing, the tables that the kernel reads, and how the work is cut into items.

import { fromValues, type NDArray } from "../array/ndarray.ts";
import { Storage } from "../array/storage.ts";
import { run } from "../threads/pool.ts";
import { isDeep } from "../wasm/block-sums.ts";
import type { Finish, FinishOperand } from "../wasm/finish.ts";
import { multiplyKernel, panelColumns, panelRows } from "../wasm/multiply.ts";
import { packKernel } from "../wasm/pack.ts";
import { Memo } from "./memo.ts";
import { costOfStep, packedTiles, rowTiles, type Tile } from "./tiles.ts";

const floatBytes = 4;

/** Work, in tiles of 16 columns, that keeps a thread busy for some ten microseconds; less is not worth sharing. */
const stepFlops = 1e6;
const stepElements = 16_384;

/** Panels of `a` that one item multiplies: about 400 KiB at a depth of 1024, so that they stay in the cache. */
const blockPanels = 16;

/** Numbers of `b` that the tiles of one item have together: they stay in the first-level cache while panels pass. */
const blockElements = 8192;

/** Fewer items than this cannot be shared evenly. */
const leastItems = 16;

/** Address of the first element of a float32 array. */
export function pointerOf(array: NDArray): number {
  return array.storage.pointer + floatBytes * array.offset;
}

/** `count` lanes of `depth` numbers each (rows of a, or columns of b), at a pointer, with strides in elements. */
export interface Lanes {
  readonly pointer: number;
  readonly count: number;
  readonly depth: number;
  readonly laneStride: number;
  readonly depthStride: number;
}

/** Numbers in the packed form of `count` lanes. */
export function packedLength(count: number, depth: number, lanesPerPanel: number): number {
  return Math.ceil(count / lanesPerPanel) * lanesPerPanel * depth;
}

/** Packs lanes into panels of `lanesPerPanel` at `target`. */
function packInto(target: number, lanes: Lanes, lanesPerPanel: number): void {
  const { pointer, count, depth, laneStride, depthStride } = lanes;
  const kernel = packKernel(lanesPerPanel, depthStride === 1 ? "depth" : "any");
  const step = Math.max(1, Math.ceil(stepElements / (lanesPerPanel * Math.max(depth, 1))));
  run(kernel, Math.ceil(count / lanesPerPanel), step, {
    source: pointer,
    target,
    count,
    depth,
    laneStride: laneStride * floatBytes,
    depthStride: depthStride * floatBytes,
  });
}

/** Packs several matrices of the same size one after the other, into a new storage. */
export function pack(matrices: readonly Lanes[], lanesPerPanel: number, purpose: string): Storage {
  const { count = 0, depth = 0 } = matrices[0] ?? {};
  const length = packedLength(count, depth, lanesPerPanel);
  const storage = new Storage("float32", length * matrices.length, purpose);
  matrices.forEach((lanes, i) => {
    packInto(storage.pointer + i * length * floatBytes, lanes, lanesPerPanel);
  });
  return storage;
}

/** Where the kernel finds the rows of b (offsets in elements), and which tiles of columns it makes. */
export class ProductPlan {
  readonly depth: number;
  readonly tileCount: number;
  /** time of one step of a tile, relative to one of 16 columns */
  readonly stepCost: number;
  readonly #table: Storage;
  readonly #tiles: Storage;

  constructor(rowOffsets: readonly number[], tiles: readonly Tile[]) {
    this.depth = rowOffsets.length;
    this.tileCount = tiles.length;
    this.stepCost = costOfStep(tiles) / Math.max(tiles.length, 1);
    this.#table = integers(rowOffsets.map((offset) => offset * floatBytes));
    this.#tiles = integers(
      tiles.flatMap(({ bOffset, cOffset, columns }) => [bOffset * floatBytes, cOffset * floatBytes, columns]),
    );
  }

  get tablePointer(): number {
    return this.#table.pointer;
  }

  get tilesPointer(): number {
    return this.#tiles.pointer;
  }
}

/** 32-bit integers for a kernel to read: signed ones, or distances in memory, which may be longer than 2 GiB. */
export function integers(values: readonly number[]): Storage {
  const words = values.map((value) => value | 0);
  return fromValues(words, [words.length], "int64").storage;
}

const packedPlans = new Memo<ProductPlan>(256);

/** The plan for a packed b of `depth` rows and `columns` columns, and a c without gaps. */
export function packedPlan(depth: number, columns: number): ProductPlan {
  return packedPlans.get(`${depth} ${columns}`, () => {
    const rowOffsets = Array.from({ length: depth }, (_, k) => k * panelColumns());
    return new ProductPlan(rowOffsets, packedTiles(depth, columns));
  });
}

const densePlans = new Memo<ProductPlan>(64);

/** The plan for a b of dense rows, read where it lies, and a c without gaps. */
export function densePlan(depth: number, columns: number, rowStride: number): ProductPlan {
  return densePlans.get(`${depth} ${columns} ${rowStride}`, () => {
    const rowOffsets = Array.from({ length: depth }, (_, k) => k * rowStride);
    return new ProductPlan(rowOffsets, rowTiles({ rows: 1, columns, rowLength: columns }));
  });
}

/** A run of matrices: the pointer of the first, and elements from one batch, and from one group, to the next. */
export interface Matrices {
  readonly pointer: number;
  readonly batchStride: number;
  readonly groupStride: number;
}

export interface Product {
  readonly plan: ProductPlan;
  /** rows of a and c in each product */
  readonly rows: number;
  readonly batches: number;
  readonly groups: number;
  readonly a: Matrices;
  readonly b: Matrices;
  readonly c: Matrices;
  /** elements between the rows of c */
  readonly rowStride: number;
  /** a number for each row (of each group), or for each column */
  readonly bias?: { readonly along: "rows" | "columns"; readonly pointer: number };
  /** makes of the bias along the rows a shift at the end, with what else the kernel is told */
  readonly finish?: { readonly steps: Finish; readonly operands: Readonly<Record<FinishOperand, number>> };
}

/** c = a b + bias, for each batch and group. */
export function multiply(product: Product): void {
  const { plan, rows, batches, groups, a, b, c, rowStride, bias, finish } = product;
  const panels = Math.ceil(rows / panelRows);
  const blocks = Math.ceil(panels / blockPanels);
  const kernel = multiplyKernel({
    lastRows: rows % panelRows || panelRows,
    bias: finish ? "none" : (bias?.along ?? "none"),
    finish: finish?.steps,
    deep: isDeep(plan.depth),
  });
  const most = Math.min(
    blockElements / (plan.depth * panelColumns()),
    (batches * groups * blocks * plan.tileCount) / leastItems,
  );
  const blockTiles = Math.max(1, Math.floor(most));
  const tileBlocks = Math.ceil(plan.tileCount / blockTiles);
  const itemFlops =
    2 * plan.depth * 16 * plan.stepCost * blockTiles * Math.min(rows, blockPanels * panelRows);
  const step = Math.max(1, Math.round(stepFlops / itemFlops));
  run(kernel, batches * groups * blocks * tileBlocks, step, {
    a: a.pointer,
    b: b.pointer,
    c: c.pointer,
    bias: bias?.pointer ?? 0,
    table: plan.tablePointer,
    depth: plan.depth,
    tiles: plan.tilesPointer,
    tileCount: plan.tileCount,
    panels,
    blockPanels,
    blocks,
    blockTiles,
    tileBlocks,
    cRow: rowStride * floatBytes,
    groups,
    aBatch: a.batchStride * floatBytes,
    aGroup: a.groupStride * floatBytes,
    bBatch: b.batchStride * floatBytes,
    bGroup: b.groupStride * floatBytes,
    cBatch: c.batchStride * floatBytes,
    cGroup: c.groupStride * floatBytes,
    biasGroup: bias?.along === "rows" ? rows * floatBytes : 0,
    ...(finish?.operands ?? { scale: 0, residual: 0 }),
  });
}
