// The pictures that a page may carry: those that are in it already, attached to a cell, or in a file of the notebook's
// folder. A file of elsewhere is not for the page's readers, whatever name in the folder leads there.

import { readFileSync, realpathSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import type { PictureSource } from "./sanitize.ts";

type Attachments = { readonly [name: string]: { readonly [mime: string]: string } };

const types: ReadonlyMap<string, string> = new Map([
  [".png", "image/png"],
  [".jpg", "image/jpeg"],
  [".jpeg", "image/jpeg"],
  [".gif", "image/gif"],
  [".webp", "image/webp"],
  [".svg", "image/svg+xml"],
]);

/** The pictures of one cell, by their addresses as they stand in markup. */
export function picturesOf(directory: string, attachments: Attachments = {}): PictureSource {
  return (address) => {
    if (/^data:image\//i.test(address)) return address;
    const name = decoded(address);
    if (name === undefined) return undefined;
    if (name.startsWith("attachment:")) return attached(attachments, name.slice("attachment:".length));
    return beside(directory, name);
  };
}

function decoded(address: string): string | undefined {
  try {
    return decodeURIComponent(address);
  } catch {
    return undefined; // a percent sign that begins no character
  }
}

function attached(attachments: Attachments, name: string): string | undefined {
  const forms = Object.hasOwn(attachments, name) ? attachments[name] : undefined;
  const [mime, base64] = Object.entries(forms ?? {}).find(([mime]) => mime.startsWith("image/")) ?? [];
  return base64 && `data:${mime};base64,${base64}`;
}

function beside(directory: string, name: string): string | undefined {
  const type = types.get(extname(name).toLowerCase());
  if (!type) return undefined;
  try {
    const file = realpathSync(join(directory, name));
    const isWithin = relative(realpathSync(directory), file).split(sep)[0] !== "..";
    if (!isWithin || !types.has(extname(file).toLowerCase()) || !statSync(file).isFile()) return undefined;
    return `data:${type};base64,${readFileSync(file).toString("base64")}`;
  } catch {
    return undefined; // a picture that is not there stays a link with its name
  }
}
