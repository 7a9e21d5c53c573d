// softmax and its logarithm along a dimension. The largest element is subtracted first, which changes nothing in
// the result and keeps every power at most 1.

import { normalizeDim } from "../array/shape.ts";
import { onlyFloating } from "./dtype-rules.ts";
import { type LineTransform, mapLines } from "./lines.ts";
import { type Operation, wrongInputs } from "./operation.ts";

export interface SoftmaxOptions {
  readonly dim: number;
}

function alongLines(name: string, transform: LineTransform): Operation<SoftmaxOptions> {
  const dtypeOf = onlyFloating(name);
  return {
    name,
    forward(inputs, options) {
      const [x] = inputs;
      if (!x || inputs.length > 1) throw wrongInputs(name, "one array", inputs);
      return mapLines(x, normalizeDim(options.dim, x.shape.length), transform, { dtype: dtypeOf(x.dtype) });
    },
    backward: undefined,
  };
}

/** exp(x) / sum(exp(x)) */
export const softmax = alongLines("Softmax", (line) => {
  subtractLargest(line);
  let sum = 0;
  for (let i = 0; i < line.length; i++) {
    const power = Math.exp(line[i] ?? 0);
    line[i] = power;
    sum += power;
  }
  for (let i = 0; i < line.length; i++) line[i] = (line[i] ?? 0) / sum;
  return line;
});

/** log(softmax(x)), without losing small probabilities */
export const logSoftmax = alongLines("LogSoftmax", (line) => {
  subtractLargest(line);
  let sum = 0;
  for (const value of line) sum += Math.exp(value);
  const logarithm = Math.log(sum);
  for (let i = 0; i < line.length; i++) line[i] = (line[i] ?? 0) - logarithm;
  return line;
});

function subtractLargest(line: Float64Array): void {
  let largest = -Infinity;
  for (const value of line) if (value > largest) largest = value; // NaN comes through the subtraction
  for (let i = 0; i < line.length; i++) line[i] = (line[i] ?? 0) - largest;
}
