// The base of every layer and network. A module is a function: `model(x)` calls `forward` and then the hooks.
// Its state is simply what it holds: parameters, buffers and other modules are found by walking its properties,
// so a class field is all it takes to own one, and the property's name is its key in the state.

import { instance } from "../arguments/checks.ts";
import { type Given, type GivenNothing, nothingMore } from "../arguments/optional.ts";
import type { FloatingDType } from "../array/dtype.ts";
import { isGradEnabled } from "../autograd/gradient-mode.ts";
import { zerosLike } from "../tensor/creation.ts";
import { inspectCustom } from "../tensor/inspect-symbol.ts";
import { callScope, keep } from "../tensor/scope.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type FullBackwardHook, withBackwardHook } from "./backward-hooks.ts";
import { convertState } from "./conversion.ts";
import {
  type BufferOptions,
  bufferArguments,
  type GivenNamed,
  type GivenRecurse,
  gradientArguments,
  type LoadOptions,
  loadArguments,
  namedArguments,
  type RequiresGradOptions,
  recurseArguments,
  type StateOptions,
  stateArguments,
  type TrainOptions,
  trainArguments,
  type ZeroGradOptions,
  zeroGradArguments,
} from "./module-arguments.ts";
import { moduleText } from "./module-text.ts";
import { addAttribute, firsts, held, named, own, walk } from "./module-tree.ts";
import { Buffer, Parameter } from "./parameter.ts";
import { type LoadResult, loadState } from "./state.ts";

export type ForwardHook<M extends Module> = (
  module: M,
  inputs: Parameters<M["forward"]>,
  output: ReturnType<M["forward"]>,
) => void;

/** Sees the inputs before `forward` does; other inputs that it returns in an array take their place. */
export type ForwardPreHook<M extends Module> = (
  module: M,
  inputs: Parameters<M["forward"]>,
) => readonly Parameters<M["forward"]>[number][] | undefined;

/** What `registerForwardHook` returns: `remove()` takes the hook away again. */
export interface RemovableHandle {
  remove(): void;
}

/** A module that takes one tensor and gives one: what fits into Sequential and other slots for a layer. */
export type Layer = Module & ((x: Tensor) => Tensor);

type AnyHook = (...args: unknown[]) => unknown;

/** Kept apart from the modules' properties, which are their state. */
const hooks = new WeakMap<Module, Set<AnyHook>>();
const preHooks = new WeakMap<Module, Set<AnyHook>>();
const backwardHooks = new WeakMap<Module, Set<AnyHook>>();

function register(hooksOf: WeakMap<Module, Set<AnyHook>>, module: Module, hook: AnyHook): RemovableHandle {
  const registered = hooksOf.get(module) ?? new Set();
  hooksOf.set(module, registered);
  registered.add(hook);
  return { remove: () => registered.delete(hook) };
}

/** Whether a hook is registered at this module. */
export function hasHooks(module: Module): boolean {
  return [hooks, preHooks, backwardHooks].some((hooksOf) => (hooksOf.get(module)?.size ?? 0) > 0);
}

export interface Module {
  /** Calls the forward pre-hooks, computes `forward(...inputs)`, and calls the forward hooks. */
  // biome-ignore lint/style/useShorthandFunctionType: only an interface merges with the class
  (...inputs: Parameters<this["forward"]>): ReturnType<this["forward"]>;
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor returns the function that the interface promises
export abstract class Module {
  /** Whether layers such as Dropout and BatchNorm2d behave as in training; `train()` and `eval()` set it. */
  declare training: boolean;

  constructor(...given: GivenNothing) {
    nothingMore.read(new.target.name, given);
    const callable = (...inputs: never[]): unknown => call(module, inputs);
    // Function's own properties would stand in the way of a module's, such as a field `name`
    Reflect.deleteProperty(callable, "name");
    Reflect.deleteProperty(callable, "length");
    const module: this = Object.setPrototypeOf(callable, new.target.prototype);
    module.training = true;
    // biome-ignore lint/correctness/noConstructorReturn: this is what makes a module callable
    return module;
  }

  abstract forward(...inputs: never[]): unknown;

