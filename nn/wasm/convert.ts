// Kernels that convert elements from one type to another, row by row.

import { f32x4, i32x4, type Local, v128 } from "./code.ts";
import { type ElementwiseKernel, elementwiseKernel } from "./elementwise.ts";
import { flag } from "./formula.ts";
import type { FunctionBuilder } from "./function.ts";
import type { Columns } from "./rows.ts";

/** Types that kernels convert from and to. */
export type Converted = "float32" | "int64" | "bool";

/** out[row, column] = a[row, column] in another type. Numbers that are no integers of 32 bits raise the flag. */
export function convertKernel(from: Converted, to: Converted, columns: Columns): ElementwiseKernel {
  const source = { columns, bytes: from === "bool" ? 1 : 4 } as const;
  return elementwiseKernel(
    `convert ${from} ${to}`,
    [source],
    to === "bool" ? "truths" : "elements",
    ({ a }, f) => {
      if (to === "bool")
        return from === "float32" ? f32x4.ne(a.get, f.constant(0)) : i32x4.ne(a.get, i32x4.const(0));
      if (from === to || (from === "bool" && to === "int64")) return a.get;
      return to === "float32" ? f32x4.convert_i32x4_s(a.get) : truncated(a, f);
    },
  );
}

function truncated(x: Local, f: FunctionBuilder) {
  const fits = v128.and(f32x4.le(f.constant(-(2 ** 31)), x.get), f32x4.lt(x.get, f.constant(2 ** 31)));
  return [flag(f, v128.andnot(i32x4.const(-1), fits)), i32x4.trunc_sat_f32x4_s(x.get)];
}
