// Looks at a value for a person who types its name: what it is, and what members it has. Getters are not run, nor
// the traps of proxies: looking changes nothing.

import { inspect, types } from "node:util";
import type { Look } from "../channel/messages.ts";
import { isObject } from "./is-object.ts";
import type { Scope } from "./scope.ts";

const longestPreview = 2000; // characters
const mostMembers = 1000;

/** The value at the end of a path of names; undefined if there is none, or only code could tell. */
export function lookAt(path: readonly string[], scope: Scope): Look | undefined {
  try {
    const found = valueAt(path, scope);
    return found && { preview: previewOf(found.value), members: membersOf(found.value) };
  } catch {
    return undefined; // a value whose own way of printing itself fails
  }
}

/** The value in a box, since undefined is a value too; no box if the way leads through a getter or nowhere. */
export function valueAt(
  [name = "", ...rest]: readonly string[],
  scope: Scope,
): { value: unknown } | undefined {
  let property = dataProperty(Object.hasOwn(scope, name) ? scope : globalThis, name);
  for (const each of rest) property = property && dataProperty(property.value, each);
  return property && { value: property.value };
}

function dataProperty(value: unknown, name: string): { readonly value?: unknown } | undefined {
  for (const holder of chainOf(value)) {
    const property = Object.getOwnPropertyDescriptor(holder, name);
    if (property !== undefined) return "value" in property ? property : undefined;
  }
  return undefined;
}

/** The object and its prototypes, as far as they are no proxies. */
function* chainOf(value: unknown): Generator<object> {
  if (value === undefined || value === null) return;
  for (let each: unknown = Object(value); isPlainObject(each); each = Object.getPrototypeOf(each)) yield each;
}

function isPlainObject(value: unknown): value is object {
  return isObject(value) && !types.isProxy(value);
}

function membersOf(value: unknown): Look["members"] {
  const members = new Map<string, "method" | "property">();
  for (const holder of chainOf(value)) {
    if (holder === Object.prototype) break;
    const names = ArrayBuffer.isView(holder) ? [] : Object.getOwnPropertyNames(holder);
    for (const name of names) {
      if (members.size >= mostMembers) break;
      if (members.has(name) || /^\d+$/.test(name) || name === "constructor") continue;
      const property = Object.getOwnPropertyDescriptor(holder, name);
      members.set(name, typeof property?.value === "function" ? "method" : "property");
    }
  }
  return [...members].map(([name, kind]) => ({ name, kind }));
}

function previewOf(value: unknown): string {
  const text = inspect(value, { depth: 1, maxArrayLength: 20, maxStringLength: 500, breakLength: 100 });
  return text.length > longestPreview ? `${text.slice(0, longestPreview)}…` : text;
}
