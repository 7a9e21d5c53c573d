// Fewer points of a long curve, which looks as all of them would: of each stretch its least and its greatest value stay,
// so that no peak is lost and no wave becomes a slower one, as it would with every so-manyth value.

/** The indices of the values that stay, ascending: about `most` of them, all if there are not more. */
export function thinned(values: ArrayLike<number>, most: number): number[] {
  if (values.length <= most) return Array.from({ length: values.length }, (_, index) => index);
  const stretch = Math.ceil((2 * values.length) / most);
  const kept: number[] = [];
  for (let start = 0; start < values.length; start += stretch)
    kept.push(...extremes(values, start, Math.min(start + stretch, values.length)));
  return kept;
}

/** Where the least and the greatest value lie, and a gap between them, if there is one. */
function extremes(values: ArrayLike<number>, start: number, end: number): number[] {
  const found = new Set<number>();
  let [least, greatest, gap]: (number | undefined)[] = [];
  for (let index = start; index < end; index += 1) {
    const value = values[index];
    if (value === undefined) continue;
    if (!Number.isFinite(value)) gap ??= index;
    else {
      if (least === undefined || value < (values[least] ?? value)) least = index;
      if (greatest === undefined || value > (values[greatest] ?? value)) greatest = index;
    }
  }
  for (const each of [least, greatest, gap]) if (each !== undefined) found.add(each);
  return [...found].sort((a, b) => a - b);
}
