// What the picture shows, in words: its alternative text, and the text of a front-end without pictures.

import { short } from "./arithmetic.ts";
import type { Step, Steps } from "./steps.ts";

/** One sentence; about one step, if one is given. */
export function summary(conv: string, all: Steps, step?: Step): string {
  const { kernel, inputChannel, channel, steps } = all;
  const window = `a window of ${kernel.length} × ${kernel[0]?.length ?? 0} weights`;
  const over = `over input channel ${inputChannel}`;
  if (step === undefined) {
    const count = steps.length === 1 ? "one step" : `${steps.length} steps`;
    return `${conv}, step by step: ${window} moves ${over}; each of ${count} fills in a number of output channel ${channel}`;
  }
  const place = `at row ${step.row}, column ${step.column} of output channel ${channel}`;
  return `${conv}, step ${steps.indexOf(step)} of 0 to ${steps.length - 1}: ${window} ${over} gives ${short(step.result)} ${place}`;
}

/** The shown part of the output as rows of numbers. */
export function outputText({ steps, shown }: Steps): string {
  return Array.from({ length: shown.height }, (_, row) =>
    steps
      .filter((step) => step.row === row)
      .map(({ result }) => result.toFixed(4).padStart(9))
      .join(" "),
  ).join("\n");
}
