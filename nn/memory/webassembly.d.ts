// The part of the WebAssembly interface that the engine uses. TypeScript declares it only together with the
// whole DOM, which a program for Node should not see.

declare namespace WebAssembly {
  class Memory {
    constructor(descriptor: { initial: number; maximum: number; shared: true });
    readonly buffer: SharedArrayBuffer;
    /** Adds pages of 64 KiB and returns the number of pages before. */
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: Module, imports: { readonly env: { readonly memory: Memory } });
    readonly exports: Readonly<Record<string, unknown>>;
  }
  function validate(bytes: Uint8Array<ArrayBuffer>): boolean;
}

interface Atomics {
  /** Tells the processor that this thread spins; Node 24 has it, TypeScript's library not yet. */
  pause(iterations?: number): void;
}
