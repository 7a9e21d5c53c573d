// The optional arguments of a function or layer, declared once: a function whose parameters are PyTorch's optional ones,
// in PyTorch's order and with PyTorch's defaults, gives them back by their names. From it follow the types of the
// positional form and of the options object, and how a call is read at run time:
//
//     const leakyReluArguments = optional((negativeSlope = 0.01, inplace = false) => ({ negativeSlope, inplace }));
//     export interface LeakyReluOptions extends OptionsOf<typeof leakyReluArguments> {}
//     export function leakyRelu(x: Tensor, ...given: Given<typeof leakyReluArguments, LeakyReluOptions>): Tensor {
//       const { negativeSlope, inplace } = leakyReluArguments.read("leakyRelu", given);
//
// People may write leakyRelu(x, 0.2), leakyRelu(x, { inplace: true }) and leakyRelu(x, 0.2, { inplace: true }), as Python
// allows it, and an option that does not exist is an error that suggests the nearest one. The interface gives the
// options a name of their own, which is what keeps tooltips readable.
//
// An option with a number, a text or a truth value for a default must be one. An option that takes more kinds of
// values (a number or a tuple) has no default here, and who reads it checks it.

import { didYouMean } from "./did-you-mean.ts";
import { inFunction } from "./in-function.ts";
import { shown } from "./shown.ts";

/** Optional arguments; `Order` is the tuple of those that have a position. */
export interface OptionalArguments<Order extends readonly unknown[], Options> {
  /** only a type: what `Given` knows the order by */
  readonly order?: Order;
  /** all names, those with a position first */
  readonly names: readonly string[];
  /**
   * The options of a call, those that it leaves out by their defaults. `name` is the called function's, for errors. Throws
   * on a name that does not exist, too many arguments, one that is given twice, and a value of the wrong kind.
   */
  read(name: string, given: readonly unknown[]): Options;
}

type ParametersOf<Declaration> = Declaration extends (...given: infer P) => object ? P : [];
type Returned<Declaration> = Declaration extends (...given: never) => infer Options ? Options : never;
type OrderOf<Arguments> = Arguments extends OptionalArguments<infer Order, unknown> ? Order : [];

/** What the options object of these arguments may hold. */
export type OptionsOf<Arguments> =
  Arguments extends OptionalArguments<readonly unknown[], infer Options> ? Readonly<Partial<Options>> : never;

/** The optional arguments of a call: in order, or by name in one object, or the first in order and the others by name. */
export type Given<Arguments, Options> = Mixed<OrderOf<Arguments>, Options>;
type Mixed<Order extends readonly unknown[], Options> = { [I in keyof Order]: Order[I] | Options };

/**
 * Declares optional arguments: those that have a position, and perhaps others that PyTorch takes by name only. Both
 * functions return their parameters by name and in order, checked and converted if need be. (Their types have no
 * constraint since that would type the parameters, and not their defaults.)
 */
export function optional<Positional extends object>(
  positional: Positional,
): OptionalArguments<ParametersOf<Positional>, Returned<Positional>>;
export function optional<Positional extends object, Named extends object>(
  positional: Positional,
  named: Named,
): OptionalArguments<[...ParametersOf<Positional>, options?: never], Returned<Positional> & Returned<Named>>;
export function optional(positional: object, named?: object): OptionalArguments<never, object> {
  return declare(positional, named ?? nothing);
}

/** Declares optional arguments that PyTorch takes by name only. */
export function keywords<Named extends object>(
  named: Named,
): OptionalArguments<[options?: never], Returned<Named>>;
export function keywords(named: object): OptionalArguments<never, object> {
  return declare(nothing, named);
}

function nothing(): object {
  return {};
}

type Values = Readonly<Record<string, unknown>>;

function declare(positional: object, named: object): OptionalArguments<never, object> {
  const inOrder = Object.keys(call(positional, []));
  const byNameOnly = Object.keys(call(named, []));
  const names = [...inOrder, ...byNameOnly];
  const compute = (values: Values): object => ({
    ...call(
      positional,
      inOrder.map((each) => values[each]),
    ),
    ...call(
      named,
      byNameOnly.map((each) => values[each]),
    ),
  });
  const defaults = Object.freeze(compute({}));
  const kinds = Object.entries(defaults).map(([each, value]) => [each, typeof value] as const);
  const checked = kinds.filter(([, kind]) => kind in expectedKinds);
  return {
    names,
    read(name, given) {
      if (given.length === 0) return defaults;
      return inFunction(name, () => {
        const values = byName(given, inOrder, names);
        for (const [each, kind] of checked) checkKind(each, values[each], kind);
        return compute(values);
      });
    },
  };
}

function call(declaration: object, values: readonly unknown[]): object {
  if (typeof declaration !== "function") throw new TypeError("optional arguments are declared by a function");
  return Reflect.apply(declaration, undefined, values);
}

/** The values of a call under their names. Python's None, that is null, leaves an argument out, as undefined does. */
function byName(given: readonly unknown[], inOrder: readonly string[], names: readonly string[]): Values {
  const last = given.at(-1);
  const options = isOptions(last) ? last : {};
  const positional = isOptions(last) ? given.slice(0, -1) : given;
  if (positional.length > inOrder.length) throw tooMany(positional, inOrder, names);
  const values: Record<string, unknown> = {};
  for (const [i, value] of positional.entries()) values[inOrder[i]!] = value ?? undefined;
  for (const [each, value] of Object.entries(options)) {
    if (!names.includes(each)) throw new TypeError(`there is no option ${each}${didYouMean(each, names)}`);
    if (values[each] !== undefined && value !== undefined) throw new TypeError(`${each} is given twice`);
    values[each] ??= value ?? undefined;
  }
  return values;
}

/** Whether a value is an object literal, of whatever realm. */
function isOptions(value: unknown): value is Values {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function tooMany(
  positional: readonly unknown[],
  inOrder: readonly string[],
  names: readonly string[],
): TypeError {
  const extra = shown(positional[inOrder.length]);
  const byNameOnly = names.slice(inOrder.length).join(", ");
  if (inOrder.length > 0) return new TypeError(`expected nothing after ${inOrder.at(-1)}, got ${extra}`);
  return new TypeError(`expected an object with options (${byNameOnly}), got ${extra}`);
}

const expectedKinds: Readonly<Record<string, string>> = {
  number: "a number",
  boolean: "true or false",
  string: "a text",
};

function checkKind(name: string, value: unknown, kind: string): void {
  if (value === undefined || typeof value === kind) return;
  throw new TypeError(`${name}: expected ${expectedKinds[kind]}, got ${shown(value)}`);
}
