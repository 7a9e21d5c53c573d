// The types of what a tensor is parted into. Where the call says how many parts there are, they are a tuple; elsewhere the
// first eight are taken to exist, as Python does when it unpacks: `const [a, b] = x.unbind()` gives tensors, and no
// `undefined` to be excluded, under `noUncheckedIndexedAccess`.

/** Parts of a number that types do not know. */
export interface Several<T> extends Array<T> {
  0: T;
  1: T;
  2: T;
  3: T;
  4: T;
  5: T;
  6: T;
  7: T;
}

/** So many parts. */
export type Parts<T, Count extends number> = number extends Count ? Several<T> : Tuple<T, Count>;

type Tuple<T, Count extends number, Listed extends T[] = []> = Listed["length"] extends Count
  ? Listed
  : Listed["length"] extends 64
    ? Several<T>
    : Tuple<T, Count, [...Listed, T]>;

/** One part for each of the sizes; of one size, as many as there are. */
export type PartsOfSizes<T, Sizes extends number | readonly number[]> = Sizes extends readonly number[]
  ? number extends Sizes["length"]
    ? Several<T>
    : { -readonly [I in keyof Sizes]: T }
  : Several<T>;
