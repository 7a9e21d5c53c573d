// What can have properties of its own and an identity: objects, and functions too.

export function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
