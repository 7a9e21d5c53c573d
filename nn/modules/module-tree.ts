// The tree that modules make, each held by a property of the one above: walked, and asked for what it holds.

import type { Tensor } from "../tensor/tensor.ts";

interface Node<M> {
  namedChildren(): [string, M][];
}

/** `root` and every module below it, with full names, once for every way that leads to it. */
export function* walk<M extends Node<M>>(root: M, name: string): Generator<[string, M]> {
  yield [name, root];
  for (const [key, child] of root.namedChildren()) yield* walk(child, join(name, key));
}

/** The tensors of one kind that `root` and the modules below it hold. */
export function held<M extends Node<M>, T extends Tensor>(
  root: M,
  kind: new (tensor: Tensor) => T,
  prefix = "",
): [string, T][] {
  return [...walk(root, prefix)].flatMap(([prefix, module]) => own(module, prefix, kind));
}

/** The tensors of one kind that `module` itself holds, with full names if `prefix` is its own. */
export function own<T extends Tensor>(
  module: object,
  prefix: string,
  kind: new (tensor: Tensor) => T,
): [string, T][] {
  return Object.entries(module)
    .filter((entry): entry is [string, T] => entry[1] instanceof kind)
    .map(([key, tensor]) => [join(prefix, key), tensor]);
}

/** Makes `value` a property of `module`; throws unless `name` is free and can be a part of a full name. */
export function addAttribute(module: object, name: string, value: unknown): void {
  if (name === "" || name.includes(".")) {
    throw new RangeError(
      `${module.constructor.name}: expected a name that is not empty and has no dot, got "${name}"`,
    );
  }
  if (name in module) throw new RangeError(`${module.constructor.name}: attribute '${name}' already exists`);
  Object.assign(module, { [name]: value });
}

/** What `entries` has under `name`; throws if it has nothing. */
export function named<T>(root: object, entries: readonly [string, T][], kind: string, name: string): T {
  const found = entries.find(([each]) => each === name);
  if (found) return found[1];
  throw new RangeError(`${root.constructor.name} has no ${kind} "${name}"`);
}

function join(prefix: string, key: string): string {
  return prefix === "" ? key : `${prefix}.${key}`;
}

/** Each value once, under its first name. */
export function firsts<T>(entries: readonly [string, T][]): [string, T][] {
  const seen = new Set<T>();
  return entries.filter(([, value]) => !seen.has(value) && seen.add(value));
}
