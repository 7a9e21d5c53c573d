// The sides of a chart: what a field is called there, on which scale it lies, and where its ticks are. Whole numbers, as
// indices and counts, have no ticks between them, and large or small numbers are written short.

export type ScaleType = "linear" | "log" | "symlog";

export interface Side {
  readonly title?: string | undefined;
  readonly scale?: ScaleType | undefined;
  /** whether zero is in view, also when no value is near it */
  readonly zero?: boolean | undefined;
  /** whether the axis ends at a round number */
  readonly nice?: boolean | undefined;
}

/**
 * The encoding of a field of numbers.
 * @param option the name of the option for the scale, for errors
 * @throws RangeError for an unknown scale, or numbers that a logarithm cannot place
 */
export function numeric(field: string, values: ArrayLike<number>, side: Side, option: string): object {
  const { title, scale = "linear", zero = false, nice = true } = side;
  checkScale(scale, option, values);
  const { min, max } = extent(values, zero && scale === "linear");
  const axis = { ...numberFormat(min, max), ...ticks[scale](values, { min, max }) };
  return {
    field,
    type: "quantitative",
    title: title || null,
    scale: { ...(scale !== "linear" && { type: scale }), zero: zero && scale === "linear", nice },
    ...(Object.keys(axis).length > 0 && { axis }),
  };
}

/** Where bars on this scale begin: at zero, or below the least value where the scale has no zero. */
export function groundOf(values: ArrayLike<number>, scale: ScaleType = "linear"): number {
  return scale === "log" ? 10 ** (Math.ceil(Math.log10(extent(values, false).min)) - 1) : 0;
}

function checkScale(scale: string, option: string, values: ArrayLike<number>): void {
  if (!["linear", "log", "symlog"].includes(scale))
    throw new RangeError(`${option} has to be "linear", "log" or "symlog", not ${JSON.stringify(scale)}`);
  if (scale !== "log") return;
  const wrong = Array.prototype.find.call(values, (value: number) => value <= 0);
  if (wrong !== undefined)
    throw new RangeError(`${option} "log" shows numbers above 0 only, got ${wrong}; "symlog" shows all`);
}

interface Extent {
  readonly min: number;
  readonly max: number;
}

function extent(values: ArrayLike<number>, zero: boolean): Extent {
  let [min, max] = zero ? [0, 0] : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    if (value === undefined || !Number.isFinite(value)) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return min <= max ? { min, max } : { min: 0, max: 0 };
}

/** As many steps between whole numbers have ticks of their own; of more, any tick is at a whole number anyhow. */
const mostWholeSteps = 60;
/** Of so many numbers along an axis each has room. */
const mostTicks = 10;

const ticks: Readonly<Record<ScaleType, (values: ArrayLike<number>, extent: Extent) => object>> = {
  linear(values, { min, max }) {
    const isWhole = (value: number) => Number.isInteger(value) || !Number.isFinite(value);
    if (max - min > mostWholeSteps || !Array.prototype.every.call(values, isWhole)) return {};
    const step = [1, 2, 5].find((each) => (max - min) / each <= mostTicks) ?? 10;
    const first = Math.ceil(min / step);
    const count = Math.floor(max / step) - first + 1;
    return { values: Array.from({ length: count }, (_, i) => (first + i) * step), format: "~s" };
  },

  /** Powers of ten; where there are few, two and five times them, too. */
  log(_values, { min, max }) {
    const [first, last] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))];
    const factors = last - first < 3 ? [1, 2, 5] : [1];
    const format = max < 1e6 && min < 1e-3 ? { format: "~g" } : {};
    return {
      values: powers(first, last, mostTicks).flatMap((power) => factors.map((each) => each * power)),
      ...format,
    };
  },

  /** Zero, and powers of ten on its sides. */
  symlog(_values, { min, max }) {
    const side = (end: number) => (end < 1 ? [] : powers(0, Math.floor(Math.log10(end)), mostTicks / 2));
    return { values: [...side(-min).map((power) => -power), 0, ...side(max)] };
  },
};

/** Powers of ten, so many at most. */
function powers(first: number, last: number, most: number): number[] {
  const step = Math.ceil((last - first) / most) || 1;
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => 10 ** (first + i * step));
}

/** 3.2M and 5µ, where zeros would have to be counted. */
function numberFormat(min: number, max: number): object {
  const largest = Math.max(Math.abs(min), Math.abs(max));
  return largest >= 1e6 || (largest > 0 && largest < 1e-3) ? { format: "~s" } : {};
}
