// Lines that are syntax in Python: the error of the parser ends with the way to write it here.

import { expect, it } from "vitest";
import { compileCell } from "../../../kernel/language/compile.ts";

function errorOf(source: string): string {
  const compilation = compileCell(source, { file: "cell-1.ts", constants: new Map() });
  return compilation.status === "error" ? compilation.error.message : "none";
}

it.each([
  ["def f(x):\n    return x", "(functions are written function f(x) { ... })"],
  ["class Net(nn.Module):\n    pass", "(classes are written class Net extends nn.Module"],
  ["with torch.no_grad():\n    y = f(x)", "(code without gradients is written torch.noGrad(() => { ... }))"],
  ["import torch", '(the engine is imported by import * as torch from "lamella")'],
  ["import torch.nn as nn", '(the engine is imported by import * as torch from "lamella")'],
  ["from torch import nn", '(names are imported by import { name } from "module")'],
  ["import numpy as np", '(modules are imported by import * as name from "module")'],
  ["f = lambda x: x + 1", "(functions are written (x) => x)"],
  ["for i in range(3):\n  x", "(blocks are written"],
  ["if x:\n  y", "(blocks are written"],
  ["# a comment", "(comments begin with //)"],
  ["a @ b", "(matrices are multiplied by a.matmul(b))"],
  ["x = a and b", "(and, or, not are &&, ||, ! here)"],
  ["x[1:3]", "(x[1:3, :] is written x.index("],
])("%s", (source, way) => {
  expect(errorOf(source)).toContain(way);
});

it.each(["const x = ;", "foo(", "let 1 = 2"])("says nothing of Python where there is none: %s", (source) => {
  expect(errorOf(source)).not.toMatch(/here\)|written|begin with/);
});
