// Copies of arrays without gaps: by kernels where there is one for how the array lies, else by the walk of ndarray.ts.

import { copyRows } from "./copy-rows.ts";
import { empty, type NDArray } from "./ndarray.ts";
import { gather, mergeLoops } from "./walk.ts";

/** A contiguous copy in a storage of its own. */
export function denseCopy(array: NDArray): NDArray {
  const copy = empty(array.shape, array.dtype);
  const loops = mergeLoops(array.shape, [copy.strides, array.strides]);
  if (!copyRows(copy, array, loops, [0, array.offset])) {
    gather(array.storage.data(), array, copy.storage.data());
  }
  return copy;
}
