// The block of memory through which the main thread and its workers agree on who does what. Words that are
// written often lie on cache lines of their own.

const line = 64;
const word = (index: number): number => (index * line) / Int32Array.BYTES_PER_ELEMENT;

/** Goes up with each job; workers sleep on it. */
export const generation = word(0);
/** How many workers are at the job, or `closed` plus that once no more may join. */
export const gate = word(1);
/** The first item that nobody has taken. */
export const next = word(2);
/** The job: number of items, items taken at a time, the kernel's id, how many operands. */
export const items = word(3);
export const grain = items + 1;
export const kernelId = items + 2;
export const operandCount = items + 3;
/** How many workers have started. */
export const started = word(4);
/** Bytes of the message of a worker that failed at the job; 0 if none did. */
export const failureBytes = started + 1;

export const closed = -(2 ** 30);

const operandsAt = 5 * line;
const maximumOperands = 32;
const failureAt = operandsAt + maximumOperands * Float64Array.BYTES_PER_ELEMENT;
const maximumFailureBytes = 1024;

export const controlBytes = failureAt + maximumFailureBytes;

/** The block as typed arrays; every thread makes its own. */
export class Control {
  readonly words: Int32Array;
  readonly operands: Float64Array;
  readonly #failure: Uint8Array;

  constructor(memory: WebAssembly.Memory, pointer: number) {
    this.words = new Int32Array(memory.buffer, pointer, operandsAt / Int32Array.BYTES_PER_ELEMENT);
    this.operands = new Float64Array(memory.buffer, pointer + operandsAt, maximumOperands);
    this.#failure = new Uint8Array(memory.buffer, pointer + failureAt, maximumFailureBytes);
  }

  reportFailure(message: string): void {
    const bytes = new TextEncoder().encode(message).subarray(0, maximumFailureBytes);
    this.#failure.set(bytes);
    Atomics.store(this.words, failureBytes, bytes.length);
  }

  /** The message of a failed worker, once. */
  takeFailure(): string | undefined {
    const length = Atomics.exchange(this.words, failureBytes, 0);
    return length > 0 ? new TextDecoder().decode(this.#failure.slice(0, length)) : undefined;
  }
}

/** Lets the processor know that this thread spins, `rounds` times or until `done`. Whether it was done. */
export function spin(rounds: number, done: () => boolean): boolean {
  for (let i = 0; i < rounds; i++) {
    if (done()) return true;
    Atomics.pause(32);
  }
  return done();
}

/** Takes items of the job, some at a time, until none are left. */
export function takeItems(control: Control, run: (begin: number, end: number) => void): void {
  const { words } = control;
  const count = words[items] ?? 0;
  const step = words[grain] ?? 1;
  for (;;) {
    const begin = Atomics.add(words, next, step);
    if (begin >= count) return;
    run(begin, Math.min(begin + step, count));
  }
}