  /** The modules this one holds directly, by property name. */
  namedChildren(): [string, Module][] {
    return Object.entries(this).filter((entry): entry is [string, Module] => entry[1] instanceof Module);
  }

  /** The modules this one holds directly. */
  children(): Module[] {
    return this.namedChildren().map(([, child]) => child);
  }

  /** This module (named "") and all below it, each once, parents first. */
  namedModules(): [string, Module][] {
    return firsts([...walk<Module>(this, "")]);
  }

  /** This module and all below it, each once, parents first. */
  modules(): Module[] {
    return this.namedModules().map(([, module]) => module);
  }

  /** The module below this one of that full name (`body.0`), this one itself for "". */
  getSubmodule(name: string): Module {
    return named(this, [...walk<Module>(this, "")], "module", name);
  }

  /** The parameter of that full name (`body.0.weight`). */
  getParameter(name: string): Parameter {
    return named(this, held<Module, Parameter>(this, Parameter), "parameter", name);
  }

  /** All parameters with their full names (`conv1.0.weight`), each parameter once. */
  namedParameters(...given: GivenNamed): [string, Parameter][] {
    const { prefix, recurse } = namedArguments.read("namedParameters", given);
    return firsts(recurse ? held<Module, Parameter>(this, Parameter, prefix) : own(this, prefix, Parameter));
  }

  /** All parameters, here and in all modules below, each once. */
  parameters(...given: GivenRecurse): Parameter[] {
    const { recurse } = recurseArguments.read("parameters", given);
    return this.namedParameters("", recurse).map(([, parameter]) => parameter);
  }

  /** Tensors that belong to the state without being learnt, such as running means. */
  namedBuffers(...given: GivenNamed): [string, Buffer][] {
    const { prefix, recurse } = namedArguments.read("namedBuffers", given);
    return firsts(recurse ? held<Module, Buffer>(this, Buffer, prefix) : own(this, prefix, Buffer));
  }

  /** All buffers, here and in all modules below, each once. */
  buffers(...given: GivenRecurse): Buffer[] {
    const { recurse } = recurseArguments.read("buffers", given);
    return this.namedBuffers("", recurse).map(([, buffer]) => buffer);
  }

  /** Holds `module` under `name`, as a class field of that name does. */
  addModule(name: string, module: Module): void {
    addAttribute(this, name, instance("addModule: module", module, Module, "an nn.Module"));
  }

  /** Holds `parameter` under `name`, as a class field of that name does. */
  registerParameter(name: string, parameter: Parameter): void {
    addAttribute(
      this,
      name,
      instance("registerParameter: parameter", parameter, Parameter, "an nn.Parameter"),
    );
  }

  /**
   * Makes `tensor` a part of the module, and of its state unless `persistent` is false. A class field
   * `name = new nn.Buffer(tensor)` does the same.
   */
  registerBuffer(name: string, tensor: Tensor, ...given: Given<typeof bufferArguments, BufferOptions>): void {
    const { persistent } = bufferArguments.read("registerBuffer", given);
    Object.assign(this, { [name]: new Buffer(tensor, persistent) });
  }

  /** All parameters and persistent buffers by full name. The tensors share the module's memory. */
  stateDict(...given: Given<typeof stateArguments, StateOptions>): Record<string, Tensor> {
    const { prefix, keepVars } = stateArguments.read("stateDict", given);
    const entries = [...walk<Module>(this, "")].flatMap(([name, module]) => [
      ...own(module, name, Parameter),
      ...own(module, name, Buffer).filter(([, buffer]) => buffer.persistent),
    ]);
    return Object.fromEntries(
      entries.map(([name, tensor]) => [prefix + name, keepVars ? tensor : tensor.detach()]),
    );
  }

  /**
   * Copies `state` into the parameters and buffers. Unless `strict` is false, missing and unexpected keys are an
   * error, as shapes that differ always are; after an error nothing has changed.
   */
  loadStateDict(
    state: Readonly<Record<string, Tensor>>,
    ...given: Given<typeof loadArguments, LoadOptions>
  ): LoadResult {
    const { strict } = loadArguments.read("loadStateDict", given);
    return loadState(this.constructor.name, this.stateDict(), state, strict);
  }

