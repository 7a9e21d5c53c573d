// Modules made of a row of modules. The members are plain properties named by their position (or by the names
// given to Sequential), like the children of any module.

import { instance, integer } from "../arguments/checks.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { callInOrder } from "./fused.ts";
import { type Layer, Module } from "./module.ts";

/** Calls its layers one after the other: `new Sequential(conv, relu)` or, with names, `new Sequential({ conv, relu })`. */
export class Sequential extends Module {
  readonly [position: number]: Layer;
  /** the names of the layers in their order, once it is not that of the properties */
  #order: string[] | undefined;

  constructor(...layers: readonly Layer[] | readonly [Readonly<Record<string, Layer>>]) {
    super();
    const [first] = layers;
    const named =
      layers.length === 1 && typeof first === "object" && first !== null && !(Symbol.iterator in first);
    const members = named ? first : layers;
    for (const [name, layer] of Object.entries(members)) member("Sequential", name, layer);
    const taken = Object.keys(members).find((name) => name in this);
    if (taken !== undefined) throw new RangeError(`Sequential: attribute '${taken}' already exists`);
    Object.assign(this, members);
  }

  /** Adds a layer at the end. */
  append(layer: Layer): this {
    member("Sequential", "append", layer);
    const names = this.namedChildren().map(([name]) => name);
    // a position among the properties would come before all names
    if (names.some((name, i) => name !== String(i))) this.#order = names;
    Object.assign(this, { [names.length]: layer });
    this.#order?.push(String(names.length));
    return this;
  }

  override namedChildren(): [string, Module][] {
    const order = this.#order;
    const children = super.namedChildren();
    return order ? children.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)) : children;
  }

  /** Adds layers at the end. */
  extend(layers: Iterable<Layer>): this {
    for (const layer of layers) this.append(layer);
    return this;
  }

  /** The layer at `position`, counted from the end if negative, whatever its name. */
  at(position: number): Layer {
    const layer = this.#layers().at(integer("Sequential.at: position", position));
    if (layer === undefined) {
      throw new RangeError(`Sequential: index ${position} is out of range of ${this.length} layers`);
    }
    return layer;
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
    const values = this.#order ? this.children() : Object.values(this);
    return values.filter((value): value is Layer => value instanceof Module);
  }
}

/** The module; an error if it is none, as a function is none. `place` says where it was given. */
function member<M extends Module>(container: string, place: string, module: M): M {
  const expected = "an nn.Module (a class with a forward, which a function can be made to)";
  return instance(`${container}: ${place}`, module, Module, expected);
}

/** A list of modules that belongs to the state; it has no forward of its own. */
export class ModuleList<M extends Module = Layer> extends Module {
  readonly [position: number]: M;

  constructor(modules: Iterable<M> = []) {
    super();
    for (const module of modules) this.append(module);
  }

  override get length(): number {
    return this.children().length;
  }

  /** Adds a module at the end. */
  append(module: M): this {
    member("ModuleList", "append", module);
    Object.assign(this, { [this.length]: module });
    return this;
  }

  /** Adds modules at the end. */
  extend(modules: Iterable<M>): this {
    for (const module of modules) this.append(module);
    return this;
  }

  /** Puts a module before the one at `position`, counted from the end if negative. */
  insert(position: number, module: M): this {
    integer("ModuleList.insert: position", position);
    Object.assign(this, [...this].toSpliced(position, 0, member("ModuleList", "insert", module)));
    return this;
  }

  [Symbol.iterator](): IterableIterator<M> {
    return Array.from({ length: this.length }, (_, position) => this.at(position)).values();
  }

  /** The module at `position`, counted from the end if negative. */
  at(position: number): M {
    integer("ModuleList.at: position", position);
    const module = this[position < 0 ? position + this.length : position];
    if (module === undefined)
      throw new RangeError(`ModuleList: index ${position} is out of range of ${this.length} modules`);
    return module;
  }

  override forward(..._inputs: never[]): never {
    throw new TypeError("ModuleList has no forward: call its modules one by one");
  }
}
