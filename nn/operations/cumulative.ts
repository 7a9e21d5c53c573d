// Operations that give, at each position along a dimension, a total of all elements up to there.

import { converterTo } from "../array/dtype.ts";
import { empty, type NDArray, valuesOf } from "../array/ndarray.ts";
import { elementCount, normalizeDim } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { run } from "../threads/pool.ts";
import {
  cumulateColumnsKernel,
  cumulatedColumns,
  cumulateRowsKernel,
  type TotalName,
} from "../wasm/cumulate.ts";
import { alongRows } from "./along-rows.ts";
import { counted } from "./dtype-rules.ts";
import { inType } from "./elementwise-operation.ts";
import { mapLines } from "./lines.ts";
import {
  fromGradient,
  type Gradient,
  type Maths,
  type OneArray,
  type Operation,
  type Value,
} from "./operation.ts";
import { pointerOf } from "./product.ts";
import { movedOn, recurrence } from "./recurrence.ts";

/** Numbers that keep a thread busy for some ten microseconds. */
const stepElements = 16_384;

export interface CumulativeOptions {
  readonly dim: number;
}

function cumulative(
  name: string,
  kernel: TotalName,
  combine: (total: number, value: number) => number,
  gradient: Gradient<OneArray, CumulativeOptions>,
): Operation<OneArray, CumulativeOptions> {
  return {
    name,
    forward([x], options) {
      const dim = normalizeDim(options.dim, x.shape.length);
      if (x.dtype === "float32" && elementCount(x.shape) > 0) return cumulateByKernel(kernel, x, dim);
      if (x.dtype === "int64" || x.dtype === "bool") {
        using temporaries = new Temporaries();
        return cumulateIntegers(inType("int64", x, temporaries), dim, combine);
      }
      const totals = (line: Float64Array) => {
        for (let i = 1; i < line.length; i++) line[i] = combine(line[i - 1] ?? 0, line[i] ?? 0);
        return line;
      };
      return mapLines(x, dim, totals, { dtype: counted(x.dtype) });
    },
    gradient,
  };
}

/** Line after line. A total that does not fit is an error. */
function cumulateIntegers(
  x: NDArray,
  dim: number,
  combine: (total: number, value: number) => number,
): NDArray {
  const length = x.shape[dim] ?? 1;
  const checked = (total: number): number => ((total | 0) === total ? total : converterTo("int64")(total));
  return alongRows(x, dim, { length, dtype: "int64" }, (rows, results) => {
    const [values, totals] = [valuesOf(rows), results.storage.data()];
    if (!(values instanceof Int32Array && totals instanceof Int32Array)) {
      throw new TypeError(`expected int64, got ${x.dtype}`);
    }
    for (let start = 0; start < totals.length; start += length) {
      let total = values[start] ?? 0;
      totals[start] = total;
      for (let i = start + 1; i < start + length; i++) {
        total = checked(combine(total, values[i] ?? 0));
        totals[i] = total;
      }
    }
  });
}

function cumulateByKernel(name: TotalName, x: NDArray, dim: number): NDArray {
  using temporaries = new Temporaries();
  const dense = temporaries.contiguous(x);
  const out = empty(x.shape, "float32");
  const [groups, count] = [elementCount(x.shape.slice(0, dim)), x.shape[dim] ?? 1];
  const columns = elementCount(x.shape.slice(dim + 1));
  const operands = { out: out.storage.pointer, x: pointerOf(dense) };
  if (columns === 1) {
    const step = Math.max(1, Math.round(stepElements / count));
    run(cumulateRowsKernel(name), groups, step, { ...operands, columns: count });
  } else {
    const blocks = Math.ceil(columns / cumulatedColumns);
    const step = Math.max(1, Math.round(stepElements / (count * Math.min(columns, cumulatedColumns))));
    run(cumulateColumnsKernel(name), groups * blocks, step, { ...operands, count, columns, blocks });
  }
  return out;
}

/** The sum of each element and all that follow it. */
function sumFromHere<V extends Value>(x: V, { dim }: CumulativeOptions, m: Maths<V>): V {
  return x.shape.length === 0 ? x : m.flip(m.cumsum(m.flip(x, [dim]), dim), [dim]);
}

export const cumsum = cumulative(
  "Cumsum",
  "sum",
  (total, value) => total + value,
  fromGradient((gradient, m, options) => sumFromHere(gradient, options, m)),
);
export const cumprod: Operation<OneArray, CumulativeOptions> = cumulative(
  "Cumprod",
  "product",
  (total, value) => total * value,
  {
    saves: { inputs: "all", output: false },
    rule({ gradient, inputs: [x], options }, m) {
      if (x.shape.length === 0 || x.shape.includes(0)) return [gradient];
      const dim = normalizeDim(options.dim, x.shape.length);
      // of each factor: the product of those before it, times what comes back through those behind it
      return [m.mul(productsBefore(x, dim, m), m.apply(recurrence, [gradient, x], { dim }))];
    },
  },
);

/** Of each element, the product of those before it along a dimension. */
function productsBefore<V extends Value>(x: V, dim: number, m: Maths<V>): V {
  return m.apply(cumprod, [movedOn(x, dim, 1, m)], { dim });
}

/** Of each element, the product of all others along a dimension; without a division, which zeros would not bear. */
export function productsOfOthers<V extends Value>(x: V, dim: number, m: Maths<V>): V {
  if (x.shape.includes(0)) return x;
  return m.mul(productsBefore(x, dim, m), m.flip(productsBefore(m.flip(x, [dim]), dim, m), [dim]));
}
