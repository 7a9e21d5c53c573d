// A network's diagram as text: its boxes line by line, indented as modules hold each other, with the shape that each
// gives, and with where it takes its input from wherever that is not the line above.

import type { Call } from "./data-flow.ts";
import { faceOf } from "./face.ts";
import { inputId, leaves, linksOf, outputId } from "./links.ts";
import { signOf, titleOf } from "./operation-face.ts";
import type { Item, Visible } from "./visible.ts";

interface Line {
  readonly id: string;
  readonly text: string;
  readonly shape: string;
}

export function listing(seen: Visible): string {
  const { root } = seen;
  const { inputs, outputs } = root.step;
  const names = namesOf(root);
  const end = (name: string, id: (number: number) => string, shapes: typeof inputs): Line[] =>
    shapes.map(({ shape }, i) => {
      const text = shapes.length === 1 ? name : `${name} ${i + 1}`;
      names.set(id(i), text);
      return { id: id(i), text, shape: shapeText(shape) };
    });
  const lines = [
    ...end("input", inputId, inputs),
    ...linesOf(root, names),
    ...end("output", outputId, outputs),
  ];
  const links = Map.groupBy(linksOf(seen), ({ to }) => to);
  const width = Math.max(...lines.map(({ text }) => text.length));
  let above: string | undefined;
  return lines
    .map(({ id, text, shape }) => {
      const from = (links.get(id) ?? []).map((link) => link.from);
      const isNext = from.length === 0 || (from.length === 1 && from[0] === above);
      if (shape !== "") above = id;
      const source = isNext ? "" : `  from ${from.map((each) => names.get(each)).join(", ")}`;
      return `${text.padEnd(width)}  ${shape}${source}`.trimEnd();
    })
    .join("\n");
}

/** Modules by their full names; operations by theirs, the second `add` as `add_1`, as PyTorch's tracer has it. */
function namesOf(root: Item): Map<string, string> {
  const seen = new Map<string, number>();
  return new Map(
    leaves(root).map(({ id, step }): [string, string] => {
      if (step.kind === "call") return [id, step.name || step.module.constructor.name];
      const name = signOf(step) === undefined ? titleOf(step) : step.name.toLowerCase();
      const before = seen.get(name) ?? 0;
      seen.set(name, before + 1);
      return [id, before === 0 ? name : `${name}_${before}`];
    }),
  );
}

function linesOf(item: Item, names: ReadonlyMap<string, string>, indent = ""): Line[] {
  const { id, step, items, repeats } = item;
  const times = repeats > 1 ? ` ×${repeats}` : "";
  const text = step.kind === "operation" ? names.get(id) : moduleText(step, items.length > 0);
  const shape = items.length > 0 ? "" : step.outputs.map((value) => shapeText(value.shape)).join(", ");
  const inner = items.flatMap((each) => linesOf(each, names, `${indent}  `));
  return [{ id, text: `${indent}${text}${times}`, shape }, ...inner];
}

function moduleText({ name, module }: Call, isGroup: boolean): string {
  const { title, detail } = faceOf(module, isGroup);
  return `${name === "" ? "" : `${name}: `}${title} ${detail}`.trim();
}

function shapeText(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}
