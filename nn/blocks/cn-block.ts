// The ConvNeXt block (Liu et al. 2022, arXiv:2201.03545) as torchvision builds it: what ConvNeXtBlock computes, its
// result scaled channel by channel (layer scale, Touvron et al. 2021, arXiv:2103.17239), and torchvision's names.

import { integer, number } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { type GivenNothing, nothingMore } from "../arguments/optional.ts";
import { checkProbability } from "../functional/dropout.ts";
import { GELU } from "../modules/activation.ts";
import { Sequential } from "../modules/container.ts";
import { Conv2d } from "../modules/convolution.ts";
import { LayerNorm } from "../modules/layer-norm.ts";
import { Linear } from "../modules/linear.ts";
import { Module } from "../modules/module.ts";
import { Parameter } from "../modules/parameter.ts";
import { full } from "../tensor/creation.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Permute } from "./permute.ts";
import { StochasticDepth } from "./stochastic-depth.ts";

/** [N, dim, H, W] -> the same shape. */
export class CNBlock extends Module {
  /** [dim, 1, 1] */
  layer_scale: Parameter;
  readonly block: Sequential;
  readonly stochastic_depth: StochasticDepth;

  /**
   * `layerScale` is what the scales start with, `stochasticDepthProb` the probability of a sample to skip the
   * branch in training.
   */
  constructor(dim: number, layerScale: number, stochasticDepthProb: number, ...given: GivenNothing) {
    super();
    const name = new.target.name;
    nothingMore.read(name, given);
    integer(`${name}: dim`, dim, 0);
    number(`${name}: layerScale`, layerScale);
    inFunction(`${name}: stochasticDepthProb`, () =>
      checkProbability("stochastic depth", stochasticDepthProb),
    );
    this.block = new Sequential(
      new Conv2d(dim, dim, 7, { padding: 3, groups: dim }),
      new Permute([0, 2, 3, 1]),
      new LayerNorm(dim, { eps: 1e-6 }),
      new Linear(dim, 4 * dim),
      new GELU(),
      new Linear(4 * dim, dim),
      new Permute([0, 3, 1, 2]),
    );
    this.layer_scale = new Parameter(full([dim, 1, 1], layerScale, { dtype: "float32" }));
    this.stochastic_depth = new StochasticDepth(stochasticDepthProb);
  }

  override forward(x: Tensor): Tensor {
    const result = this.layer_scale.mul(this.block(x));
    return this.stochastic_depth(result).add(x);
  }
}
