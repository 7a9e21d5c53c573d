// Where in each line of a float32 array the largest or smallest number stands, by kernels: in rows the number is found first,
// and then looked for; in columns number and place are kept together.

import { empty, type NDArray } from "../array/ndarray.ts";
import { elementCount } from "../array/shape.ts";
import { run } from "../threads/pool.ts";
import { blockColumns } from "../wasm/columns.ts";
import { findKernel, placesInColumnsKernel } from "../wasm/places.ts";
import { type Foldable, fold } from "./folding.ts";
import { pointerOf } from "./product.ts";

/** Numbers that keep a thread busy for some ten microseconds. */
const stepElements = 32_768;

/** The place of the first such number of each line, int64; undefined where a line lies along several dimensions. */
export function placesOf(kind: "largest" | "smallest", { x, reduced }: Foldable): NDArray | undefined {
  if (reduced.filter((gone) => gone).length !== 1) return undefined;
  const dim = reduced.indexOf(true);
  const out = empty(x.shape.with(dim, 1), "int64");
  const [outer, count] = [elementCount(x.shape.slice(0, dim)), x.shape[dim] ?? 1];
  const columns = elementCount(x.shape.slice(dim + 1));
  const operands = { out: out.storage.pointer, x: pointerOf(x) };
  if (columns === 1) {
    const best = fold(kind, { x, reduced });
    const step = Math.max(1, Math.round(stepElements / count));
    run(findKernel(), outer, step, { ...operands, columns: count, best: pointerOf(best) });
    best.storage.release();
    return out;
  }
  const blocks = Math.ceil(columns / blockColumns);
  const step = Math.max(1, Math.round(stepElements / (count * Math.min(columns, blockColumns))));
  run(placesInColumnsKernel(kind), outer * blocks, step, { ...operands, count, columns, blocks, centers: 0 });
  return out;
}
