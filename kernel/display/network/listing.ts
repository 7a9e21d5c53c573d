// A network's diagram as text: its boxes line by line, indented as modules hold each other, with the shape that each
// gives, and with where it takes its input from wherever that is not the line above.

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
  const links = Map.groupBy(linksOf(seen), ({ to }) => to);
  const [inputs, outputs] = [root.step.inputs, root.step.outputs];
  const number = (i: number, all: readonly unknown[]) => (all.length === 1 ? "" : ` ${i + 1}`);
  const lines: Line[] = [
    ...inputs.map(({ shape }, i) => ({
      id: inputId(i),
      text: `input${number(i, inputs)}`,
      shape: text(shape),
    })),
    ...linesOf(root, 0),
    ...outputs.map(({ shape }, i) => ({
      id: outputId(i),
      text: `output${number(i, outputs)}`,
      shape: text(shape),
    })),
  ];
  const names = new Map([
    ...lines.map(({ id, text }) => [id, text.trim()] as const),
    ...leaves(root).map((item) => [item.id, shortName(item)] as const),
  ]);
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

function linesOf(item: Item, depth: number): Line[] {
  const { id, step, items, repeats } = item;
  const times = repeats > 1 ? ` ×${repeats}` : "";
  const isGroup = items.length > 0;
  const shape = isGroup ? "" : step.outputs.map((value) => text(value.shape)).join(", ");
  const line = { id, text: `${"  ".repeat(depth)}${lineText(item)}${times}`, shape };
  return [line, ...items.flatMap((inner) => linesOf(inner, depth + 1))];
}

function lineText({ step, items }: Item): string {
  if (step.kind === "operation") return operationName(step);
  const { title, detail } = faceOf(step.module, false);
  const face = items.length > 0 || detail === "" ? title : `${title} ${detail}`;
  return step.name === "" ? face : `${step.name}: ${face}`;
}

function shortName({ step }: Item): string {
  if (step.kind === "operation") return operationName(step);
  return step.name === "" ? step.module.constructor.name : step.name;
}

function operationName(step: Parameters<typeof titleOf>[0]): string {
  return signOf(step) === undefined ? titleOf(step) : step.name.toLowerCase();
}

function text(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}
