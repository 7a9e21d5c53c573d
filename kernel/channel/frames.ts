// How messages lie on a pipe: a frame is a mark, the length of a JSON text in bytes, four bytes little-endian each, and
// then the text. A pipe has no message borders of its own, so the reader puts the pieces together. Whoever else writes
// to the pipe is noticed by the mark that is missing.

import { jsonText } from "./json-text.ts";
import { allocUnsafe, byteLength, writeNumber, writeText } from "./originals.ts";

const mark = 0x4c616d01;
const markBytes = 4;
const headBytes = markBytes + 4;

/** A longer text is none that a process can hold. */
const longest = 2 ** 29;

/** Bytes of a pipe that are not a message. */
export class MalformedFrame extends Error {
  override readonly name = "MalformedFrame";
}

/** One message as the bytes of one frame. */
export function encodeFrame(message: object): Buffer {
  const text = jsonText(message);
  const length = byteLength(text);
  if (length > longest)
    throw new RangeError(`one output may have ${longest} bytes, but this one has ${length}`);
  const frame = allocUnsafe(headBytes + length);
  writeNumber(frame, mark);
  writeNumber(frame, length, markBytes);
  writeText(frame, text, headBytes);
  return frame;
}

/** Takes the bytes of a pipe as they come and gives back the messages that are complete. */
export class FrameReader<Message = unknown> {
  #chunks: Buffer[] = [];
  #available = 0;

  /**
   * Adds bytes, in any cut; gives the messages they complete, in order. Of which type they are, the writer knows.
   * @throws MalformedFrame for bytes that are no frame; nothing can be read after them
   */
  *read(chunk: Buffer): Generator<Message, void> {
    this.#chunks.push(chunk);
    this.#available += chunk.length;
    for (let text = this.#nextText(); text !== undefined; text = this.#nextText()) yield parsed(text);
  }

  #nextText(): Buffer | undefined {
    if (this.#available < markBytes) return undefined;
    if (this.#front(markBytes).readUInt32LE() !== mark) throw this.#noBeginning();
    if (this.#available < headBytes) return undefined;
    const length = this.#front(headBytes).readUInt32LE(markBytes);
    if (length > longest) throw this.#noBeginning();
    if (this.#available < headBytes + length) return undefined;
    const frame = this.#front(headBytes + length);
    this.#available -= frame.length;
    this.#chunks = [this.#chunks[0]!.subarray(frame.length)];
    return frame.subarray(headBytes);
  }

  #noBeginning(): MalformedFrame {
    const bytes = this.#front(Math.min(headBytes, this.#available));
    return new MalformedFrame(`no message begins with the bytes ${bytes.toString("hex")}`);
  }

  /** The first bytes in one piece. Chunks are joined only when a frame needs them: a long one costs one copy. */
  #front(length: number): Buffer {
    if (this.#chunks[0]!.length < length) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0]!.subarray(0, length);
  }
}

function parsed<Message>(text: Buffer): Message {
  try {
    return JSON.parse(text.toString());
  } catch (cause) {
    throw new MalformedFrame(`a message is not JSON: ${String(cause)}`, { cause });
  }
}
