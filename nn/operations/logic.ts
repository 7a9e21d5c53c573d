// Operations on truth values, and questions about single numbers. All make bool; what is not 0 counts as true.

import { scalar } from "../array/ndarray.ts";
import { Temporaries } from "../array/temporaries.ts";
import { compareByKernel, predicateByKernel, truthsByKernel } from "./elementwise-kernels.ts";
import { comparison, predicate } from "./elementwise-operation.ts";
import { mapBinary } from "./loops.ts";
import type { Operation, TwoArrays } from "./operation.ts";

export const logicalNot = predicate(
  "LogicalNot",
  (x) => x === 0,
  (x) => {
    if (x.dtype === "bool") return truthsByKernel("logicalNot", [x]);
    if (x.dtype !== "int64") return predicateByKernel("logicalNot", x);
    using temporaries = new Temporaries();
    return compareByKernel("eq", x, temporaries.add(scalar(0, "int64")));
  },
);
export const logicalAnd = comparison("LogicalAnd", (a, b) => a !== 0 && b !== 0, "logicalAnd");
export const logicalOr = comparison("LogicalOr", (a, b) => a !== 0 || b !== 0, "logicalOr");
export const logicalXor = comparison("LogicalXor", (a, b) => (a !== 0) !== (b !== 0), "logicalXor");

export const isnan = predicate("Isnan", Number.isNaN, "isnan");
export const isinf = predicate("Isinf", (x) => Math.abs(x) === Infinity, "isinf");
export const isfinite = predicate("Isfinite", Number.isFinite, "isfinite");

export interface ClosenessOptions {
  readonly rtol: number;
  readonly atol: number;
  /** NaN is close to NaN */
  readonly equalNan: boolean;
}

/** Whether a and b are equal, or |a - b| <= atol + rtol |b|: of two numbers. */
export function areClose(a: number, b: number, { rtol, atol, equalNan }: ClosenessOptions): boolean {
  if (Number.isNaN(a) && Number.isNaN(b)) return equalNan;
  const distance = Math.abs(a - b);
  return a === b || (Number.isFinite(distance) && distance <= atol + rtol * Math.abs(b));
}

/** The same of two arrays of one dtype. */
export const isclose: Operation<TwoArrays, ClosenessOptions> = {
  name: "Isclose",
  forward([a, b], options) {
    if (a.dtype !== b.dtype)
      throw new TypeError(`Isclose: expected two arrays of one dtype, got ${a.dtype} and ${b.dtype}`);
    return mapBinary(a, b, (x, y) => Number(areClose(x, y, options)), "bool");
  },
  gradient: "none",
};
