// A WebAssembly module of a few functions that share the engine's memory, and its binary form (core
// specification, section 5.5). The function named `run` is exported.

import type { Code, Instruction, ValueType } from "./code.ts";
import { FunctionBuilder } from "./function.ts";
import { type Immediate, type Opcode, opcodes } from "./opcodes.ts";

export class ModuleBuilder {
  readonly functions: FunctionBuilder[] = [];

  function(name: string): FunctionBuilder {
    const builder = new FunctionBuilder(this.functions.length, name);
    this.functions.push(builder);
    return builder;
  }
}

export function flatten(code: Code): Instruction[] {
  const flat: Instruction[] = [];
  const visit = (each: Code): void => {
    if ("name" in each) flat.push(each);
    else for (const inner of each) visit(inner);
  };
  visit(code);
  return flat;
}

const valueTypes: Record<ValueType, number> = { i32: 0x7f, f32: 0x7d, v128: 0x7b };
const emptyBlock = 0x40;
const functionType = 0x60;
const functionKind = 0x00;
const sharedMemoryWithMaximum = 0x03;
const maximumPages = 65536;

export function encodeModule({ functions }: ModuleBuilder): Uint8Array<ArrayBuffer> {
  const run = functions.find(({ name }) => name === "run");
  if (!run) throw new Error("a kernel's module needs a function named run");
  const memory = [
    ...text("env"),
    ...text("memory"),
    0x02,
    sharedMemoryWithMaximum,
    1,
    ...unsigned(maximumPages),
  ];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d], // "\0asm"
    ...[0x01, 0x00, 0x00, 0x00], // version 1
    ...section(1, list(functions.map(encodeType))),
    ...section(2, list([memory])),
    ...section(3, list(functions.map(({ index }) => unsigned(index)))),
    ...section(7, list([[...text("run"), functionKind, ...unsigned(run.index)]])),
    ...section(10, list(functions.map(encodeBody))),
  ]);
}

function encodeType({ parameters }: FunctionBuilder): number[] {
  return [functionType, ...list(parameters.map(({ type }) => [valueTypes[type]])), 0];
}

function encodeBody({ locals, code }: FunctionBuilder): number[] {
  const declarations = list(locals.map(({ type }) => [1, valueTypes[type]]));
  const bytes = [...declarations];
  for (const { name, immediates } of flatten(code)) {
    const opcode: Opcode = opcodes[name];
    if (opcode.prefix) bytes.push(opcode.prefix, ...unsigned(opcode.code));
    else bytes.push(opcode.code);
    encodeImmediates(opcode.immediates, immediates, bytes);
  }
  bytes.push(opcodes.end.code);
  return [...unsigned(bytes.length), ...bytes];
}

function encodeImmediates(kinds: readonly Immediate[], values: readonly number[], bytes: number[]): void {
  let next = 0;
  for (const kind of kinds) {
    const value = values[next] ?? 0;
    next += kind === "bytes" ? 16 : 1;
    switch (kind) {
      case "block":
        bytes.push(emptyBlock);
        break;
      case "index":
        bytes.push(...unsigned(value));
        break;
      case "i32":
        bytes.push(...signed(value));
        break;
      case "f32":
        bytes.push(...new Uint8Array(new Float32Array([value]).buffer));
        break;
      case "memory": // alignment is a hint: none is promised
        bytes.push(0, ...unsigned(value));
        break;
      case "lane":
        bytes.push(value);
        break;
      case "bytes":
        bytes.push(...values.slice(next - 16, next));
        break;
    }
  }
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

function list(items: readonly (readonly number[])[]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  return [...unsigned(bytes.length), ...bytes];
}

/** LEB128 */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value >>> 0;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}

/** LEB128 with the sign in bit 6 of the last byte */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  while (rest < -0x40 || rest >= 0x40) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>= 7;
  }
  bytes.push(rest & 0x7f);
  return bytes;
}
