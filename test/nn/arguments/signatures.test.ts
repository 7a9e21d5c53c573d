// The names of arguments, their order, and which of them may be left out, against PyTorch's own signatures
// (fixture_parts/signatures.py).

import { describe, expect, it } from "vitest";
import signatures from "../../fixtures/signatures.json" with { type: "json" };
import { type Call, calls, exported, others, perform } from "../support/exports.ts";

/** What there is no use for: one device, one layout of memory, results that are returned, parts of PyTorch's own machinery. */
const useless = new Set(["out", "device", "layout", "pinMemory", "memoryFormat", "generator", "stacklevel"]);

/** Names that are others here, in the order of the arguments. */
const renamed: Readonly<Record<string, readonly [theirs: string, ours: string][]>> = {
  "F.pad": [["pad", "padding"]],
  "F.embedding": [["x", "indices"]],
  "F.oneHot": [["x", "classes"]],
  "F.cosineSimilarity": [
    ["x1", "x"],
    ["x2", "y"],
  ],
};

/** Arguments of PyTorch's that there are none of here, and why. */
const missing: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "F.embedding": { scaleGradByFreq: "gradients are what they are", sparse: "there are no sparse gradients" },
  "nn.Embedding": { scaleGradByFreq: "gradients are what they are", sparse: "there are no sparse gradients" },
  "F.interpolate": { antialias: "there is no such filter" },
  "nn.ConvTranspose1d": { paddingMode: "can only be zeros" },
  "nn.ConvTranspose2d": { paddingMode: "can only be zeros" },
  "nn.Hardtanh": { minValue: "deprecated name of minVal", maxValue: "deprecated name of maxVal" },
};

/** Arguments that PyTorch has a default for which is of no use. */
const requiredHere: Readonly<Record<string, readonly string[]>> = { "nn.Parameter": ["data"] };

const known: ReadonlyMap<string, readonly (readonly string[])[]> = new Map(
  signatures.map(({ name, signatures: overloads }) => [name, overloads]),
);

function camelCase(name: string): string {
  return name.replace(/^_/, "").replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** `F.adaptiveAvgPool2d` is PyTorch's F.adaptive_avg_pool2d; layers have their names. */
function pytorchName(name: string): string {
  const [namespace = "", member = ""] = name.split(".");
  const prefix = namespace === "init" ? "nn.init" : namespace;
  return `${prefix}.${/^[A-Z]/.test(member) ? member : member.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
}

interface Signature {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly byName: readonly string[];
}

function pytorchSignature(name: string): Signature | undefined {
  const overloads = known.get(pytorchName(name));
  if (!overloads) return undefined;
  const [longest = []] = overloads
    .filter((each) => !each.includes("out"))
    .toSorted((a, b) => b.length - a.length);
  const names = new Map(renamed[name]);
  const star = longest.indexOf("*");
  const ours = (raw: string): string => {
    const theirs = camelCase(raw.replace("?", "")).replace(/^input$/, "x");
    if (name.startsWith("init.") && theirs === "tensor" && /_\.?$/.test(name) && weights.test(name))
      return "weight";
    return names.get(theirs) ?? theirs;
  };
  const wanted = (raw: string): boolean =>
    raw !== "*" && !useless.has(ours(raw)) && missing[name]?.[ours(raw)] === undefined;
  const isRequired = (raw: string): boolean =>
    !raw.endsWith("?") || requiredHere[name]?.includes(ours(raw)) === true;
  return {
    required: longest.filter((raw) => wanted(raw) && isRequired(raw)).map(ours),
    optional: longest.filter((raw) => wanted(raw) && !isRequired(raw)).map(ours),
    byName: star < 0 ? [] : longest.slice(star).filter(wanted).map(ours),
  };
}

/** These fill a weight by its fans or dimensions. */
const weights = /eye_|dirac_|kaiming|xavier/;

/** The options of an export, as its error lists them that an option far from all of them gives. */
function declaredOptions(call: Call): string[] {
  const stranger = "q".repeat(40);
  let message = "";
  try {
    perform(call, [...Object.values(call.required()), { [stranger]: 1 }]);
  } catch (error) {
    message = String(error);
  }
  const [, list] = message.split(`there is no option ${stranger}`);
  if (list === undefined) throw new Error(`${call.name} took an option that it does not have: ${message}`);
  return list.replace("; there is ", "").split(", ").filter(Boolean);
}

describe("every export", () => {
  it("is in the table of calls", () => {
    expect([...calls.map(({ name }) => name), ...Object.keys(others)].sort()).toEqual([...exported].sort());
  });

  it.each(calls)("$name refuses an unknown option, and lists all it has", (call) => {
    expect(declaredOptions(call)).toEqual(expect.arrayContaining(Object.keys(call.options())));
  });
});

/** What is torchvision's or, like PyTorch 2's Buffer, not in PyTorch 1.13. */
const elsewhere = new Set(["F.stochasticDepth", "nn.Buffer"]);
const ofPyTorch = calls.filter(({ name }) => !name.startsWith("blocks.") && !elsewhere.has(name));

describe("the arguments are PyTorch's, in its order:", () => {
  it.each(ofPyTorch)("$name", (call) => {
    const expected = pytorchSignature(call.name);
    if (!expected) throw new Error(`PyTorch has no ${pytorchName(call.name)}`);
    expect(Object.keys(call.required())).toEqual(expected.required);
    expect(declaredOptions(call)).toEqual(expected.optional);
    // PyTorch takes the dtype of layers and of softmax after arguments that are left out here
    const byName = call.byName.filter((each) => each !== "dtype" && each !== "weight");
    expect(byName).toEqual(expected.byName);
  });
});
