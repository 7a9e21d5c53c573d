// A growing row of bytes with the numbers of WebAssembly's binary form (core specification, section 5.2). It is written
// without intermediate arrays: a module is encoded once, by code that V8 has hardly seen, and each array would cost.

export class Bytes {
  #bytes = new Uint8Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = value;
  }

  /** LEB128 */
  unsigned(value: number): void {
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  /** LEB128 with the sign in bit 6 of the last byte */
  signed(value: number): void {
    let rest = value | 0;
    while (rest < -0x40 || rest >= 0x40) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    this.byte(rest & 0x7f);
  }

  all(values: ArrayLike<number>): void {
    if (this.#length + values.length > this.#bytes.length) this.#grow(values.length);
    this.#bytes.set(values, this.#length);
    this.#length += values.length;
  }

  /** A name: its length and its characters. */
  text(value: string): void {
    this.sized((bytes) => bytes.all(new TextEncoder().encode(value)));
  }

  /** What `write` writes, behind its length. */
  sized(write: (bytes: Bytes) => void): void {
    const content = new Bytes();
    write(content);
    this.unsigned(content.length);
    this.all(content.taken());
  }

  /** What has been written. */
  taken(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(by: number): void {
    const larger = new Uint8Array(2 * this.#bytes.length + by);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
