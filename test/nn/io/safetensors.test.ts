// Reading: a file that a Python script wrote from the format's description (test/fixtures). Writing: what comes
// back, and the bytes of a small file spelled out.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadSafetensors, saveSafetensors } from "../../../nn/io/safetensors.ts";
import { Linear } from "../../../nn/modules/linear.ts";
import { tensor } from "../../../nn/tensor/creation.ts";
import stored from "../../fixtures/tensors.json" with { type: "json" };
import { expectClose } from "../support/fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "safetensors-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("loadSafetensors", () => {
  const loaded = loadSafetensors(join(import.meta.dirname, "../../fixtures/tensors.safetensors"));

  it.each(stored)("reads $name", (each) => {
    const actual = loaded[each.name];
    expect(actual).toBeDefined();
    if (actual) expectClose(actual, each.tensor, { rtol: 1e-8, atol: 0 });
  });

  it("reads nothing else", () => expect(Object.keys(loaded)).toEqual(stored.map(({ name }) => name)));

  const header = (text: string, body = 0): Buffer => {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    return Buffer.concat([length, Buffer.from(text), Buffer.alloc(body)]);
  };
  it.each([
    ["an empty file", Buffer.alloc(0), "is no safetensors file: it is empty"],
    ["a file that is too short", Buffer.from("abc"), 'is no safetensors file: it begins with "abc"'],
    [
      "what torch.save writes",
      Buffer.from("PK\x03\x04\0\0\x08\x08\0\0archive/data.pkl", "latin1"),
      "is no safetensors file: it looks like a ZIP archive, perhaps a file of torch.save; in Python, safetensors.torch",
    ],
    [
      "what torch.save wrote once",
      Buffer.from("\x80\x02\x8a\nl\xfc\x9c", "latin1"),
      "looks like a Python pickle",
    ],
    ["a picture", Buffer.from("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "latin1"), "looks like a PNG picture"],
    ["an error page", Buffer.from("\n<!DOCTYPE html><html>"), "looks like a web page or XML"],
    [
      "a pointer to a file that is elsewhere",
      Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:4d"),
      "looks like a Git LFS pointer; git lfs pull",
    ],
    [
      "a header longer than the file",
      Buffer.from([200, 0, 0, 0, 0, 0, 0, 0, 123]),
      "is cut off: its header should have 200 bytes, but the file has 9",
    ],
    ["a header that is not JSON", header("{ope"), "has a header that is not JSON"],
    [
      "an entry without a shape",
      header('{"w":{"dtype":"F32"}}'),
      'tensor "w" lacks dtype, shape or data_offsets',
    ],
    [
      "an unknown dtype",
      header('{"w":{"dtype":"C64","shape":[],"data_offsets":[0,8]}}', 8),
      'tensor "w" has dtype C64; known are',
    ],
    [
      "bytes that are missing",
      header('{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}', 4),
      'tensor "w" of shape [2] needs 8 bytes, got 0 to 8 of 4',
    ],
    [
      "a shape that does not match",
      header('{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}', 8),
      "needs 12 bytes",
    ],
    [
      "an integer that int64 cannot hold here",
      Buffer.concat([
        header('{"n":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}'),
        Buffer.from([0, 0, 0, 0, 1, 0, 0, 0]),
      ]),
      'tensor "n" cannot be held: int64 holds values from -2147483648 to 2147483647 here, got 4294967296',
    ],
  ])("refuses %s", (name, bytes, message) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    expect(() => loadSafetensors(path)).toThrow(message);
  });
});

describe("saveSafetensors", () => {
  it("keeps all dtypes and shapes, and views by their elements", () => {
    const path = join(folder, "all.safetensors");
    const tensors = {
      float: tensor([
        [1.5, -2],
        [0.25, 3],
      ]).t(),
      double: tensor([1 / 3], { dtype: "float64" }),
      integers: tensor([-7, 2 ** 31 - 1]),
      mask: tensor([true, false, true]),
      scalar: tensor(2.5),
      empty: tensor([]),
    };
    saveSafetensors(path, tensors);
    const loaded = loadSafetensors(path);
    expect(Object.keys(loaded)).toEqual(Object.keys(tensors));
    for (const [name, value] of Object.entries(tensors)) {
      expect(loaded[name]?.dtype).toBe(value.dtype);
      expect(loaded[name]?.toArray()).toEqual(value.toArray());
    }
  });

  it("writes the format byte by byte", () => {
    const path = join(folder, "one.safetensors");
    saveSafetensors(path, { w: tensor([1.5]) });
    const bytes = readFileSync(path);
    const text = '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  ';
    expect(bytes.readBigUInt64LE(0)).toBe(BigInt(text.length));
    expect(bytes.toString("utf8", 8, 8 + text.length)).toBe(text);
    expect([...bytes.subarray(8 + text.length)]).toEqual([0, 0, 0xc0, 0x3f]);
  });

  it("carries a module's state", () => {
    const path = join(folder, "linear.safetensors");
    const [source, target] = [new Linear(3, 2), new Linear(3, 2)];
    saveSafetensors(path, source.stateDict());
    target.loadStateDict(loadSafetensors(path));
    expect(target.weight.equal(source.weight)).toBe(true);
  });
});
