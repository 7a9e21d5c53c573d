// Draws a block of a network from one live run of it: forward hooks note every layer that is called, in the order of
// the calls, with the shape that came out; so the figure cannot disagree with the code above it.

/** What the drawing needs of a module; every Lamella module has it. */
interface Traceable {
  namedModules(): [string, Traceable][];
  children(): unknown[];
  namedParameters(): [string, { readonly shape: ArrayLike<number> }][];
  registerForwardHook(hook: (module: never, inputs: never, output: never) => void): { remove(): void };
}

interface Shaped {
  readonly shape: ArrayLike<number>;
}

export interface DiagramOptions {
  /** Draw the shortcut: `into` names the layer that takes the sum (the block's end if none), `through` what is on its way. */
  readonly shortcut?: { readonly into?: string; readonly through?: string };
}

/** A layer that was called, or the sum with the shortcut, and the shape that came out. */
type Row = Step | { readonly name: string; readonly shape: string };

interface Step {
  readonly name: string;
  readonly title: string;
  readonly detail: string;
  readonly shape: string;
  readonly colour: string;
}

const colours: readonly [RegExp, string][] = [
  [/^(Conv|Linear)/, "#c8553d"],
  [/Norm/, "#3d7ea6"],
  [/^(ReLU|GELU|SiLU|Sigmoid|Tanh|Softmax)/, "#5b8c5a"],
];
const [boxWidth, boxHeight, pitch] = [220, 40, 66];
const centre = boxWidth / 2 + 2;
const shortcutX = centre + boxWidth / 2 + 118;
const pen = 'fill="none" stroke="#8a8f98" stroke-width="1.6"';

/** Runs `block(input)` and returns a figure that shows itself in a notebook. */
export function blockDiagram<Input extends Shaped>(
  block: Traceable & ((input: Input) => Shaped),
  input: Input,
  { shortcut }: DiagramOptions = {},
) {
  const called = trace(block, input);
  const through = shortcut?.through;
  const aside = through ? called.filter(({ name }) => `${name}.`.startsWith(`${through}.`)) : [];
  const steps: Row[] = called.filter((step) => !aside.includes(step));
  if (shortcut) {
    const into = steps.findLastIndex((step) => step.name === shortcut.into);
    const at = into === -1 ? steps.length : into;
    steps.splice(at, 0, { name: "sum", shape: steps[at - 1]?.shape ?? "" });
  }
  const text = [shapeText(input), ...steps.map(({ name, shape }) => `${name} → ${shape}`)].join(" → ");
  const source = draw(shapeText(input), steps, aside);
  return { [Symbol.for("Jupyter.display")]: () => ({ "image/svg+xml": source, "text/plain": text }) };
}

function trace<Input>(block: Traceable & ((input: Input) => Shaped), input: Input): Step[] {
  const steps: Step[] = [];
  const leaves = block.namedModules().filter(([, module]) => module.children().length === 0);
  const handles = leaves.map(([name, module]) =>
    module.registerForwardHook((_module, _inputs, output: Shaped) => {
      const title = module.constructor.name;
      const weight = module.namedParameters().find(([parameter]) => parameter === "weight");
      const detail = weight ? `weight ${shapeText(weight[1])}` : "";
      const colour = colours.find(([pattern]) => pattern.test(title))?.[1] ?? "#7d8597";
      steps.push({ name, title, detail, shape: shapeText(output), colour });
    }),
  );
  block(input);
  for (const handle of handles) handle.remove();
  return steps;
}

const shapeText = ({ shape }: Shaped) => Array.from(shape).join(" × ");

/** The input, then row by row what happens to it, and beside the rows what happens on the shortcut. */
function draw(input: string, rows: readonly Row[], aside: readonly Step[]): string {
  const top = (row: number) => 58 + row * pitch;
  const parts = [text(centre, 20, input, "middle"), arrow(28, top(0))];
  rows.forEach((row, index) => {
    const [y, next] = [top(index), top(index + 1)];
    const isSum = !("title" in row);
    parts.push(isSum ? sum(y + boxHeight / 2) + shortcutTo(y + boxHeight / 2, aside) : box(centre, y, row));
    parts.push(arrow(y + boxHeight - (isSum ? 6 : 0), index + 1 < rows.length ? next : next - 6));
    parts.push(text(centre + 10, y + boxHeight + 17, row.shape, "start"));
  });
  const hasSum = rows.some((row) => !("title" in row));
  const width = hasSum ? shortcutX + (aside.length > 0 ? boxWidth / 2 : 20) : centre * 2 + 40;
  const height = top(rows.length) + 4;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, system-ui, sans-serif">${parts.join("")}</svg>`;
}

function box(x: number, y: number, { title, detail, colour }: Step, width = boxWidth): string {
  const middle = y + boxHeight / 2;
  const name = { size: 13, fill: "#fff", weight: 600 };
  const words = detail
    ? text(x, middle - 3, title, "middle", name) +
      text(x, middle + 12, detail, "middle", { size: 10.5, fill: "#ffffffd0" })
    : text(x, middle + 5, title, "middle", name);
  return `<rect x="${x - width / 2}" y="${y}" width="${width}" height="${boxHeight}" rx="8" fill="${colour}"/>${words}`;
}

function sum(y: number): string {
  return `<circle cx="${centre}" cy="${y}" r="14" ${pen}/><path d="M ${centre - 6} ${y} h 12 M ${centre} ${y - 6} v 12" ${pen}/>`;
}

/** The line that leads the input around the rows to the sum at height `y`, with the boxes `aside` on its way. */
function shortcutTo(y: number, aside: readonly Step[]): string {
  const path = `M ${centre} 38 H ${shortcutX - 12} q 12 0 12 12 V ${y - 12} q 0 12 -12 12 H ${centre + 15}`;
  const first = (38 + y - (aside.length - 1) * pitch - boxHeight) / 2;
  const boxes = aside.map((step, index) => box(shortcutX, first + index * pitch, step, boxWidth - 60));
  return `<path d="${path} m 9 -5 l -9 5 l 9 5" ${pen}/>${boxes.join("")}`;
}

function arrow(from: number, to: number): string {
  return `<path d="M ${centre} ${from} V ${to} m -5 -9 l 5 9 l 5 -9" ${pen}/>`;
}

function text(
  x: number,
  y: number,
  words: string,
  anchor: string,
  { size = 11.5, fill = "#7d828c", weight = 400 } = {},
) {
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${words}</text>`;
}
