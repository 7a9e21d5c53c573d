// Modules by name. The members are plain properties, like the children of any module, so a name must not be one
// that a module already has.

import { instance } from "../arguments/checks.ts";
import { type Layer, Module } from "./module.ts";

/** Modules by name that belong to the state, in the order in which they were added; it has no forward of its own. */
export class ModuleDict<M extends Module = Layer> extends Module {
  constructor(modules: Readonly<Record<string, M>> | Iterable<readonly [string, M]> = {}) {
    super();
    this.update(modules);
  }

  /** The module of that name; an error if there is none. */
  get(name: string): M {
    const found = this.entries().find(([key]) => key === name);
    if (found) return found[1];
    throw new RangeError(`ModuleDict: there is no module "${name}" among ${JSON.stringify(this.keys())}`);
  }

  /** Adds a module, or puts it in the place of the one that had the name. */
  set(name: string, module: M): this {
    instance(`ModuleDict: ${name}`, module, Module, "an nn.Module");
    if (name in this && !this.has(name)) throw new RangeError(`attribute '${name}' already exists`);
    Object.assign(this, { [name]: module });
    return this;
  }

  /** Whether there is a module of that name. */
  has(name: string): boolean {
    return this.keys().includes(name);
  }

  /** Takes the module away and returns it. */
  pop(name: string): M {
    const module = this.get(name);
    Reflect.deleteProperty(this, name);
    return module;
  }

  /** Takes all modules away. */
  clear(): void {
    for (const name of this.keys()) this.pop(name);
  }

  /** Adds modules by name, or puts them in the places of those that had the names. */
  update(modules: Readonly<Record<string, M>> | Iterable<readonly [string, M]>): this {
    const entries = Symbol.iterator in modules ? modules : Object.entries(modules);
    for (const [name, module] of entries) this.set(name, module);
    return this;
  }

  /** The names, in the order in which they came. */
  keys(): string[] {
    return this.entries().map(([name]) => name);
  }

  /** The modules, in the order in which they came. */
  values(): M[] {
    return this.entries().map(([, module]) => module);
  }

  /** Names and modules, in the order in which they came. */
  entries(): [string, M][] {
    return Object.entries(this).filter((entry): entry is [string, M] => entry[1] instanceof Module);
  }

  override get length(): number {
    return this.keys().length;
  }

  [Symbol.iterator](): IterableIterator<string> {
    return this.keys().values();
  }

  override forward(..._inputs: never[]): never {
    throw new TypeError("ModuleDict has no forward: call its modules by name");
  }
}
