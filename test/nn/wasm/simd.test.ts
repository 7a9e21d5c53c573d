import { execFileSync } from "node:child_process";
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
