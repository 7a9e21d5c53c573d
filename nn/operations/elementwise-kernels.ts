// Elementwise operations by kernels: their operands are broadcast to one shape and laid in rows, the innermost run of each
// without gaps, or one element for the whole row. Operands that lie in another order, all alike, are walked in that order, and
// the result lies as they do, as in PyTorch; others are made contiguous first.

import { bytesPerElement, type DType } from "../array/dtype.ts";
import { empty, full, type NDArray } from "../array/ndarray.ts";
import { broadcastShapes } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { expand, permute } from "../array/views.ts";
import { forEachRun, type Loop, mergeLoops } from "../array/walk.ts";
import { run } from "../threads/pool.ts";
import {
  type BinaryName,
  binaryKernel,
  type ComparisonName,
  chooseKernel,
  comparisonKernel,
  lerpKernel,
} from "../wasm/binary.ts";
import { convertKernel } from "../wasm/convert.ts";
import type { ElementwiseKernel } from "../wasm/elementwise.ts";
import type { Columns } from "../wasm/rows.ts";
import { isTruthName, type TruthName, truthKernel } from "../wasm/truths.ts";
import {
  type IntegerName,
  integerKernel,
  type ParametricName,
  type PredicateName,
  parametricKernel,
  predicateKernel,
  type UnaryName,
  unaryKernel,
} from "../wasm/unary.ts";

/** A run without gaps is cut into rows of this many elements, so that threads can share it. */
const longRow = 4096;
/** Elements that keep a thread busy for some ten microseconds. */
const stepElements = 32_768;

/** The kernel for operands that lie so in their rows; undefined if there is none. */
type KernelFor = (columns: readonly Columns[]) => ElementwiseKernel | undefined;

interface Computation {
  readonly dtype: DType;
  readonly kernelFor: KernelFor;
  /** what all rows share */
  readonly first?: number;
  readonly second?: number;
  /** the kernel may raise its flag: nothing has been computed then */
  readonly mayFlag?: boolean;
}

/** What each of these makes is undefined where there is no kernel for it, or where the kernel gives up. */
export function unaryByKernel(name: UnaryName, x: NDArray): NDArray | undefined {
  if (x.dtype !== "float32") return undefined;
  return compute([x], { dtype: "float32", kernelFor: () => unaryKernel(name) });
}

export function integerByKernel(name: IntegerName, x: NDArray): NDArray | undefined {
  if (x.dtype !== "int64") return undefined;
  return compute([x], { dtype: "int64", kernelFor: () => integerKernel(name), mayFlag: true });
}

/** Truth values. */
export function predicateByKernel(name: PredicateName, x: NDArray): NDArray | undefined {
  if (x.dtype !== "float32") return undefined;
  return compute([x], { dtype: "bool", kernelFor: () => predicateKernel(name) });
}

/** A function with two parameters. */
export function parametricByKernel(
  name: ParametricName,
  x: NDArray,
  first: number,
  second = 0,
): NDArray | undefined {
  if (x.dtype !== "float32") return undefined;
  return compute([x], { dtype: "float32", kernelFor: () => parametricKernel(name), first, second });
}

/** Two arrays of one dtype. */
export function binaryByKernel(name: BinaryName, a: NDArray, b: NDArray): NDArray | undefined {
  const { dtype } = a;
  if (b.dtype !== dtype || dtype === "float64") return undefined;
  if (dtype === "bool") return isTruthName(name) ? truthsByKernel(name, [a, b]) : undefined;
  const mayFlag = dtype === "int64" || name === "fmod" || name === "remainder" || name === "floorDivide";
  return compute([a, b], { dtype, kernelFor: (columns) => binaryKernel(name, dtype, columns), mayFlag });
}

/** Truth values of two arrays of one dtype. */
export function compareByKernel(name: ComparisonName, a: NDArray, b: NDArray): NDArray | undefined {
  const { dtype } = a;
  if (b.dtype !== dtype || dtype === "float64") return undefined;
  if (dtype === "bool") return truthsByKernel(name, [a, b]);
  return compute([a, b], { dtype: "bool", kernelFor: (columns) => comparisonKernel(name, dtype, columns) });
}

/** Truth values of truth values. */
export function truthsByKernel(name: TruthName, inputs: readonly NDArray[]): NDArray | undefined {
  return compute(inputs, { dtype: "bool", kernelFor: (columns) => truthKernel(name, columns) });
}

/** So much of the way from a to b; all float32. */
export function lerpByKernel(a: NDArray, b: NDArray, weight: NDArray): NDArray | undefined {
  return compute([a, b, weight], { dtype: "float32", kernelFor: lerpKernel });
}

/** The elements in another dtype. */
export function convertByKernel(x: NDArray, dtype: DType): NDArray | undefined {
  const from = x.dtype;
  if (from === "float64" || dtype === "float64" || from === dtype) return undefined;
  const mayFlag = from === "float32" && dtype === "int64"; // numbers that do not fit
  return compute([x], {
    dtype,
    kernelFor: ([columns = "dense"]) => convertKernel(from, dtype, columns),
    mayFlag,
  });
}

