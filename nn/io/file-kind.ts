// What a file is by its first bytes: an error about a wrong file says what it looks like, and what to do.

import { readFileSync } from "node:fs";
import { shown } from "../arguments/shown.ts";

interface Kind {
  /** the first bytes, one character each */
  readonly start: string;
  readonly name: string;
}

const pytorch =
  "a file of torch.save; in Python, safetensors.torch.save_file(torch.load(path), new_path) converts it";

const kinds: readonly Kind[] = [
  { start: "PK\x03\x04", name: `a ZIP archive, perhaps ${pytorch}` },
  { start: "\x80\x02", name: `a Python pickle, perhaps ${pytorch}` },
  { start: "\x80\x04", name: "a Python pickle" },
  { start: "\x80\x05", name: "a Python pickle" },
  { start: "\x89PNG", name: "a PNG picture" },
  { start: "\xff\xd8\xff", name: "a JPEG picture" },
  { start: "GIF8", name: "a GIF picture" },
  { start: "\x89HDF", name: "an HDF5 file" },
  { start: "\x93NUMPY", name: "a NumPy array" },
  { start: "GGUF", name: "a GGUF file" },
  { start: "RIFF", name: "a RIFF file such as WAV or WebP" },
  { start: "ID3", name: "an MP3 file" },
  { start: "OggS", name: "an Ogg file" },
  { start: "fLaC", name: "a FLAC file" },
  { start: "%PDF", name: "a PDF document" },
  { start: "\x1f\x8b", name: "a gzip archive" },
  { start: "version https://git-lfs", name: "a Git LFS pointer; git lfs pull fetches the file itself" },
  { start: "<", name: "a web page or XML, perhaps an error page of a download" },
  { start: "{", name: "JSON" },
];

/** What to say after "it": `looks like a PNG picture`, `is empty`, or what the first bytes are. */
export function looksLike(bytes: Buffer): string {
  if (bytes.length === 0) return "is empty";
  const start = bytes.toString("latin1", 0, 64).trimStart();
  const known = kinds.find((kind) => start.startsWith(kind.start));
  return known ? `looks like ${known.name}` : `begins with ${shown(start.slice(0, 8))}`;
}

/** The bytes of a file. `name` is the function's that reads it. */
export function readBytes(name: string, path: string | URL): Buffer {
  if (typeof path === "string" || path instanceof URL) return readFileSync(path);
  throw new TypeError(`${name}: path: expected a text or a URL, got ${shown(path)}`);
}
