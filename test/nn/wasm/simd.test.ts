import { execFileSync, spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

const script = resolve(import.meta.dirname, "../support/fingerprint.ts");

function fingerprintsOf(
  simd: "" | "128",
  threads: number,
): { bits: number; fingerprints: Record<string, string> } {
  const env = { ...process.env, LAMELLA_SIMD: simd };
  return JSON.parse(execFileSync(process.execPath, [script, `${threads}`], { env, encoding: "utf8" }));
}

describe("the bits of a result", () => {
  const reference = fingerprintsOf("128", 1);

  it("come from vectors of 128 bits when LAMELLA_SIMD says so", () => {
    expect(reference.bits).toBe(128);
    expect(new Set(Object.values(reference.fingerprints)).size).toBe(
      Object.keys(reference.fingerprints).length,
    );
  });

  it.each([
    { simd: "128", threads: 2 },
    { simd: "", threads: 1 },
    { simd: "", threads: 2 },
    { simd: "", threads: 5 },
  ] as const)("are the same with LAMELLA_SIMD=$simd and $threads threads", ({ simd, threads }) => {
    expect(fingerprintsOf(simd, threads).fingerprints).toEqual(reference.fingerprints);
  });
});

it("a Node that is too old is told so, before V8 meets what it does not know", () => {
  const file = resolve(import.meta.dirname, "../../../nn/index.ts");
  const code = `
    Object.defineProperty(process, "versions", { value: { ...process.versions, node: "22.9.0" } });
    const torch = await import(${JSON.stringify(file)});
    torch.ones(2, 2).matmul(torch.ones(2, 2));`;
  const { stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
    encoding: "utf8",
  });
  expect(stderr).toContain("Error: lamella computes in Node 24 or newer, but this is Node 22.9.0");
  expect(stderr).not.toContain("unrecognized flag");
});

describe("vectors of 256 bits are left off", () => {
  /** The width chosen when `preparation` has run before, in a new process, and whatever else that has printed. */
  function bitsAfter(preparation: string): string {
    const file = resolve(import.meta.dirname, "../../../nn/wasm/simd.ts");
    const code = `const { vectorBits } = await import(${JSON.stringify(file)}); ${preparation}; console.log(vectorBits());`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", code], {
      env: { ...process.env, LAMELLA_SIMD: "" },
      encoding: "utf8",
    });
    return stdout + stderr;
  }

  it("on processors other than x64, without a word", () => {
    expect(bitsAfter("Object.defineProperty(process, 'arch', { value: 'arm64' })")).toBe("128\n");
  });

  it("on processors that do not have them", () => {
    const without = `
      process.getBuiltinModule("node:fs").readFileSync = () => "flags : fpu sse4_2 avx";
      process.getBuiltinModule("node:module").syncBuiltinESMExports()`;
    expect(bitsAfter(without)).toBe("128\n");
  });

  it("when the test with known answers goes wrong", () => {
    const wrong =
      "WebAssembly.Instance = class { exports = { run: (pointer) => new Float32Array(256).fill(1) } }";
    expect(bitsAfter(wrong)).toBe("128\n");
  });

  it("when such code cannot be compiled", () => {
    const failing = "WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError() } }";
    expect(bitsAfter(failing)).toBe("128\n");
  });
});
