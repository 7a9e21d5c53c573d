// Reading a pipe piece by piece. Nothing more is read while a piece is being dealt with, so the system's buffer
// fills up and the writer has to wait: back-pressure.

import type { Socket } from "node:net";

/** What comes by a pipe until it ends, or is torn by the death of its writer. */
export async function* chunksOf<Chunk extends Buffer | string>(pipe: Socket): AsyncGenerator<Chunk, void> {
  try {
    yield* pipe;
  } catch {} // why the writer died is told elsewhere
}
