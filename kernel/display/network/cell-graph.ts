// `%graph`: the cells of a notebook as a picture, with the names that one uses of another on the arrows between them.

import type { CellGraph } from "../../channel/cell-graph.ts";
import { escapeMarkup } from "../../channel/escape-markup.ts";
import type { Diagram } from "../drawing/node-link.ts";
import type { Drawing } from "../limit.ts";
import { drawn } from "./drawn.ts";

const mostNames = 3;
const mostReaders = 8;

/** The picture, with the graph as its text. */
export function drawCellGraph(graph: CellGraph): Drawing {
  const note = graph.note === "" ? "" : `<p>${escapeMarkup(graph.note)}</p>`;
  return drawn(cellDiagram(graph), graph.text, note);
}

/**
 * Boxes for cells, arrows from a cell to those that use its names. What many use, as an import, would be arrows
 * everywhere; its cell says so instead.
 */
export function cellDiagram({ cells, uses }: CellGraph): Diagram {
  const readers = new Map<string, number>();
  const key = (of: string, name: string) => `${of} ${name}`;
  for (const { of, names } of uses) {
    for (const name of names) readers.set(key(of, name), (readers.get(key(of, name)) ?? 0) + 1);
  }
  const isEverywhere = (of: string, name: string) => (readers.get(key(of, name)) ?? 0) > mostReaders;
  const everywhere = (id: string) =>
    new Set(
      uses.flatMap(({ of, names }) => (of === id ? names.filter((name) => isEverywhere(of, name)) : [])),
    );
  return {
    title: `The graph of ${cells.length} cells`,
    nodes: cells.map(({ id, label, code, stale }) => {
      const notes = [...everywhere(id)].map(
        (name) => `${name} is used by ${readers.get(key(id, name))} cells`,
      );
      return {
        kind: "box",
        id,
        title: label.replace("cell ", ""),
        detail: code,
        note: [...(stale === "" ? [] : [`stale: ${stale}`]), ...notes].join("; "),
        tone: stale === "" ? "blue" : "stale",
        copies: 1,
      };
    }),
    links: uses.flatMap(({ of, by, names }) => {
      const drawn = names.filter((name) => !isEverywhere(of, name));
      return drawn.length === 0 ? [] : [{ from: of, to: by, label: listed(drawn), kind: "flow" }];
    }),
  };
}

function listed(names: readonly string[]): string {
  const more = names.length - mostNames;
  return more <= 1 ? names.join(", ") : `${names.slice(0, mostNames).join(", ")} and ${more} more`;
}
