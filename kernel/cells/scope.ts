// The scope that all cells share: the `$` of the compiled cells. Each name is a plain data property, which keeps
// loops over it fast; a name that is not there is looked up among the globals.

import { localNameHint } from "../channel/local-names.ts";

/** The names of the notebook and their values. */
export type Scope = Record<string, unknown>;

const globals = new Proxy(Object.create(null), {
  has: (_target, name) => name in globalThis,
  get(_target, name) {
    if (name in globalThis) return Reflect.get(globalThis, name);
    if (typeof name === "symbol") return undefined;
    throw notDefined(name);
  },
  set: (_target, name, value, scope) =>
    Reflect.defineProperty(scope, name, { value, writable: true, enumerable: true, configurable: true }),
});

/** An empty scope. Reading a name that is nowhere defined throws a ReferenceError, as in any program. */
export function createScope(): Scope {
  return Object.create(globals);
}

/** Finds the object that holds a name: the scope, or the globals. It throws a ReferenceError if nothing declared it. */
export function holderIn(scope: Scope): (name: string) => object {
  return (name) => {
    if (Object.hasOwn(scope, name)) return scope;
    if (name in globalThis) return globalThis;
    throw notDefined(name);
  };
}

function notDefined(name: string): ReferenceError {
  const hint = localNameHint(name);
  return new ReferenceError(`${name} is not defined${hint === undefined ? "" : ` (${hint})`}`);
}
