// One dimension of a convolution: how many windows there are, which of them are shown, and what stands beyond the
// edges.

export interface Axis {
  readonly kernel: number;
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  /** padding before the input */
  readonly before: number;
  readonly output: number;
  readonly shown: number;
  /** how much of the padded input is shown */
  readonly reach: number;
  readonly mode: string;
}

/** How one dimension of a layer is set up. */
export interface AxisSettings {
  readonly kernel: number;
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: number | "same" | "valid";
  readonly mode: string;
}

/** How much is shown. */
export interface Limits {
  /** at most so many steps */
  readonly steps: number;
  /** fewer steps, if their windows would reach further than this, */
  readonly reach: number;
  /** but still so many, with smaller cells */
  readonly fewest: number;
  /** how long a window may be, its dilation included: the cells of a longer one would be too small to be seen */
  readonly extent: number;
}

/** What Conv1d has as its height. */
export const singleRow: Axis = {
  kernel: 1,
  size: 1,
  stride: 1,
  dilation: 1,
  before: 0,
  output: 1,
  shown: 1,
  reach: 1,
  mode: "zeros",
};

/** @throws RangeError if the window does not fit or is too long, or the padding asks for more than the input has */
export function axisOf(settings: AxisSettings, limits: Limits): Axis {
  const { kernel, size, stride, dilation, padding, mode } = settings;
  const extent = dilation * (kernel - 1) + 1;
  const [before, both] =
    padding === "same"
      ? [Math.floor((extent - 1) / 2), extent - 1]
      : padding === "valid"
        ? [0, 0]
        : [padding, 2 * padding];
  const output = Math.floor((size + both - extent) / stride) + 1;
  if (output < 1) {
    throw new RangeError(
      `display.convolution: the window of ${extent} does not fit into the padded input of ${size + both}`,
    );
  }
  if (extent > limits.extent) {
    throw new RangeError(
      `display.convolution: a window of ${extent} is too long to be shown cell by cell; the longest is ${limits.extent}`,
    );
  }
  const available = mode === "reflect" ? size - 1 : mode === "circular" ? size : Number.POSITIVE_INFINITY;
  if (both - before > available) {
    throw new RangeError(
      `display.convolution: an input of ${size} gives at most ${available} of ${mode} padding, got ${both - before}`,
    );
  }
  const within = Math.floor((limits.reach - extent) / stride) + 1;
  const shown = Math.min(output, limits.steps, Math.max(limits.fewest, within));
  // What is left over at the far edge is shown as well, where all of the output is.
  const reach = shown === output ? size + both : (shown - 1) * stride + extent;
  return { kernel, size, stride, dilation, before, output, shown, reach, mode };
}

/** Whether a place of the padded input lies beyond the edge of the input. */
export function isPadding({ size, before }: Axis, place: number): boolean {
  return place < before || place >= before + size;
}

/** From where in the input a place of the padded input takes its value; undefined for zero. */
export function sourceOf(axis: Axis, place: number): number | undefined {
  const { size, before, mode } = axis;
  const index = place - before;
  if (!isPadding(axis, place)) return index;
  if (mode === "replicate") return Math.min(size - 1, Math.max(0, index));
  if (mode === "circular") return (index + size) % size;
  if (mode === "reflect") return index < 0 ? -index : 2 * (size - 1) - index;
  return undefined;
}
