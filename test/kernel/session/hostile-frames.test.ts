// Whatever arrives at the five sockets: nothing that is not rightly signed runs, nothing runs twice, nothing ends the
// kernel or leaves it deaf, and the key is never shown. `LAMELLA_FUZZ_FRAMES=100000` makes it a long test.

import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Request } from "zeromq";
import { address, type SocketName } from "../../../kernel/wire/connection.ts";
import type { RawChannel } from "../support/raw-client.ts";
import { Stranger } from "../support/stranger.ts";
import { startSession, type TestSession } from "../support/test-session.ts";

const total = Number(process.env.LAMELLA_FUZZ_FRAMES ?? 2000);
const batch = 100;

let kernel: TestSession;
let stranger: Stranger;
let said: string[];

beforeEach(async () => {
  kernel = await startSession();
  stranger = new Stranger(kernel.connection);
  stranger.discardAll();
  said = [];
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
});

afterEach(async () => {
  vi.restoreAllMocks();
  stranger.close();
  await kernel.close();
});

const bytes = fc.uint8Array({ maxLength: 100 }).map((array) => Buffer.from(array));
const types = [
  ...["kernel_info", "connect", "is_complete", "complete", "inspect", "history", "comm_info", "debug"],
  ...["interrupt", "usage", "execute", "create_subshell", "constructor", "__proto__", ""],
].map((name) => `${name}_request`);
const fields = ["code", "cursor_pos", "detail_level", "hist_access_type", "n", "pattern", "session", "start"];
const moreFields = ["silent", "user_expressions", "stop_on_error", "seq", "command", "comm_id", "value"];

/** Of every type, and too deep for whoever goes down by calling itself. */
const value = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom("range", "tail", "search", "Math.", "\ud800", "x".repeat(10_000)),
  fc.constantFrom(1e308, -1, 0.5, 2 ** 53, Number.MIN_VALUE),
);
const object = fc.oneof(
  { weight: 9, arbitrary: fc.dictionary(fc.constantFrom(...fields, ...moreFields, "__proto__"), value) },
  { weight: 1, arbitrary: fc.dictionary(fc.string(), value) },
);
const deep = `${'{"seq":'.repeat(20_000)}1${"}".repeat(20_000)}`;
const text = fc.oneof(
  { weight: 9, arbitrary: object.map((each) => JSON.stringify(each)) },
  { weight: 1, arbitrary: fc.constantFrom("", "{", "[]", "null", "5", '"text"', deep) },
);
const header = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .record({
        msg_id: fc.uuid(),
        msg_type: fc.constantFrom(...types, "comm_open", "comm_msg", "input_reply"),
      })
      .map((each) => JSON.stringify(each)),
  },
  { weight: 1, arbitrary: fc.constant(`{"msg_id":"deep","msg_type":"debug_request","more":${deep}}`) },
  { weight: 2, arbitrary: text },
);

type Hostile =
  /** by somebody who knows the key: the delimiter and the right signature come before the frames */
  | { readonly kind: "signed"; readonly to: RawChannel; readonly frames: readonly Buffer[] }
  | { readonly kind: "frames"; readonly to: SocketName; readonly frames: readonly Buffer[] }
  /** on a connection without ZeroMQ; `greet` begins as ZeroMQ does */
  | { readonly kind: "bytes"; readonly to: SocketName; readonly greet: boolean; readonly bytes: Buffer };

const anySocket = fc.constantFrom<SocketName>("shell", "control", "stdin", "iopub", "hb");
const parts = fc
  .tuple(header, text, text, text, fc.array(bytes, { maxLength: 2 }))
  .map(([...[head, parent, metadata, content, buffers]]) => [
    ...[head, parent, metadata, content].map((each) => Buffer.from(each)),
    ...buffers,
  ]);
