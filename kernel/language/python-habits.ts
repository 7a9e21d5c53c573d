// What people write who come from Python, and how it is written here. An error that any of it causes ends with the way.

/** names that are there in Python */
const names: Readonly<Record<string, string>> = {
  print: "console.log(x) prints, and the last expression of a cell is shown by itself",
  len: "arrays have x.length, tensors x.size(0)",
  range: "for (let i = 0; i < n; i++) counts, torch.arange(n) makes a tensor",
  enumerate: "for (const [i, each] of list.entries())",
  zip: "a.map((each, i) => [each, b[i]])",
  None: "None is undefined here",
  True: "True is true here",
  False: "False is false here",
  self: "self is this here",
  isinstance: "isinstance(x, T) is x instanceof T here",
  int: "int(x) is Math.trunc(Number(x)) here",
  float: "float(x) is Number(x) here, of a tensor x.item()",
  str: "str(x) is String(x) here",
  dict: "{ key: value } makes an object, new Map() a map",
  F: 'import { F } from "lamella"',
  nn: 'import { nn } from "lamella"',
  torch: 'import * as torch from "lamella"',
};

/** properties that tensors, modules and `torch` have in Python */
const properties: Readonly<Record<string, string>> = {
  cuda: "tensors compute on the processor only; leave it out",
  mps: "tensors compute on the processor only; leave it out",
  numpy: "x.toArray() gives nested arrays, x.data a typed array",
  half: "there is no half precision; float32 and float64 are the floating point dtypes",
  bfloat16: "there is no half precision; float32 and float64 are the floating point dtypes",
  no_grad: "torch.noGrad(() => ...) takes what is to run without gradients",
  append: "arrays have x.push(value)",
};

/** lines that are syntax in Python, and how to write them */
const lines: readonly (readonly [RegExp, string])[] = [
  [/^\s*(?:async\s+)?def\s+\w+\s*\(/, "functions are written function f(x) { ... }"],
  [
    /^\s*class\s+\w+\s*\(/,
    "classes are written class Net extends nn.Module { constructor() { super(); ... } }",
  ],
  [/^\s*with\s+(?:torch\.)?no_?[gG]rad\b/, "code without gradients is written torch.noGrad(() => { ... })"],
  [/^\s*import\s+torch\b/, 'the engine is imported by import * as torch from "lamella"'],
  [/^\s*from\s+[\w.]+\s+import\b/, 'names are imported by import { name } from "module"'],
  [/^\s*import\s+[\w.]+(?:\s+as\s+\w+)?\s*$/, 'modules are imported by import * as name from "module"'],
  [/\blambda\s+[\w\s,]*:/, "functions are written (x) => x"],
  [
    /^\s*(?:for\s+.+\s+in\s+.+|while\s+[^(].*|if\s+[^(].*|elif\s+.*|else\s*|try\s*|with\s+.*):\s*(?:#.*)?$/,
    "blocks are written if (...) { ... }, for (const x of list) { ... }",
  ],
  [/^\s*#(?!!)/, "comments begin with //"],
  [/[\w)\]]\s+@\s+[\w(]/, "matrices are multiplied by a.matmul(b)"],
  [/^[^"'`]*\b(?:and|or|not)\b/, "and, or, not are &&, ||, ! here"],
  [/\bsuper\(\)\.__init__\(/, "a constructor begins with super()"],
  [/\w\[[^\]?]*:[^\]]*\]/, 'x[1:3, :] is written x.index("1:3", ":")'],
];

/** The way to write what a name that is not there stands for in Python. */
export function nameHabit(name: string): string | undefined {
  return own(names, name);
}

/** The way to write what a property that is not there stands for in Python. */
export function propertyHabit(name: string): string | undefined {
  return own(properties, name);
}

/**
 * For a name that is not there and is given a value: f(dim=1) and x = 1.
 * @param start where the name begins
 */
export function assignmentHabit(source: string, start: number, name: string): string | undefined {
  if (!/^[\w$]+\s*=(?![=>])/.test(source.slice(start))) return undefined;
  const before = source.slice(0, start);
  if (/[(,]\s*$/.test(before)) return `options are written { ${camelCase(name)}: ... } here`;
  return /(?:^|[\n;{])[ \t]*$/.test(before) ? `a new name is declared: const ${name} = ...` : undefined;
}

/** The way to write a line that is no syntax here, but is in Python. @param offset where the error is */
export function syntaxHabit(source: string, offset: number): string | undefined {
  const start = source.lastIndexOf("\n", offset - 1) + 1;
  const line = source.slice(start).split("\n", 1)[0] ?? "";
  return lines.find(([pattern]) => pattern.test(line))?.[1];
}

function camelCase(name: string): string {
  return name.replace(/(?<=\w)_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function own(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
