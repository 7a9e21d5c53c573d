// Operations that give, at each position along a dimension, a total of all elements up to there.

import { normalizeDim } from "../array/shape.ts";
import { counted } from "./dtype-rules.ts";
import { mapLines } from "./lines.ts";
import { type Operation, wrongInputs } from "./operation.ts";

export interface CumulativeOptions {
  readonly dim: number;
}

function cumulative(
  name: string,
  combine: (total: number, value: number) => number,
): Operation<CumulativeOptions> {
  return {
    name,
    forward(inputs, options) {
      const [x] = inputs;
      if (!x || inputs.length > 1) throw wrongInputs(name, "one array", inputs);
      const dim = normalizeDim(options.dim, x.shape.length);
      const totals = (line: Float64Array) => {
        for (let i = 1; i < line.length; i++) line[i] = combine(line[i - 1] ?? 0, line[i] ?? 0);
        return line;
      };
      return mapLines(x, dim, totals, { dtype: counted(x.dtype) });
    },
    backward: undefined,
  };
}

export const cumsum = cumulative("Cumsum", (total, value) => total + value);
export const cumprod = cumulative("Cumprod", (total, value) => total * value);
