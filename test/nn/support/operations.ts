// All operations that the engine has, by the names under which they are exported: tables must not forget one.

import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { NDArray } from "../../../nn/array/ndarray.ts";
import type { Operation, ViewOperation } from "../../../nn/operations/operation.ts";

const folder = resolve(import.meta.dirname, "../../../nn/operations");

export type AnyOperation = Operation<readonly (NDArray | undefined)[], object>;
export type AnyView = ViewOperation<object>;

function isOperation(value: unknown): value is AnyOperation {
  return typeof value === "object" && value !== null && "forward" in value && "gradient" in value;
}

function isView(value: unknown): value is AnyView {
  return typeof value === "object" && value !== null && "view" in value && "gradient" in value;
}

export const operations = new Map<string, AnyOperation>();
export const views = new Map<string, AnyView>();

for (const file of readdirSync(folder)) {
  const module: object = await import(join(folder, file));
  for (const [name, value] of Object.entries(module)) {
    if (isOperation(value)) operations.set(name, value);
    if (isView(value)) views.set(name, value);
  }
}
