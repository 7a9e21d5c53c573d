// Which cell depends on which. A name belongs to the cell that defined it last, as in any notebook; when that cell
// defines it no more, it belongs to the one before. A cell that only
// assigns a name (`n += 1`) does not own it: it stands between the owner and the other readers, after those like it
// that ran for the first time before it; so it never depends on itself.

import { isDeepStrictEqual } from "node:util";
import { type CellId, type CellNode, defines, type Facts, namesOf, valuesOf } from "./facts.ts";
import { type Order, orderOf } from "./order.ts";

type Parents = ReadonlyMap<CellNode, readonly string[]>;

export class Dependencies {
  readonly nodes = new Map<CellId, CellNode>();
  /** name -> the cells that define it, the owner last */
  readonly #definers = new Map<string, readonly CellId[]>();
  readonly #readers = new Map<string, Set<CellId>>();
  readonly #writers = new Map<string, Set<CellId>>();
  /** what `parentsOf` found, until something about it changes */
  readonly #parents = new Map<CellNode, Parents>();
  /** undefined if a cell depends on others than it did */
  #order: Order<CellNode> | undefined;
  #count = 0;

  /** Takes what a run of a cell tells; gives the names that it declares as another cell did before. */
  learn(id: CellId, label: string, facts: Facts): { readonly name: string; readonly from: CellNode }[] {
    const node = this.#note(id, label, facts);
    return valuesOf(facts).flatMap((name) => {
      const from = this.owner(name);
      if (from === node) return [];
      this.#define(name, [...this.#othersThan(id, name), id]);
      return from ? [{ name, from }] : [];
    });
  }

  /** Takes what the text of a cell tells, whatever becomes of its run; gives the names that are its own no more. */
  edit(id: CellId, label: string, facts: Facts): string[] {
    const given = this.#keepOnly(id, valuesOf(facts));
    this.#note(id, label, facts);
    for (const name of valuesOf(facts)) {
      const others = this.#definers.get(name) ?? [];
      if (!others.includes(id)) this.#define(name, [id, ...others]); // its own only if it is nobody else's, until it runs
    }
    return given;
  }

  /** The names that were the cell's own. */
  delete(id: CellId): string[] {
    const node = this.nodes.get(id);
    if (node === undefined) return [];
    const given = this.#keepOnly(id, []);
    this.#index(node, "delete");
    this.nodes.delete(id);
    return given;
  }

  owner(name: string): CellNode | undefined {
    return this.#at(this.#definers.get(name)?.at(-1));
  }

