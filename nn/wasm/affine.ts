// The kernel that scales and shifts each row, as batch normalisation does.

import { f32x4, i32, v128 } from "./code.ts";
import { defineKernel, type Kernel } from "./kernel.ts";
import { rowOperand, writeRows } from "./rows.ts";

/** out[row, column] = x[row, column] * scale[row mod channels] + shift[row mod channels] */
export function affineKernel(): Kernel<"out" | "x" | "columns" | "xRow" | "scale" | "shift" | "channels"> {
  const operands = {
    out: "i32",
    x: "i32",
    columns: "i32",
    xRow: "i32",
    scale: "i32",
    shift: "i32",
    channels: "i32",
  } as const;
  return defineKernel("affine", operands, (run, p) => {
    const { channel } = run.integers("channel");
    const { scale, shift } = run.vectors("scale", "shift");
    writeRows(run, p, (row) => {
      const x = rowOperand(run, { base: p.x, stride: p.xRow }, row, "dense");
      return {
        start: [
          x.start,
          channel.set(i32.shl(i32.rem_u(row.get, p.channels.get), i32.const(2))),
          scale.set(v128.load32_splat(i32.add(p.scale.get, channel.get))),
          shift.set(v128.load32_splat(i32.add(p.shift.get, channel.get))),
        ],
        advance: x.advance,
        value: (vector) => f32x4.madd(x.value(vector), scale.get, shift.get),
      };
    });
  });
}
