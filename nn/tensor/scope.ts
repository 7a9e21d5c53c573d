// Memory scopes: what is made while a scope runs and neither leaves it nor is kept is released at its end. The
// garbage collector alone is not enough, because it runs no finaliser while a synchronous loop goes on.

import { AsyncLocalStorage } from "node:async_hooks";
import type { Storage } from "../array/storage.ts";
import { isGradEnabled } from "../autograd/gradient-mode.ts";
import { arena } from "../memory/arena.ts";
import { TensorBase } from "./tensor-base.ts";

interface Scope {
  /** weakly, so that what a long scope drops on the way can be taken back before its end */
  readonly made: Set<WeakRef<Storage>>;
  readonly outer: Scope | undefined;
  /** a module call under `noGrad` is running */
  readonly inCall: boolean;
}

/** The innermost scope of the function that is running. An interrupt, which runs no `finally`, leaves none behind. */
const scopes = new AsyncLocalStorage<Scope>();

function* innermostFirst(): Generator<Scope> {
  for (let each = scopes.getStore(); each; each = each.outer) yield each;
}

/**
 * Puts a new storage under the care of the innermost scope. This happens between two operations, when all that is
 * needed is held by its owner: the moment to take back what nobody can reach any more, if that is due.
 */
export function track(storage: Storage): void {
  storage.ofTensor = true;
  scopes.getStore()?.made.add(storage.reference);
  if (arena.reclaimIsDue) reclaim();
}

/** Lets a storage live as long as another one, whose tensor it belongs to: it leaves the scopes that the other is not under. */
export function attach(storage: Storage, owner: Storage): void {
  for (const { made } of innermostFirst()) {
    if (made.has(owner.reference)) return void made.add(storage.reference);
    made.delete(storage.reference);
  }
}

/** Takes back the memory of all tensors that nobody can reach any more. Not to be called by an operation. */
export function reclaim(): void {
  arena.reclaim();
  for (const { made } of innermostFirst()) {
    for (const reference of made) if (reference.deref()?.released ?? true) made.delete(reference);
  }
}

/**
 * Calls `fn` and releases every tensor made meanwhile, except those in its result (in arrays, maps, objects and
 * modules, too) and those given to `keep`. Scopes nest: what leaves an inner one belongs to the outer one.
 */
export function scope<T>(fn: () => T): T {
  return runScope(fn, (result) => [refusePromise(result)]);
}

/** Lets the tensors in `value` outlive every scope that is running. Returns `value`. */
export function keep<T>(value: T): T {
  if (scopes.getStore() === undefined) return value;
  for (const { reference } of storagesIn(value)) {
    for (const { made } of innermostFirst()) made.delete(reference);
  }
  return value;
}

/**
 * Calls a module's forward. Under `noGrad` the outermost such call is a scope, and what can be reached from
 * `holders` (the module and its inputs) stays alive as well as the result: forward may have stored it there.
 * With gradients on, nothing is released: the tape needs what was made.
 */
export function callScope<T>(holders: unknown, fn: () => T): T {
  if (isGradEnabled() || scopes.getStore()?.inCall) return fn();
  return runScope(fn, (result) => [refusePromise(result), holders], true);
}

/**
 * Runs a function that is made of several operations as if it were one operation: what it leaves behind is released, but
 * for what the graph has saved. `name` is PyTorch's for the whole, which the result then shows instead of that of the last
 * step.
 */
export function composed<T>(fn: () => T, name?: string): T {
  const result = runScope(fn, (value) => [value]);
  if (name !== undefined && result instanceof TensorBase && result.gradFn) {
    result.gradFn.name = `${name}Backward0`;
  }
  return result;
}

/** `isCall`: it is the call of a module, in which further calls open no scopes of their own. */
function runScope<T>(fn: () => T, survivors: (result: T) => unknown, isCall = false): T {
  const outer = scopes.getStore();
  const inner: Scope = { made: new Set(), outer, inCall: isCall || outer?.inCall === true };
  try {
    const result = scopes.run(inner, fn);
    const survive = survivors(result);
    for (const { reference } of storagesIn(survive)) {
      if (inner.made.delete(reference)) outer?.made.add(reference);
      if (inner.made.size === 0) break;
    }
    return result;
  } finally {
    for (const reference of inner.made) reference.deref()?.release();
  }
}

/** A promise's tensors would be released before it is settled, and silence about that would be a trap. */
function refusePromise<T>(result: T): T {
  if (!(result instanceof Promise)) return result;
  result.catch(() => {}); // the error below is the one to see
  throw new TypeError(
    "a scope cannot hold over an await: the function given to torch.scope(fn), and a module's forward under noGrad, " +
      "must not be async; await outside",
  );
}

/**
 * The storages of all tensors that can be reached from `value` through properties, elements and map entries, nearest
 * first: what a call has made is mostly its result, and then the module's parameters need not be walked.
 */
function* storagesIn(value: unknown): Generator<Storage> {
  const reached = new Set<object>(); // its iteration also comes to what is added meanwhile
  const reach = (values: Iterable<unknown>): void => {
    for (const each of values) if (isObject(each)) reached.add(each);
  };
  reach([value]);
  for (const each of reached) {
    if (each instanceof TensorBase) {
      if (!each.released) yield each.array.storage;
      reach([each.grad]);
    }
    if (each instanceof Map) reach(each.keys());
    if (each instanceof Map || each instanceof Set) reach(each.values());
    if (Array.isArray(each)) reach(each);
    else if (!ArrayBuffer.isView(each)) reach(Object.values(each));
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
