// A new tensor that lies in memory as another does: what `randnLike` and its kin draw
// into, so that like a transposed tensor there are the numbers that PyTorch gives.

import type { DType } from "../array/dtype.ts";
import { inverse, memoryOrder } from "../array/memory-order.ts";
import { empty } from "../array/ndarray.ts";
import { withRoom } from "./room.ts";
import { Tensor } from "./tensor.ts";

/**
 * Of the shape of `like`, its dimensions lying in the same order, with whatever the memory held before. `name` is that of the
 * function that fills it.
 */
export function emptyAlike(name: string, like: Tensor, dtype: DType = like.dtype): Tensor {
  const order = like.isContiguous() ? undefined : memoryOrder(like.array);
  const shape = order ? order.map((dim) => like.size(dim)) : like.shape;
  const made = Tensor.from(
    withRoom(name, () => empty([...shape], dtype)),
    name,
  );
  return order ? made.permute(inverse(order)) : made;
}
