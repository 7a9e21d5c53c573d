// Loading a state: everything is compared first, so that a state that does not fit changes nothing and the error
// names all that is wrong with it at once.

import { sameShape } from "../array/shape.ts";
import { noGrad } from "../tensor/gradient-mode.ts";
import type { Tensor } from "../tensor/tensor.ts";

export interface LoadResult {
  readonly missingKeys: string[];
  readonly unexpectedKeys: string[];
}

/** Copies `loaded` into the tensors of `own`. `name` is the module's class, for the error. */
export function loadState(
  name: string,
  own: Readonly<Record<string, Tensor>>,
  loaded: Readonly<Record<string, Tensor>>,
  strict: boolean,
): LoadResult {
  const missingKeys = Object.keys(own).filter((key) => !Object.hasOwn(loaded, key));
  const unexpectedKeys = Object.keys(loaded).filter((key) => !Object.hasOwn(own, key));
  const pairs = Object.entries(own).flatMap(([key, target]) => {
    const source = loaded[key];
    return source === undefined ? [] : [{ key, target, source }];
  });
  const errors = [
    ...(strict && missingKeys.length > 0 ? [`Missing key(s) in state_dict: ${quoted(missingKeys)}. `] : []),
    ...(strict && unexpectedKeys.length > 0
      ? [`Unexpected key(s) in state_dict: ${quoted(unexpectedKeys)}. `]
      : []),
    ...pairs
      .filter(({ target, source }) => !sameShape(target.shape, source.shape))
      .map(
        ({ key, target, source }) =>
          `size mismatch for ${key}: copying a param with shape ${source.shape} from checkpoint, ` +
          `the shape in current model is ${target.shape}.`,
      ),
  ];
  if (errors.length > 0)
    throw new Error(`Error(s) in loading state_dict for ${name}:\n\t${errors.join("\n\t")}`);
  noGrad(() => {
    for (const { target, source } of pairs) target.copy_(source);
  });
  return { missingKeys, unexpectedKeys };
}

function quoted(keys: readonly string[]): string {
  return keys.map((key) => `"${key}"`).join(", ");
}
