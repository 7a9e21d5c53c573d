// Which cell depends on which. A name belongs to the cell that defined it last, as in any notebook. A cell that only
// assigns a name (`n += 1`) does not own it: it stands between the owner and the other readers, after those like it
// that ran for the first time before it; so it never depends on itself.

import type { Definition } from "../language/definitions.ts";

/** An opaque id, as the front-end gives it. */
export type CellId = string;

export type Mode = "auto" | "lazy" | "off";

/** What the text of a cell tells. */
export interface Facts {
  readonly definitions: readonly Definition[];
  /** names of other cells that it reads */
  readonly uses: readonly string[];
  /** names that it assigns, its own or another's */
  readonly writes: readonly string[];
  /** names whose values it changes in place */
  readonly mutates: readonly string[];
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

export class Dependencies {
  readonly nodes = new Map<CellId, CellNode>();
  readonly #owners = new Map<string, CellId>();
  readonly #readers = new Map<string, Set<CellId>>();
  readonly #writers = new Map<string, Set<CellId>>();
  #order = 0;

  /** Takes what a run of a cell tells; gives the names that it declares as another cell did before. */
  learn(id: CellId, label: string, facts: Facts): { readonly name: string; readonly from: CellNode }[] {
    const before = this.nodes.get(id);
    if (before) this.#index(before, "delete");
    this.#order += 1;
    const node: CellNode = { id, order: before?.order ?? this.#order, label, facts };
    this.nodes.set(id, node);
    this.#index(node, "add");
    return valuesOf(facts).flatMap((name) => {
      const from = this.owner(name);
      this.#owners.set(name, id);
      return from && from.id !== id ? [{ name, from }] : [];
    });
  }

  /** The names that go with the cell, as far as no other owns them. */
  delete(id: CellId): string[] {
    const node = this.nodes.get(id);
    if (node === undefined) return [];
    this.#index(node, "delete");
    this.nodes.delete(id);
    const names = [...this.#owners].flatMap(([name, owner]) => (owner === id ? [name] : []));
    for (const name of names) this.#owners.delete(name);
    return names;
  }

  owner(name: string): CellNode | undefined {
    return this.#at(this.#owners.get(name));
  }

  /** The cells that follow when the cell, or something outside, has changed the name. */
  readersOf(name: string, changedBy?: CellId): CellNode[] {
    const writer = this.#at(changedBy);
    return this.#nodes(this.#readers.get(name)).filter((reader) => {
      if (reader.id === changedBy) return false;
      const isBefore = writer !== undefined && reader.order < writer.order;
      return !(isBefore && writes(reader, name) && !defines(writer, name));
    });
  }

  /** The cells that a cell's values depend on, each with the names. */
  parentsOf(node: CellNode): Map<CellNode, string[]> {
    const parents = new Map<CellNode, string[]>();
    for (const name of node.facts.uses) {
      const writers = this.#nodes(this.#writers.get(name));
      const earlier = writes(node, name) ? writers.filter(({ order }) => order < node.order) : writers;
      for (const parent of new Set([this.owner(name) ?? node, ...earlier])) {
        if (parent !== node) parents.set(parent, [...(parents.get(parent) ?? []), name]);
      }
    }
    return parents;
  }

  /** The cells that use names of the cell. */
  childrenOf(node: CellNode): CellNode[] {
    return [...new Set(namesOf(node.facts).flatMap((name) => this.readersOf(name, node.id)))];
  }

  /** The way from a cell along its parents back to it; undefined if there is none. */
  cycleThrough(start: CellNode): CellNode[] | undefined {
    const childOf = new Map<CellNode, CellNode | undefined>([[start, undefined]]);
    const walk = [start];
    for (let cell = walk.pop(); cell !== undefined; cell = walk.pop()) {
      for (const parent of this.parentsOf(cell).keys()) {
        if (parent === start) return wayTo(cell, childOf);
        if (!childOf.has(parent)) walk.push(parent);
        if (!childOf.has(parent)) childOf.set(parent, cell);
      }
    }
    return undefined;
  }

  clear(): void {
    this.nodes.clear();
    this.#owners.clear();
    this.#readers.clear();
    this.#writers.clear();
  }

  #at(id: CellId | undefined): CellNode | undefined {
    return id === undefined ? undefined : this.nodes.get(id);
  }

  #nodes(ids: Iterable<CellId> | undefined): CellNode[] {
    return [...(ids ?? [])].flatMap((id) => this.nodes.get(id) ?? []);
  }

  #index(node: CellNode, change: "add" | "delete"): void {
    for (const name of node.facts.uses) entry(this.#readers, name)[change](node.id);
    for (const name of node.facts.writes) {
      if (!defines(node, name)) entry(this.#writers, name)[change](node.id);
    }
  }
}

/** The names that hold what the cell has made: its own, and those of others that it assigns. */
export function namesOf({ definitions, writes }: Pick<Facts, "definitions" | "writes">): string[] {
  return [...new Set([...valuesOf({ definitions }), ...writes])];
}

/** The names that a cell defines and that have a value. */
function valuesOf({ definitions }: Pick<Facts, "definitions">): string[] {
  return definitions.filter(({ kind }) => kind !== "type").map(({ name }) => name);
}

function defines({ facts }: CellNode, name: string): boolean {
  return facts.definitions.some((each) => each.name === name);
}

function writes({ facts }: CellNode, name: string): boolean {
  return facts.writes.includes(name);
}

/** The cells from the first one of a walk to the last. */
function wayTo(last: CellNode, childOf: ReadonlyMap<CellNode, CellNode | undefined>): CellNode[] {
  const way: CellNode[] = [];
  for (let cell: CellNode | undefined = last; cell !== undefined; cell = childOf.get(cell)) way.unshift(cell);
  return way;
}

function entry(index: Map<string, Set<CellId>>, name: string): Set<CellId> {
  const ids = index.get(name) ?? new Set();
  index.set(name, ids);
  return ids;
}
