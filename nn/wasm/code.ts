// Instructions written as nested expressions, so that a generator reads like the formula it stands for:
// `f32x4.add(x.get, f32x4.const(1))`. Nothing is encoded here. Vectors stand in vectors.ts.

import { binary, type Code, instruction, load, store, unary, type ValueType } from "./instruction.ts";

export type { Code, Instruction, ValueType } from "./instruction.ts";
export { f32x4, f64x2, i8x16, i32x4, v128 } from "./vectors.ts";

export const i32 = {
  const: (value: number): Code => instruction("i32.const", value),
  load: load("i32.load"),
  store: store("i32.store"),
  eqz: unary("i32.eqz"),
  ctz: unary("i32.ctz"),
  eq: binary("i32.eq"),
  lt_s: binary("i32.lt_s"),
  lt_u: binary("i32.lt_u"),
  ge_u: binary("i32.ge_u"),
  add: binary("i32.add"),
  sub: binary("i32.sub"),
  mul: binary("i32.mul"),
  div_u: binary("i32.div_u"),
  rem_u: binary("i32.rem_u"),
  and: binary("i32.and"),
  or: binary("i32.or"),
  xor: binary("i32.xor"),
  shl: binary("i32.shl"),
  shr_s: binary("i32.shr_s"),
  shr_u: binary("i32.shr_u"),
};

export const f32 = {
  const: (value: number): Code => instruction("f32.const", value),
  load: load("f32.load"),
  store: store("f32.store"),
  add: binary("f32.add"),
  sub: binary("f32.sub"),
  mul: binary("f32.mul"),
  div: binary("f32.div"),
  sqrt: unary("f32.sqrt"),
  convert_i32_u: unary("f32.convert_i32_u"),
};

/** A local variable or parameter of the function that made it. */
export class Local {
  readonly index: number;
  readonly name: string;
  readonly type: ValueType;

  constructor(index: number, name: string, type: ValueType) {
    this.index = index;
    this.name = name;
    this.type = type;
  }

  get get(): Code {
    return instruction("local.get", this.index);
  }

  set(value: Code): Code {
    return [value, instruction("local.set", this.index)];
  }

  /** Adds to an integer. */
  increase(by: Code | number): Code {
    return this.set(i32.add(this.get, typeof by === "number" ? i32.const(by) : by));
  }
}

/** Leaves nothing, or what the called function returns. */
export function call(target: { readonly index: number }, operands: readonly Code[]): Code {
  return [...operands, instruction("call", target.index)];
}

/** Runs `body` at least once, and again while `condition` holds. */
export function repeatWhile(condition: Code, body: Code): Code {
  return [instruction("loop"), body, condition, instruction("br_if", 0), instruction("end")];
}

/**
 * Runs `body` for `counter` = from, from + step, ... as long as it is below `end`, which is evaluated each time.
 * Compared as unsigned, since addresses are.
 */
export function forRange(counter: Local, from: Code, end: Code, step: Code | number, body: Code): Code {
  return [
    counter.set(from),
    instruction("block"),
    instruction("loop"),
    i32.ge_u(counter.get, end),
    instruction("br_if", 1),
    body,
    counter.increase(step),
    instruction("br", 0),
    instruction("end"),
    instruction("end"),
  ];
}

export function when(condition: Code, then: Code, otherwise?: Code): Code {
  const alternative = otherwise ? [instruction("else"), otherwise] : [];
  return [condition, instruction("if"), then, ...alternative, instruction("end")];
}
