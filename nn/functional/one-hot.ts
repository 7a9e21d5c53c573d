// Classes as vectors: a one where the class is, zeros elsewhere.

import { integer } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";
import { zeros } from "../tensor/creation.ts";
import { expectTensor } from "../tensor/expect-tensor.ts";
import { composed } from "../tensor/scope.ts";
import type { Tensor } from "../tensor/tensor.ts";

const oneHotArguments = optional((numClasses = -1) => ({
  /** -1: one more than the largest class */
  numClasses: integer("numClasses", numClasses, -1),
}));
export interface OneHotOptions extends OptionsOf<typeof oneHotArguments> {}

/** Classes (int64) of any shape [...] -> [..., numClasses], int64; without `numClasses` one more than the largest class. */
export function oneHot(classes: Tensor, ...given: Given<typeof oneHotArguments, OneHotOptions>): Tensor {
  const { numClasses } = oneHotArguments.read("oneHot", given);
  expectTensor("oneHot: classes", classes);
  if (classes.dtype !== "int64") {
    throw new TypeError(`oneHot: expected classes of dtype int64, got ${classes.dtype}`);
  }
  if (classes.numel() === 0) {
    if (numClasses > 0) return zeros([...classes.shape, numClasses], { dtype: "int64" });
    throw new RangeError("oneHot: cannot infer the number of classes from a tensor without elements");
  }
  const [least, largest] = [classes.min().item(), classes.max().item()];
  const count = numClasses === -1 ? largest + 1 : numClasses;
  if (least < 0 || largest >= count) {
    throw new RangeError(`oneHot: expected classes from 0 to ${count - 1}, got ${least} to ${largest}`);
  }
  return composed(() =>
    zeros([...classes.shape, count], { dtype: "int64" }).scatter(-1, classes.unsqueeze(-1), 1),
  );
}
