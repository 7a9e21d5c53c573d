// The text of JSON, whatever cells have done to their process: `JSON.stringify` asks every object for a `toJSON`, and so
// says what a cell has put on the prototype of all of them.

import { entries, isArray, stringify } from "./originals.ts";

/** The text of data that is JSON already, but for properties that are undefined. */
export function jsonText(data: object): string {
  return "toJSON" in objectPrototype || "toJSON" in arrayPrototype ? textOf(data) : stringify(data);
}

const objectPrototype = Object.prototype;
const arrayPrototype = Array.prototype;

function textOf(data: unknown): string {
  if (typeof data === "string") return stringify(data);
  if (typeof data === "number") return data - data === 0 ? `${data}` : "null"; // else NaN or infinite
  if (typeof data === "boolean") return `${data}`;
  if (typeof data !== "object" || data === null) return "null";
  return isArray(data) ? `[${elementsOf(data)}]` : `{${propertiesOf(data)}}`;
}

function elementsOf(list: readonly unknown[]): string {
  let text = "";
  for (let index = 0; index < list.length; index += 1)
    text += `${index === 0 ? "" : ","}${textOf(list[index])}`;
  return text;
}

function propertiesOf(record: object): string {
  const properties = entries(record);
  let text = "";
  for (let index = 0; index < properties.length; index += 1) {
    const property = properties[index]!; // without taking it apart: that asks arrays how to be walked through
    if (property[1] === undefined) continue;
    text += `${text === "" ? "" : ","}${stringify(property[0])}:${textOf(property[1])}`;
  }
  return text;
}
