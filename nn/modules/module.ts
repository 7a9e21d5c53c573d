// The base of every layer and network. A module is a function: `model(x)` calls `forward` and then the hooks.
// Its state is simply what it holds: parameters, buffers and other modules are found by walking its properties,
// so a class field is all it takes to own one, and the property's name is its key in the state.

import { inspectCustom } from "../tensor/inspect-symbol.ts";
import { callScope, keep } from "../tensor/scope.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { convertState, type FloatingDType } from "./conversion.ts";
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

function register(hooksOf: WeakMap<Module, Set<AnyHook>>, module: Module, hook: AnyHook): RemovableHandle {
  const registered = hooksOf.get(module) ?? new Set();
  hooksOf.set(module, registered);
  registered.add(hook);
  return { remove: () => registered.delete(hook) };
}

/** Whether a forward hook or pre-hook is registered at this module. */
export function hasHooks(module: Module): boolean {
  return [hooks, preHooks].some((hooksOf) => (hooksOf.get(module)?.size ?? 0) > 0);
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

  constructor() {
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
  namedParameters(): [string, Parameter][] {
    return firsts(held<Module, Parameter>(this, Parameter));
  }

  /** All parameters, here and in all modules below, each once. */
  parameters(): Parameter[] {
    return this.namedParameters().map(([, parameter]) => parameter);
  }

  /** Tensors that belong to the state without being learnt, such as running means. */
  namedBuffers(): [string, Buffer][] {
    return firsts(held<Module, Buffer>(this, Buffer));
  }

  /** All buffers, here and in all modules below, each once. */
  buffers(): Buffer[] {
    return this.namedBuffers().map(([, buffer]) => buffer);
  }

  /** Holds `module` under `name`, as a class field of that name does. */
  addModule(name: string, module: Module): void {
    addAttribute(this, name, module);
  }

  /** Holds `parameter` under `name`, as a class field of that name does. */
  registerParameter(name: string, parameter: Parameter): void {
    addAttribute(this, name, parameter);
  }

  /** Makes `tensor` a part of the state under `name`. A class field `name = new nn.Buffer(tensor)` does the same. */
  registerBuffer(name: string, tensor: Tensor): void {
    Object.assign(this, { [name]: new Buffer(tensor) });
  }

  /** All parameters and buffers by full name. The tensors share the module's memory. */
  stateDict(): Record<string, Tensor> {
    const entries = [...walk<Module>(this, "")].flatMap(([prefix, module]) => [
      ...own(module, prefix, Parameter),
      ...own(module, prefix, Buffer),
    ]);
    return Object.fromEntries(entries.map(([name, tensor]) => [name, tensor.detach()]));
  }

  /**
   * Copies `state` into the parameters and buffers. Unless `strict` is false, missing and unexpected keys are an
   * error, as shapes that differ always are; after an error nothing has changed.
   */
  loadStateDict(state: Readonly<Record<string, Tensor>>, { strict = true } = {}): LoadResult {
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
  train(mode = true): this {
    for (const module of this.modules()) module.training = mode;
    return this;
  }

  /** Sets `training` to false here and in all modules below: `train(false)`. */
  eval(): this {
    return this.train(false);
  }

  /** Calls `fn` with every module, children first, this one last. */
  apply(fn: (module: Module) => void): this {
    for (const child of this.children()) child.apply(fn);
    fn(this);
    return this;
  }

  /** Says whether gradients of all parameters are to be gathered. */
  requiresGrad_(requiresGrad = true): this {
    for (const parameter of this.parameters()) parameter.requiresGrad_(requiresGrad);
    return this;
  }

  registerForwardHook<M extends Module>(this: M, hook: ForwardHook<M>): RemovableHandle {
    return register(hooks, this, (...args) => Reflect.apply(hook, undefined, args));
  }

  registerForwardPreHook<M extends Module>(this: M, hook: ForwardPreHook<M>): RemovableHandle {
    return register(preHooks, this, (...args) => Reflect.apply(hook, undefined, args));
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

function call(module: Module, inputs: never[]): unknown {
  return callScope([module, inputs], () => {
    let given: unknown[] = inputs;
    for (const hook of preHooks.get(module) ?? []) {
      const replaced = hook(module, keep(given));
      if (Array.isArray(replaced)) given = replaced;
    }
    const output: unknown = Reflect.apply(module.forward, module, given);
    for (const hook of hooks.get(module) ?? []) hook(module, keep(given), keep(output));
    return output;
  });
}
