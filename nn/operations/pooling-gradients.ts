// How gradients go back through pooling: to the place of the largest element of each window, or evenly to all of them.

import { full, type NDArray } from "../array/ndarray.ts";
import { elementCount, type Shape } from "../array/shape.ts";
import { scatterAdd } from "./indexing.ts";
import { fromGradient, type Gradient, type OneArray, type Operation } from "./operation.ts";
import { type ReduceSettings, spreadMeans, type Window } from "./pooling-windows.ts";

/** The gradient of the largest elements; `places` finds where in its plane each stands. */
export function toLargest<Options>(places: Operation<OneArray, Options>): Gradient<OneArray, Options> {
  return {
    saves: { inputs: "all", output: false },
    rule({ gradient, inputs: [x], options }, m) {
      const planes = x.shape.slice(0, 2);
      const lines = [...planes, elementCount(gradient.shape.slice(2))];
      const index = m.reshape(m.apply(places, [x], options), lines);
      const zeros = m.zeros([...planes, elementCount(x.shape.slice(2))], gradient.dtype);
      const put = m.apply(scatterAdd, [zeros, index, m.reshape(gradient, lines)], { dim: 2 });
      return [m.reshape(put, x.shape)];
    },
  };
}

export interface BackwardOptions<Options> {
  /** of what was pooled */
  readonly shape: Shape;
  readonly options: Options;
}

/** The gradient of what `operation` takes means of, in the windows that `windowsOf` lists. */
export function meansBackward<Options>(
  name: string,
  operation: Operation<OneArray, Options>,
  windowsOf: (shape: Shape, options: Options) => readonly [windows: Window[][], settings: ReduceSettings],
): Operation<OneArray, BackwardOptions<Options>> {
  return {
    name,
    forward([gradient], { shape, options }): NDArray {
      const out = full(shape, 0, gradient.dtype);
      const [windows, settings] = windowsOf(shape, options);
      spreadMeans(out, windows, gradient, settings);
      return out;
    },
    gradient: fromGradient((gradient, m, { options }) => m.apply(operation, [gradient], options)),
  };
}
