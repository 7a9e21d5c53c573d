// The lower and the upper triangle of matrices (the last two dimensions); the rest becomes zero.

import { copyOf, type NDArray } from "../array/ndarray.ts";
import { elementCount, showShape } from "../array/shape.ts";
import { type Operation, wrongInputs } from "./operation.ts";

export interface TriangleOptions {
  /** the diagonal up to which elements stay: 0 the main one, above it positive */
  readonly diagonal: number;
}

function triangle(name: string, stays: (fromDiagonal: number) => boolean): Operation<TriangleOptions> {
  return {
    name,
    forward(inputs, { diagonal }) {
      const [x] = inputs;
      if (!x || inputs.length > 1) throw wrongInputs(name, "one array", inputs);
      if (x.shape.length < 2) {
        throw new RangeError(`${name}: expected at least 2 dimensions, got shape ${showShape(x.shape)}`);
      }
      const out = copyOf(x);
      clearWhere(out, (row, column) => !stays(column - row - diagonal));
      return out;
    },
    backward: undefined,
  };
}

function clearWhere(matrices: NDArray, vanishes: (row: number, column: number) => boolean): void {
  const [rows = 0, columns = 0] = matrices.shape.slice(-2);
  const values = matrices.storage.data();
  const count = elementCount(matrices.shape.slice(0, -2));
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (!vanishes(row, column)) continue;
      for (let matrix = 0; matrix < count; matrix++) values[(matrix * rows + row) * columns + column] = 0;
    }
  }
}

export const tril = triangle("Tril", (fromDiagonal) => fromDiagonal <= 0);
export const triu = triangle("Triu", (fromDiagonal) => fromDiagonal >= 0);
