// Bytes that are a picture, as fs.readFile or an encoder gives them, are shown as that picture.

import type { MimeBundle } from "../channel/messages.ts";
import { base64 } from "./mime-bundle.ts";
import { withPng } from "./svg-picture.ts";

const beginnings: readonly (readonly [mime: string, bytes: readonly number[]])[] = [
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
  ["image/gif", [0x47, 0x49, 0x46, 0x38]],
];

/** The forms of a picture's bytes; undefined for any other value. */
export function imageBytesForms(value: unknown): MimeBundle | undefined {
  if (!(value instanceof Uint8Array)) return undefined;
  const found = beginnings.find(([, bytes]) => bytes.every((byte, i) => value[i] === byte));
  if (!found) return svgBytes(value);
  const [mime] = found;
  return { data: { [mime]: base64(value), "text/plain": `${mime}, ${value.length} bytes` }, metadata: {} };
}

/** An SVG file begins with its element or with an XML declaration. */
function svgBytes(value: Uint8Array): MimeBundle | undefined {
  const beginning = Buffer.from(value.subarray(0, 1000)).toString("utf8").trimStart();
  if (!beginning.startsWith("<svg") && !(beginning.startsWith("<?xml") && beginning.includes("<svg")))
    return undefined;
  return withPng({ data: { "image/svg+xml": Buffer.from(value).toString("utf8") }, metadata: {} });
}