  /** The cells that follow when the cell, or something outside, has changed the name. */
  readersOf(name: string, changedBy?: CellId): CellNode[] {
    const writer = this.#at(changedBy);
    return this.#nodes(this.#readers.get(name)).filter((reader) => {
      if (reader.id === changedBy) return false;
      const isBefore = writer !== undefined && reader.order < writer.order;
      return !(isBefore && writes(reader, name) && !defines(writer.facts, name));
    });
  }

  /** The cells that a cell's values depend on, each with the names. */
  parentsOf(node: CellNode): Parents {
    const known = this.#parents.get(node);
    if (known !== undefined) return known;
    const parents = new Map<CellNode, string[]>();
    for (const name of node.facts.uses) {
      const writers = this.#nodes(this.#writers.get(name));
      const earlier = writes(node, name) ? writers.filter(({ order }) => order < node.order) : writers;
      for (const parent of new Set([this.owner(name) ?? node, ...earlier])) {
        if (parent !== node) parents.set(parent, [...(parents.get(parent) ?? []), name]);
      }
    }
    if (this.nodes.get(node.id) === node) this.#parents.set(node, parents);
    return parents;
  }

  /** The cells that use names of the cell. */
  childrenOf(node: CellNode): CellNode[] {
    return [...new Set(namesOf(node.facts).flatMap((name) => this.readersOf(name, node.id)))];
  }

  /** Every cell that a cell depends on, in no order. @param node perhaps one that has not run */
  ancestorsOf(node: CellNode): ReadonlySet<CellNode> {
    const ancestors = new Set(this.parentsOf(node).keys());
    for (const each of ancestors) for (const parent of this.parentsOf(each).keys()) ancestors.add(parent);
    return ancestors;
  }

  /** The place of a cell in the order in which cells have to run. */
  placeOf(node: CellNode): number {
    return this.#ordered().places.get(node) ?? 0;
  }

  /** These cells, and all that depend on one of them. */
  withDescendants(ids: ReadonlySet<CellId>): ReadonlySet<CellNode> {
    const found = new Set<CellNode>();
    for (const node of this.#ordered().places.keys()) {
      if (ids.has(node.id) || [...this.parentsOf(node).keys()].some((parent) => found.has(parent)))
        found.add(node);
    }
    return found;
  }

  /** The cells that a cell depends on and that depend on it, with itself; empty if there are none. */
  circleOf(node: CellNode): readonly CellNode[] {
    const isBetween =
      this.parentsOf(node).size > 0 && namesOf(node.facts).some((name) => this.#readers.has(name));
    if (!isBetween) return []; // without a look at all cells, which most runs can do without
    return this.#ordered().circles.get(node) ?? [];
  }

  /** The way from a cell along its parents back to it; undefined if there is none. */
  wayAround(start: CellNode): readonly CellNode[] | undefined {
    const circle = new Set(this.circleOf(start));
    const childOf = new Map<CellNode, CellNode | undefined>([[start, undefined]]);
    for (const cell of childOf.keys()) {
      for (const parent of this.parentsOf(cell).keys()) {
        if (parent === start) return wayTo(cell, childOf);
        if (circle.has(parent) && !childOf.has(parent)) childOf.set(parent, cell);
      }
    }
    return undefined;
  }

  clear(): void {
    this.nodes.clear();
    for (const each of [this.#definers, this.#readers, this.#writers, this.#parents]) each.clear();
    this.#order = undefined;
  }

  #note(id: CellId, label: string, facts: Facts): CellNode {
    const before = this.nodes.get(id);
    if (before !== undefined && isDeepStrictEqual(before.facts, facts)) {
      before.label = label;
      return before;
    }
    if (before !== undefined) this.#index(before, "delete");
    this.#count += 1;
    const node: CellNode = before ?? { id, order: this.#count, label, facts };
    node.label = label;
    node.facts = facts;
    this.nodes.set(id, node);
    this.#index(node, "add");
    return node;
  }

  /** The cell defines these names at most. @returns those that it owned and does not any more */
  #keepOnly(id: CellId, kept: readonly string[]): string[] {
    const node = this.nodes.get(id);
    const names = node === undefined ? [] : valuesOf(node.facts).filter((name) => !kept.includes(name));
    const own = names.filter((name) => this.owner(name) === node);
    for (const name of names) this.#define(name, this.#othersThan(id, name));
    return own;
  }

  #othersThan(id: CellId, name: string): CellId[] {
    return (this.#definers.get(name) ?? []).filter((each) => each !== id);
  }

  #define(name: string, ids: readonly CellId[]): void {
    if (ids.length === 0) this.#definers.delete(name);
    else this.#definers.set(name, ids);
    this.#forgetParentsOfReaders(name);
  }

  #ordered(): Order<CellNode> {
    this.#order ??= orderOf(this.nodes.values(), (node) => this.parentsOf(node).keys());
    return this.#order;
  }

  #at(id: CellId | undefined): CellNode | undefined {
    return id === undefined ? undefined : this.nodes.get(id);
  }

  #nodes(ids: Iterable<CellId> | undefined): CellNode[] {
    return [...(ids ?? [])].flatMap((id) => this.nodes.get(id) ?? []);
  }

  #index(node: CellNode, change: "add" | "delete"): void {
    this.#order = undefined;
    this.#parents.delete(node);
    for (const name of node.facts.uses) put(this.#readers, name, node.id, change);
    for (const name of node.facts.writes) {
      if (defines(node.facts, name)) continue;
      put(this.#writers, name, node.id, change);
      this.#forgetParentsOfReaders(name);
    }
  }

  #forgetParentsOfReaders(name: string): void {
    this.#order = undefined;
    for (const reader of this.#nodes(this.#readers.get(name))) this.#parents.delete(reader);
  }
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

function put(index: Map<string, Set<CellId>>, name: string, id: CellId, change: "add" | "delete"): void {
  const ids = index.get(name) ?? new Set();
  ids[change](id);
  if (ids.size === 0) index.delete(name);
  else index.set(name, ids);
}
