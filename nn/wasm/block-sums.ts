// Long sums of products. An addition to a sum that has grown long loses the digits of what is added, so the steps are taken in
// blocks, and the sums of the blocks are added up: of 65,536 products the error is then that of some hundred.

import { type Code, f32x4, i32, type Local, repeatWhile, when } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";

/** The steps of one block. */
const blockDepth = 256;

/** Whether sums of so many products are worth being taken in blocks. */
export function isDeep(depth: number): boolean {
  return depth > 2 * blockDepth;
}

export interface Steps {
  /** address of a step's entry in the table, which taking the step moves on, and of the table's end */
  readonly table: Local;
  readonly tableEnd: Local;
  /** takes steps, at least one, up to such an address */
  readonly takeTo: (stop: Code) => Code;
}

/** Takes all the steps; they add to the sums, which have begun with something. */
export function inBlocks(
  f: FunctionBuilder,
  sums: readonly Local[],
  { table, tableEnd, takeTo }: Steps,
): Code {
  const { stop } = f.integers("stop");
  const totals = sums.map((sum) => ({ sum, total: f.local(`${sum.name}Total`, "v128") }));
  return [
    totals.map(({ sum, total }) => total.set(sum.get)),
    repeatWhile(i32.lt_u(table.get, tableEnd.get), [
      stop.set(i32.add(table.get, i32.const(4 * blockDepth))),
      when(i32.lt_u(tableEnd.get, stop.get), stop.set(tableEnd.get)),
      sums.map((sum) => sum.set(f32x4.const(0))),
      takeTo(stop.get),
      totals.map(({ sum, total }) => total.set(f32x4.add(total.get, sum.get))),
    ]),
    totals.map(({ sum, total }) => sum.set(total.get)),
  ];
}
