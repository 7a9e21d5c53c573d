// How the functions that make tensors are called: sizes as in PyTorch, one by one, in an array or by name, and options last:
// `zeros(2, 3)`, `zeros([2, 3], { dtype: "int64" })`, `zeros({ size: [2, 3] })`.

import { choice, integer } from "../arguments/checks.ts";
import { inFunction } from "../arguments/in-function.ts";
import { keywords, type OptionsOf } from "../arguments/optional.ts";
import { shown } from "../arguments/shown.ts";
import { checkDType, type DType } from "../array/dtype.ts";
import type { Tensor } from "./tensor.ts";
import { type Device, devices } from "./view-methods.ts";

/** What functions that make tensors take by name. */
export const creation = (dtype?: DType, requiresGrad = false, device?: Device) => ({
  /** the type of the elements */
  dtype: dtype === undefined ? dtype : checkDType("dtype", dtype),
  /** asks for the gradient to be gathered */
  requiresGrad,
  /** "cpu" is the only one */
  device: device === undefined ? device : choice("device", device, devices),
});

export const creationArguments = keywords(creation);
export interface CreationOptions extends OptionsOf<typeof creationArguments> {}

const shapeArguments = keywords(
  (size?: readonly number[], dtype?: DType, requiresGrad = false, device?: Device) => ({
    /** the size of each dimension, where it does not come before the options */
    size,
    ...creation(dtype, requiresGrad, device),
  }),
);
export interface ShapeOptions extends OptionsOf<typeof shapeArguments> {}

/** Numbers, and options if need be after them. */
export type NumbersAndOptions = readonly number[] | readonly [...numbers: number[], options: CreationOptions];

/** Sizes one by one, in an array, or by name, then options: `(2, 3)`, `([2, 3])`, `([2, 3], { dtype })`, `({ size, dtype })`. */
export type ShapeArguments =
  | NumbersAndOptions
  | readonly [shape: readonly number[], options?: CreationOptions]
  | readonly [options: ShapeOptions];

export function parsed(
  name: string,
  args: readonly unknown[],
): { shape: readonly number[]; options: CreationOptions } {
  const last = args.at(-1);
  const hasOptions = typeof last === "object" && last !== null && !Array.isArray(last);
  const options: ShapeOptions = shapeArguments.read(name, hasOptions ? [last] : []);
  const listed = hasOptions ? args.slice(0, -1) : args;
  return inFunction(name, () => ({ shape: sizesIn(listed, options.size), options }));
}

/** Sizes as they were given: one by one, in an array, or by name. */
function sizesIn(listed: readonly unknown[], named: readonly number[] | undefined): readonly number[] {
  if (named !== undefined && listed.length > 0) throw new TypeError("size is given twice");
  const [first] = named === undefined ? listed : [named];
  if (first === undefined) throw new TypeError("size: expected whole numbers, got nothing");
  const sizes: readonly unknown[] = Array.isArray(first) ? first : listed;
  if (Array.isArray(first) && listed.length > 1) {
    throw new TypeError(`size: expected one array or numbers, got ${listed.map(shown).join(", ")}`);
  }
  const copy: number[] = []; // the person may change the array later
  for (const size of sizes) copy.push(integer("size", size, 0));
  return copy;
}

/** The new tensor, with a gradient if the options ask for it. */
export function finish(tensor: Tensor, { requiresGrad = false }: CreationOptions): Tensor {
  return requiresGrad ? tensor.requiresGrad_() : tensor;
}
