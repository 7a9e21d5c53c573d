// A function of a module while it is written: parameters, local variables, instructions.

import { type Code, f32, f32x4, f64x2, Local, type ValueType } from "./code.ts";

export class FunctionBuilder {
  readonly index: number;
  readonly name: string;
  readonly parameters: Local[] = [];
  readonly locals: Local[] = [];
  readonly #body: Code[] = [];
  readonly #constants = new Map<number, Local>();
  readonly #doubles = new Map<number, Local>();

  constructor(index: number, name: string) {
    this.index = index;
    this.name = name;
  }

  /** Parameters come before any local. */
  parameter(name: string, type: ValueType = "i32"): Local {
    if (this.locals.length > 0) throw new Error(`parameter ${name} of ${this.name} comes after a local`);
    const parameter = new Local(this.parameters.length, name, type);
    this.parameters.push(parameter);
    return parameter;
  }

  local(name: string, type: ValueType = "i32"): Local {
    const local = new Local(this.parameters.length + this.locals.length, name, type);
    this.locals.push(local);
    return local;
  }

  /** Integer parameters by name. */
  integerParameters<Name extends string>(...names: readonly Name[]): Record<Name, Local> {
    return byName(names, (name) => this.parameter(name));
  }

  /** Integer locals by name. */
  integers<Name extends string>(...names: readonly Name[]): Record<Name, Local> {
    return byName(names, (name) => this.local(name));
  }

  /** Vector locals by name. */
  vectors<Name extends string>(...names: readonly Name[]): Record<Name, Local> {
    return byName(names, (name) => this.local(name, "v128"));
  }

  /** A vector local by name, made once and used again by whoever asks for the same name. */
  scratch(name: string): Local {
    const known = this.locals.find((each) => each.name === name && each.type === "v128");
    return known ?? this.local(name, "v128");
  }

  scratches<Name extends string>(...names: readonly Name[]): Record<Name, Local> {
    return byName(names, (name) => this.scratch(name));
  }

  /**
   * Four lanes of a number, set once when the function begins. V8 makes a v128.const anew, from four instructions,
   * at every use; in long formulas that is half of the time.
   */
  constant(value: number): Code {
    const known = this.#constants.get(value);
    if (known) return known.get;
    const local = this.local(`constant${this.#constants.size}`, "v128");
    this.#constants.set(value, local);
    return local.get;
  }

  /** Two lanes of a number in double precision, set once when the function begins. */
  double(value: number): Code {
    const known = this.#doubles.get(value);
    if (known) return known.get;
    const local = this.local(`double${this.#doubles.size}`, "v128");
    this.#doubles.set(value, local);
    return local.get;
  }

  emit(...code: Code[]): void {
    this.#body.push(...code);
  }

  /** All instructions, the constants first. */
  get code(): Code {
    const constants = [...this.#constants].map(([value, local]) => local.set(f32x4.splat(f32.const(value))));
    const doubles = [...this.#doubles].map(([value, local]) => local.set(f64x2.const(value)));
    return [constants, doubles, this.#body];
  }
}

/** What `make` makes of each name, by name. */
export function byName<Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Record<Name, Value> {
  // A cast: TypeScript's fromEntries forgets which keys there are.
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
}
