// The name that a person probably meant, for errors about names that do not exist.

import { closestMatch } from "leven";

/** `; did you mean outputPadding?`, or the names there are if none is near: `; there are stride and padding`. */
export function didYouMean(name: string, names: readonly string[]): string {
  if (names.length === 0) return "";
  const plain = new Map(names.map((each) => [simplified(each), each]));
  const near = closestMatch(simplified(name), [...plain.keys()], { maxDistance: Math.ceil(name.length / 3) });
  const meant = near === undefined ? undefined : plain.get(near);
  return meant === undefined ? `; there is ${names.join(", ")}` : `; did you mean ${meant}?`;
}

/** Python's output_padding is outputPadding here. */
function simplified(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}
