// The engine as people import it: `import * as torch from "lamella"`.

export type { DType } from "./array/dtype.ts";
export {
  enableGrad,
  inferenceMode,
  isGradEnabled,
  noGrad,
  setGradEnabled,
} from "./autograd/gradient-mode.ts";
export * as blocks from "./blocks/index.ts";
export * as F from "./functional/index.ts";
export * as autograd from "./gradients/index.ts";
export * as utils from "./gradients/utils.ts";
export * as io from "./io/index.ts";
export { OutOfMemoryError } from "./memory/arena.ts";
export * as nn from "./modules/index.ts";
export { backends } from "./operations/backends.ts";
export * from "./tensor/creation.ts";
export * from "./tensor/dtypes.ts";
export * from "./tensor/functions.ts";
export { type Memory, memory } from "./tensor/memory.ts";
export { meshgrid } from "./tensor/meshgrid.ts";
export { type PrintOptionsChange, setPrintoptions } from "./tensor/print-options.ts";
export { keep, scope } from "./tensor/scope.ts";
export { Size } from "./tensor/size.ts";
export { Tensor } from "./tensor/tensor.ts";
export type { ValuesAndIndices } from "./tensor/values-and-indices.ts";
export type { Device } from "./tensor/view-methods.ts";
export { getNumThreads, setNumThreads } from "./threads/pool.ts";
