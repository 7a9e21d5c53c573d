// Messages on a Jupyter server's WebSocket, in the form `v1.kernel.websocket.jupyter.org`: how many offsets there
// are, the offsets (all 64-bit, little-endian), then the parts they point to: the channel, the four JSON texts of a
// message, its buffers.

export const subprotocol = "v1.kernel.websocket.jupyter.org";

const offsetSize = 8;

/** The channel, the four JSON texts, the buffers. */
export function split(frame: Buffer): Buffer[] {
  const count = Number(frame.readBigUInt64LE(0));
  const offsets = Array.from({ length: count }, (_, i) =>
    Number(frame.readBigUInt64LE((i + 1) * offsetSize)),
  );
  return offsets.slice(0, -1).map((start, i) => frame.subarray(start, offsets[i + 1]));
}

export function join(parts: readonly Buffer[]): Buffer {
  const offsets = [(parts.length + 2) * offsetSize];
  for (const part of parts) offsets.push((offsets.at(-1) ?? 0) + part.length);
  const head = Buffer.alloc((offsets.length + 1) * offsetSize);
  for (const [i, value] of [offsets.length, ...offsets].entries())
    head.writeBigUInt64LE(BigInt(value), i * offsetSize);
  return Buffer.concat([head, ...parts]);
}
