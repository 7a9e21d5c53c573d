// Messages as frames: what goes in comes out, whatever it holds, and what is not a message is refused by name.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, encode, MalformedMessage } from "../../../kernel/wire/frames.ts";
import type { Message } from "../../../kernel/wire/message.ts";
import { signatureOf } from "../../../kernel/wire/signature.ts";

const signature = signatureOf({ signature_scheme: "hmac-sha256", key: "secret" });

const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
// -0 has no JSON form, and "__proto__" is not an ordinary key in an object literal
const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => {
  const text = JSON.stringify(value);
  return !text.includes("__proto__");
});
const object = fc
  .dictionary(
    fc.string().filter((key) => key !== "__proto__"),
    json,
  )
  .map((value) => JSON.parse(JSON.stringify(value)));
const header = fc.record({
  msg_id: fc.uuid(),
  session: fc.string(),
  username: fc.string({ unit: "grapheme" }),
  date: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  msg_type: fc.constantFrom("execute_request", "status", "stream"),
  version: fc.constant("5.5"),
});
const message: fc.Arbitrary<Message> = fc.record({
  identities: fc.array(bytes, { maxLength: 3 }),
  header,
  parent_header: fc.option(header),
  metadata: object,
  content: object,
  buffers: fc.array(bytes, { maxLength: 3 }),
});

describe("frames", () => {
  it("give back the message they were made of", () => {
    fc.assert(
      fc.property(message, (original) => {
        expect(decode(encode(original, signature), signature)).toEqual(original);
      }),
    );
  });

  it("are refused when a byte of a signed frame changes", () => {
    fc.assert(
      fc.property(message, fc.nat(3), fc.nat(), (original, part, position) => {
        const frames = encode(original, signature).map((frame) => Buffer.from(frame));
        const changed = frames[original.identities.length + 2 + part];
        if (!changed) throw new Error("a message has four signed frames");
        const index = position % changed.length;
        changed[index] = (changed[index] ?? 0) ^ 1;
        expect(() => decode(frames, signature)).toThrow("the signature does not match");
      }),
    );
  });

  it("that are anything at all are a message or a MalformedMessage", () => {
    const part = fc.oneof(
      bytes,
      fc.constantFrom("<IDS|MSG>", "{}", "[]", "null", "{").map((text) => Buffer.from(text)),
    );
    const unsigned = signatureOf({ signature_scheme: "hmac-sha256", key: "" });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 9 }), (frames) => {
        try {
          decode(frames, unsigned);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedMessage);
        }
      }),
      { numRuns: 1000 },
    );
  });

  const valid = ['{"msg_id":"1","msg_type":"t"}', "{}", "{}", "{}"];
  it.each<[string, string[], string]>([
    ["no delimiter", valid, "no delimiter <IDS|MSG> among 4 frames"],
    ["too few frames", ["<IDS|MSG>", "", "{}", "{}"], "5 frames or more must follow the delimiter, but 3 do"],
    ["a header that is no JSON", ["<IDS|MSG>", "", "{", ...valid.slice(1)], "the header is not JSON"],
    [
      "a header without an id",
      ["<IDS|MSG>", "", '{"msg_type":"t"}', ...valid.slice(1)],
      "msg_id of the header must be a string",
    ],
    [
      "a parent header with a bad type",
      ["<IDS|MSG>", "", '{"msg_id":"1","msg_type":"t"}', '{"msg_id":"1","msg_type":5}', "{}", "{}"],
      "msg_type of the parent header must be a string",
    ],
    [
      "a content that is a list",
      ["<IDS|MSG>", "", ...valid.slice(0, 3), "[]"],
      "the content must be a JSON object",
    ],
  ])("with %s are refused", (_what, texts, expected) => {
    const unsigned = signatureOf({ signature_scheme: "hmac-sha256", key: "" });
    expect(() =>
      decode(
        texts.map((text) => Buffer.from(text)),
        unsigned,
      ),
    ).toThrow(expected);
  });

  it("are not parsed before their signature holds", () => {
    const texts = ["<IDS|MSG>", "bad", "{", "{}", "{}", "{}"];
    expect(() =>
      decode(
        texts.map((text) => Buffer.from(text)),
        signature,
      ),
    ).toThrow("the signature does not match");
  });
});
