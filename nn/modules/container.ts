// Modules made of a row of modules. The members are plain properties named by their position (or by the names
// given to Sequential), like the children of any module.

import type { Tensor } from "../tensor/tensor.ts";
import { callInOrder } from "./fused.ts";
import { type Layer, Module } from "./module.ts";

/** Calls its layers one after the other: `new Sequential(conv, relu)` or, with names, `new Sequential({ conv, relu })`. */
export class Sequential extends Module {
  readonly [position: number]: Layer;

  constructor(...layers: readonly Layer[] | readonly [Readonly<Record<string, Layer>>]) {
    super();
    const [first] = layers;
    const members = first === undefined || first instanceof Module ? layers : first;
    const taken = Object.keys(members).find((name) => name in this);
    if (taken !== undefined) throw new RangeError(`Sequential: attribute '${taken}' already exists`);
    Object.assign(this, members);
  }

  /** Adds a layer at the end. */
  append(layer: Layer): this {
    Object.assign(this, { [this.length]: layer });
    return this;
  }

  override forward(x: Tensor): Tensor {
    return callInOrder(this.#layers(), x);
  }

  override get length(): number {
    return this.children().length;
  }

  [Symbol.iterator](): IterableIterator<Layer> {
    return this.#layers().values();
  }

  #layers(): Layer[] {
    return Object.values(this).filter((value): value is Layer => value instanceof Module);
  }
}

/** A list of modules that belongs to the state; it has no forward of its own. */
export class ModuleList<M extends Module = Layer> extends Module {
  readonly [position: number]: M;

  constructor(modules: Iterable<M> = []) {
    super();
    Object.assign(this, [...modules]);
  }

  override get length(): number {
    return this.children().length;
  }

  append(module: M): this {
    Object.assign(this, { [this.length]: module });
    return this;
  }

  extend(modules: Iterable<M>): this {
    for (const module of modules) this.append(module);
    return this;
  }

  /** Puts a module before the one at `position`, counted from the end if negative. */
  insert(position: number, module: M): this {
    Object.assign(this, [...this].toSpliced(position, 0, module));
    return this;
  }

  [Symbol.iterator](): IterableIterator<M> {
    return Array.from({ length: this.length }, (_, position) => this.at(position)).values();
  }

  /** The module at `position`, counted from the end if negative. */
  at(position: number): M {
    const module = this[position < 0 ? position + this.length : position];
    if (module === undefined)
      throw new RangeError(`ModuleList: index ${position} is out of range of ${this.length} modules`);
    return module;
  }

  override forward(..._inputs: never[]): never {
    throw new TypeError("ModuleList has no forward: call its modules one by one");
  }
}
