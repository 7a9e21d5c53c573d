// What a forward pass costs, call by call: the parameters and the multiplications with additions, by whom they are used.
// A module's parameters may be used by others, as in `F.linear(x, this.fc.weight)`, without the module being called, or
// not at all; each is counted once, and nothing is left out.

import type { Tensor } from "../../../nn/tensor/tensor.ts";
import type { TensorLike } from "../tensor/tensor-like.ts";
import type { Call, Operation } from "./data-flow.ts";
import { trace } from "./trace.ts";
import {
  count,
  countAll,
  isParameter,
  isWatched,
  ownParameters,
  type WatchedModule,
} from "./watched-module.ts";

export interface Stop {
  /** the module's full name, such as `conv1.0`; empty for the model itself */
  readonly name: string;
  readonly kind: string;
  /** 0 for the model itself */
  readonly depth: number;
  /** whether it was called before, or its parameters were counted before */
  readonly again: boolean;
  /** false for what takes no part in the pass */
  readonly isUsed: boolean;
  /** undefined where nothing comes out, or no single tensor */
  readonly outputShape: readonly number[] | undefined;
  /** those that the module holds itself, unless they were counted at an earlier stop */
  readonly parameters: number;
  multiplyAdds: number;
}

/**
 * Each call of a module in one forward pass of x, parents first; then the modules whose parameters were not used.
 * Multiply-adds are counted as torchinfo does, one for each use of a parameter: for a convolution, all its parameters at
 * each place of the output; for a linear layer, all its parameters for each row; for anything else, such as a
 * normalisation, its parameters once for each sample.
 */
export function journey(model: WatchedModule, x: Tensor): Stop[] {
  return new Journey(model).stopsOf(trace(model, [x]));
}

interface Named {
  readonly name: string;
  readonly module: WatchedModule;
}

interface Parameter {
  readonly tensor: TensorLike;
  /** the modules that have it: several where it is shared */
  readonly holders: Named[];
}

class Journey {
  readonly #stops: Stop[] = [];
  readonly #counted = new Set<TensorLike>();
  readonly #called = new Set<WatchedModule>();
  /** the calls that are going on, the innermost last */
  readonly #running: { readonly module: WatchedModule; readonly stop: Stop }[] = [];
  readonly #modules: readonly Named[];
  readonly #parameters = new Map<string, Parameter>();

  constructor(model: WatchedModule) {
    this.#modules = model
      .namedModules()
      .flatMap(([name, module]) => (isWatched(module) ? [{ name, module }] : []));
    const known = new Map<TensorLike, Parameter>();
    for (const { name, module } of this.#modules) {
      for (const [key, tensor] of Object.entries(module)) {
        if (!isParameter(tensor)) continue;
        const parameter = known.get(tensor) ?? { tensor, holders: [] };
        known.set(tensor, parameter);
        parameter.holders.push({ name, module });
        this.#parameters.set(name === "" ? key : `${name}.${key}`, parameter);
      }
    }
  }

  stopsOf(root: Call): Stop[] {
    this.#call(root);
    for (const { name, module } of this.#modules) {
      if (ownParameters(module).every((parameter) => this.#counted.has(parameter))) continue;
      const depth = name === "" ? 0 : name.split(".").length;
      this.#stops.push({ ...this.#stopOf({ name, module }, depth, undefined), isUsed: false });
    }
    return this.#stops;
  }

  #call(call: Call): void {
    const { module } = call;
    const [output, ...others] = call.outputs;
    const shape = others.length === 0 ? output?.shape : undefined;
    const stop = this.#add(call, shape);
    this.#called.add(module);
    this.#running.push({ module, stop });
    for (const step of call.steps) {
      if (step.kind === "call") this.#call(step);
      else this.#operation(step, shape?.[0] ?? 1);
    }
    this.#running.pop();
  }

  #add(named: Named, outputShape: Stop["outputShape"]): Stop {
    const stop = this.#stopOf(named, this.#running.length, outputShape);
    this.#stops.push(stop);
    return stop;
  }

  #stopOf({ name, module }: Named, depth: number, outputShape: Stop["outputShape"]): Stop {
    const own = ownParameters(module);
    const fresh = own.filter((parameter) => !this.#counted.has(parameter));
    for (const parameter of fresh) this.#counted.add(parameter);
    return {
      name,
      kind: module.constructor.name,
      depth,
      again: this.#called.has(module) || fresh.length < own.length,
      isUsed: true,
      outputShape,
      parameters: countAll(fresh),
      multiplyAdds: 0,
    };
  }

  /** What an operation costs is told of the module that holds its parameters: one that is being called, if there is. */
  #operation(operation: Operation, samples: number): void {
    const used = new Map<WatchedModule, Stop>();
    for (const { source, shape } of operation.inputs) {
      const parameter = source.kind === "constant" ? this.#parameters.get(source.name) : undefined;
      if (!parameter) continue;
      const { holders, tensor } = parameter;
      const calling = this.#running.findLast(({ module }) =>
        holders.some((holder) => holder.module === module),
      );
      const [holder] = holders;
      let stop = calling?.stop ?? (holder && used.get(holder.module));
      if (!stop && holder) {
        stop = this.#add(holder, operation.outputs[0]?.shape);
        used.set(holder.module, stop);
      }
      // An expanded parameter is still no more than it has numbers.
      const size = Math.min(count(shape), count(tensor.shape));
      if (stop) stop.multiplyAdds += size * usesOfEach(operation, samples);
    }
  }
}

function usesOfEach({ name, outputs: [output] }: Operation, samples: number): number {
  const shape = output?.shape ?? [];
  if (name === "Convolution") return (shape[0] ?? 1) * count(shape.slice(2));
  if (["Addmm", "Mm", "Matmul", "Bmm", "Mv"].includes(name)) return count(shape.slice(0, -1));
  return samples;
}
