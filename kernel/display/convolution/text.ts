// What the picture shows, in words: its alternative text, and the text of a front-end without pictures.

import { short } from "./arithmetic.ts";
import type { Step, Steps } from "./steps.ts";

/** One sentence; about one step, if one is given. */
export function summary(conv: string, all: Steps, step?: Step): string {
  const { kernel, inputChannel, channel, steps } = all;
  const window = `a window of ${weights(kernel)}`;
  const over = `over input channel ${inputChannel}`;
  if (step === undefined) {
    const count = steps.length === 1 ? "one step" : `${steps.length} steps`;
    return `${conv}, step by step: ${window} moves ${over}; each of ${count} fills in a number of output channel ${channel}`;
  }
  const place = `at row ${step.row}, column ${step.column} of output channel ${channel}`;
  return `${conv}, step ${steps.indexOf(step)} (of 0 to ${steps.length - 1}): ${window} ${over} gives ${short(step.result)} ${place}`;
}

/** How many weights a kernel has, row by column. */
export function weights(kernel: Steps["kernel"]): string {
  const [rows, columns] = [kernel.length, kernel[0]?.length ?? 0];
  if (rows * columns === 1) return "1 weight";
  return rows === 1 ? `${columns} weights` : `${rows} × ${columns} weights`;
}

/** The shown part of the output as rows of numbers. */
export function outputText({ steps, shown }: Steps): string {
  const numbers = steps.map(({ result }) => result.toFixed(4));
  const width = Math.max(...numbers.map((number) => number.length));
  return Array.from({ length: shown.height }, (_, row) =>
    numbers
      .slice(row * shown.width, (row + 1) * shown.width)
      .map((number) => number.padStart(width))
      .join("  "),
  ).join("\n");
}
