// How messages lie on a pipe: a frame is the length of a JSON text in bytes, four bytes little-endian, and then
// the text. A pipe has no message borders of its own, so the reader puts the pieces together.

const lengthBytes = 4;

/** One message as the bytes of one frame. */
export function encodeFrame(message: object): Buffer {
  const text = JSON.stringify(message);
  const length = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(lengthBytes + length);
  frame.writeUInt32LE(length);
  frame.write(text, lengthBytes);
  return frame;
}

/** Takes the bytes of a pipe as they come and gives back the messages that are complete. */
export class FrameReader<Message extends object> {
  #chunks: Buffer[] = [];
  #available = 0;

  /** Adds bytes, in any cut; returns the messages they complete, in order. The writer is our own, and trusted. */
  read(chunk: Buffer): Message[] {
    this.#chunks.push(chunk);
    this.#available += chunk.length;
    const messages: Message[] = [];
    for (let text = this.#nextText(); text !== undefined; text = this.#nextText()) {
      messages.push(JSON.parse(text));
    }
    return messages;
  }

  #nextText(): string | undefined {
    if (this.#available < lengthBytes) return undefined;
    const length = this.#front(lengthBytes).readUInt32LE();
    if (this.#available < lengthBytes + length) return undefined;
    const frame = this.#front(lengthBytes + length);
    this.#available -= frame.length;
    this.#chunks = [this.#chunks[0]!.subarray(frame.length)];
    return frame.toString("utf8", lengthBytes);
  }

  /** The first bytes in one piece. Chunks are joined only when a frame needs them: a long one costs one copy. */
  #front(length: number): Buffer {
    if (this.#chunks[0]!.length < length) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0]!.subarray(0, length);
  }
}
