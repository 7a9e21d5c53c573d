// How wide the vectors are. WebAssembly has vectors of 128 bits; V8 can join neighbouring pairs of operations
// into one of 256 bits, which doubles the speed of arithmetic, but does so only under a flag that Node leaves
// off. The flag counts while a module is compiled, so it is set for that moment and for our modules alone, on
// processors that have such vectors, and after joined code has given the known answers of a small test.
// `LAMELLA_SIMD=128` leaves it off.

import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { arena } from "../memory/arena.ts";
import { f32x4, forRange, i32, v128 } from "./code.ts";
import { instantiate } from "./instantiate.ts";
import { encodeModule, ModuleBuilder } from "./module.ts";

let chosen: 128 | 256 | undefined;

/** The first Node whose V8 has all the instructions of the kernels, relaxed SIMD among them. */
const oldestNode = 24;

/**
 * The width that kernels should be written for. Decided once, before the first kernel is compiled. Throws in a Node that is
 * too old for the kernels.
 */
export function vectorBits(): 128 | 256 {
  if (chosen === undefined && Number.parseInt(process.versions.node, 10) < oldestNode) {
    throw new Error(
      `lamella computes in Node ${oldestNode} or newer, but this is Node ${process.versions.node}`,
    );
  }
  chosen ??= process.env.LAMELLA_SIMD !== "128" && hasWideVectors() && joinedCodeIsRight() ? 256 : 128;
  return chosen;
}

/** Whether V8 would join vectors here: where it would not, kernels written for wide ones are slower. */
function hasWideVectors(): boolean {
  if (process.arch !== "x64") return false;
  if (process.platform !== "linux") return true; // every such computer that runs this Node is newer than AVX2
  try {
    return /^flags\s*:.*\bavx2\b/m.test(readFileSync("/proc/cpuinfo", "utf8"));
  } catch {
    return false;
  }
}

/** Compiles at once and with all optimisation, so that the first call is as fast as the thousandth. */
export function compile(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  return compileWith(vectorBits(), bytes);
}

function compileWith(bits: 128 | 256, bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const flags = ["liftoff", "wasm-lazy-compilation"];
  for (const flag of flags) setFlagsFromString(`--no-${flag}`);
  if (bits === 256) setFlagsFromString("--experimental-wasm-revectorize");
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    if (bits === 256) setFlagsFromString("--no-experimental-wasm-revectorize");
    for (const flag of flags) setFlagsFromString(`--${flag}`);
  }
}

/** x * y + x over 64 numbers, in pairs of vectors that V8 will join, against the same in JavaScript. */
function joinedCodeIsRight(): boolean {
  const count = 64;
  const bytes = count * Float32Array.BYTES_PER_ELEMENT;
  const block = arena.allocate(3 * bytes, "the test of 256-bit vectors");
  try {
    const [x, y, out] = [0, 1, 2].map(
      (i) => new Float32Array(arena.memory.buffer, block.pointer + i * bytes, count),
    );
    if (!x || !y || !out) return false;
    for (let i = 0; i < count; i++) {
      x[i] = i - 20;
      y[i] = 3 * i + 1;
      out[i] = NaN;
    }
    const module = compileWith(256, encodeModule(testModule(bytes)));
    instantiate(module, arena.memory)(block.pointer, 0, 0);
    return out.every((value, i) => value === (i - 20) * (3 * i + 1) + (i - 20));
  } catch {
    return false; // this V8 has no such flag, or no relaxed SIMD
  } finally {
    arena.free(block);
  }
}

function testModule(bytes: number): ModuleBuilder {
  const module = new ModuleBuilder();
  const run = module.function("run");
  const start = run.parameter("start"); // where a kernel has its thread number
  const { at } = run.integers("at");
  const { x0, x1 } = run.vectors("x0", "x1");
  const end = i32.add(start.get, i32.const(bytes));
  run.emit(
    forRange(at, start.get, end, 32, [
      x0.set(v128.load(at.get, 0)),
      x1.set(v128.load(at.get, 16)),
      v128.store(at.get, f32x4.madd(x0.get, v128.load(at.get, bytes), x0.get), 2 * bytes),
      v128.store(at.get, f32x4.madd(x1.get, v128.load(at.get, bytes + 16), x1.get), 2 * bytes + 16),
    ]),
  );
  return module;
}
