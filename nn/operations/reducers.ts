// How one number is made of many: the reducers of reductions.ts, plain functions of the elements that lie together.
// They add up in double precision.

/** The values of `count` elements from `start`, made one. */
export type Reducer = (values: ArrayLike<number>, start: number, count: number) => number;

export function total(values: ArrayLike<number>, start: number, count: number): number {
  let sum = 0;
  for (let i = start; i < start + count; i++) sum += values[i] ?? 0;
  return sum;
}

/** Two passes: the mean first, then the squared distances from it. */
export function spread(values: ArrayLike<number>, start: number, count: number, correction: number): number {
  const mean = total(values, start, count) / count;
  let sum = 0;
  for (let i = start; i < start + count; i++) sum += ((values[i] ?? 0) - mean) ** 2;
  return sum / Math.max(count - correction, 0);
}

export function product(values: ArrayLike<number>, start: number, count: number): number {
  let result = 1;
  for (let i = start; i < start + count; i++) result *= values[i] ?? 0;
  return result;
}

export function normOf(p: number): Reducer {
  const sumOf =
    (term: (size: number) => number): Reducer =>
    (values, start, count) => {
      let sum = 0;
      for (let i = start; i < start + count; i++) sum += term(Math.abs(values[i] ?? 0));
      return sum;
    };
  const rooted =
    (sum: Reducer, root: (sum: number) => number): Reducer =>
    (...line) =>
      root(sum(...line));
  if (p === 0) return sumOf((size) => (size === 0 ? 0 : 1));
  if (p === 1) return sumOf((size) => size);
  if (p === 2)
    return rooted(
      sumOf((size) => size * size),
      Math.sqrt,
    );
  if (Number.isFinite(p))
    return rooted(
      sumOf((size) => size ** p),
      (sum) => sum ** (1 / p),
    );
  return bestValue(p > 0 ? larger : smaller, Math.abs);
}

/** log(sum of e^x), with the largest power taken out so that none overflows. */
export function logOfSummedPowers(values: ArrayLike<number>, start: number, count: number): number {
  if (count === 0) return -Infinity;
  const largest = bestValue(larger)(values, start, count);
  if (Math.abs(largest) === Infinity) return largest;
  let sum = 0;
  for (let i = start; i < start + count; i++) sum += Math.exp((values[i] ?? 0) - largest);
  return largest + Math.log(sum);
}

/** The first index whose value nothing beats; NaN beats everything, as in PyTorch. */
export function bestIndex(beats: (a: number, b: number) => boolean): Reducer {
  return (values, start, count) => {
    let winner = start;
    for (let i = start; i < start + count; i++) {
      const [value = 0, holder = 0] = [values[i], values[winner]];
      if (Number.isNaN(holder)) break;
      if (beats(value, holder) || Number.isNaN(value)) winner = i;
    }
    return winner - start;
  };
}

export const larger = (a: number, b: number) => a > b;
export const smaller = (a: number, b: number) => a < b;

/** The value that nothing beats; NaN beats everything. `measure` makes of an element what is compared. */
export function bestValue(
  beats: (a: number, b: number) => boolean,
  measure: (x: number) => number = (x) => x,
): Reducer {
  return (values, start, count) => {
    let holder = measure(values[start] ?? 0);
    for (let i = start + 1; i < start + count && !Number.isNaN(holder); i++) {
      const value = measure(values[i] ?? 0);
      if (beats(value, holder) || Number.isNaN(value)) holder = value;
    }
    return holder;
  };
}
