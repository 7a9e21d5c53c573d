// Limits that are arrays themselves, broadcast with what they limit.

import type { NDArray } from "../array/ndarray.ts";
import { Temporaries } from "../array/temporaries.ts";
import { maximum, minimum } from "./elementwise.ts";
import { noOptions, type Operation } from "./operation.ts";

/** Elements below `min` become `min`, then those above `max` become `max`. At least one of the two is given. */
export const clampBetween: Operation<readonly [x: NDArray, min?: NDArray, max?: NDArray]> = {
  name: "Clamp",
  forward([x, min, max]) {
    using temporaries = new Temporaries();
    if (max === undefined) return maximum.forward([x, min ?? x], noOptions);
    const raised = min ? temporaries.add(maximum.forward([x, min], noOptions)) : x;
    return minimum.forward([raised, max], noOptions);
  },
  gradient: {
    saves: { inputs: "all", output: false },
    // at a limit the gradient is that of x; where min is above max, all of it is that of max
    rule({ gradient, inputs: [x, min, max], wanted }, m) {
      const [below, above] = [min && m.lt(x, min), max && m.gt(x, max)];
      const inside = (value: typeof x): typeof x => {
        const raised = min ? m.where(m.ge(x, min), value, 0) : value;
        return max ? m.where(m.le(x, max), raised, 0) : raised;
      };
      const toMin = min && max && below ? m.and(below, m.lt(min, max)) : below;
      const toMax = min && max && above ? m.or(above, m.lt(max, min)) : above;
      return [
        wanted[0] ? inside(gradient) : undefined,
        wanted[1] && toMin ? m.where(toMin, gradient, 0) : undefined,
        wanted[2] && toMax ? m.where(toMax, gradient, 0) : undefined,
      ];
    },
  },
};