  /**
   * Converts the floating point parameters and buffers to `dtype`: new tensors take their places, so an optimizer is made
   * afterwards.
   */
  to(dtype: FloatingDType): this {
    convertState(this.modules(), dtype);
    return this;
  }

  /** `to("float32")`, in which everything is fast. */
  float(): this {
    return this.to("float32");
  }

  /** `to("float64")`, for checks: slower, and with inputs of float64. */
  double(): this {
    return this.to("float64");
  }

  /** Sets `training` here and in all modules below. */
  train(...given: Given<typeof trainArguments, TrainOptions>): this {
    const { mode } = trainArguments.read("train", given);
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** Sets `training` to false here and in all modules below: `train(false)`. */
  eval(): this {
    return this.train(false);
  }

  /** Calls `fn` with every module, children first, this one last. */
  apply(fn: (module: Module) => void): this {
    instance("apply: fn", fn, Function, "a function");
    for (const child of this.children()) child.apply(fn);
    fn(this);
    return this;
  }

  /** Says whether gradients of all parameters are to be gathered. */
  requiresGrad_(...given: Given<typeof gradientArguments, RequiresGradOptions>): this {
    const { requiresGrad } = gradientArguments.read("requiresGrad_", given);
    for (const parameter of this.parameters()) parameter.requiresGrad_(requiresGrad);
    return this;
  }

  /** Forgets the gradients of all parameters, or fills them with zeros. */
  zeroGrad(...given: Given<typeof zeroGradArguments, ZeroGradOptions>): void {
    const { setToNone } = zeroGradArguments.read("zeroGrad", given);
    for (const parameter of this.parameters()) {
      if (setToNone) parameter.grad = undefined;
      else if (parameter.grad) parameter.grad = zerosLike(parameter.grad);
    }
  }

  registerForwardHook<M extends Module>(this: M, hook: ForwardHook<M>): RemovableHandle {
    instance("registerForwardHook: hook", hook, Function, "a function");
    return register(hooks, this, (...args) => Reflect.apply(hook, undefined, args));
  }

  registerForwardPreHook<M extends Module>(this: M, hook: ForwardPreHook<M>): RemovableHandle {
    instance("registerForwardPreHook: hook", hook, Function, "a function");
    return register(preHooks, this, (...args) => Reflect.apply(hook, undefined, args));
  }

  /**
   * Calls `hook` with the gradients of the inputs and of the results of each call of this module, when they are computed.
   * Tensors that it returns take the places of the inputs' gradients.
   */
  registerFullBackwardHook<M extends Module>(this: M, hook: FullBackwardHook<M>): RemovableHandle {
    instance("registerFullBackwardHook: hook", hook, Function, "a function");
    return register(backwardHooks, this, (...args) => Reflect.apply(hook, undefined, args));
  }

  /** What stands between the parentheses of this module's text, such as its sizes. */
  extraRepr(): string {
    return "";
  }

  toString(): string {
    return moduleText(this.constructor.name, this.extraRepr(), this.namedChildren());
  }

  [inspectCustom](): string {
    return this.toString();
  }
}

/** What the hooks make of the gradients of the inputs, one after the other. */
function tellAll(
  watchers: Iterable<AnyHook>,
  module: Module,
  [gradInput, gradOutput]: [gradInput: unknown, gradOutput: unknown],
): unknown {
  let current = gradInput;
  for (const hook of watchers) {
    const returned = hook(module, current, gradOutput);
    if (returned !== undefined && returned !== null)
      current = Array.isArray(returned) ? returned : [returned];
  }
  return current;
}

function call(module: Module, inputs: never[]): unknown {
  return callScope([module, inputs], () => {
    let given: unknown[] = inputs;
    for (const hook of preHooks.get(module) ?? []) {
      const replaced = hook(module, keep(given));
      if (Array.isArray(replaced)) given = replaced;
    }
    const forward = (all: unknown[]): unknown => Reflect.apply(module.forward, module, all);
    const watchers = backwardHooks.get(module);
    const output =
      watchers?.size && isGradEnabled()
        ? withBackwardHook(given, forward, (...gradients) => tellAll(watchers, module, gradients))
        : forward(given);
    for (const hook of hooks.get(module) ?? []) hook(module, keep(given), keep(output));
    return output;
  });
}
