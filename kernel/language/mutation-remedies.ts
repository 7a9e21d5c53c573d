// What to write instead of a change in place, so that the name gets a new value and the cells that use it follow. The
// text does not tell what kind of value a name holds, but the way in which it is changed does, mostly.

import type { Node } from "oxc-parser";

/** name -> the assignment in place of a call of this method */
const remedies: Readonly<Record<string, (x: string) => string>> = {
  push: (x) => `${x} = [...${x}, value]`,
  unshift: (x) => `${x} = [value, ...${x}]`,
  pop: (x) => `${x} = ${x}.slice(0, -1)`,
  shift: (x) => `${x} = ${x}.slice(1)`,
  splice: (x) => `${x} = ${x}.toSpliced(start, count)`,
  sort: (x) => `${x} = ${x}.toSorted()`,
  reverse: (x) => `${x} = ${x}.toReversed()`,
  fill: (x) => `${x} = ${x}.slice().fill(value)`,
  copyWithin: (x) => `${x} = ${x}.slice().copyWithin(target, start)`,
  add: (x) => `${x} = new Set([...${x}, value])`,
  set: (x) => `${x} = new Map([...${x}, [key, value]])`,
  delete: (x) => `${x} = new Map([...${x}].filter(([each]) => each !== key)), or new Set in the same way`,
  clear: (x) => `${x} = new Map(), or new Set()`,
};

/**
 * @param change the assignment, `delete` or call that changes the value of the name
 * @param isWhole it is the value itself that is changed, and not one inside of it, as in `x.y.push(1)`
 */
export function insteadOf(name: string, change: Node, isWhole: boolean): string {
  return (isWhole ? ofWhole(name, change) : undefined) ?? `${name} = ..., a changed copy of ${name}`;
}

function ofWhole(name: string, change: Node): string | undefined {
  switch (change.type) {
    case "AssignmentExpression":
      return withProperty(name, change.left);
    case "UpdateExpression":
      return withProperty(name, change.argument);
    case "UnaryExpression":
      return `const { [key]: _gone, ...rest } = ${name}; ${name} = rest`;
    case "CallExpression":
      return withoutCall(name, change);
    default:
      return undefined;
  }
}

/** `x.y = 1`; of `x[i] = 1` it is not known whether x is an array. */
function withProperty(name: string, target: Node): string | undefined {
  if (target.type !== "MemberExpression") return undefined;
  const { property, computed } = target;
  if (!computed && property.type === "Identifier" && property.name === "length")
    return `${name} = ${name}.slice(0, length)`;
  if (!computed && property.type === "Identifier") return `${name} = { ...${name}, ${property.name}: value }`;
  const isString = property.type === "Literal" && typeof property.value === "string";
  return isString
    ? `${name} = { ...${name}, [key]: value }`
    : `${name} = ${name}.with(index, value), or { ...${name}, [key]: value }`;
}

function withoutCall(
  name: string,
  { callee }: Node & { readonly type: "CallExpression" },
): string | undefined {
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return undefined;
  const { object, property } = callee;
  const isOfObject = object.type === "Identifier" && object.name !== name;
  if (isOfObject) return property.name === "assign" ? `${name} = { ...${name}, ...others }` : undefined;
  if (/^set(UTC)?(Date|FullYear|Hours|Milliseconds|Minutes|Month|Seconds|Time)$/.test(property.name))
    return `${name} = new Date(${name}.${property.name}(...))`;
  if (property.name.endsWith("_")) return `${name} = ${name}.${property.name.slice(0, -1)}(...)`;
  return remedies[property.name]?.(name);
}
