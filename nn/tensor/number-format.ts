// Numbers as Python's format() writes them, which is what PyTorch prints: an exact tie goes to the even digit
// (JavaScript's toFixed goes away from zero), minus zero keeps its sign, an exponent has two digits at least.

/** `{:.4f}` of Python: fixed notation with `digits` decimals. */
export function fixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const size = Math.abs(value);
  // A double halfway between two such decimals is a whole number of 2 ** -(digits + 1); few are.
  if (!Number.isInteger(size * 2 ** (digits + 1))) return signOf(value) + size.toFixed(digits);
  return signOf(value) + tieToEven(size, digits, (number, count) => number.toFixed(count));
}

/** `{:.4e}` of Python: scientific notation with `digits` decimals. */
export function scientific(value: number, digits: number): string {
  if (!Number.isFinite(value)) return nonFinite(value);
  const size = Math.abs(value);
  const mayBeTie = Number(size.toPrecision(digits + 2)) === size; // a tie ends with that digit
  const write = (number: number, count: number) => number.toExponential(count);
  const text = mayBeTie ? tieToEven(size, digits, write) : write(size, digits);
  return signOf(value) + text.replace(/e([+-])(\d)$/, "e$10$2");
}

function nonFinite(value: number): string {
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}

function signOf(value: number): string {
  return value < 0 || Object.is(value, -0) ? "-" : "";
}

/** More digits than separate any double from the tie next to it, for the magnitudes that are printed. */
const guard = 40;
const tie = new RegExp(`50{${guard - 1}}$`);

function tieToEven(value: number, digits: number, write: (value: number, digits: number) => string): string {
  const [exact = "", exponent] = write(value, digits + guard).split("e");
  const below = exact.slice(0, -guard).replace(/\.$/, "");
  const lastDigitIsEven = Number(below.at(-1)) % 2 === 0;
  if (!tie.test(exact) || !lastDigitIsEven) return write(value, digits);
  return exponent === undefined ? below : `${below}e${exponent}`;
}
