// What a person can ask about memory.

import { bytesPerElement } from "../array/dtype.ts";
import { Storage } from "../array/storage.ts";
import { arena, type MemoryStatistics } from "../memory/arena.ts";
import { reclaim } from "./scope.ts";

export interface Memory extends MemoryStatistics {
  /** tensors that are alive; all views of one count as one */
  readonly tensors: number;
  /** bytes of their elements */
  readonly tensorBytes: number;
}

/**
 * How much memory is in use, after what nobody can reach any more has been taken back. Blocks that hold no tensor
 * are packed weights, tables for kernels, and the like.
 */
export function memory(): Memory {
  reclaim();
  const storages = arena
    .owners()
    .filter((owner) => owner instanceof Storage)
    .filter((storage) => storage.ofTensor)
    .toArray();
  const bytes = storages.map(({ dtype, length }) => length * bytesPerElement(dtype));
  return {
    ...arena.statistics(),
    tensors: storages.length,
    tensorBytes: bytes.reduce((sum, each) => sum + each, 0),
  };
}
