// The lower and the upper triangle of matrices (the last two dimensions); the rest becomes zero.

import { copyOf, empty, type NDArray } from "../array/ndarray.ts";
import { elementCount, showShape } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { run } from "../threads/pool.ts";
import { type Triangle, triangleKernel } from "../wasm/triangle.ts";
import { fromGradient, type OneArray, type Operation } from "./operation.ts";
import { pointerOf } from "./product.ts";

export interface TriangleOptions {
  /** the diagonal up to which elements stay: 0 the main one, above it positive */
  readonly diagonal: number;
}

/** Elements whose copying takes some ten microseconds. */
const stepElements = 32_768;

function triangle(name: string, kept: Triangle): Operation<OneArray, TriangleOptions> {
  const operation: Operation<OneArray, TriangleOptions> = {
    name,
    forward([x], { diagonal }) {
      if (x.shape.length < 2) {
        throw new RangeError(`${name}: expected at least 2 dimensions, got shape ${showShape(x.shape)}`);
      }
      if (!Number.isInteger(diagonal)) {
        throw new RangeError(`${name}: expected the diagonal as a whole number, got ${diagonal}`);
      }
      if (x.dtype === "float32" || x.dtype === "int64") return byKernel(x, kept, diagonal);
      const out = copyOf(x);
      clearBeyond(out, kept, diagonal);
      return out;
    },
    gradient: fromGradient((gradient, m, options) => m.apply(operation, [gradient], options)),
  };
  return operation;
}

function byKernel(x: NDArray, kept: Triangle, diagonal: number): NDArray {
  const [rows = 0, columns = 0] = x.shape.slice(-2);
  const out = empty(x.shape, x.dtype);
  using temporaries = new Temporaries();
  const count = columns === 0 ? 0 : elementCount(x.shape) / columns;
  run(triangleKernel(kept), count, Math.ceil(stepElements / Math.max(columns, 1)), {
    out: out.storage.pointer,
    x: pointerOf(temporaries.contiguous(x)),
    columns,
    rows,
    diagonal: Math.min(Math.max(diagonal, -rows), columns), // beyond these it has left the matrix, and 32 bits hold them
  });
  return out;
}

/** Row by row, for dtypes without a kernel. */
function clearBeyond(matrices: NDArray, kept: Triangle, diagonal: number): void {
  const [rows = 0, columns = 0] = matrices.shape.slice(-2);
  const values = matrices.storage.data();
  for (let start = 0, row = 0; start < values.length; start += columns, row = (row + 1) % rows) {
    const first = row + diagonal + (kept === "lower" ? 1 : 0);
    const cut = start + Math.min(Math.max(first, 0), columns);
    if (kept === "lower") values.fill(0, cut, start + columns);
    else values.fill(0, start, cut);
  }
}

export const tril = triangle("Tril", "lower");
export const triu = triangle("Triu", "upper");
