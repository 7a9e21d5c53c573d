// Operations on truth values, and questions about single numbers. All make bool; what is not 0 counts as true.

import { comparison, predicate } from "./elementwise-operation.ts";

export const logicalNot = predicate("LogicalNot", (x) => x === 0);
export const logicalAnd = comparison("LogicalAnd", (a, b) => a !== 0 && b !== 0);
export const logicalOr = comparison("LogicalOr", (a, b) => a !== 0 || b !== 0);
export const logicalXor = comparison("LogicalXor", (a, b) => (a !== 0) !== (b !== 0));

export const isnan = predicate("Isnan", Number.isNaN);
export const isinf = predicate("Isinf", (x) => Math.abs(x) === Infinity);
export const isfinite = predicate("Isfinite", Number.isFinite);
