// A chart in words, for those who do not see it: what it is called, its marks, what stands on its axes, and how many
// values it shows, unless it says so itself.

/** For example `line chart "Loss": loss over step, 80 values`. */
export function describeChart(specification: object): string {
  const own = property(specification, "description");
  if (typeof own === "string") return own;
  const mark = property(specification, "mark");
  const kind = typeof mark === "string" ? mark : property(mark, "type");
  const title = property(specification, "title");
  const name = typeof title === "string" ? title : property(title, "text");
  const values = property(property(specification, "data"), "values");
  const [x, y] = [axisName(specification, "x"), axisName(specification, "y")];
  const isLying = property(property(property(specification, "encoding"), "y"), "type") === "nominal";
  const axes = isLying ? `${x} by ${y}` : `${y} over ${x}`;
  const count = Array.isArray(values) ? values.length : rowsOfCsv(values);
  const facts = [x && y ? axes : "", count === undefined ? "" : `${count} values`];
  const head = `${typeof kind === "string" ? `${kind} chart` : "chart"}${typeof name === "string" ? ` "${name}"` : ""}`;
  return [head, facts.filter(Boolean).join(", ")].filter(Boolean).join(": ");
}

function rowsOfCsv(values: unknown): number | undefined {
  return typeof values === "string" ? values.split("\n").length - 1 : undefined;
}

function axisName(specification: object, axis: "x" | "y"): string {
  const channel = property(property(specification, "encoding"), axis);
  const name = property(channel, "title") ?? property(channel, "field") ?? property(channel, "aggregate");
  return typeof name === "string" ? name : "";
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
