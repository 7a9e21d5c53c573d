// Numbers in captions and scales: three digits, a true minus sign.

export function shortNumber(value: number): string {
  const size = Math.abs(value);
  const digits =
    size !== 0 && (size < 1e-3 || size >= 1e5)
      ? value.toExponential(1)
      : Number(value.toPrecision(3)).toString();
  return digits.replaceAll("-", "−");
}
