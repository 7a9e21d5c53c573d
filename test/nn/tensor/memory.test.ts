// What a method made of several operations leaves behind: the memory of its results and nothing else. The oracle is
// the arena's count of live blocks.

import { describe, expect, it } from "vitest";
import type { Storage } from "../../../nn/array/storage.ts";
import * as torch from "../../../nn/index.ts";
import { arena } from "../../../nn/memory/arena.ts";
import { Tensor } from "../../../nn/tensor/tensor.ts";

const live = () => arena.statistics().liveBlocks;

const x = torch.rand(3, 4);
const permuted = torch.rand(4, 3).t();
const y = torch.rand(4);
const mask = x.gt(0.5);
const index = torch.zeros([3, 2], { dtype: "int64" });
const known = new Set([x, permuted, y, mask, index].map((tensor) => tensor.array.storage));

type Results = Tensor | readonly Tensor[] | { readonly values: Tensor; readonly indices: Tensor };

const calls: [string, () => Results][] = [
  ["a number as operand", () => x.add(1)],
  ["alpha", () => x.sub(y, { alpha: 2 })],
  ["reshape with a copy", () => permuted.reshape(12)],
  ["flip", () => permuted.flip(0)],
  ["repeat", () => permuted.repeat(2, 2)],
  ["roll", () => permuted.roll(1)],
  ["roll along dimensions", () => permuted.roll([1, 2], [0, 1])],
  ["max along a dimension", () => permuted.max(1)],
  ["sort", () => permuted.sort(0)],
  ["topk", () => permuted.topk(2)],
  ["std", () => permuted.std(0)],
  ["softmax", () => permuted.softmax(0)],
  ["outer", () => y.outer(y)],
  ["split", () => permuted.split(2, 1)],
  ["where with a number", () => torch.where(mask, x, 0)],
  ["where with a number first", () => torch.where(mask, 0, x)],
  ["maskedFill", () => x.maskedFill(mask, 2)],
  ["scatter of a number", () => x.scatter(1, index, 2)],
  ["pad", () => torch.F.pad(permuted, [1, 1, 2, 0])],
  ["einsum", () => torch.einsum("ij,kj,k->i", permuted, x, torch.einsum("ij->i", x))],
  ["cat", () => torch.cat([permuted, x])],
  ["stack", () => torch.stack([permuted, x], 1)],
  ["a view", () => x.t()],
  ["add_", () => permuted.add_(1)],
  ["mul_ by a view of itself", () => x.mul_(x.flip(1))],
  ["copy_ of a view of itself", () => x.copy_(x.slice(1, undefined, undefined, -1))],
  ["maskedFill_", () => x.maskedFill_(mask, 2)],
];

function storagesOf(results: Results): Set<Storage> {
  const tensors = results instanceof Tensor ? [results] : Object.values(results);
  return new Set(tensors.map((tensor) => tensor.array.storage));
}

describe("leaves nothing behind but its results:", () => {
  it.each(calls)("%s", (name, call) => {
    torch.scope(() => {
      call(); // plans of products are made once, and kept
      const before = live();
      const made = [...storagesOf(call())].filter((storage) => !known.has(storage)).length;
      const inputs = { "mul_ by a view of itself": 1, einsum: 1 }[name] ?? 0; // made by the call as an argument
      expect(live()).toBe(before + made + inputs);
    });
  });
});
