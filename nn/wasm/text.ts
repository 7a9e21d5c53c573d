// A kernel as a person reads it: the module in WebAssembly's text format (WAT).

import type { Instruction } from "./code.ts";
import type { FunctionBuilder } from "./function.ts";
import { flatten, type ModuleBuilder } from "./module.ts";
import { type Opcode, opcodes } from "./opcodes.ts";

const opening: ReadonlySet<string> = new Set(["block", "loop", "if", "else"]);
const closing: ReadonlySet<string> = new Set(["else", "end"]);

export function printModule({ functions }: ModuleBuilder): string {
  return [
    "(module",
    '  (import "env" "memory" (memory 1 65536 shared))',
    ...functions.flatMap((each) => printFunction(each, functions)),
    '  (export "run" (func $run))',
    ")",
    "",
  ].join("\n");
}

function printFunction(target: FunctionBuilder, functions: readonly FunctionBuilder[]): string[] {
  const { name, parameters, locals, code } = target;
  const variables = [...parameters, ...locals].map((each) => `$${each.name}.${each.index}`);
  const declare = (keyword: string, from: number) => (each: { type: string }, i: number) =>
    ` (${keyword} ${variables[from + i]} ${each.type})`;
  const lines = [
    `  (func $${name}${parameters.map(declare("param", 0)).join("")}`,
    ...locals.map((each, i) => `   ${declare("local", parameters.length)(each, i)}`),
  ];
  let depth = 2;
  for (const each of flatten(code)) {
    if (closing.has(each.name)) depth--;
    lines.push("  ".repeat(depth) + printInstruction(each, variables, functions));
    if (opening.has(each.name)) depth++;
  }
  return [...lines, "  )"];
}

function printInstruction(
  { name, immediates }: Instruction,
  variables: readonly string[],
  functions: readonly FunctionBuilder[],
): string {
  const opcode: Opcode = opcodes[name];
  const [first = 0, ...rest] = immediates;
  if (name.startsWith("local.")) return `${name} ${variables[first]}`;
  if (name === "call") return `call $${functions[first]?.name}`;
  if (name === "v128.const") return `v128.const i8x16 ${immediates.join(" ")}`;
  if (opcode.immediates[0] === "memory") return [`${name} offset=${first} align=1`, ...rest].join(" ");
  return [name, ...immediates].join(" ");
}
