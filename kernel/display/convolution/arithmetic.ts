// A step's arithmetic as two short lines: the products of the channel that is shown, and what is added to their sum.

import type { Step, Steps } from "./steps.ts";

/** How many products stand before and after the dots where there are too many, the most first. */
const shortened = [
  [3, 2],
  [2, 2],
  [2, 1],
  [1, 1],
  [1, 0],
] as const;
const mostProducts = 6;

/**
 * One line, or two where something is added to the shown channel's sum.
 * @param fits whether a line is short enough
 */
export function arithmetic(
  { bias, inputChannels }: Steps,
  { terms, others, result }: Step,
  fits: (line: string) => boolean,
): string[] {
  const channel = terms.reduce((total, { weight, value }) => total + weight * value, 0);
  const products = terms.map(({ weight, value }, i) => addend(weight, factor(value), i === 0));
  const line = (parts: readonly string[]) => `${parts.join(" ")} = ${short(channel)}`;
  const candidates = [
    ...(products.length <= mostProducts ? [line(products)] : []),
    ...shortened
      .filter(([before, after]) => before + after < products.length)
      .map(([before, after]) =>
        line([...products.slice(0, before), "+ …", ...products.slice(products.length - after)]),
      ),
  ];
  const first = candidates.find(fits) ?? candidates.at(-1) ?? line(products);
  const added = [
    ...(inputChannels > 1
      ? [addend(others, ` from ${inputChannels - 1} other channel${inputChannels > 2 ? "s" : ""}`, false)]
      : []),
    ...(bias === 0 ? [] : [addend(bias, " bias", false)]),
  ];
  return added.length === 0 ? [first] : [first, `${short(channel)} ${added.join(" ")} = ${short(result)}`];
}

/** A number of few digits, with a true minus sign. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "−inf";
  if (Number.isInteger(value) && Math.abs(value) < 1000) {
    return String(value === 0 ? 0 : value).replace("-", "−");
  }
  const size = Math.abs(value);
  const text =
    size >= 999.5 || size < 0.0005
      ? value.toExponential(0)
      : value.toFixed(size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.005 ? 2 : 3);
  return text.replaceAll("-", "−").replace("e+", "e");
}

/** A number in a sum, its sign apart unless it stands first, and what follows on it. */
function addend(value: number, rest: string, first: boolean): string {
  if (first) return short(value) + rest;
  return `${value < 0 ? "−" : "+"} ${short(Math.abs(value))}${rest}`;
}

const factor = (value: number) => `·${value < 0 ? `(${short(value)})` : short(value)}`;
