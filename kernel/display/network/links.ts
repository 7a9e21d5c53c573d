// The links of a network's diagram: which item feeds which, with what shape, and which of them are bypasses, such as
// the shortcut around a block.

import { originOf, takenBy, type Value } from "./data-flow.ts";
import type { Item, Visible } from "./visible.ts";

export interface Link {
  readonly from: string;
  readonly to: string;
  readonly shape: readonly number[];
}

/** An input or output of the whole network. */
export const inputId = (number: number) => `input${number}`;
export const outputId = (number: number) => `output${number}`;

/** What feeds the items, and the outputs of the network. */
export function linksOf({ root, itemOf }: Visible): Link[] {
  const to =
    (id: string) =>
    (value: Value): Link[] => {
      const { source, shape } = originOf(value);
      if (source.kind === "input") return [{ from: inputId(source.number), to: id, shape }];
      const from = source.kind === "step" ? itemOf.get(source.step) : undefined;
      return from && from.id !== id ? [{ from: from.id, to: id, shape }] : [];
    };
  const { step } = root;
  return [
    ...leaves(root).flatMap((item) => takenBy(item.step).flatMap(to(item.id))),
    ...step.outputs.flatMap((value, i) => to(outputId(i))(value)),
  ];
}

/** The items that hold no others. */
export function leaves(item: Item): Item[] {
  return item.items.length === 0 ? [item] : item.items.flatMap(leaves);
}

/**
 * The links that go around others: a link is one if another way leads from its source to its target. What a sum adds
 * to the longest of its branches is one too, with its branch, as the 1x1 convolution of a shortcut.
 * @param sums the ids of items that add
 */
export function bypasses(links: readonly Link[], sums: ReadonlySet<string>): Set<Link> {
  const into = Map.groupBy(links, ({ to }) => to);
  const found = new Set<Link>();
  for (const [id, entering] of into) {
    if (entering.length < 2) continue;
    const byLength = [...entering].sort((a, b) => length(b.from, into) - length(a.from, into));
    const [main, ...others] = byLength;
    if (!main) continue;
    const onMain = ancestors(main.from, into);
    for (const link of others) {
      if (onMain.has(link.from)) found.add(link);
      else if (sums.has(id) && length(link.from, into) < length(main.from, into)) {
        markBranch(link, onMain, into, found);
      }
    }
  }
  return found;
}

type Entering = ReadonlyMap<string, readonly Link[]>;

function markBranch(link: Link, onMain: ReadonlySet<string>, into: Entering, found: Set<Link>): void {
  found.add(link);
  if (onMain.has(link.from)) return;
  for (const before of into.get(link.from) ?? []) markBranch(before, onMain, into, found);
}

/** The item itself and all that lead to it. */
function ancestors(id: string, into: Entering): Set<string> {
  const found = new Set([id]);
  for (const each of found) for (const { from } of into.get(each) ?? []) found.add(from);
  return found;
}

/** How many items the longest way to an item has. */
function length(id: string, into: Entering, known = new Map<string, number>()): number {
  const before = known.get(id);
  if (before !== undefined) return before;
  known.set(id, 0);
  const longest = 1 + Math.max(0, ...(into.get(id) ?? []).map(({ from }) => length(from, into, known)));
  known.set(id, longest);
  return longest;
}
