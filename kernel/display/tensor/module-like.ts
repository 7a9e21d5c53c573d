// What a module is to the displays: a callable that names its parts and lets them be watched. As with tensors, the
// engine itself is not loaded here.

import { noGrad } from "../../../nn/autograd/gradient-mode.ts";
import { isTensor, type TensorLike } from "./tensor-like.ts";

export interface ModuleLike {
  (x: never): unknown;
  training: boolean;
  eval(): unknown;
  namedModules(): [string, ModuleLike][];
  namedChildren(): [string, unknown][];
  registerForwardHook(hook: (module: ModuleLike, inputs: unknown, output: unknown) => void): Hook;
}

export function isModule(value: unknown): value is ModuleLike {
  return typeof value === "function" && "namedModules" in value && "registerForwardHook" in value;
}

/** What a registered hook gives back. */
export interface Hook {
  remove(): void;
}

/** What puts back the modules that are being watched, the last one first. */
const underway: (() => void)[] = [];

/**
 * Calls `model(...inputs)` once, without gradients, and in evaluation mode, for to look at a network must not change its
 * running means, while hooks watch. Afterwards the hooks are gone, and the modules' modes are as before.
 * @param watch registers hooks on a module; called for each, by its full name
 */
export function watchForward(
  model: ModuleLike,
  inputs: readonly TensorLike[],
  watch: (name: string, module: ModuleLike) => readonly Hook[],
): void {
  const modules = model.namedModules();
  const modes = modules.map(([, module]) => module.training);
  const hooks: Hook[] = [];
  const putBack = () => {
    for (const hook of hooks) hook.remove();
    for (const [i, [, module]] of modules.entries()) module.training = modes[i] ?? false;
  };
  underway.push(putBack);
  try {
    for (const [name, module] of modules) hooks.push(...watch(name, module));
    model.eval();
    noGrad(() => Reflect.apply(model, undefined, inputs));
  } finally {
    putBack();
    underway.pop();
  }
}

/** Puts back what was being watched when an interrupt, which runs no `finally`, came. */
export function abandonWatching(): void {
  for (let putBack = underway.at(-1); putBack; putBack = underway.at(-1)) {
    putBack();
    underway.pop();
  }
}

/** What a module gave, as it was at that moment. */
export interface LayerOutput {
  /** the module's full name, such as `conv1.0` */
  readonly name: string;
  /** the names of the module's class and of those above it */
  readonly kinds: readonly string[];
  /** undefined where it is no tensor */
  readonly output: TensorLike | undefined;
}

/** What the wanted layers give for an input, in the order of their calls. */
export function layerOutputs(
  model: ModuleLike,
  input: TensorLike,
  wanted: ReadonlySet<string>,
): LayerOutput[] {
  const outputs: LayerOutput[] = [];
  watchForward(model, [input], (name, module) => {
    if (!wanted.has(name)) return [];
    const hook = module.registerForwardHook((_module, _inputs, output) => {
      outputs.push({ name, kinds: classesOf(module), output: isTensor(output) ? copyOf(output) : undefined });
    });
    return [hook];
  });
  return outputs;
}

/** The class of a module and those above it, up to where modules begin. */
export function classesOf(module: ModuleLike): string[] {
  const names: string[] = [];
  for (
    let kind: unknown = module.constructor;
    typeof kind === "function" && kind.name !== "Module" && kind.name !== "";
    kind = Object.getPrototypeOf(kind)
  ) {
    names.push(kind.name);
  }
  return names;
}

/** Layers may write into each other's outputs, and release them. */
function copyOf(tensor: TensorLike): TensorLike {
  const { dtype, shape, data } = tensor;
  const text = `Tensor of shape [${shape.join(", ")}]`;
  return {
    [Symbol.toStringTag]: "Tensor",
    dtype,
    shape: [...shape],
    data: data.slice(),
    toString: () => text,
  };
}