const signed = fc.record({
  kind: fc.constant("signed"),
  to: fc.constantFrom<RawChannel>("shell", "control", "stdin"),
  frames: parts,
});
const forged = fc.record({
  kind: fc.constant("frames"),
  to: anySocket,
  frames: fc
    .tuple(fc.constantFrom("", "0".repeat(64), "short", "é".repeat(32)), parts)
    .map(([signature, frames]) => [Buffer.from("<IDS|MSG>"), Buffer.from(signature), ...frames]),
});
const frame = fc.oneof(
  { weight: 9, arbitrary: bytes },
  { weight: 3, arbitrary: fc.constantFrom("<IDS|MSG>", "", "ping", "\x01", "\x01status").map(Buffer.from) },
  { weight: 1, arbitrary: fc.constant(Buffer.alloc(100_000, 1)) },
);
const anything = fc.record({
  kind: fc.constant("frames"),
  to: anySocket,
  frames: fc.array(frame, { minLength: 1, maxLength: 9 }),
});
/** What a frame of ZMTP may say of itself: that more follow, that it is a command, that it is longer than it is. */
const claim = fc.constantFrom(
  [0, 3],
  [1, 0],
  [4, 5],
  [2, 0, 0, 0, 0, 0, 0, 0, 9],
  [2, 127, 0, 0, 0, 0, 0, 0, 1],
);
const raw = fc.record({
  kind: fc.constant("bytes"),
  to: anySocket,
  greet: fc.boolean(),
  bytes: fc
    .array(fc.oneof(bytes, claim.map(Buffer.from)), { maxLength: 5 })
    .map((pieces) => Buffer.concat(pieces)),
});
const hostile: fc.Arbitrary<Hostile> = fc.oneof(
  { weight: 4, arbitrary: signed },
  { weight: 4, arbitrary: forged },
  { weight: 4, arbitrary: anything },
  { weight: 1, arbitrary: raw },
);

/** Sent by somebody who does not know the key: it would run if the signature were not looked at. */
const forgedCell = ['{"msg_id":"f","msg_type":"execute_request"}', "{}", "{}", '{"code":"forged"}'];

it(`${total} hostile messages change nothing`, async () => {
  const { conversation, cells, connection } = kernel;
  const { client } = conversation;
  let runs = 0;
  cells.programs.once = () => {
    runs += 1;
    return undefined;
  };
  cells.programs.forged = () => {
    throw new Error("a forged message ran");
  };
  const once = ['{"msg_id":"once","msg_type":"execute_request"}', "{}", "{}", '{"code":"once"}'];
  const onceParts = once.map((each) => Buffer.from(each));
  await client.sendParts("shell", onceParts);
  await conversation.end("once");
  let expectedRuns = 1;

  const property = fc.asyncProperty(
    fc.array(hostile, { minLength: batch, maxLength: batch }),
    async (all) => {
      for (const each of all) await send(each);
      await client.sendParts("shell", onceParts);
      await client.sendFrames("shell", ["<IDS|MSG>", "0".repeat(64), ...forgedCell]);
      await beat("beat");
      for (const channel of ["shell", "control"] as const) {
        const { reply } = await conversation.ask("kernel_info_request", {}, { channel });
        expect(reply.content.status).toBe("ok");
      }
      const afterOthers = await conversation.execute("once"); // aborted if a rightly signed cell before it fails
      if (afterOthers.reply.content.status === "ok") expectedRuns += 1;
      expect((await conversation.execute("once")).reply.content.status).toBe("ok");
      expectedRuns += 1;
      conversation.heard.length = 0;
    },
  );
  await fc.assert(property, { numRuns: Math.ceil(total / batch), endOnFailure: true, reporter });

  expect(runs).toBe(expectedRuns);
  expect(cells.requests.every(({ code }) => code !== "forged")).toBe(true);
  expect(said.length).toBeGreaterThan(0);
  for (const line of said) {
    expect(line).toMatch(/^lamella: (dropped a message on|cannot send|ignored a message of type) /);
    expect(line.includes(connection.key)).toBe(false);
  }
}, 3_600_000);

/** A front-end's heartbeat comes back. */
async function beat(text: string): Promise<void> {
  const heartbeat = new Request({ linger: 0, receiveTimeout: 5000 });
  heartbeat.connect(address(kernel.connection, "hb"));
  await heartbeat.send(text);
  const back = await heartbeat
    .receive()
    .catch((error) => new Error("no heartbeat came back", { cause: error }));
  expect(String(back)).toBe(text);
  heartbeat.close();
}

/** Whoever knows the key sends each message by the socket of the client, so that it comes before what the client asks next. */
function send(hostile: Hostile): Promise<void> {
  const { client } = kernel.conversation;
  switch (hostile.kind) {
    case "signed":
      return client.sendParts(hostile.to, hostile.frames);
    case "frames":
      return stranger.send(hostile.to, hostile.frames);
    case "bytes":
      return stranger.sendBytes(hostile.to, hostile.bytes, hostile.greet);
  }
}

/** Without the counterexample, which is as long as a hundred messages. */
function reporter({ failed, seed, counterexamplePath, errorInstance }: fc.RunDetails<[Hostile[]]>): void {
  if (failed)
    throw new Error(`failed with seed ${seed}, path ${counterexamplePath}`, { cause: errorInstance });
}
