// One forward pass, watched by hooks: which modules were called, in which order, one within the other, and what each
// gave.

import { type Hook, isModule, type ModuleLike, watchForward } from "../tensor/module-like.ts";
import { isTensor, type TensorLike } from "../tensor/tensor-like.ts";

/** A module as this folder looks at it: one that also tells when its call begins. */
export interface WatchedModule extends ModuleLike {
  /** inputs that the hook returns take the place of those that were given */
  registerForwardPreHook(
    hook: (module: WatchedModule, inputs: readonly unknown[]) => readonly unknown[] | undefined,
  ): Hook;
}

/** One call of one module. */
export interface ModuleCall {
  /** the module's full name, such as `conv1.0`; empty for the model itself */
  readonly name: string;
  readonly kind: string;
  readonly module: WatchedModule;
  /** 0 for the model itself */
  readonly depth: number;
  /** undefined where the module gives no tensor */
  outputShape: readonly number[] | undefined;
  /** whether the same module was called before */
  readonly again: boolean;
}

/** Calls `model(x)` once and returns the calls of its modules, parents first. */
export function moduleCalls(model: WatchedModule, x: TensorLike): ModuleCall[] {
  const calls: ModuleCall[] = [];
  const running: ModuleCall[] = [];
  const called = new Set<WatchedModule>();
  watchForward(model, [x], (name, module) => {
    if (!isWatched(module)) return [];
    const beginning = module.registerForwardPreHook(() => {
      const kind = module.constructor.name;
      const [depth, again] = [running.length, called.has(module)];
      const call: ModuleCall = { name, kind, module, depth, outputShape: undefined, again };
      called.add(module);
      calls.push(call);
      running.push(call);
      return undefined;
    });
    const end = module.registerForwardHook((_module, _inputs, output) => {
      const call = running.pop();
      if (call && isTensor(output)) call.outputShape = [...output.shape];
    });
    return [beginning, end];
  });
  return calls;
}

export function isWatched(module: unknown): module is WatchedModule {
  return isModule(module) && "registerForwardPreHook" in module;
}

/** The parameters that a module holds itself, not in the modules below it. */
export function ownParameters(module: ModuleLike): TensorLike[] {
  return Object.values(module).filter(
    (value): value is TensorLike => isTensor(value) && value.constructor.name === "Parameter",
  );
}

/** How many numbers a shape has. */
export function count(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
