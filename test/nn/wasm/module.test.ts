import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arena } from "../../../nn/memory/arena.ts";
import {
  type Code,
  call,
  f32,
  f32x4,
  forRange,
  i32,
  repeatWhile,
  v128,
  when,
} from "../../../nn/wasm/code.ts";
import type { FunctionBuilder } from "../../../nn/wasm/function.ts";
import { instantiate } from "../../../nn/wasm/instantiate.ts";
import { defineKernel } from "../../../nn/wasm/kernel.ts";
import { encodeModule, ModuleBuilder } from "../../../nn/wasm/module.ts";
import { multiplyKernel } from "../../../nn/wasm/multiply.ts";
import { printModule } from "../../../nn/wasm/text.ts";

/** A module whose `run` is written by `write`, called with `operands`. */
function execute(
  write: (run: FunctionBuilder, module: ModuleBuilder) => void,
  ...operands: [number, number, number]
): void {
  const module = new ModuleBuilder();
  write(module.function("run"), module);
  instantiate(new WebAssembly.Module(encodeModule(module)), arena.memory)(...operands);
}

/** What `value` is, computed by WebAssembly. */
function evaluate(value: Code): number {
  const block = arena.allocate(64, "a test");
  execute((run) => run.emit(i32.store(run.parameter("target").get, value)), block.pointer, 0, 0);
  const [result = Number.NaN] = new Int32Array(arena.memory.buffer, block.pointer, 1);
  arena.free(block);
  return result;
}

describe("the emitter", () => {
  it("encodes every 32-bit constant", () => {
    const edges = fc.constantFrom(0, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, 2 ** 31 - 1, -(2 ** 31));
    fc.assert(
      fc.property(fc.oneof(edges, fc.integer()), (value) => {
        expect(evaluate(i32.const(value))).toBe(value);
      }),
      { numRuns: 40 },
    );
  });

  it("encodes floating-point constants bit for bit", () => {
    for (const value of [0.1, -0, 1e-45, 3.4e38, -Infinity]) {
      const block = arena.allocate(64, "a test");
      const lanes = new Float32Array(arena.memory.buffer, block.pointer, 8);
      execute(
        (run) => {
          const target = run.parameter("target");
          run.emit(v128.store(target.get, f32x4.const(value)), f32.store(target.get, f32.const(value), 16));
        },
        block.pointer,
        0,
        0,
      );
      expect([...lanes.slice(0, 5)]).toEqual(new Array(5).fill(Math.fround(value)));
      arena.free(block);
    }
  });

  it("loops, branches and calls", () => {
    const block = arena.allocate(64, "a test");
    const [words] = [new Int32Array(arena.memory.buffer, block.pointer, 3)];
    words.fill(0);
    execute(
      (run, module) => {
        const [target, count] = [run.parameter("target"), run.parameter("count")];
        const i = run.local("i");
        const bump = module.function("bump");
        const where = bump.parameter("where");
        bump.emit(i32.store(where.get, i32.add(i32.load(where.get), i32.const(1))));
        run.emit(
          forRange(i, i32.const(0), count.get, 3, call(bump, [target.get])),
          when(
            i32.eq(count.get, i32.const(10)),
            call(bump, [i32.add(target.get, i32.const(4))]),
            call(bump, [target.get]),
          ),
          i.set(i32.const(0)),
          repeatWhile(i32.lt_u(i.get, i32.const(0)), [
            i.increase(1),
            call(bump, [i32.add(target.get, i32.const(8))]),
          ]),
        );
      },
      block.pointer,
      10,
      0,
    );
    expect([...words]).toEqual([4, 1, 1]); // 0, 3, 6, 9; the branch taken; once, though the condition fails
    arena.free(block);
  });

  it("refuses a parameter after a local, and a module without run", () => {
    const f = new ModuleBuilder().function("f");
    f.local("first");
    expect(() => f.parameter("second")).toThrow("parameter second of f comes after a local");
    expect(() => encodeModule(new ModuleBuilder())).toThrow("needs a function named run");
  });
});

describe("a kernel", () => {
  it("is made once for each name", () => {
    let written = 0;
    const make = () =>
      defineKernel("a test's kernel", { target: "i32" }, () => {
        written++;
      });
    expect(make()).toBe(make());
    expect(written).toBe(1);
  });

  it("can be read as text", () => {
    const text = multiplyKernel({ lastRows: 6, bias: "rows" }).text();
    expect(text).toMatch(/^\(module\n {2}\(import "env" "memory"/);
    expect(text).toContain("(func $tile_6x4 (param $a.0 i32)");
    expect(text).toContain("f32x4.relaxed_madd");
    expect(text).toContain("call $tile_6x4");
    expect(text.split("(").length).toBe(text.split(")").length);
  });

  it("prints instructions nested as they run", () => {
    const module = new ModuleBuilder();
    const run = module.function("run");
    const i = run.parameter("i");
    run.emit(repeatWhile(i32.eqz(i.get), i.increase(2)));
    expect(printModule(module)).toBe(
      [
        "(module",
        '  (import "env" "memory" (memory 1 65536 shared))',
        "  (func $run (param $i.0 i32)",
        "    loop",
        "      local.get $i.0",
        "      i32.const 2",
        "      i32.add",
        "      local.set $i.0",
        "      local.get $i.0",
        "      i32.eqz",
        "      br_if 0",
        "    end",
        "  )",
        '  (export "run" (func $run))',
        ")",
        "",
      ].join("\n"),
    );
  });
});
