// The methods that multiply matrices and vectors.

import { integer } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { showShape } from "../array/shape.ts";
import { matmul } from "../operations/matmul.ts";
import { noOptions } from "../operations/operation.ts";
import { tril, triu } from "../operations/triangles.ts";
import { apply } from "./apply.ts";
import { expectTensor } from "./expect-tensor.ts";
import { FunctionMethods } from "./function-methods.ts";

export const triangleArguments = optional((diagonal = 0) => ({
  /** the diagonal at which the triangle ends: 0 is the main one, positive ones lie above it */
  diagonal: integer("diagonal", diagonal),
}));
export interface TriangleOptions extends OptionsOf<typeof triangleArguments> {}

/** The names of products, by the number of dimensions of both sides, where PyTorch's graph knows them by one of their own. */
const products: Readonly<Partial<Record<string, typeof matmul>>> = {
  "1x1": { ...matmul, name: "Dot" },
  "2x1": { ...matmul, name: "Mv" },
  "2x2": { ...matmul, name: "Mm" },
  "3x3": { ...matmul, name: "Bmm" },
};

export abstract class MatrixMethods<T extends MatrixMethods<T>> extends FunctionMethods<T> {
  /** The matrix product over the last two dimensions, by PyTorch's rules for vectors and batches. */
  matmul(other: T): T {
    expectTensor("other", other);
    const named = products[`${this.dim()}x${other.dim()}`] ?? matmul;
    return this.make(apply(named, [this, other], noOptions));
  }

  /** The product of two matrices [n, k] and [k, m]. */
  mm(mat2: T): T {
    this.#expectRanks("mm", "two matrices", "mat2", mat2, 2, 2);
    return this.matmul(mat2);
  }

  /** The products of two batches of matrices, [b, n, k] and [b, k, m], pair by pair. */
  bmm(mat2: T): T {
    this.#expectRanks("bmm", "two batches of matrices", "mat2", mat2, 3, 3);
    if (this.size(0) !== mat2.size(0)) {
      throw new RangeError(
        `bmm: expected batches of one size, got shapes ${showShape(this.sizes)} and ${showShape(mat2.sizes)}`,
      );
    }
    return this.matmul(mat2);
  }

  /** The product of this matrix [n, k] and a vector [k]. */
  mv(vec: T): T {
    this.#expectRanks("mv", "a matrix and a vector", "vec", vec, 2, 1);
    return this.matmul(vec);
  }

  /** The sum of the products of the elements of two vectors. */
  dot(tensor: T): T {
    this.#expectRanks("dot", "two vectors", "tensor", tensor, 1, 1);
    return this.matmul(tensor);
  }

  /** The matrix of all products of an element of this vector (row) with one of `vec2` (column). */
  outer(vec2: T): T {
    this.#expectRanks("outer", "two vectors", "vec2", vec2, 1, 1);
    return this.unsqueeze(1).mul(vec2);
  }

  /** The lower triangle of the last two dimensions, up to a diagonal (0 the main one); zeros above. */
  tril(...given: Given<typeof triangleArguments, TriangleOptions>): T {
    return this.make(apply(tril, [this], triangleArguments.read("tril", given)));
  }

  /** The upper triangle of the last two dimensions, from a diagonal on; zeros below. */
  triu(...given: Given<typeof triangleArguments, TriangleOptions>): T {
    return this.make(apply(triu, [this], triangleArguments.read("triu", given)));
  }

  #expectRanks(
    name: string,
    expected: string,
    argument: string,
    other: T,
    own: number,
    others: number,
  ): void {
    if (this.dim() === own && expectTensor(argument, other).dim() === others) return;
    throw new RangeError(
      `${name}: expected ${expected}, got shapes ${showShape(this.sizes)} and ${showShape(other.sizes)}`,
    );
  }
}
