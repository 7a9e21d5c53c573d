// Loading a state: everything is compared first, so that a state that does not fit changes nothing and the error
// names all that is wrong with it at once.

import { sameShape } from "../array/shape.ts";
import { noGrad } from "../autograd/gradient-mode.ts";
import { Tensor } from "../tensor/tensor.ts";

export interface LoadResult {
  readonly missingKeys: string[];
  readonly unexpectedKeys: string[];
}

type State = Readonly<Record<string, Tensor>>;

/** Copies `given` into the tensors of `own`. `name` is the module's class, for the error. */
export function loadState(name: string, own: State, given: State, strict: boolean): LoadResult {
  const loaded = { ...uncounted(own), ...given };
  const missingKeys = Object.keys(own).filter((key) => !Object.hasOwn(loaded, key));
  const unexpectedKeys = Object.keys(given).filter((key) => !Object.hasOwn(own, key));
  const pairs = Object.entries(own).flatMap(([key, target]) => {
    const source: unknown = loaded[key];
    return source === undefined ? [] : [{ key, target, source: asScalar(source, target) }];
  });
  const errors = [
    ...(strict && missingKeys.length > 0 ? [`Missing key(s) in state_dict: ${quoted(missingKeys)}. `] : []),
    ...(strict && unexpectedKeys.length > 0
      ? [`Unexpected key(s) in state_dict: ${quoted(unexpectedKeys)}. `]
      : []),
    ...pairs.flatMap(({ key, target, source }) => misfit(key, target, source)),
  ];
  if (errors.length > 0)
    throw new Error(`Error(s) in loading state_dict for ${name}:\n\t${errors.join("\n\t")}`);
  noGrad(() => {
    for (const { target, source } of pairs) if (source instanceof Tensor) target.copy_(source);
  });
  return { missingKeys, unexpectedKeys };
}

/** States from before PyTorch 0.4.1 do not count batches, and are loaded as if they had counted none. */
function uncounted(own: State): State {
  const counters = Object.entries(own).filter(([key]) => key.split(".").at(-1) === "num_batches_tracked");
  return Object.fromEntries(counters.map(([key, counter]) => [key, counter.mul(0)]));
}

/** Old states hold what has no dimensions as a vector of one. */
function asScalar(source: unknown, target: Tensor): unknown {
  const single = source instanceof Tensor && source.dim() === 1 && source.numel() === 1;
  return single && target.dim() === 0 ? source.reshape([]) : source;
}

function misfit(key: string, target: Tensor, source: unknown): string[] {
  if (!(source instanceof Tensor)) {
    return [
      `While copying the parameter named "${key}", expected a Tensor from checkpoint but received ${String(source)}`,
    ];
  }
  if (sameShape(target.shape, source.shape)) return [];
  return [
    `size mismatch for ${key}: copying a param with shape ${source.shape} from checkpoint, ` +
      `the shape in current model is ${target.shape}.`,
  ];
}

function quoted(keys: readonly string[]): string {
  return keys.map((key) => `"${key}"`).join(", ");
}
