// How large the parts of a diagram are, in CSS pixels: the layout leaves so much room, and the drawing fills it.

import { Letters, type Weight } from "./letters.ts";
import type { DiagramLink, DiagramNode } from "./node-link.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

type Kind<K extends DiagramNode["kind"]> = Extract<DiagramNode, { readonly kind: K }>;

export const titleSize = 12.5;
export const noteSize = 10;
export const tabFont = 11;
export const labelFont = 10.5;
/** between a title and its detail */
export const wordGap = 6;
/** equal ones behind a box or a group are seen this much */
export const copyStep = 4;

const signSize: Size = { width: 24, height: 24 };
const dotSize: Size = { width: 6, height: 6 };

const letters = new Map<string, Letters>();

/** How wide a text is. */
export function widthOf(text: string, size: number, bold = false): number {
  const weight: Weight = bold ? "semibold" : "regular";
  const key = `${weight} ${size}`;
  const its = letters.get(key) ?? new Letters(weight, size);
  letters.set(key, its);
  return its.widthOf(text);
}

/** A node's size; of a group, that of its tab. */
export function sizeOf(node: DiagramNode): Size {
  switch (node.kind) {
    case "box":
      return boxSize(node);
    case "group":
      return tabSize(node);
    case "pill":
      return pillSize(node);
    case "sign":
      return signSize;
    case "dot":
      return dotSize;
  }
}

/** The box in front; copies behind it need a little more. */
function boxSize({ title, detail, note, copies }: Kind<"box">): Size {
  const width = Math.max(firstLine(title, detail), widthOf(note, noteSize)) + badgeWidth(copies);
  return { width: Math.max(148, Math.ceil(width) + 24), height: note === "" ? 32 : 42 };
}

/** What `×3` takes at the right of a box. */
export function badgeWidth(copies: number): number {
  return copies > 1 ? widthOf(`×${copies}`, titleSize, true) + 14 : 0;
}

export function firstLine(title: string, detail: string): number {
  return widthOf(title, titleSize, true) + (detail === "" ? 0 : wordGap + widthOf(detail, titleSize));
}

/** The tab with the name of a group. */
export function tabSize({ title, note, copies }: Kind<"group">): Size {
  const words = [
    widthOf(title, tabFont, true),
    ...(note === "" ? [] : [widthOf(note, tabFont)]),
    ...(copies > 1 ? [widthOf(`×${copies}`, tabFont, true)] : []),
  ];
  return {
    width: Math.ceil(words.reduce((sum, width) => sum + width + wordGap, 0) - wordGap) + 20,
    height: 20,
  };
}

function pillSize({ text }: Kind<"pill">): Size {
  return { width: Math.ceil(widthOf(text, titleSize, true)) + 28, height: 26 };
}

export function labelSize({ label }: DiagramLink): Size {
  return { width: Math.ceil(widthOf(label, labelFont)) + 2, height: 14 };
}
