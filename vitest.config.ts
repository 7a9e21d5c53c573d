import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Many tests start kernels from the sources. Node keeps what it has made of these here, types stripped and compiled,
// which halves the work of a start.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, "node_modules/.cache/node-compile");

// The limits only end what hangs: on a machine that is busy with something else, everything takes several times as long.
export default defineConfig({
  test: { include: ["test/**/*.test.ts"], testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: 2 },
});
