// Functions and methods of tensors take what PyTorch's take, in PyTorch's order. What PyTorch's take is a fixture of its own
// signatures (fixture_parts/signatures.py).

import { describe, expect, it } from "vitest";
import signatures from "../../fixtures/signatures.json" with { type: "json" };
import { own, type Signature } from "../support/declared-signatures.ts";

/** What PyTorch takes and nothing here could do. */
const elsewhere = new Set(
  "out generator layout pinMemory memoryFormat names nonBlocking sparseGrad implicit outDim outdim".split(
    " ",
  ),
);

const camelCase = (name: string): string => name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());

/** PyTorch's words for what is a word of another kind, or has another name, here. */
function ours(name: string): string {
  return camelCase(name.replace(/^from_\?/, "from?"));
}

function theirs(names: readonly string[]): Signature {
  const star = names.indexOf("*");
  const known = (each: string): boolean => !elsewhere.has(ours(each).replace("?", ""));
  return {
    inOrder: (star === -1 ? names : names.slice(0, star)).filter(known).map(ours),
    byName:
      star === -1
        ? []
        : names
            .slice(star + 1)
            .filter(known)
            .map((name) => ours(name).replace("?", "")),
  };
}

const snakeCase = (name: string): string =>
  name.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const byName = new Map(signatures.map(({ name, signatures: all }) => [name, all.map(theirs)]));

/** Names of the first argument of functions: the tensor that PyTorch calls input. */
const tensorNames = new Set(["x", "like", "start", "base", "probabilities", "condition"]);

/** Whether ours is PyTorch's, but for optional arguments at the end that only PyTorch has. */
function agree(mine: Signature, other: Signature): boolean {
  const plain = (name: string | undefined) => name?.replace("?", "");
  const inOrder = mine.inOrder.every((name, i) => {
    const expected = plain(other.inOrder[i]);
    return plain(name) === expected || (i === 0 && expected === "input" && tensorNames.has(name));
  });
  const rest = other.inOrder.slice(mine.inOrder.length);
  const complete = rest.every((name) => name.endsWith("?"));
  return inOrder && (complete || mine.byName.includes("options"));
}

const overloads = Map.groupBy(own, ({ name }) => name);
const shared = [...overloads].filter(([name]) => byName.has(snakeCase(name)));

/** Names whose arguments are not PyTorch's, and why. */
const exceptions: Readonly<Record<string, string>> = {
  "torch.noGrad": "a function is called, where Python has a block",
  "torch.enableGrad": "a function is called, where Python has a block",
  "torch.arange": "one to three numbers, whose names depend on how many they are",
  "torch.einsum": "PyTorch's signature says nothing but *args",
  "torch.meshgrid": "tensors one by one or in an array, then options",
  "Tensor.stride": "PyTorch's stub calls dim _int",
  "Tensor.to": "a dtype, a device or a tensor stands first; PyTorch has an overload for each",
  "torch.split": "the method calls it splitSize, the function splitSizeOrSections",
};
const notInPyTorch = [
  "Tensor.index",
  "Tensor.inspectCustom",
  "Tensor.slice",
  "Tensor.toArray",
  "Tensor.toString",
  "torch.keep",
  "torch.memory",
  "torch.scope",
];

describe("takes what PyTorch takes, in its order:", () => {
  it("nearly all names are compared", () => {
    const missing = [...overloads.keys()].filter((name) => !byName.has(snakeCase(name)));
    expect(missing.sort()).toEqual(notInPyTorch);
  });
  it.each(shared)("%s", (name, mine) => {
    const known = byName.get(snakeCase(name)) ?? [];
    const names = known
      .flatMap((each) => [...each.inOrder, ...each.byName])
      .map((each) => each.replace("?", ""));
    const strange = mine.filter(
      ({ signature }) =>
        !known.some((each) => agree(signature, each)) ||
        !signature.byName.every((each) => each === "options" || names.includes(each)),
    );
    if (name in exceptions) expect(strange).not.toEqual([]);
    else
      expect(
        strange.map(({ signature }) => signature),
        JSON.stringify(known),
      ).toEqual([]);
  });
});
