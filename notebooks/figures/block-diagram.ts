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
  /** Draw the shortcut: `into` names the layer that takes the sum (the block's end if none), `through` one on the way. */
  readonly shortcut?: { readonly into?: string; readonly through?: string };
}

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
const [boxWidth, boxHeight, stride, centre] = [220, 40, 66, 170];
const shortcutX = centre + boxWidth / 2 + 118;
const line = "#8a8f98";

/** Runs `block(input)` and returns a figure that shows itself in a notebook. */
export function blockDiagram<Input extends Shaped>(
  block: Traceable & ((input: Input) => Shaped),
  input: Input,
  { shortcut }: DiagramOptions = {},
) {
  const all = trace(block, input);
  const aside = all.find((step) => step.name === shortcut?.through);
  const steps = all.filter((step) => step !== aside);
  const sum = shortcut ? steps.findLastIndex((step) => step.name === shortcut.into) : undefined;
  const source = draw(shapeText(input), steps, sum === -1 ? steps.length : sum, aside);
  const text = [shapeText(input), ...steps.map(({ title, shape }) => `${title} → ${shape}`)].join(" → ");
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

/** Rows from the top: the input, the steps, and the sum just before row `sum` of the steps. */
function draw(
  input: string,
  steps: readonly Step[],
  sum: number | undefined,
  aside: Step | undefined,
): string {
  const rowOf = (index: number) => index + 1 + (sum !== undefined && index >= sum ? 1 : 0);
  const top = (row: number) => 58 + (row - 1) * stride;
  const rows = steps.length + (sum === undefined ? 0 : 1);
  const height = top(rows + 1) + 4;
  const parts = [label(centre, 20, input, "middle")];
  for (let row = 1; row <= rows + 1; row++) {
    parts.push(arrow(top(row) - (row === 1 ? 30 : stride - boxHeight), top(row) - (row > rows ? 6 : 0)));
  }
  steps.forEach((step, index) => {
    const y = top(rowOf(index));
    parts.push(box(centre, y, step));
    parts.push(label(centre + 10, y + boxHeight + 17, step.shape, "start"));
  });
  if (sum !== undefined)
    parts.push(addition(top(rowOf(sum) - 1) + boxHeight / 2, aside, (top(1) + top(rowOf(sum) - 1)) / 2));
  const width = sum === undefined ? centre * 2 : shortcutX + (aside ? boxWidth / 2 : 20);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="Inter, system-ui, sans-serif">${parts.join("")}</svg>`;
}

function box(x: number, y: number, { title, detail, colour }: Step, width = boxWidth): string {
  const middle = y + boxHeight / 2;
  const words = detail
    ? text(x, middle - 3, title, 13, "#fff", "middle", 600) +
      text(x, middle + 12, detail, 10.5, "#ffffffd0", "middle")
    : text(x, middle + 5, title, 13, "#fff", "middle", 600);
  return `<rect x="${x - width / 2}" y="${y}" width="${width}" height="${boxHeight}" rx="8" fill="${colour}"/>${words}`;
}

/** The circled plus at height `y`, and the line that leads the input around the steps, through `aside` at `asideY`. */
function addition(y: number, aside: Step | undefined, asideY: number): string {
  const start = 38;
  const path = `M ${centre} ${start} H ${shortcutX - 12} q 12 0 12 12 V ${y - 12} q 0 12 -12 12 H ${centre + 22}`;
  return [
    `<path d="${path}" fill="none" stroke="${line}" stroke-width="1.6"/>`,
    head(centre + 15, y, "M 9 -5 L 0 0 L 9 5"),
    `<circle cx="${centre}" cy="${y}" r="14" fill="none" stroke="${line}" stroke-width="1.6"/>`,
    `<path d="M ${centre - 6} ${y} h 12 M ${centre} ${y - 6} v 12" stroke="${line}" stroke-width="1.6"/>`,
    aside ? box(shortcutX, asideY, aside, boxWidth - 60) : "",
  ].join("");
}

function arrow(from: number, to: number): string {
  return `<path d="M ${centre} ${from} V ${to}" stroke="${line}" stroke-width="1.6"/>${head(centre, to, "M -5 -9 L 0 0 L 5 -9")}`;
}

const head = (x: number, y: number, path: string) =>
  `<path d="${path}" transform="translate(${x} ${y})" fill="none" stroke="${line}" stroke-width="1.6"/>`;

const label = (x: number, y: number, words: string, anchor: string) =>
  text(x, y, words, 11.5, "#7d828c", anchor);

const text = (
  x: number,
  y: number,
  words: string,
  size: number,
  fill: string,
  anchor: string,
  weight = 400,
) =>
  `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}">${words}</text>`;
