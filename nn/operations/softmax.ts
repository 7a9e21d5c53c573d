// softmax and its logarithm along a dimension. The largest element is subtracted first, which changes nothing in
// the result and keeps every power at most 1. Rows of moderate length have a kernel; everything else is made of
// operations that have kernels.

import { copyOf, empty, type NDArray } from "../array/ndarray.ts";
import { elementCount, normalizeDim } from "../array/shape.ts";
import { Temporaries } from "../array/temporaries.ts";
import { run } from "../threads/pool.ts";
import { softmaxKernel } from "../wasm/softmax.ts";
import { onlyFloating } from "./dtype-rules.ts";
import { exp, log } from "./elementary-functions.ts";
import { div, sub } from "./elementwise.ts";
import { fromOutput, type Gradient, noOptions, type OneArray, type Operation } from "./operation.ts";
import { pointerOf } from "./product.ts";
import { amax, sum } from "./reductions.ts";

export interface SoftmaxOptions {
  readonly dim: number;
}

/** The kernel's plain sum over longer rows would lose digits. */
const longestRow = 8192;
/** Numbers whose powers take some ten microseconds. */
const stepElements = 8192;

function alongLines(
  name: string,
  kernel: Parameters<typeof softmaxKernel>[0],
  /** the result, from x with the largest element of each line subtracted; `total` adds up each line */
  make: (shifted: NDArray, total: (x: NDArray) => NDArray, temporaries: Temporaries) => NDArray,
  gradient: Gradient<OneArray, SoftmaxOptions>,
): Operation<OneArray, SoftmaxOptions> {
  const checkDType = onlyFloating(name);
  return {
    name,
    forward([x], options) {
      checkDType(x.dtype);
      const dim = normalizeDim(options.dim, x.shape.length);
      if (elementCount(x.shape) === 0) return copyOf(x);
      const columns = x.shape[dim] ?? 1;
      const isRow = dim >= x.shape.length - 1;
      if (x.dtype === "float32" && isRow && columns <= longestRow) return ofRows(kernel, x, columns);
      const line = { dims: [dim], keepdim: true };
      using temporaries = new Temporaries();
      const largest = temporaries.add(amax.forward([x], line));
      const shifted = temporaries.add(sub.forward([x, largest], noOptions));
      return make(shifted, (each) => temporaries.add(sum.forward([each], line)), temporaries);
    },
    gradient,
  };
}

function ofRows(kernel: Parameters<typeof softmaxKernel>[0], x: NDArray, columns: number): NDArray {
  const out = empty(x.shape, "float32");
  using temporaries = new Temporaries();
  const step = Math.max(1, Math.round(stepElements / columns));
  run(softmaxKernel(kernel), elementCount(x.shape) / columns, step, {
    out: out.storage.pointer,
    x: pointerOf(temporaries.contiguous(x)),
    columns,
  });
  return out;
}

/** exp(x) / sum(exp(x)) */
export const softmax = alongLines(
  "Softmax",
  "softmax",
  (shifted, total, temporaries) => {
    const powers = temporaries.add(exp.forward([shifted], noOptions));
    return div.forward([powers, total(powers)], noOptions);
  },
  fromOutput((gradient, y, m, { dim }) => {
    const weighted = m.mul(gradient, y);
    return m.sub(weighted, m.mul(y, m.sum(weighted, [dim], true)));
  }),
);

/** log(softmax(x)), without losing small probabilities */
export const logSoftmax = alongLines(
  "LogSoftmax",
  "logSoftmax",
  (shifted, total, temporaries) => {
    const powers = temporaries.add(exp.forward([shifted], noOptions));
    const logarithms = temporaries.add(log.forward([total(powers)], noOptions));
    return sub.forward([shifted, logarithms], noOptions);
  },
  fromOutput((gradient, y, m, { dim }) => m.sub(gradient, m.mul(m.exp(y), m.sum(gradient, [dim], true)))),
);
