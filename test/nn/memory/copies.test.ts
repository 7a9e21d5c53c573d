import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

const arena = resolve(import.meta.dirname, "../../../nn/memory/arena.ts");

/** What a script says that loads these modules. */
function warningsOf(...modules: string[]): string {
  const imports = modules.map((each) => `await import(${JSON.stringify(each)});`).join(" ");
  const script = `process.on("warning", ({ message }) => console.log(message)); ${imports}`;
  return execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

describe("a process that loads the library", () => {
  it("once is told nothing", () => {
    expect(warningsOf(arena, arena)).toBe("");
  });

  it("twice is told that tensors of the two copies must not meet", () => {
    expect(warningsOf(arena, `${arena}?copy`)).toMatch(
      /^lamella is loaded twice in this process, by \S+arena\.ts and \S+arena\.ts\?copy: tensors of one copy must not/,
    );
  });
});
