// A WebAssembly module of a few functions that share the engine's memory, and its binary form (core
// specification, section 5.5). The function named `run` is exported.

import { Bytes } from "./bytes.ts";
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
  const module = new Bytes();
  module.all([0x00, 0x61, 0x73, 0x6d]); // "\0asm"
  module.all([0x01, 0x00, 0x00, 0x00]); // version 1
  section(module, 1, functions, encodeType);
  section(module, 2, [maximumPages], encodeMemory);
  section(module, 3, functions, (bytes, { index }) => bytes.unsigned(index));
  section(module, 7, [run], encodeExport);
  section(module, 10, functions, (bytes, each) => bytes.sized((body) => encodeBody(body, each)));
  return module.taken();
}

type Encode<Item> = (bytes: Bytes, item: Item) => void;

function section<Item>(module: Bytes, id: number, items: readonly Item[], encode: Encode<Item>): void {
  module.byte(id);
  module.sized((content) => list(content, items, encode));
}

function list<Item>(bytes: Bytes, items: readonly Item[], encode: Encode<Item>): void {
  bytes.unsigned(items.length);
  for (const item of items) encode(bytes, item);
}

function encodeType(bytes: Bytes, { parameters }: FunctionBuilder): void {
  bytes.byte(functionType);
  list(bytes, parameters, (_, { type }) => bytes.byte(valueTypes[type]));
  bytes.byte(0);
}

function encodeMemory(bytes: Bytes, pages: number): void {
  bytes.text("env");
  bytes.text("memory");
  bytes.all([0x02, sharedMemoryWithMaximum, 1]);
  bytes.unsigned(pages);
}

function encodeExport(bytes: Bytes, { name, index }: FunctionBuilder): void {
  bytes.text(name);
  bytes.byte(functionKind);
  bytes.unsigned(index);
}

function encodeBody(bytes: Bytes, { locals, code }: FunctionBuilder): void {
  list(bytes, locals, (_, { type }) => bytes.all([1, valueTypes[type]]));
  encodeCode(bytes, code);
  bytes.byte(opcodes.end.code);
}

function encodeCode(bytes: Bytes, code: Code): void {
  if (!("name" in code)) {
    for (const each of code) encodeCode(bytes, each);
    return;
  }
  const opcode: Opcode = opcodes[code.name];
  if (opcode.prefix) {
    bytes.byte(opcode.prefix);
    bytes.unsigned(opcode.code);
  } else bytes.byte(opcode.code);
  if (opcode.immediates.length > 0) encodeImmediates(bytes, opcode.immediates, code.immediates);
}

function encodeImmediates(bytes: Bytes, kinds: readonly Immediate[], values: readonly number[]): void {
  let next = 0;
  for (const kind of kinds) {
    const value = values[next] ?? 0;
    next += kind === "bytes" ? 16 : 1;
    switch (kind) {
      case "block":
        bytes.byte(emptyBlock);
        break;
      case "index":
        bytes.unsigned(value);
        break;
      case "i32":
        bytes.signed(value);
        break;
      case "f32":
        bytes.all(new Uint8Array(new Float32Array([value]).buffer));
        break;
      case "memory": // alignment is a hint: none is promised
        bytes.byte(0);
        bytes.unsigned(value);
        break;
      case "lane":
        bytes.byte(value);
        break;
      case "bytes":
        bytes.all(values.slice(next - 16, next));
        break;
    }
  }
}
