// Globals such as `performance` or `fetch` are loaded by Node when they are first read. An interrupt in the middle of
// that would leave them undefined for good, so they are read before any cell is.

const withWarning = /Storage$/; // localStorage and sessionStorage warn when no file is configured for them

export function loadLazyGlobals(): void {
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (!withWarning.test(name)) Reflect.get(globalThis, name);
  }
}
