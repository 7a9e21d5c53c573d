// How tensors are printed: what PyTorch's set_printoptions sets.

import { boolean, choice, integer } from "../arguments/checks.ts";
import { type Given, type OptionsOf, optional } from "../arguments/optional.ts";

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

const profileNames = ["default", "short", "full"] as const;

let current = usual;

export function printOptions(): PrintOptions {
  return current;
}

const printArguments = optional(
  (
    precision?: number,
    threshold?: number,
    edgeitems?: number,
    linewidth?: number,
    profile?: keyof typeof profiles,
    sciMode?: boolean,
  ) => ({
    /** decimals of floating point numbers */
    precision: precision === undefined ? precision : atMost("precision", precision, 50),
    /** with more elements only the edges are shown */
    threshold: threshold === Number.POSITIVE_INFINITY ? threshold : count("threshold", threshold),
    /** how many elements an edge has */
    edgeitems: count("edgeitems", edgeitems),
    /** characters of a line */
    linewidth: count("linewidth", linewidth),
    /** begins with these, instead of those that hold: "full" shows all elements, "default" is how it was at first */
    profile: profile === undefined ? profile : choice("profile", profile, profileNames),
    /** scientific notation always or never; left out: when the magnitudes are far apart */
    sciMode: sciMode === undefined ? sciMode : boolean("sciMode", sciMode),
  }),
);
export interface PrintOptionsChange extends OptionsOf<typeof printArguments> {}

/**
 * Changes how tensors are printed: `setPrintoptions({ precision: 2 })`. What is left out stays, but for `sciMode`, which
 * becomes automatic again, as in PyTorch.
 */
export function setPrintoptions(...change: Given<typeof printArguments, PrintOptionsChange>): void {
  const { profile, sciMode, ...changes } = printArguments.read("setPrintoptions", change);
  const start = profile === undefined ? current : profiles[profile];
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  current = { ...start, ...given, sciMode };
}

function count(name: string, value: number | undefined): number | undefined {
  return value === undefined ? value : integer(name, value, 0);
}

function atMost(name: string, value: number, most: number): number {
  if (integer(name, value, 0) <= most) return value;
  throw new RangeError(`${name}: expected a whole number from 0 to ${most}, got ${value}`);
}
