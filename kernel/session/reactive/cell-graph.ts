// The graph of the notebook for its picture: the cells that use each other, of a large notebook those around one.

import type { CellGraph, CellUse } from "../../channel/cell-graph.ts";
import type { ReactiveCells } from "./cells.ts";
import { graphText } from "./graph-text.ts";

/** More are no picture any more. */
const mostCells = 60;
const longestCode = 40;

/**
 * @param label of the cell whose ancestors and descendants alone are to be drawn, as `cell [3]`
 * @throws Error if there is no such cell
 */
export function cellGraph(reactive: ReactiveCells, label?: string): CellGraph {
  const { graph } = reactive;
  const nodes = graph.graph();
  const stale = graph.stale();
  const uses = nodes.flatMap(({ node, parents }) =>
    [...parents].map(([parent, names]): CellUse => ({ of: parent.id, by: node.id, names })),
  );
  const linked = new Set(uses.flatMap(({ of, by }) => [of, by]));
  const chosen = label === undefined ? linked : around(idOf(label, nodes), uses);
  const drawn = new Set([...chosen].slice(0, mostCells));
  const left = chosen.size - drawn.size;
  return {
    cells: nodes.flatMap(({ node: { id, label } }) => {
      if (!drawn.has(id)) return [];
      return [{ id, label, code: beginning(reactive.find(id)?.source ?? ""), stale: stale.get(id) ?? "" }];
    }),
    uses: uses.filter(({ of, by }) => drawn.has(of) && drawn.has(by)),
    text: graphText(graph),
    note: left === 0 ? "" : `${left} more cells are not drawn; %graph 3 draws those around cell [3]`,
  };
}

function idOf(label: string, nodes: ReturnType<ReactiveCells["graph"]["graph"]>): string {
  const found = nodes.find(({ node }) => node.label === label);
  if (found === undefined) throw new Error(`there is no ${label} in the graph`);
  return found.node.id;
}

/** A cell, all that it depends on, and all that depends on it, nearest first. */
function around(id: string, uses: readonly CellUse[]): Set<string> {
  const [above, below] = [new Set([id]), new Set([id])];
  for (const each of above) for (const { of, by } of uses) if (by === each) above.add(of);
  for (const each of below) for (const { of, by } of uses) if (of === each) below.add(by);
  return new Set([id, ...above, ...below]);
}

/** The first line that is code. */
function beginning(source: string): string {
  const lines = source.split("\n").map((line) => line.trim());
  const line = lines.find((each) => each !== "" && !/^(\/\/|\/\*|%)/.test(each)) ?? lines[0] ?? "";
  return line.length > longestCode ? `${line.slice(0, longestCode - 1)}…` : line;
}
