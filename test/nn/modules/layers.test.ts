// Every layer with its options against PyTorch: made after the same seed, it has the same text, the same keys of
// state, and gives the same output for the same random input, first in training and then in evaluation. So the
// initial weights and the number of random draws are tested as well.

import { describe, expect, it } from "vitest";
import * as nn from "../../../nn/modules/index.ts";
import { manualSeed, randn, zeros } from "../../../nn/tensor/creation.ts";
import { noGrad } from "../../../nn/tensor/gradient-mode.ts";
import errors from "../../fixtures/module_errors.json" with { type: "json" };
import cases from "../../fixtures/modules.json" with { type: "json" };
import { expectClose, type StoredTensor } from "../support/fixture.ts";

interface Specification {
  readonly layer: string;
  readonly arguments: readonly unknown[];
  readonly options: object;
}

function make({ layer, arguments: args, options }: Specification): nn.Layer {
  const type: unknown = Reflect.get(nn, layer);
  if (typeof type !== "function") throw new TypeError(`no layer ${layer}`);
  return Reflect.construct(type, [...args, options]);
}

describe("layers give what PyTorch's give", () => {
  it.each(cases.map((each) => ({ ...each, title: each.text })))("$title", (each) => {
    manualSeed(each.seed);
    const layer = make(each);
    expect(String(layer)).toBe(each.text);
    expect(Object.keys(layer.stateDict())).toEqual(each.keys);
    noGrad(() => {
      layer(randn(each.shape));
      expectClose(layer(randn(each.shape)), each.training);
      const buffers = Object.fromEntries(layer.namedBuffers());
      const stored: Partial<Record<string, StoredTensor>> = each.buffers;
      expect(Object.keys(buffers)).toEqual(Object.keys(stored));
      for (const [name, buffer] of Object.entries(buffers)) {
        const expected = stored[name];
        if (expected) expectClose(buffer, expected);
      }
      if (each.evaluation) expectClose(layer.eval()(randn(each.shape)), each.evaluation);
    });
  });
});

describe("layers refuse what PyTorch's refuse, in its words", () => {
  it.each(errors)("$layer $arguments $options on $shape", (each) => {
    expect(() => make(each)(zeros(each.shape))).toThrow(each.message);
  });
});
