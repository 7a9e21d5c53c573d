// Where walks of several tensors begin, as calls name it.

import { shown } from "../arguments/shown.ts";
import type { Root } from "../tensor/backward.ts";
import { expectTensor } from "../tensor/expect-tensor.ts";
import { type Tensor, tensorsIn } from "../tensor/tensor.ts";

export type OneOrMore<T> = T | readonly T[];

/** The tensors with their gradients, one for each; undefined stands for 1. `names` are those of the arguments. */
export function rootsOf(
  names: readonly [tensors: string, gradients: string],
  tensors: OneOrMore<Tensor>,
  gradients: OneOrMore<Tensor | undefined> | undefined,
): Root[] {
  const outputs = tensorsIn(names[0], tensors);
  const all: readonly unknown[] = Array.isArray(gradients) ? gradients : [gradients];
  if (gradients !== undefined && all.length !== outputs.length) {
    throw new RangeError(
      `${names[1]}: expected one for each of ${outputs.length} tensors, got ${shown(gradients)}`,
    );
  }
  return outputs.map((output, i) => {
    const gradient = all[i];
    return {
      output,
      gradient: gradient === undefined ? undefined : expectTensor(names[1], gradient as Tensor),
    };
  });
}
