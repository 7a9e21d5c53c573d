// How tensors are printed: what PyTorch's set_printoptions sets.

export interface PrintOptions {
  /** decimals of floating point numbers */
  readonly precision: number;
  /** with more elements only the edges are shown */
  readonly threshold: number;
  /** how many elements an edge has */
  readonly edgeitems: number;
  /** characters of a line */
  readonly linewidth: number;
  /** scientific notation always or never; undefined: when the magnitudes are far apart */
  readonly sciMode: boolean | undefined;
}

const usual: PrintOptions = {
  precision: 4,
  threshold: 1000,
  edgeitems: 3,
  linewidth: 80,
  sciMode: undefined,
};

const profiles = {
  default: usual,
  short: { ...usual, precision: 2, edgeitems: 2 },
  full: { ...usual, threshold: Number.POSITIVE_INFINITY },
} as const;

let current = usual;

export function printOptions(): PrintOptions {
  return current;
}

export interface PrintOptionsChange extends Partial<PrintOptions> {
  /** begins with these, instead of those that hold: "full" shows all elements, "default" is how it was at first */
  readonly profile?: keyof typeof profiles;
}

/**
 * Changes how tensors are printed: `setPrintoptions({ precision: 2 })`. What is left out stays, but for `sciMode`, which
 * becomes automatic again, as in PyTorch.
 */
export function setPrintoptions({ profile, ...changes }: PrintOptionsChange): void {
  const start = profile === undefined ? current : profiles[profile];
  if (start === undefined) {
    throw new RangeError(`setPrintoptions: expected profile "default", "short" or "full", got "${profile}"`);
  }
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const next: PrintOptions = { ...start, sciMode: undefined, ...given };
  const { precision, threshold, edgeitems, linewidth } = next;
  const counts = { precision, threshold, edgeitems, linewidth };
  for (const [name, count] of Object.entries(counts)) {
    const whole = Number.isInteger(count) || (name === "threshold" && count === Number.POSITIVE_INFINITY);
    const most = name === "precision" ? 50 : Number.POSITIVE_INFINITY;
    if (!whole || count < 0 || count > most) {
      throw new RangeError(
        `setPrintoptions: expected ${name} to be a whole number from 0 ${name === "precision" ? "to 50" : "on"}, got ${count}`,
      );
    }
  }
  current = next;
}
