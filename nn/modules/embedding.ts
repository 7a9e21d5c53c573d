// The layer that turns numbers of things into vectors.

import { ifGiven, instance, integer, number } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import type { FloatingDType } from "../array/dtype.ts";
import { sameShape } from "../array/shape.ts";
import { embedding, rowOf } from "../functional/embedding.ts";
import { empty } from "../tensor/creation.ts";
import { expectTensor } from "../tensor/expect-tensor.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { normal_ } from "./init.ts";
import { layerDtype } from "./layer-dtype.ts";
import { Module } from "./module.ts";
import { pythonText } from "./module-text.ts";
import { Parameter } from "./parameter.ts";

const embeddingArguments = optional(
  (paddingIdx?: number, maxNorm?: number, normType = 2) => ({
    /** this row begins with zeros and learns nothing; counted from the end if negative */
    paddingIdx: ifGiven("paddingIdx", paddingIdx, integer),
    /** rows that are looked up and longer than this are made so short, in the weight itself */
    maxNorm: ifGiven("maxNorm", maxNorm, number),
    /** which norm is their length */
    normType,
  }),
  (weight?: Parameter, dtype?: FloatingDType) => ({
    /** [numEmbeddings, embeddingDim], used as it is; left out: normal random values */
    weight: ifGiven("weight", weight, parameter),
    ...layerDtype(dtype),
  }),
);
export interface EmbeddingOptions extends OptionsOf<typeof embeddingArguments> {}

const pretrainedArguments = optional(
  (freeze = true, paddingIdx?: number, maxNorm?: number, normType = 2) => ({
    /** learn nothing */
    freeze,
    /** this row learns nothing; counted from the end if negative */
    paddingIdx,
    /** rows that are looked up and longer than this are made so short, in the weight itself */
    maxNorm,
    /** which norm is their length */
    normType,
  }),
);
export interface PretrainedOptions extends OptionsOf<typeof pretrainedArguments> {}

/** Indices (int64) of any shape [...] -> [..., embeddingDim]. */
export class Embedding extends Module {
  readonly numEmbeddings: number;
  readonly embeddingDim: number;
  readonly paddingIdx: number | undefined;
  readonly maxNorm: number | undefined;
  readonly normType: number;
  /** [numEmbeddings, embeddingDim] */
  weight: Parameter;

  constructor(
    numEmbeddings: number,
    embeddingDim: number,
    ...given: Given<typeof embeddingArguments, EmbeddingOptions>
  ) {
    super();
    const layer = new.target.name;
    const { paddingIdx, maxNorm, normType, weight, dtype } = embeddingArguments.read(layer, given);
    this.numEmbeddings = integer(`${layer}: numEmbeddings`, numEmbeddings, 0);
    this.embeddingDim = integer(`${layer}: embeddingDim`, embeddingDim, 0);
    this.paddingIdx =
      paddingIdx === undefined ? undefined : rowOf(`${layer}: paddingIdx`, paddingIdx, numEmbeddings);
    this.maxNorm = maxNorm;
    this.normType = normType;
    const shape = [numEmbeddings, embeddingDim];
    if (weight && !sameShape(weight.shape, shape)) {
      throw new RangeError(`${layer}: weight: expected the shape ${shown(shape)}, got ${weight.shape}`);
    }
    this.weight = weight ?? randomTable(shape, dtype, this.paddingIdx);
  }

  /** An embedding with given vectors [numEmbeddings, embeddingDim], which learn nothing unless `freeze` is false. */
  static fromPretrained(
    embeddings: Tensor,
    ...given: Given<typeof pretrainedArguments, PretrainedOptions>
  ): Embedding {
    const { freeze, ...options } = pretrainedArguments.read("fromPretrained", given);
    expectTensor("fromPretrained: embeddings", embeddings);
    if (embeddings.dim() !== 2) {
      throw new RangeError(`Embeddings parameter is expected to be 2-dimensional, got ${embeddings.shape}`);
    }
    const [numEmbeddings = 0, embeddingDim = 0] = embeddings.shape;
    const weight = new Parameter(embeddings, !freeze);
    return new Embedding(numEmbeddings, embeddingDim, { ...options, weight });
  }

  override forward(indices: Tensor): Tensor {
    const { weight, paddingIdx, maxNorm, normType } = this;
    return inFunction(this, () => embedding(indices, weight, paddingIdx, maxNorm, normType));
  }

  override extraRepr(): string {
    const { numEmbeddings, embeddingDim, paddingIdx, maxNorm, normType } = this;
    return [
      `${numEmbeddings}, ${embeddingDim}`,
      ...(paddingIdx === undefined ? [] : [`padding_idx=${paddingIdx}`]),
      ...(maxNorm === undefined ? [] : [`max_norm=${pythonText(maxNorm)}`]),
      ...(normType === 2 ? [] : [`norm_type=${pythonText(normType)}`]),
    ].join(", ");
  }
}

function parameter(name: string, value: Parameter): Parameter {
  return instance(name, value, Parameter, "an nn.Parameter");
}

function randomTable(shape: number[], dtype: FloatingDType, zeroRow: number | undefined): Parameter {
  const table = normal_(empty(shape, { dtype }));
  if (zeroRow !== undefined) table.select(0, zeroRow).zero_();
  return new Parameter(table);
}
