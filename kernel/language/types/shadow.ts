// Where the private folder of a kernel's compiler lies. The kernel's own thread chooses it, so that it knows what to
// remove, however early it ends; the compiler's thread makes it.

import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The beginning of the names of all such folders; the number of the kernel's process follows. */
export const shadowPrefix = "lamella-types-";

export function newShadowRoot(): string {
  return join(tmpdir(), `${shadowPrefix}${process.pid}-${randomUUID().slice(0, 8)}`);
}
