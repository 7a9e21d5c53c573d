// The kernel that adds two arrays and a shift, each scaled by its channel: what the gradient of batch normalisation comes to.

import { f32x4, i32, v128 } from "./code.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import { rowOperand, writeRows } from "./rows.ts";

const operands = {
  out: "i32",
  a: "i32",
  b: "i32",
  columns: "i32",
  /** bytes from row to row of a and b */
  row: "i32",
  aScale: "i32",
  bScale: "i32",
  shift: "i32",
  channels: "i32",
} as const;

/** out[row, column] = a[row, column] * aScale[channel] + b[row, column] * bScale[channel] + shift[channel] */
export function affinePairKernel(): Kernel<keyof typeof operands> {
  return defineKernel("affine pair", operands, (run, p) => {
    const { channel } = run.integers("channel");
    const { aScale, bScale, shift } = run.vectors("aScale", "bScale", "shift");
    writeRows(run, p, (row) => {
      const a = rowOperand(run, { base: p.a, stride: p.row }, row, "dense");
      const b = rowOperand(run, { base: p.b, stride: p.row }, row, "dense");
      const ofChannel = (base: (typeof p)["aScale"]) => v128.load32_splat(i32.add(base.get, channel.get));
      return {
        start: [
          a.start,
          b.start,
          channel.set(i32.shl(i32.rem_u(row.get, p.channels.get), i32.const(2))),
          aScale.set(ofChannel(p.aScale)),
          bScale.set(ofChannel(p.bScale)),
          shift.set(ofChannel(p.shift)),
        ],
        advance: (vectors) => [a.advance(vectors), b.advance(vectors)],
        value: (vector) =>
          f32x4.madd(a.value(vector), aScale.get, f32x4.madd(b.value(vector), bScale.get, shift.get)),
      };
    });
  });
}
