// softmax and its logarithm along a dimension. The largest element is subtracted first, which changes nothing in
// the result and keeps every power at most 1. Both are made of operations that have kernels.

import { copyOf, type NDArray } from "../array/ndarray.ts";
import { elementCount, normalizeDim } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { onlyFloating } from "./dtype-rules.ts";
import { exp, log } from "./elementary-functions.ts";
import { div, sub } from "./elementwise.ts";
import { noOptions, type Operation, wrongInputs } from "./operation.ts";
import { amax, sum } from "./reductions.ts";

export interface SoftmaxOptions {
  readonly dim: number;
}

function alongLines(
  name: string,
  /** the result, from x with the largest element of each line subtracted; `total` adds up each line */
  make: (shifted: NDArray, total: (x: NDArray) => NDArray, temporaries: Temporaries) => NDArray,
): Operation<SoftmaxOptions> {
  const checkDType = onlyFloating(name);
  return {
    name,
    forward(inputs, options) {
      const [x] = inputs;
      if (!x || inputs.length > 1) throw wrongInputs(name, "one array", inputs);
      checkDType(x.dtype);
      const line = { dims: [normalizeDim(options.dim, x.shape.length)], keepdim: true };
      if (elementCount(x.shape) === 0) return copyOf(x);
      using temporaries = new Temporaries();
      const largest = temporaries.add(amax.forward([x], line));
      const shifted = temporaries.add(sub.forward([x, largest], noOptions));
      return make(shifted, (each) => temporaries.add(sum.forward([each], line)), temporaries);
    },
    backward: undefined,
  };
}

/** exp(x) / sum(exp(x)) */
export const softmax = alongLines("Softmax", (shifted, total, temporaries) => {
  const powers = temporaries.add(exp.forward([shifted], noOptions));
  return div.forward([powers, total(powers)], noOptions);
});

/** log(softmax(x)), without losing small probabilities */
export const logSoftmax = alongLines("LogSoftmax", (shifted, total, temporaries) => {
  const powers = temporaries.add(exp.forward([shifted], noOptions));
  const logarithms = temporaries.add(log.forward([total(powers)], noOptions));
  return sub.forward([shifted, logarithms], noOptions);
});
