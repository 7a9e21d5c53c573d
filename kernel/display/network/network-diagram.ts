// A traced network as a diagram: modules as boxes and frames, sums as signs, forks as dots, shortcuts as bypasses.

import type { Diagram, DiagramLink, DiagramNode } from "../drawing/node-link.ts";
import { faceOf } from "./face.ts";
import { type Forked, withForks } from "./forks.ts";
import { inputId, leaves, linksOf, outputId } from "./links.ts";
import { operationFace, signOf } from "./operation-face.ts";
import type { Item, Visible } from "./visible.ts";
import { count, ownParameters, type WatchedModule } from "./watched-module.ts";

export interface NetworkDiagramOptions {
  /** what the diagram shows, in words */
  readonly title: string;
  /** whether boxes tell how many parameters they have */
  readonly parameters: boolean;
}

export function networkDiagram(seen: Visible, options: NetworkDiagramOptions): Diagram {
  const { root } = seen;
  const sums = new Set(leaves(root).flatMap((item) => (isSum(item) ? [item.id] : [])));
  const forked = withForks(root, linksOf(seen), sums);
  const { bypassing } = forked;
  const inputs = root.step.inputs.map((_, i, all): DiagramNode => {
    return { kind: "pill", id: inputId(i), text: all.length === 1 ? "input" : `input ${i + 1}` };
  });
  const outputs = root.step.outputs.map((_, i, all): DiagramNode => {
    return { kind: "pill", id: outputId(i), text: all.length === 1 ? "output" : `output ${i + 1}` };
  });
  const links = forked.links.map((link): DiagramLink => {
    const kind = bypassing.has(link) ? "bypass" : "flow";
    const isToldBefore = forked.dots.has(link.from) && kind === "flow";
    return { from: link.from, to: link.to, kind, label: isToldBefore ? "" : shapeText(link.shape) };
  });
  return { title: options.title, nodes: [...inputs, ...nodesOf(root, forked, options), ...outputs], links };
}

/** `1×64×56×56`; a tensor without dimensions is a scalar. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? "scalar" : shape.join("×");
}

function isSum({ step }: Item): boolean {
  return step.kind === "operation" && step.name === "Add";
}

function nodesOf(item: Item, forked: Forked, options: NetworkDiagramOptions): DiagramNode[] {
  const { id, step, items, repeats: copies } = item;
  if (step.kind === "operation") {
    const sign = signOf(step);
    if (sign) return [{ kind: "sign", id, text: sign }];
    return [{ kind: "box", id, ...operationFace(step), copies }];
  }
  const parameters = options.parameters ? parametersText(step.module) : "";
  const note = [step.name, parameters].filter(Boolean).join(" · ");
  if (items.length === 0) {
    const isBlock = step.steps.some(({ kind }) => kind === "call");
    return [{ kind: "box", id, ...faceOf(step.module, isBlock), note, copies }];
  }
  const dots = (forked.dotsOf.get(id) ?? []).map((dot): DiagramNode => ({ kind: "dot", id: dot }));
  const inner = items.flatMap((each) => nodesOf(each, forked, options));
  // The layers of a shortcut stand beside the main line one by one; a frame would push it apart.
  if (isShortcut(item, forked)) return [...dots, ...inner];
  const kind = step.module.constructor.name;
  // Of a plain row of layers, the name says more than the class.
  const isPlain = kind === "Sequential" && step.name !== "";
  const words = isPlain ? { title: step.name, note: parameters } : { title: kind, note };
  return [{ kind: "group", id, ...words, copies, nodes: [...dots, ...inner] }];
}

function isShortcut(group: Item, { links, bypassing }: Forked): boolean {
  const inside = new Set(leaves(group).map(({ id }) => id));
  const its = links.filter(({ from, to }) => inside.has(from) || inside.has(to));
  return its.length > 0 && its.every((link) => bypassing.has(link));
}

/** How many parameters a module has with those below it, each counted once; empty if none. */
function parametersText(module: WatchedModule): string {
  const all = new Set(module.namedModules().flatMap(([, each]) => ownParameters(each)));
  const total = [...all].reduce((sum, { shape }) => sum + count(shape), 0);
  return total === 0 ? "" : `${total.toLocaleString("en-US")} params`;
}
