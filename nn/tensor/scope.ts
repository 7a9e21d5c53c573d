// Memory scopes: what is made while a scope runs and neither leaves it nor is kept is released at its end. The
// garbage collector alone is not enough, because it runs no finaliser while a synchronous loop goes on.

import type { Storage } from "../array/storage.ts";
import { isGradEnabled, refusePromise } from "./gradient-mode.ts";
import { TensorBase } from "./tensor-base.ts";

interface Scope {
  readonly made: Set<Storage>;
  readonly outer: Scope | undefined;
}

let current: Scope | undefined;

/** a module call under `noGrad` is running */
let inCall = false;

/** Puts a new storage under the care of the innermost scope. */
export function track(storage: Storage): void {
  current?.made.add(storage);
}

/**
 * Calls `fn` and releases every tensor made meanwhile, except those in its result (in arrays, maps, objects and
 * modules, too) and those given to `keep`. Scopes nest: what leaves an inner one belongs to the outer one.
 */
export function scope<T>(fn: () => T): T {
  return runScope("scope", fn, (result) => [result]);
}

/** Lets the tensors in `value` outlive every scope that is running. Returns `value`. */
export function keep<T>(value: T): T {
  if (current === undefined) return value;
  for (const storage of storagesIn(value)) {
    for (let each: Scope | undefined = current; each; each = each.outer) each.made.delete(storage);
  }
  return value;
}

/**
 * Calls a module's forward. Under `noGrad` the outermost such call is a scope, and what can be reached from
 * `holders` (the module and its inputs) stays alive as well as the result: forward may have stored it there.
 * With gradients on, nothing is released: the tape needs what was made.
 */
export function callScope<T>(holders: unknown, fn: () => T): T {
  if (isGradEnabled() || inCall) return fn();
  inCall = true;
  try {
    return runScope("forward under noGrad", fn, (result) => [result, holders]);
  } finally {
    inCall = false;
  }
}

/**
 * Runs a function that is made of several operations as if it were one operation: what it leaves behind is released.
 * With gradients to compute nothing is released: the tape needs what was made.
 */
export function composed<T>(inputs: readonly TensorBase[], fn: () => T): T {
  if (isGradEnabled() && inputs.some((input) => input.requiresGrad)) return fn();
  return runScope("composed", fn, (result) => [result]);
}

function runScope<T>(name: string, fn: () => T, survivors: (result: T) => unknown): T {
  const inner: Scope = { made: new Set(), outer: current };
  current = inner;
  try {
    const result = refusePromise(name, fn());
    if (inner.made.size > 0) {
      for (const storage of storagesIn(survivors(result))) {
        if (inner.made.delete(storage)) inner.outer?.made.add(storage);
      }
    }
    return result;
  } finally {
    current = inner.outer;
    for (const storage of inner.made) storage.release();
  }
}

/** The storages of all tensors that can be reached from `value` through properties, elements and map entries. */
function storagesIn(value: unknown): Set<Storage> {
  const storages = new Set<Storage>();
  const seen = new Set<unknown>();
  const pending: object[] = [];
  const visit = (values: Iterable<unknown>): void => {
    for (const each of values) {
      if (!isObject(each) || seen.has(each)) continue;
      seen.add(each);
      pending.push(each);
    }
  };
  visit([value]);
  for (let each = pending.pop(); each !== undefined; each = pending.pop()) {
    if (each instanceof TensorBase && !each.released) storages.add(each.array.storage);
    if (each instanceof Map) visit(each.keys());
    if (each instanceof Map || each instanceof Set) visit(each.values());
    if (!ArrayBuffer.isView(each)) visit(Object.values(each));
  }
  return storages;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
