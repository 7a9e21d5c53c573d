// A kernel's module made callable in the thread that asks, on the memory that all threads share.

/** Works on the items from `begin` up to `end`; `thread` is 0 for the main one. */
export type Run = (thread: number, begin: number, end: number, ...operands: number[]) => void;

export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Run {
  const { run } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  if (typeof run !== "function") throw new Error("a kernel's module exports no function named run");
  return run as Run; // a cast, since no type of the interface tells what an exported function takes
}
