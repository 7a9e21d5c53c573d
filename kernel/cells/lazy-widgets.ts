// Controls are loaded when they are first used, by a cell or by a page that asks for them: most notebooks have none, and
// every process that starts would wait for them.

import { createRequire } from "node:module";
import { extname } from "node:path";
import type { CommRequest } from "../channel/messages.ts";

const require = createRequire(import.meta.url);

function widgets(): typeof import("./widgets.ts") {
  return require(`./widgets${extname(import.meta.filename)}`);
}

/** Makes `ui` and `interact` globals that load themselves. */
export function defineWidgetGlobals(): void {
  for (const name of ["interact", "ui"] as const) {
    const become = (value: unknown) =>
      Object.defineProperty(globalThis, name, {
        value,
        configurable: true,
        enumerable: true,
        writable: true,
      });
    Object.defineProperty(globalThis, name, {
      get() {
        const value = widgets()[name];
        become(value);
        return value;
      },
      set: become,
      configurable: true,
      enumerable: true,
    });
  }
}

/** A front-end's word to a control. */
export function hearComm(request: CommRequest): void {
  widgets().hearComm(request);
}
