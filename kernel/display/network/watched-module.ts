// A module as this folder looks at it, and the parameters that it holds.

import { type Hook, isModule, type ModuleLike } from "../tensor/module-like.ts";
import { isTensor, type TensorLike } from "../tensor/tensor-like.ts";

/** A module that also tells when its call begins. */
export interface WatchedModule extends ModuleLike {
  /** inputs that the hook returns take the place of those that were given */
  registerForwardPreHook(
    hook: (module: WatchedModule, inputs: readonly unknown[]) => readonly unknown[] | undefined,
  ): Hook;
}

export function isWatched(module: unknown): module is WatchedModule {
  return isModule(module) && "registerForwardPreHook" in module;
}

/** The parameters that a module holds itself, not in the modules below it. */
export function ownParameters(module: ModuleLike): TensorLike[] {
  return Object.values(module).filter(isParameter);
}

export function isParameter(value: unknown): value is TensorLike {
  return isTensor(value) && value.constructor.name === "Parameter";
}

/** How many numbers a shape has. */
export function count(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** How many numbers tensors have together. */
export function countAll(tensors: Iterable<TensorLike>): number {
  return [...tensors].reduce((sum, { shape }) => sum + count(shape), 0);
}
