// What becomes of the sums of a convolution before they are stored, when a batch normalisation follows it:
//
//     sum * scale + shift, plus a residual, but at least 0
//
// In registers this costs next to nothing; as operations of their own the same steps read and write the whole image
// each.

import { type Code, f32x4, i32, type Local, v128 } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";

/** The last two steps are taken as told; the first always. */
export interface Finish {
  readonly added: boolean;
  readonly rectified: boolean;
}

/** The operands of a kernel that finishes its sums; its bias holds the shifts. */
export const finishOperands = {
  /** bytes from a shift to its scale */
  scale: "i32",
  /** bytes from a number of the result to that of the residual */
  residual: "i32",
} as const;

export type FinishOperand = keyof typeof finishOperands;

/** Tells kernels apart in their names. */
export function finishName(finish: Finish | undefined): string {
  return finish ? ` finish=${finish.added ? "added " : ""}${finish.rectified ? "rectified" : ""}` : "";
}

/** Scales and shifts the sums of a channel; `shift` is the address of its shift, `offset` bytes further on. */
export function normalizeSums(
  f: FunctionBuilder,
  sums: readonly Local[],
  shift: Local,
  offset: number,
  scale: Local,
): Code {
  const factor = f.scratch("factor");
  return [
    factor.set(v128.load32_splat(i32.add(shift.get, scale.get), offset)),
    sums.map((sum) => sum.set(f32x4.madd(sum.get, factor.get, v128.load32_splat(shift.get, offset)))),
  ];
}

/** Adds the residual of numbers that will be stored side by side from `to` on, and cuts off what is below 0. */
export function finishRow(
  f: FunctionBuilder,
  { added, rectified }: Finish,
  values: readonly Local[],
  to: Local,
  residual: Local,
): Code {
  const at = f.local("residualAt");
  const summed = (value: Local, vector: number): Code =>
    added ? f32x4.add(value.get, v128.load(at.get, 16 * vector)) : value.get;
  return [
    added ? at.set(i32.add(to.get, residual.get)) : [],
    values.map((value, vector) => {
      const sum = summed(value, vector);
      return value.set(rectified ? f32x4.pmax(sum, f.constant(0)) : sum);
    }),
  ];
}