/** a where the condition (bool) holds, else b; both of one dtype of four bytes. */
export function chooseByKernel(condition: NDArray, a: NDArray, b: NDArray): NDArray | undefined {
  const { dtype } = a;
  if (b.dtype !== dtype || bytesPerElement(dtype) !== 4) return undefined;
  return compute([condition, a, b], { dtype, kernelFor: chooseKernel });
}

function compute(inputs: readonly NDArray[], computation: Computation): NDArray | undefined {
  const shape = inputs.map((each) => each.shape).reduce((a, b) => broadcastShapes(a, b));
  const expanded = inputs.map((each) => expand(each, shape));
  const loops = loopsOf(expanded);
  if (inRows(loops)) return computeRows(expanded, loops, computation);
  const order = commonOrder(expanded);
  const reordered = order && expanded.map((each) => permute(each, order));
  if (reordered && inRows(loopsOf(reordered))) {
    const out = computeRows(reordered, loopsOf(reordered), computation);
    return out && permute(out, inverse(order));
  }
  using temporaries = new Temporaries();
  const dense = inputs.map((each) => expand(temporaries.contiguous(each), shape));
  return computeRows(dense, loopsOf(dense), computation);
}

function computeRows(
  inputs: readonly NDArray[],
  loops: readonly Loop[],
  { dtype, kernelFor, first = 0, second = 0, mayFlag = false }: Computation,
): NDArray | undefined {
  const kernel = kernelFor((loops.at(-1)?.strides ?? []).map((stride) => (stride === 0 ? "splat" : "dense")));
  if (!kernel) return undefined;
  using temporaries = new Temporaries();
  const flag = mayFlag ? temporaries.add(full([1], 0, "int64")) : undefined;
  const out = empty(inputs[0]?.shape ?? [], dtype);
  const [a = 0, b = 0, c = 0] = inputs.map(({ storage }) => storage.pointer);
  const [aBytes = 0, bBytes = 0, cBytes = 0] = inputs.map((each) => bytesPerElement(each.dtype));
  const offsets = inputs.map(({ offset }) => offset);
  forEachBlock(loops, offsets, ({ rows, columns, starts, rowStrides }, written) => {
    const [aStart = 0, bStart = 0, cStart = 0] = starts;
    const [aRow = 0, bRow = 0, cRow = 0] = rowStrides;
    run(kernel, rows, Math.max(1, Math.round(stepElements / columns)), {
      out: out.storage.pointer + bytesPerElement(dtype) * written,
      columns,
      flag: flag?.storage.pointer ?? 0,
      first,
      second,
      a: a + aBytes * aStart,
      aRow: aBytes * aRow,
      b: b + bBytes * bStart,
      bRow: bBytes * bRow,
      c: c + cBytes * cStart,
      cRow: cBytes * cRow,
    });
  });
  if (!flag || flag.storage.data()[0] === 0) return out;
  out.storage.release();
  return undefined;
}

function loopsOf(arrays: readonly NDArray[]): Loop[] {
  return mergeLoops(
    arrays[0]?.shape ?? [],
    arrays.map(({ strides }) => strides),
  );
}

function inRows(loops: readonly Loop[]): boolean {
  return loops.at(-1)?.strides.every((stride) => stride === 0 || stride === 1) ?? false;
}

/** The dimensions in the order in which the first array that is not broadcast lies in memory. */
function commonOrder(arrays: readonly NDArray[]): number[] | undefined {
  const whole = arrays.find(({ shape, strides }) =>
    strides.every((stride, i) => stride > 0 || shape[i] === 1),
  );
  return whole && [...whole.shape.keys()].sort((i, j) => (whole.strides[j] ?? 0) - (whole.strides[i] ?? 0));
}

function inverse(order: readonly number[]): number[] {
  return [...order.keys()].map((dim) => order.indexOf(dim));
}

/** Row by row: `rows` rows of `columns` elements; for each operand its first position and its stride from row to row. */
interface Rows {
  readonly rows: number;
  readonly columns: number;
  readonly starts: readonly number[];
  readonly rowStrides: readonly number[];
}

/** Calls `visit` for blocks of rows, with the number of results before each. */
function forEachBlock(
  loops: readonly Loop[],
  offsets: readonly number[],
  visit: (block: Rows, written: number) => void,
): void {
  const row = loops.at(-1);
  if (!row || loops.some(({ size }) => size === 0)) return;
  if (loops.length === 1) {
    for (const [block, written] of cutLongRow(row, offsets)) visit(block, written);
    return;
  }
  const outer = loops.slice(0, -1);
  let written = 0;
  forEachRun(outer, offsets, (starts, { size: rows, strides: rowStrides }) => {
    visit({ rows, columns: row.size, starts, rowStrides }, written);
    written += rows * row.size;
  });
}

/** A single run as rows of `longRow` elements, and one row that is left. */
function cutLongRow({ size, strides }: Loop, starts: readonly number[]): [Rows, number][] {
  const rows = Math.floor(size / longRow);
  const done = rows * longRow;
  const rowStrides = strides.map((stride) => stride * longRow);
  const blocks: [Rows, number][] = [
    [{ rows, columns: longRow, starts, rowStrides }, 0],
    [
      {
        rows: 1,
        columns: size - done,
        starts: starts.map((start, i) => start + done * (strides[i] ?? 0)),
        rowStrides,
      },
      done,
    ],
  ];
  return blocks.filter(([block]) => block.rows > 0 && block.columns > 0);
}
