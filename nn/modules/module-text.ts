// The text of a module as PyTorch prints it: its class, what it says of itself, and its children indented.

import { tupleText } from "../tensor/printing.ts";

export function moduleText(
  name: string,
  extra: string,
  children: readonly (readonly [string, { toString(): string }])[],
): string {
  if (children.length === 0 && !extra.includes("\n")) return `${name}(${extra})`;
  const lines = [
    ...(extra === "" ? [] : extra.split("\n")),
    ...children.map(([key, child]) => `(${key}): ${child.toString().replaceAll("\n", "\n  ")}`),
  ];
  return `${name}(\n  ${lines.join("\n  ")}\n)`;
}

/** A value as Python writes it: True, 1e-05, (3, 3), None. Numbers are whole unless `float` says otherwise. */
export function pythonText(value: number | boolean | string | readonly number[] | undefined): string {
  if (value === undefined) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") return numberText(value);
  return typeof value === "string" ? value : tupleText(value);
}

/** A floating-point number as Python writes it: 0.5, 1.0, 1e-05. */
export function floatText(value: number): string {
  const text = numberText(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** Python turns to exponents below 1e-4, JavaScript below 1e-6, and Python gives them two digits. */
function numberText(value: number): string {
  const small = value !== 0 && Math.abs(value) < 1e-4;
  const text = small ? value.toExponential() : String(value);
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}
