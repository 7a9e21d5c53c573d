// Optional arguments by position, by name, and the first by position and the others by name: whatever the form, the
// result is the same. And each argument matters: without it the result is another one.

import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { manualSeed, nn, noGrad, Tensor } from "../../../nn/index.ts";
import { type Call, calls, perform, type Values } from "../support/exports.ts";

/**
 * What a call gives, down to the last number: of a layer also its properties and what it makes of an input. Or what an
 * error says. `optional` makes the optional arguments of the options.
 */
function outcome(call: Call, optional: (options: Values) => readonly unknown[]): unknown {
  try {
    return result(call, optional);
  } catch (error) {
    return `refused: ${error}`;
  }
}

function result(call: Call, optional: (options: Values) => readonly unknown[]): unknown {
  manualSeed(3);
  const args = Object.values(call.required());
  const made = noGrad(() => perform(call, [...args, ...optional(call.options())]));
  const written = args.map(plain);
  if (!(made instanceof nn.Module)) return { result: plain(made), same: made === args[0], written };
  const input = convertedFor(made, call.input());
  const output = input.length > 0 ? noGrad(() => Reflect.apply(made, undefined, input)) : undefined;
  return { layer: plain(made), output: plain(output), same: output === input[0] };
}

/** Layers are made with parameters of float64, too, which take no other inputs. */
function convertedFor(layer: nn.Module, input: readonly unknown[]): unknown[] {
  const dtype = layer.parameters()[0]?.dtype ?? "float32";
  const floating = (each: unknown): boolean => each instanceof Tensor && each.dtype.startsWith("float");
  return input.map((each) => (each instanceof Tensor && floating(each) ? each.to(dtype) : each));
}

/** All of them, or what they come to if they are many. */
function numbers(tensor: Tensor): unknown {
  if (tensor.numel() < 1000) return tensor.toArray();
  return createHash("sha256").update(tensor.data).digest("hex");
}

function plain(value: unknown): unknown {
  if (value instanceof Tensor) {
    const { dtype, shape, requiresGrad } = value;
    const persistent = value instanceof nn.Buffer ? value.persistent : undefined;
    return { dtype, shape: [...shape], values: numbers(value), requiresGrad, persistent };
  }
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof nn.Module) {
    const own = Object.entries(value).map(([name, each]): [string, unknown] => [name, plain(each)]);
    return { text: String(value), ...Object.fromEntries(own) };
  }
  return typeof value === "function" ? "a function" : value;
}

const optional = calls.filter((call) => Object.keys(call.options()).length > 0);

describe("one result, whatever the form of the call:", () => {
  it.each(optional)("$name", (call) => {
    const byName = result(call, (options) => [options]);
    const positions = Object.keys(call.options()).filter((name) => !call.byName.includes(name));
    for (let count = 1; count <= positions.length; count++) {
      const mixed = (options: Values): unknown[] => {
        const given = Object.values(options).slice(0, count);
        const rest = Object.entries(options).slice(count);
        return rest.length > 0 ? [...given, Object.fromEntries(rest)] : given;
      };
      expect(result(call, mixed), `${count} by position`).toEqual(byName);
    }
  });
});

describe("each optional argument matters:", () => {
  const pairs = optional.flatMap((call) =>
    Object.entries(call.options())
      .filter(([option, value]) => value !== undefined && !call.unseen.includes(option))
      .map(([option]) => ({ ...call, option })),
  );
  it.each(pairs)("$option of $name", ({ option, ...call }) => {
    const without = outcome(call, ({ [option]: _, ...rest }) => [rest]);
    expect(without).not.toEqual(outcome(call, (options) => [options]));
  });
});

/** Those to one of whose options null says something. */
const takesNull = /BatchNorm|InstanceNorm|Conv2dNormActivation/;

/** Their millions of numbers take a minute to compare. */
const large = /ResNet|MobileNet|ConvNeXt$/;

describe("an option that is left out, undefined or null is the default:", () => {
  it.each(optional.filter(({ name }) => !large.test(name)))("$name", (call) => {
    const usual = outcome(call, () => []);
    const absent = (value: undefined | null) => (options: Values) => [
      Object.fromEntries(Object.keys(options).map((name) => [name, value])),
    ];
    expect(outcome(call, () => [{}])).toEqual(usual);
    expect(outcome(call, absent(undefined))).toEqual(usual);
    if (!takesNull.test(call.name)) expect(outcome(call, absent(null))).toEqual(usual);
  });
});

describe("the dtype of a layer is that of its parameters and buffers:", () => {
  it.each(calls.filter(({ made, byName }) => made && byName.includes("dtype")))("$name", (call) => {
    const layer = perform(call, [...Object.values(call.required()), { dtype: "float64" }]);
    const parameters = layer instanceof nn.Module ? layer.parameters() : [];
    const buffers = layer instanceof nn.Module ? layer.buffers() : [];
    const floating = [...parameters, ...buffers].filter(({ dtype }) => dtype !== "int64");
    expect(floating.map(({ dtype }) => dtype)).toEqual(floating.map(() => "float64"));
  });
});
