// What the graph knows of a cell: what its text tells, and the place it has.

import type { Definition } from "../language/definitions.ts";
import type { Mutation } from "../language/mutations.ts";

/** An opaque id, as the front-end gives it. */
export type CellId = string;

export type Mode = "auto" | "lazy" | "off";

/** What the text of a cell tells. */
export interface Facts {
  readonly definitions: readonly Definition[];
  /** names that it reads and does not define */
  readonly uses: readonly string[];
  /** those of them that are global as long as no cell defines them */
  readonly globals: readonly string[];
  /** names that it assigns, its own or another's */
  readonly writes: readonly string[];
  /** values that it changes in place */
  readonly mutates: readonly Mutation[];
  readonly directive?: Mode | undefined;
}

/** A place in the graph. */
export interface CellNode {
  readonly id: CellId;
  /** in the order of first runs */
  readonly order: number;
  /** as `cell [3]` */
  label: string;
  facts: Facts;
}

/** The names that hold what the cell has made: its own, and those of others that it assigns. */
export function namesOf({ definitions, writes }: Pick<Facts, "definitions" | "writes">): string[] {
  return [...new Set([...valuesOf({ definitions }), ...writes])];
}

/** The names that a cell defines and that have a value. */
export function valuesOf({ definitions }: Pick<Facts, "definitions">): string[] {
  return definitions.filter(({ kind }) => kind !== "type").map(({ name }) => name);
}

/** Whether a cell declares a name, as a value or a type. */
export function defines({ definitions }: Pick<Facts, "definitions">, name: string): boolean {
  return definitions.some((each) => each.name === name);
}
