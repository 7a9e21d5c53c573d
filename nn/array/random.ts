// The random number generator behind every random tensor: the 32-bit Mersenne Twister, drawn from exactly as
// PyTorch's CPU generator draws from it, so that one seed gives the same numbers in both. This file produces
// the raw draws; random-distributions.ts turns them into uniform, normal, integer and Bernoulli values.

import { shown } from "../arguments/shown.ts";

const length = 624;
const shift = 397;

export interface GeneratorState {
  readonly state: Uint32Array;
  readonly next: number;
  readonly pendingNormal: number | undefined;
}

/** Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998: the MT19937 parameters. */
export class Generator {
  readonly #state = new Uint32Array(length);
  #next = length;
  /** the second value of a pair made by the Box-Muller transform, waiting for the next call */
  #pendingNormal: number | undefined;

  constructor(seed: number) {
    this.manualSeed(seed);
  }

  /** Starts the sequence of `seed` (its lower 32 bits, as PyTorch takes them). */
  manualSeed(seed: number): this {
    if (!Number.isSafeInteger(seed))
      throw new RangeError(`manualSeed: seed: expected a whole number, got ${shown(seed)}`);
    const state = this.#state;
    let word = Number(BigInt.asUintN(32, BigInt(seed)));
    state[0] = word;
    for (let i = 1; i < length; i++) {
      word = (Math.imul(word ^ (word >>> 30), 1812433253) + i) >>> 0;
      state[i] = word;
    }
    this.#next = length;
    this.#pendingNormal = undefined;
    return this;
  }

  /** Where the sequence stands. */
  snapshot(): GeneratorState {
    return { state: this.#state.slice(), next: this.#next, pendingNormal: this.#pendingNormal };
  }

  /** Goes on from there. */
  restore({ state, next, pendingNormal }: GeneratorState): void {
    this.#state.set(state);
    this.#next = next;
    this.#pendingNormal = pendingNormal;
  }

  /** 32 random bits, as a number in [0, 2^32). */
  bits32(): number {
    if (this.#next === length) this.#twist();
    let word = this.#state[this.#next++] ?? 0;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** 64 random bits: the upper 32 are drawn first. */
  bits64(): bigint {
    const high = this.bits32();
    return (BigInt(high) << 32n) | BigInt(this.bits32());
  }

  /** A number in [0, 1) with the 24 bits of a float32 mantissa; takes one draw. */
  uniform24(): number {
    return (this.bits32() & 0xffffff) / 0x1000000;
  }

  /** A number in [0, 1) with the 53 bits of a float64 mantissa; takes two draws. */
  uniform53(): number {
    const high = this.bits32() & 0x1fffff;
    return (high * 0x100000000 + this.bits32()) / 0x20000000000000;
  }

  /** One normal value (mean 0, deviation 1) by the Box-Muller transform in float64; every second call is free. */
  normal(): number {
    const pending = this.#pendingNormal;
    if (pending !== undefined) {
      this.#pendingNormal = undefined;
      return pending;
    }
    const angle = 2 * Math.PI * this.uniform53();
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniform53()));
    this.#pendingNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < length; i++) {
      const next = state[(i + 1) % length] ?? 0;
      const mixed = ((state[i] ?? 0) & 0x80000000) | (next & 0x7fffffff);
      state[i] = (state[(i + shift) % length] ?? 0) ^ (mixed >>> 1) ^ (mixed & 1 ? 0x9908b0df : 0);
    }
    this.#next = 0;
  }
}

/** The generator that every random function uses. Until `manualSeed` is called its seed differs from run to run. */
export const generator = new Generator(Math.floor(Math.random() * 2 ** 32));
