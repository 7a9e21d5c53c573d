// Operations on truth values, and questions about single numbers. All make bool; what is not 0 counts as true.

import { scalar } from "../array/ndarray.ts";
import { Temporaries } from "../array/temporaries.ts";
import { compareByKernel, predicateByKernel, truthsByKernel } from "./elementwise-kernels.ts";
import { comparison, predicate } from "./elementwise-operation.ts";

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
