// What code is made of: a tree of instructions, flattened when its module is encoded or printed; and how the instructions that
// take values are written as functions of them.

import type { Mnemonic } from "./opcodes.ts";

export type ValueType = "i32" | "f32" | "v128";

export interface Instruction {
  readonly name: Mnemonic;
  /** as many numbers as the opcode's immediates take */
  readonly immediates: readonly number[];
}

/** Instructions in the order in which they are executed. */
export type Code = Instruction | readonly Code[];

export function instruction(name: Mnemonic, ...immediates: number[]): Instruction {
  return { name, immediates };
}

export const unary = (name: Mnemonic) => (value: Code) => [value, instruction(name)];
export const binary = (name: Mnemonic) => (a: Code, b: Code) => [a, b, instruction(name)];
export const ternary = (name: Mnemonic) => (a: Code, b: Code, c: Code) => [a, b, c, instruction(name)];

// The offset is an immediate: V8 joins two 128-bit loads or stores into one of 256 bits only if they share the
// address and their immediate offsets differ by 16.
export const load =
  (name: Mnemonic) =>
  (address: Code, offset = 0) => [address, instruction(name, offset)];
export const store =
  (name: Mnemonic) =>
  (address: Code, value: Code, offset = 0) => [address, value, instruction(name, offset)];
export const storeLane = (name: Mnemonic) => (address: Code, value: Code, lane: number) => [
  address,
  value,
  instruction(name, 0, lane),
];
