// `paths` of a tsconfig.json: `@/shapes` may stand for a file of the person's. What matches is TypeScript's rule: the
// exact name first, then the pattern with the longest beginning.

import type { PathMapping } from "../channel/run-settings.ts";

/** The files that an import may mean, absolute, in the order in which they are tried; none for a name unmapped. */
export function mappedPaths(specifier: string, paths: readonly PathMapping[]): string[] {
  const fitting = paths.filter(({ pattern }) => wildcardIn(specifier, pattern) !== undefined);
  const [best] = fitting.sort((a, b) => rank(b.pattern) - rank(a.pattern));
  if (best === undefined) return [];
  const wildcard = wildcardIn(specifier, best.pattern) ?? "";
  return best.targets.map((target) => target.replace("*", () => wildcard));
}

/** What stands for the `*` of a pattern; undefined if the pattern does not fit. */
function wildcardIn(specifier: string, pattern: string): string | undefined {
  const [before = "", after] = pattern.split("*");
  if (after === undefined) return specifier === pattern ? "" : undefined;
  const fits = specifier.length >= before.length + after.length;
  if (!fits || !specifier.startsWith(before) || !specifier.endsWith(after)) return undefined;
  return specifier.slice(before.length, specifier.length - after.length);
}

function rank(pattern: string): number {
  const star = pattern.indexOf("*");
  return star === -1 ? Number.POSITIVE_INFINITY : star;
}
