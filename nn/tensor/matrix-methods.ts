// The methods that multiply matrices and vectors.

import { integer } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { showShape } from "../array/shape.ts";
import { matmul } from "../operations/matmul.ts";
import { noOptions } from "../operations/operation.ts";
import { tril, triu } from "../operations/triangles.ts";
import { apply } from "./apply.ts";
import { FunctionMethods } from "./function-methods.ts";
import { expectTensor } from "./number-operand.ts";

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
  mm(other: T): T {
    this.#expectRanks("mm", "two matrices", other, 2, 2);
    return this.matmul(other);
  }

  /** The products of two batches of matrices, [b, n, k] and [b, k, m], pair by pair. */
  bmm(other: T): T {
    this.#expectRanks("bmm", "two batches of matrices", other, 3, 3);
    if (this.size(0) !== other.size(0)) {
      throw new RangeError(
        `bmm: expected batches of one size, got shapes ${showShape(this.sizes)} and ${showShape(other.sizes)}`,
      );
    }
    return this.matmul(other);
  }

  /** The product of this matrix [n, k] and a vector [k]. */
  mv(vector: T): T {
    this.#expectRanks("mv", "a matrix and a vector", vector, 2, 1);
    return this.matmul(vector);
  }

  /** The sum of the products of the elements of two vectors. */
  dot(other: T): T {
    this.#expectRanks("dot", "two vectors", other, 1, 1);
    return this.matmul(other);
  }

  /** The matrix of all products of an element of this vector (row) with one of the other (column). */
  outer(other: T): T {
    this.#expectRanks("outer", "two vectors", other, 1, 1);
    return this.unsqueeze(1).mul(other);
  }

  /** The lower triangle of the last two dimensions, up to a diagonal (0 the main one); zeros above. */
  tril(...given: Given<typeof triangleArguments, TriangleOptions>): T {
    return this.make(apply(tril, [this], triangleArguments.read("tril", given)));
  }

  /** The upper triangle of the last two dimensions, from a diagonal on; zeros below. */
  triu(...given: Given<typeof triangleArguments, TriangleOptions>): T {
    return this.make(apply(triu, [this], triangleArguments.read("triu", given)));
  }

  #expectRanks(name: string, expected: string, other: T, own: number, others: number): void {
    if (this.dim() === own && expectTensor("other", other).dim() === others) return;
    throw new RangeError(
      `${name}: expected ${expected}, got shapes ${showShape(this.sizes)} and ${showShape(other.sizes)}`,
    );
  }
}
