// The layer that turns numbers of things into vectors.

import { inFunction } from "../arguments/in-function.ts";
import { embedding } from "../functional/embedding.ts";
import { empty } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { checkCounts } from "./expected-input.ts";
import { normal_ } from "./init.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

export interface EmbeddingOptions {
  /** this row begins with zeros and learns nothing; counted from the end if negative */
  readonly paddingIdx?: number | undefined;
  /** [numEmbeddings, embeddingDim], used as it is; left out: normal random values */
  readonly weight?: Parameter;
}

/** Indices (int64) of any shape [...] -> [..., embeddingDim]. */
export class Embedding extends Module {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  readonly paddingIdx: number | undefined;
  /** [numEmbeddings, embeddingDim] */
  weight: Parameter;

  constructor(numEmbeddings: number, embeddingDim: number, { paddingIdx, weight }: EmbeddingOptions = {}) {
    super();
    checkCounts("Embedding", { numEmbeddings, embeddingDim });
    this.numEmbeddings = numEmbeddings;
    this.embeddingDim = embeddingDim;
    this.paddingIdx = paddingIdx === undefined ? undefined : rowOf(paddingIdx, numEmbeddings);
    this.weight = weight ?? randomTable(numEmbeddings, embeddingDim, this.paddingIdx);
  }

  /** An embedding with given vectors [numEmbeddings, embeddingDim], which learn nothing unless `freeze` is false. */
  static fromPretrained(
    embeddings: Tensor,
    { freeze = true, paddingIdx }: { readonly freeze?: boolean; readonly paddingIdx?: number } = {},
  ): Embedding {
    if (embeddings.dim() !== 2) {
      throw new RangeError(`Embeddings parameter is expected to be 2-dimensional, got ${embeddings.shape}`);
    }
    const [numEmbeddings = 0, embeddingDim = 0] = embeddings.shape;
    const weight = new Parameter(embeddings, { requiresGrad: !freeze });
    return new Embedding(numEmbeddings, embeddingDim, { paddingIdx, weight });
  }

  override forward(indices: Tensor): Tensor {
    return inFunction(this, () => embedding(indices, this.weight));
  }

  override extraRepr(): string {
    const { numEmbeddings, embeddingDim, paddingIdx } = this;
    return `${numEmbeddings}, ${embeddingDim}${paddingIdx === undefined ? "" : `, padding_idx=${paddingIdx}`}`;
  }
}

function randomTable(rows: number, columns: number, zeroRow: number | undefined): Parameter {
  const table = normal_(empty(rows, columns));
  if (zeroRow !== undefined) table.select(0, zeroRow).zero_();
  return new Parameter(table);
}

function rowOf(index: number, count: number): number {
  if (!Number.isInteger(index) || index < -count || index >= count) {
    throw new RangeError(`Padding_idx must be within num_embeddings, got ${index} for ${count}`);
  }
  return index < 0 ? index + count : index;
}
