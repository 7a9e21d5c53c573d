// Where links fork. Several items of one group that take the same from outside get it by one link, which forks in the
// group; and what is read and also led around something forks before that, so that the figure shows the shortcut
// leave the main line.

import { bypasses, type Link } from "./links.ts";
import type { Item } from "./visible.ts";

export interface Forked {
  readonly links: readonly Link[];
  readonly bypassing: ReadonlySet<Link>;
  readonly dots: ReadonlySet<string>;
  /** the dots that stand in a group, by its id */
  readonly dotsOf: ReadonlyMap<string, readonly string[]>;
}

/** @param sums the ids of items that add */
export function withForks(root: Item, links: readonly Link[], sums: ReadonlySet<string>): Forked {
  const dots = new Set<string>();
  const dotsOf = new Map<string, string[]>();
  let all = links;

  const fork = (group: Item, from: string, same: readonly Link[]) => {
    const [first] = same;
    if (!first) return;
    const dot = `dot${dots.size}`;
    dots.add(dot);
    dotsOf.set(group.id, [...(dotsOf.get(group.id) ?? []), dot]);
    const moved = all.map((link) => (same.includes(link) ? { ...link, from: dot } : link));
    all = [{ from, to: dot, shape: first.shape }, ...moved];
  };
  const inside = (group: Item): Set<string> =>
    new Set(withGroups(group).flatMap(({ id }) => [id, ...(dotsOf.get(id) ?? [])]));

  const enter = (group: Item) => {
    group.items.forEach(enter);
    const its = inside(group);
    const entering = all.filter(({ from, to }) => its.has(to) && !its.has(from));
    for (const [from, same] of Map.groupBy(entering, (link) => link.from)) {
      if (same.length > 1) fork(group, from, same);
    }
  };
  enter(root);

  const around = bypasses(all, sums);
  for (const [from, leaving] of Map.groupBy(all, (link) => link.from)) {
    if (dots.has(from) || leaving.length < 2 || !leaving.some((link) => around.has(link))) continue;
    const ends = [from, ...leaving.map(({ to }) => to)];
    const groups = withGroups(root).filter((group) => ends.every((id) => inside(group).has(id)));
    fork(groups.at(-1) ?? root, from, leaving);
  }
  return { links: all, bypassing: bypasses(all, sums), dots, dotsOf };
}

/** The item and all below it, outer ones first. */
function withGroups(item: Item): Item[] {
  return [item, ...item.items.flatMap(withGroups)];
}
