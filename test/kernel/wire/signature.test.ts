// The expected signatures come from Python's hmac module, which is what Jupyter's own clients sign with.

import { describe, expect, it } from "vitest";
import { signatureOf } from "../../../kernel/wire/signature.ts";

const frames = ['{"msg_id":"1"}', "{}", "{}", '{"code":"1+1"}'].map((text) => Buffer.from(text));
const scheme = { signature_scheme: "hmac-sha256", key: "a0436f6c-1916-498b-8eb9-e81ab9368e84" };

describe("a signature", () => {
  it.each([
    ["hmac-sha256", scheme.key, "571f54ca20ac469366661f0eb466e6d650eee65ae12436bc786b76a5eb890b86"],
    [
      "hmac-sha512",
      "key",
      "c5d9dccfdc940928706aae0d4a463eb66e51efa9c01a71e9ec3bb13427587e20a2309703a73e176f75612f71cda5eacd036e1f6a4efe0f952929ac9a6a313cd6",
    ],
  ])("with %s is what Python computes", (signature_scheme, key, expected) => {
    expect(signatureOf({ signature_scheme, key }).sign(frames)).toBe(expected);
  });

  it("holds for the frames it was made of", () => {
    const signature = signatureOf(scheme);
    expect(signature.verify(frames, Buffer.from(signature.sign(frames)))).toBe(true);
  });

  it.each([
    ["another text", [...frames.slice(0, 3), Buffer.from('{"code":"2+2"}')], undefined],
    ["an empty signature", frames, ""],
    ["a shortened signature", frames, signatureOf(scheme).sign(frames).slice(0, -1)],
    [
      "one digit changed",
      frames,
      signatureOf(scheme)
        .sign(frames)
        .replace(/.$/, (digit) => (digit === "0" ? "1" : "0")),
    ],
    ["another key's signature", frames, signatureOf({ ...scheme, key: "other" }).sign(frames)],
  ])("does not hold for %s", (_what, received, signed) => {
    const signature = signatureOf(scheme);
    expect(signature.verify(received, Buffer.from(signed ?? signature.sign(frames)))).toBe(false);
  });

  it("is empty, and not asked for, when the key is empty", () => {
    const signature = signatureOf({ ...scheme, key: "" });
    expect(signature.sign(frames)).toBe("");
    expect(signature.verify(frames, Buffer.from("anything"))).toBe(true);
  });

  it("refuses a scheme that is not an HMAC", () => {
    expect(() => signatureOf({ signature_scheme: "rsa", key: "k" })).toThrow("must be hmac-<hash>");
  });
});
