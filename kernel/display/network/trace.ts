// One forward pass as data flow: which operation of which module took what and gave what. Modules are watched by
// their hooks, operations by the engine's recorder.

import type { NDArray } from "../../../nn/array/ndarray.ts";
import { noGrad } from "../../../nn/autograd/gradient-mode.ts";
import { currentRecorder, type Recorder, recording } from "../../../nn/tensor/recorder.ts";
import type { Tensor } from "../../../nn/tensor/tensor.ts";
import { type ModuleLike, watchForward } from "../tensor/module-like.ts";
import { isTensor } from "../tensor/tensor-like.ts";
import type { Call, Operation, Step, Value } from "./data-flow.ts";
import { Values } from "./values.ts";
import { isWatched, type WatchedModule } from "./watched-module.ts";

/** A call that may still be going on. */
interface Running extends Call {
  readonly outputs: Value[];
  readonly steps: Step[];
}

/**
 * Calls `model(...inputs)` once, without gradients, on copies of the inputs, and in evaluation mode, so that running
 * statistics and the random numbers stay as they are. Afterwards hooks and modes are as before.
 * @throws Error that names the layer in which the pass failed; its cause is what was thrown
 */
export function trace(model: WatchedModule, inputs: readonly Tensor[]): Call {
  const tracer = new Tracer(model);
  const copies = inputs.map((input, number) => tracer.copy(input, number));
  const recorder: Recorder = (name, arrays, output, options) => tracer.record(name, arrays, output, options);
  const watch = (name: string, module: ModuleLike) => {
    if (!isWatched(module)) return [];
    // An interrupt runs no `finally` and leaves hooks behind, which must not act in other passes.
    return [
      module.registerForwardPreHook((_module, given) =>
        currentRecorder() === recorder ? tracer.begin(name, module, given) : undefined,
      ),
      module.registerForwardHook((_module, _inputs, output) => {
        if (currentRecorder() === recorder) tracer.end(output);
      }),
    ];
  };
  try {
    noGrad(() => recording(recorder, () => watchForward(model, copies, watch)));
  } catch (thrown) {
    throw new Error(`forward failed in ${tracer.place()}: ${messageOf(thrown)}`, { cause: thrown });
  }
  return tracer.root();
}

class Tracer {
  readonly #model: WatchedModule;
  readonly #values: Values;
  readonly #running: Running[] = [];
  #root: Call | undefined;
  /** whether what runs is the tracer's own */
  #own = false;

  constructor(model: WatchedModule) {
    this.#model = model;
    this.#values = new Values(parametersOf(model));
  }

  /** The input as the network gets it: layers may write into it. */
  copy(input: Tensor, number: number): Tensor {
    const copy = input.detach().clone();
    this.#values.made(copy.array, { kind: "input", number });
    return copy;
  }

  /** A module's call begins. Gives the inputs that it is to have: one that comes out again has gone through it. */
  begin(name: string, module: WatchedModule, given: readonly unknown[]): readonly unknown[] {
    const inputs = tensorsIn(given).map(({ array }) => this.#values.of(array));
    const call: Running = { kind: "call", name, module, inputs, outputs: [], steps: [] };
    this.#running.at(-1)?.steps.push(call);
    this.#running.push(call);
    return given.map((each) => (isEngineTensor(each) ? this.#alias(each) : each));
  }

  end(output: unknown): void {
    const call = this.#running.pop();
    if (call === undefined) return;
    for (const { array } of tensorsIn(output)) {
      const value = this.#values.of(array);
      const own = call.steps.length === 0 || value.source.kind === "constant";
      call.outputs.push(own ? this.#values.made(array, { kind: "step", step: call }) : value);
    }
    this.#root = call;
  }

  record(name: string, arrays: readonly NDArray[], output: NDArray, told: unknown): void {
    if (this.#own) return;
    const inputs = arrays.map((array) => this.#values.of(array));
    const isWrite = arrays.includes(output);
    const names = inputs.flatMap(({ source }) => (source.kind === "constant" ? [source.name] : []));
    if (names.length === inputs.length) {
      const constant = { kind: "constant", name: names.find(Boolean) ?? "" } as const;
      this.#values.made(output, constant, isWrite);
      return;
    }
    const outputs: Value[] = [];
    const options = typeof told === "object" && told !== null ? told : {};
    const step: Operation = { kind: "operation", name, inputs, outputs, options };
    outputs.push(this.#values.made(output, { kind: "step", step }, isWrite));
    this.#running.at(-1)?.steps.push(step);
  }

  /** The call of the network itself, when it has ended. */
  root(): Call {
    if (this.#root?.module !== this.#model) throw new Error("the network was not called");
    return this.#root;
  }

  /** Where the pass is, as a person would say it. */
  place(): string {
    const call = this.#running.at(-1);
    const { name, module } = call ?? { name: "", module: this.#model };
    return name === "" ? module.constructor.name : `${name} (${module.constructor.name})`;
  }

  #alias(tensor: Tensor): Tensor {
    this.#own = true;
    try {
      const alias = tensor.unsqueeze(0).squeeze(0);
      this.#values.same(alias.array, tensor.array);
      return alias;
    } finally {
      this.#own = false;
    }
  }
}

/** Whether the engine's own methods can be called on a value. */
export function isEngineTensor(value: unknown): value is Tensor {
  return isTensor(value) && "array" in value && "view" in value;
}

/** The tensors of a value: itself, or those in an array or a plain object. */
function tensorsIn(value: unknown): Tensor[] {
  if (isEngineTensor(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  const isPlain =
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? Object.values(value).flatMap(tensorsIn) : [];
}

/** Parameters and buffers with their full names. */
function parametersOf(model: WatchedModule): [NDArray, string][] {
  return model
    .namedModules()
    .flatMap(([prefix, module]) =>
      Object.entries(module).flatMap(([key, value]): [NDArray, string][] =>
        isEngineTensor(value) ? [[value.array, prefix === "" ? key : `${prefix}.${key}`]] : [],
      ),
    );
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
