// Checkpoints trade time for memory: what a function's operations save for the way back is not kept, but made again, by
// calling the function once more when the first of it is needed.

import { instance } from "../arguments/checks.ts";
import type { NDArray } from "../array/ndarray.ts";
import { generator } from "../array/random.ts";
import { enableGrad, isGradEnabled } from "../autograd/gradient-mode.ts";
import type { Node } from "../autograd/node.ts";
import { SavedArray, savingBy } from "../autograd/saved.ts";
import { owned } from "../tensor/backward.ts";
import { scope } from "../tensor/scope.ts";
import { Tensor } from "../tensor/tensor.ts";

/**
 * `fn(...inputs)`, of which only the inputs are kept for the gradient. When it is walked, `fn` is called again, with the same
 * random numbers; so it must compute the same as before, and what else it does, it does twice.
 */
export function checkpoint<Inputs extends readonly unknown[], Result>(
  fn: (...inputs: Inputs) => Result,
  ...inputs: Inputs
): Result;
export function checkpoint(fn: (...inputs: unknown[]) => unknown, ...inputs: unknown[]): unknown {
  instance("checkpoint: fn", fn, Function, "a function");
  if (!isGradEnabled()) return fn(...inputs);
  const kept = inputs.map(keptInput);
  const seed = generator.snapshot();
  let count = 0;
  let waiting = 0;
  let made: NDArray[] | undefined;
  const makeAgain = (): NDArray[] => {
    const arrays: NDArray[] = [];
    const now = generator.snapshot();
    generator.restore(seed);
    const keep = (array: NDArray) => {
      array.storage.hold();
      arrays.push(array);
      return { read: () => array, release() {} };
    };
    savingBy(keep, () => enableGrad(() => scope(() => void fn(...kept.map((each) => each.again())))));
    generator.restore(now);
    if (arrays.length === count) return arrays;
    throw new Error(
      `checkpoint: fn saved ${count} arrays for the gradient, and ${arrays.length} when it was called again; it must ` +
        "compute the same each time",
    );
  };
  return savingBy(
    () => {
      const position = count++;
      waiting++;
      return {
        read() {
          made ??= makeAgain();
          return made[position]!;
        },
        release() {
          made?.[position]?.storage.letGo();
          waiting--;
          if (waiting === 0) for (const each of kept) each.release();
        },
      };
    },
    () => fn(...inputs),
  );
}

interface Kept {
  /** the input as it was */
  again(): unknown;
  release(): void;
}

function keptInput(input: unknown): Kept {
  if (!(input instanceof Tensor)) return { again: () => input, release() {} };
  const saved = new SavedArray(input.array);
  const node: Node | undefined = input.node;
  return {
    again: () => new Tensor({ array: owned(saved.read("checkpoint")), by: "checkpoint", gradFn: node }),
    release: () => saved.release(),
  };
}
