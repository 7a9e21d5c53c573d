// The engine as people import it: `import * as torch from "lamella"`.

import { arena, type MemoryStatistics } from "./memory/arena.ts";

export type { DType } from "./array/dtype.ts";
export * as blocks from "./blocks/index.ts";
export * as F from "./functional/index.ts";
export * as io from "./io/index.ts";
export { OutOfMemoryError } from "./memory/arena.ts";
export * as nn from "./modules/index.ts";
export * from "./tensor/creation.ts";
export * from "./tensor/functions.ts";
export { enableGrad, isGradEnabled, noGrad } from "./tensor/gradient-mode.ts";
export { keep, scope } from "./tensor/scope.ts";
export { Size } from "./tensor/size.ts";
export { Tensor } from "./tensor/tensor.ts";
export { getNumThreads, setNumThreads } from "./threads/pool.ts";

/** How much memory the tensors take, in bytes, and how many blocks of it are alive. */
export function memory(): MemoryStatistics {
  return arena.statistics();
}
