// One forward pass, watched by hooks: which modules were called, in which order, one within the other, and what each
// gave. In evaluation mode, for to look at a network must not change its running means.

import { isModule, type ModuleLike } from "../tensor/module-like.ts";
import { isTensor, type TensorLike } from "../tensor/tensor-like.ts";

/** A module as this folder looks at it: one that also tells when its call begins. */
export interface WatchedModule extends ModuleLike {
  registerForwardPreHook(hook: (module: WatchedModule, inputs: unknown) => undefined): { remove(): void };
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
  calledOthers: boolean;
}

/** What is told while the calls happen. */
export interface CallListener {
  begin?(call: ModuleCall, inputs: readonly TensorLike[]): void;
  end?(call: ModuleCall, output: unknown): void;
}

/** Calls `model(x)` once and returns the calls of its modules, parents first. The modules' modes are as before. */
export function moduleCalls(model: WatchedModule, x: TensorLike, listener: CallListener = {}): ModuleCall[] {
  const modules: [string, WatchedModule][] = model
    .namedModules()
    .flatMap(([name, module]) => (isWatched(module) ? [[name, module]] : []));
  const modes = modules.map(([, module]) => module.training);
  const calls: ModuleCall[] = [];
  const running: ModuleCall[] = [];
  const called = new Set<WatchedModule>();
  const hooks = modules.flatMap(([name, module]) => [
    module.registerForwardPreHook((_module, inputs) => {
      const outer = running.at(-1);
      if (outer) outer.calledOthers = true;
      const again = called.has(module);
      called.add(module);
      const kind = module.constructor.name;
      const call: ModuleCall = {
        name,
        kind,
        module,
        depth: running.length,
        outputShape: undefined,
        again,
        calledOthers: false,
      };
      calls.push(call);
      running.push(call);
      listener.begin?.(call, Array.isArray(inputs) ? inputs.filter(isTensor) : []);
      return undefined;
    }),
    module.registerForwardHook((_module, _inputs, output) => {
      const call = running.pop();
      if (!call) return;
      if (isTensor(output)) call.outputShape = [...output.shape];
      listener.end?.(call, output);
    }),
  ]);
  try {
    model.eval();
    Reflect.apply(model, undefined, [x]);
  } finally {
    for (const hook of hooks) hook.remove();
    for (const [i, [, module]] of modules.entries()) module.training = modes[i] ?? false;
  }
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
