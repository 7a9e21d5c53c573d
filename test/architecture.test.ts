// The floors of the house, held by a test: imports point down, never up or sideways, and what the kernel
// process loads never reaches the engine or the displays (it must start fast and never run user code).

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** Folder -> floor. A file may import from its own folder or from a folder on a lower floor. */
const floors: Record<string, number> = {
  "kernel/main.ts": 7,
  "kernel/cli": 7,
  "kernel/session": 6,
  "kernel/headless": 6,
  "kernel/reactive": 5,
  "kernel/supervisor": 4,
  "kernel/cells": 4,
  "kernel/language": 3,
  "kernel/widgets": 3,
  "kernel/display": 2,
  "kernel/wire": 2,
  "kernel/channel": 1,
  "nn/index.ts": 8,
  "nn/blocks": 7,
  "nn/modules": 6,
  "nn/optim": 6,
  "nn/data": 6,
  "nn/io": 6,
  "nn/functional": 5,
  "nn/gradients": 4.5,
  "nn/tensor": 4,
  "nn/autograd": 3.5,
  "nn/operations": 3,
  "nn/array": 2,
  "nn/threads": 1.3,
  "nn/wasm": 1.2,
  "nn/memory": 1.1,
  "nn/arguments": 1,
};

interface Import {
  readonly from: string;
  readonly to: string;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function importsOf(file: string): Import[] {
  const { module } = parseSync(file, readFileSync(join(root, file), "utf8"));
  const specifiers = [
    ...module.staticImports.map((each) => each.moduleRequest.value),
    ...module.staticExports.flatMap((each) =>
      each.entries.flatMap((entry) => (entry.moduleRequest ? [entry.moduleRequest.value] : [])),
    ),
  ];
  return specifiers
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => ({ from: file, to: relative(root, resolve(root, dirname(file), specifier)) }));
}

function folderOf(file: string): string {
  return file in floors ? file : file.split("/").slice(0, 2).join("/");
}

const files = [...sources("kernel"), ...sources("nn")];
const imports = files.flatMap(importsOf);

function reachableFrom(start: readonly string[]): Set<string> {
  const seen = new Set(start);
  for (const file of seen) for (const each of imports) if (each.from === file) seen.add(each.to);
  return seen;
}

describe("the floors", () => {
  it("gives every source file a floor", () => {
    expect(files.filter((file) => !(folderOf(file) in floors))).toEqual([]);
  });

  it("lets imports point only down or within a folder", () => {
    const house = (file: string) => file.split("/")[0];
    const upward = imports.filter(({ from, to }) => {
      if (folderOf(from) === folderOf(to)) return false;
      if (house(from) !== house(to)) return house(from) !== "kernel"; // the kernel uses the engine, never the reverse
      return floors[folderOf(to)]! >= floors[folderOf(from)]!;
    });
    expect(upward.map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });

  it("has no circles", () => {
    const circular = files.filter((file) => {
      const next = imports.filter((each) => each.from === file).map((each) => each.to);
      return reachableFrom(next).has(file);
    });
    expect(circular).toEqual([]);
  });

  it("keeps the engine, displays and cells out of the kernel process", () => {
    const reached = [...reachableFrom(["kernel/main.ts"])];
    expect(reached.filter((file) => /^(nn|kernel\/(display|widgets|cells))\//.test(file))).toEqual([]);
  });

  it("keeps sockets, language, graph and session out of the cells' process", () => {
    const reached = [...reachableFrom(files.filter((file) => file.startsWith("kernel/cells/")))];
    expect(reached.filter((file) => /^kernel\/(wire|language|reactive|session)\//.test(file))).toEqual([]);
  });
});
