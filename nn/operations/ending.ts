// How the sums of a convolution end: as they are, with a bias for each channel (which they then start from), or
// finished by a batch normalisation and what may follow it (see wasm/finish.ts).

import type { NDArray } from "../array/ndarray.ts";
import type { Finish, FinishOperand } from "../wasm/finish.ts";
import { pointerOf } from "./product.ts";

export interface Ending {
  /** address of a number for each channel: its bias, or its shift */
  readonly bias: number;
  readonly finish?: {
    /** bytes from the shift of a channel to its scale */
    readonly scale: number;
    /** of the result's shape, and dense */
    readonly residual: NDArray | undefined;
    readonly rectified: boolean;
  };
}

/** What a kernel is written for: always the same object for the same steps. */
export function finishOf(ending: Ending | undefined): Finish | undefined {
  const finish = ending?.finish;
  return finish && finishes[finish.residual ? "added" : "plain"][finish.rectified ? "rectified" : "plain"];
}

const finishes = {
  plain: { plain: { added: false, rectified: false }, rectified: { added: false, rectified: true } },
  added: { plain: { added: true, rectified: false }, rectified: { added: true, rectified: true } },
};

/** What a kernel is told. */
export function endingOperands(
  ending: Ending | undefined,
  out: number,
): Record<FinishOperand | "bias", number> {
  const { scale = 0, residual } = ending?.finish ?? {};
  return { bias: ending?.bias ?? 0, scale, residual: residual ? pointerOf(residual) - out : 0 };
}
