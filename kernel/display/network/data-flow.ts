// What a forward pass was, as data flow: calls of modules, one within the other, and operations, each with the values
// that it took and gave.

import type { WatchedModule } from "./watched-module.ts";

/** An operation or a module, an input of the network, or, for what depends on neither, the parameter that it is. */
export type Source =
  | { readonly kind: "step"; readonly step: Step }
  | { readonly kind: "input"; readonly number: number }
  | { readonly kind: "constant"; readonly name: string };

/** A tensor at one moment. */
export interface Value {
  readonly shape: readonly number[];
  readonly source: Source;
}

export interface Operation {
  readonly kind: "operation";
  /** the engine's name, such as `Add` */
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** what else the engine's operation was told, such as the stride of a convolution */
  readonly options: object;
}

export interface Call {
  readonly kind: "call";
  /** the module's full name, such as `conv1.0`; empty for the network itself */
  readonly name: string;
  readonly module: WatchedModule;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** what happened within, in order */
  readonly steps: readonly Step[];
}

export type Step = Operation | Call;

/** The operations of a step, and the calls in which none ran, in order. */
export function leavesOf(step: Step): Step[] {
  return step.kind === "call" && step.steps.length > 0 ? step.steps.flatMap(leavesOf) : [step];
}

/** Whether an operation only hands on what it got. */
function isPassive(step: Step): step is Operation {
  return step.kind === "operation" && ["Clone", "ToCopy"].includes(step.name);
}

/** The value itself, or the one of which it is a mere copy. */
export function originOf(value: Value): Value {
  const { source } = value;
  const from = source.kind === "step" && isPassive(source.step) ? source.step.inputs[0] : undefined;
  return from ? originOf(from) : value;
}

/** What a step takes from others, each source once; constants are none. */
export function takenBy(step: Step): Value[] {
  const leaves = leavesOf(step);
  const inside = new Set<Step>([step, ...leaves]);
  const bySource = new Map<unknown, Value>();
  for (const value of leaves.filter((leaf) => !isPassive(leaf)).flatMap(({ inputs }) => inputs)) {
    const origin = originOf(value);
    const { source } = origin;
    if (source.kind === "input") bySource.set(source.number, origin);
    if (source.kind === "step" && !inside.has(source.step)) bySource.set(source.step, origin);
  }
  return [...bySource.values()];
}
