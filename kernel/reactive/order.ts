// The order in which cells have to run: parents first, and else as they ran for the first time. Cells that depend on
// each other form a circle, in which no order is right. Both come out of one walk (Tarjan's), which keeps its own stack:
// a chain of cells may be longer than the engine's.

export interface Order<Cell> {
  /** the place of each cell; every parent outside of a cell's circle has a lower one */
  readonly places: ReadonlyMap<Cell, number>;
  /** each cell that depends on itself through others -> all cells of that circle */
  readonly circles: ReadonlyMap<Cell, readonly Cell[]>;
}

interface Visit<Cell> {
  readonly node: Cell;
  readonly place: number;
  readonly parents: Iterator<Cell>;
  /** the earliest visit that can be reached from here and is not finished */
  low: number;
}

/** @param parentsOf the cells that a cell depends on, never itself */
export function orderOf<Cell>(nodes: Iterable<Cell>, parentsOf: (node: Cell) => Iterable<Cell>): Order<Cell> {
  const places = new Map<Cell, number>();
  const circles = new Map<Cell, readonly Cell[]>();
  const visited = new Map<Cell, number>();
  const unfinished: Cell[] = [];
  const path: Visit<Cell>[] = [];

  const enter = (node: Cell) => {
    const place = visited.size;
    visited.set(node, place);
    unfinished.push(node);
    path.push({ node, place, low: place, parents: parentsOf(node)[Symbol.iterator]() });
  };
  const leave = ({ node, place, low }: Visit<Cell>) => {
    path.pop();
    const child = path.at(-1);
    if (child !== undefined) child.low = Math.min(child.low, low);
    if (low !== place) return;
    const circle = unfinished.splice(unfinished.lastIndexOf(node));
    for (const each of circle) {
      places.set(each, places.size);
      if (circle.length > 1) circles.set(each, circle);
    }
  };

  for (const start of nodes) {
    if (!visited.has(start)) enter(start);
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const { value: parent, done } = visit.parents.next();
      if (done) leave(visit);
      else if (!visited.has(parent)) enter(parent);
      else if (!places.has(parent)) visit.low = Math.min(visit.low, visited.get(parent) ?? visit.low);
    }
  }
  return { places, circles };
}
