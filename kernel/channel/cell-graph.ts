// What `%graph` draws: the kernel's own process knows the cells, the cells' process has the drawing.

export interface CellGraph {
  readonly cells: readonly DrawnCell[];
  readonly uses: readonly CellUse[];
  /** the whole graph as text */
  readonly text: string;
  /** what the picture leaves out; empty if nothing */
  readonly note: string;
}

export interface DrawnCell {
  readonly id: string;
  /** as `cell [3]` */
  readonly label: string;
  /** the beginning of its code */
  readonly code: string;
  /** why it is stale; empty if it is not */
  readonly stale: string;
}

/** One cell uses names of another. */
export interface CellUse {
  readonly of: string;
  readonly by: string;
  readonly names: readonly string[];
}
