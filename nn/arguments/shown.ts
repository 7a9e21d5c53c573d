// A value as an error shows it that expected another one.

/** So many elements of an array are shown. */
const shownElements = 6;

/** `1.5`, `"same"`, `[1, 2]`, `null`, `a Tensor`, `a function`: short, whatever it is. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) {
    const elements = value.slice(0, shownElements).map(shown);
    return `[${[...elements, ...(value.length > shownElements ? ["..."] : [])].join(", ")}]`;
  }
  if (typeof value !== "object" || value === null) return String(value);
  const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return kind === "Object" ? "an object" : `a ${kind}`;
}
