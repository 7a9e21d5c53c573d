// Calls of methods and functions that are written down: by name, with their arguments, as in the fixtures.

import * as torch from "../../../nn/index.ts";
import { Tensor } from "../../../nn/tensor/tensor.ts";
import { restore, type StoredTensor } from "./fixture.ts";

/** A tensor, perhaps permuted; a number that JSON does not know, as text; a list of arguments; anything else as it is. */
export type Argument = unknown;

interface StoredArgument {
  readonly tensor?: StoredTensor;
  readonly order?: readonly number[];
  readonly number?: string;
}

export interface Call {
  readonly call: string;
  readonly arguments: readonly Argument[];
  readonly options: object;
}

export function isStoredArgument(value: unknown): value is StoredArgument {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** How a tensor is made of what is stored. */
type Give = (stored: StoredTensor) => Tensor;

function given(argument: Argument, give: Give): unknown {
  if (Array.isArray(argument)) return argument.map((each) => given(each, give));
  if (!isStoredArgument(argument)) return argument;
  if (argument.number !== undefined) return Number(argument.number);
  if (!argument.tensor) throw new TypeError("an argument that is neither tensor nor number");
  const tensor = give(argument.tensor);
  return argument.order ? tensor.permute(argument.order) : tensor;
}

/** The tensors among a call's arguments and options, in the order in which `perform` makes them. */
export function tensorsIn({ arguments: args, options }: Call): StoredTensor[] {
  const found = (argument: Argument): StoredTensor[] => {
    if (Array.isArray(argument)) return argument.flatMap(found);
    return isStoredArgument(argument) && argument.tensor ? [argument.tensor] : [];
  };
  return [...args, ...Object.values(options)].flatMap(found);
}

/** What the call gives; `give` makes its tensors. */
export function perform({ call, arguments: stored, options }: Call, give: Give = restore): unknown {
  const args = stored.map((each) => given(each, give));
  const named = Object.entries(options).map(([key, value]) => [key, given(value, give)]);
  if (named.length > 0) args.push(Object.fromEntries(named));
  const [namespace, name] = call.split(".");
  if (call.startsWith("torch.")) return invoke(torch, name, args);
  if (call.startsWith("F.")) return invoke(torch.F, name, args);
  const [receiver, ...rest] = args;
  if (!(receiver instanceof Tensor)) throw new TypeError(`${namespace}: a method needs a tensor`);
  return invoke(receiver, call, rest);
}

/** A property is its value. */
function invoke(owner: object, name: string | undefined, args: readonly unknown[]): unknown {
  if (name === undefined || !(name in owner)) throw new Error(`there is no ${name}`);
  const method: unknown = Reflect.get(owner, name);
  return typeof method === "function" ? Reflect.apply(method, owner, args) : method;
}

/** A call as the name of a test. */
export function title({ call, arguments: args, options }: Call): string {
  const text = (argument: Argument): string => {
    if (Array.isArray(argument)) return `[${argument.map(text).join(", ")}]`;
    if (!isStoredArgument(argument)) return String(argument);
    const { tensor, order, number } = argument;
    return tensor ? `${tensor.dtype}[${tensor.shape}]${order ? ` permuted` : ""}` : String(number);
  };
  const entries = Object.entries(options).map(([key, value]) => `${key}: ${value}`);
  return `${call}(${[...args.map(text), ...entries].join(", ")})`;
}
