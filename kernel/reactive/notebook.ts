// What must run again, and what is stale. It is told of every run, and asked for the next cell each time, since each
// run decides how the wave goes on: an unchanged value stops it, an error lets the descendants wait. It runs nothing
// itself and knows nothing of screens.

import type { Defined } from "../channel/messages.ts";
import { type CellId, type CellNode, Dependencies, type Facts, type Mode, namesOf } from "./dependencies.ts";

export type { CellId, Facts, Mode } from "./dependencies.ts";

/** A cell that takes longer does not follow by itself, in milliseconds. */
const slow = 2000;

export interface RunReport {
  /** as `cell [3]` */
  readonly label: string;
  readonly facts: Facts;
  readonly defined: readonly Defined[];
  readonly milliseconds: number;
  readonly status: "ok" | "error" | "interrupted";
}

interface Stale {
  readonly reason: string;
  /** the cell that has to run first */
  readonly waitsFor?: CellId | undefined;
}

export class ReactiveNotebook {
  mode: Mode = "auto";
  readonly #dependencies = new Dependencies();
  readonly #durations = new Map<CellId, number>();
  /** the cells of the wave that have yet to run, and why */
  readonly #due = new Map<CellId, string>();
  /** the cells that have run in this wave: none runs twice */
  readonly #done = new Set<CellId>();
  readonly #stale = new Map<CellId, Stale>();
  readonly #failed = new Set<CellId>();
  readonly #why = new Map<CellId, string>();
  readonly #told = new Set<string>();

  /** A cell has run. @returns what the person should know, one line each */
  ran(id: CellId, { label, facts, defined, milliseconds, status }: RunReport): readonly string[] {
    const taken = this.#dependencies.learn(id, label, facts);
    this.#durations.set(id, milliseconds);
    this.#done.add(id);
    this.#due.delete(id);
    this.#stale.delete(id);
    const node = this.#dependencies.nodes.get(id);
    if (node === undefined) return [];
    const circle = this.#dependencies.cycleThrough(node);
    if (status !== "ok") this.#fail(node);
    else {
      this.#failed.delete(id);
      if (circle === undefined) this.#spread(node, defined);
    }
    const notices = [
      ...taken.map(({ name, from }) => `${name} belongs to ${label} now, before to ${from.label}.`),
      ...this.#mutations(node),
      ...(circle ? [this.#circle(circle)] : []),
    ];
    return notices.filter((notice) => this.#isNew(id, notice));
  }

  /** The text of a cell could not run; what depends on it waits. */
  failed(id: CellId, label: string): void {
    this.#due.delete(id);
    const node = this.#dependencies.nodes.get(id);
    if (node === undefined) return;
    node.label = label;
    this.#fail(node);
  }

  /** A cell is not in the notebook any more. @returns the names that go with it */
  delete(id: CellId): readonly string[] {
    const label = this.#dependencies.nodes.get(id)?.label;
    const names = this.#dependencies.delete(id);
    for (const each of [this.#due, this.#stale, this.#why, this.#durations]) each.delete(id);
    this.#failed.delete(id);
    for (const name of names) {
      for (const reader of this.#dependencies.readersOf(name)) {
        this.#markStale(reader, `${name} of ${label} was deleted`);
      }
    }
    return names;
  }

  /** Names were given other values from outside, by a control. */
  moved(names: readonly string[]): void {
    for (const name of names) {
      for (const reader of this.#dependencies.readersOf(name)) this.#affect(reader, `${name} was moved`);
    }
  }

  /**
   * The cell that must run now, if one must; the notebook is told of its run before it is asked again.
   * @param queued cells that will run anyway
   */
  next(queued: ReadonlySet<CellId>): CellId | undefined {
    for (const id of queued) this.#due.delete(id);
    if (this.mode !== "off") {
      for (const id of this.#due.keys()) {
        const node = this.#dependencies.nodes.get(id);
        const first = node && this.#first(node, queued, new Set());
        if (first === undefined || first === "queued") continue;
        this.#why.set(first.id, `${first.label} ran again because ${this.#due.get(first.id)}.`);
        return first.id;
      }
    }
    this.#done.clear();
    return undefined;
  }

  /** The stale cells that a cell needs, in the order in which they have to run. */
  staleAncestors(id: CellId, facts: Facts): readonly CellId[] {
    const order = this.#dependencies.nodes.get(id)?.order ?? Number.POSITIVE_INFINITY;
    const found = new Set<CellId>();
    const seen = new Set<CellId>([id]);
    const visit = (node: CellNode) => {
      for (const parent of this.#dependencies.parentsOf(node).keys()) {
        if (seen.has(parent.id)) continue;
        seen.add(parent.id);
        visit(parent);
        if (this.#stale.has(parent.id) && this.#modeOf(parent) !== "off") found.add(parent.id);
      }
    };
    visit({ id, order, label: "", facts });
    return [...found];
  }

  /** Each stale cell, and why it is stale. */
  stale(): ReadonlyMap<CellId, string> {
    return new Map([...this.#stale].map(([id, { reason }]) => [id, reason]));
  }

  /** All stale cells are to run. */
  runStale(): void {
    for (const [id, { reason }] of this.#stale) this.#due.set(id, reason);
  }

  /** The wave ends here: what should have run is stale. */
  interrupted(): void {
    for (const [id, reason] of this.#due) {
      const node = this.#dependencies.nodes.get(id);
      if (node) this.#markStale(node, reason);
    }
    this.#due.clear();
    this.#done.clear();
  }

  /** Why the cell ran again last. @param label as `cell [3]`; the last of all without it */
  why(label?: string): string | undefined {
    const reasons = [...this.#why];
    const of = (id: CellId) => this.#dependencies.nodes.get(id)?.label;
    return (label === undefined ? reasons.at(-1) : reasons.find(([id]) => of(id) === label))?.[1];
  }

  /** Every cell with the cells whose names it uses, in the order of their first runs. */
  graph(): readonly {
    readonly node: CellNode;
    readonly parents: ReadonlyMap<CellNode, readonly string[]>;
  }[] {
    return [...this.#dependencies.nodes.values()].map((node) => ({
      node,
      parents: this.#dependencies.parentsOf(node),
    }));
  }

  clear(): void {
    this.#dependencies.clear();
    for (const each of [this.#durations, this.#due, this.#done, this.#stale, this.#failed, this.#why])
      each.clear();
    this.#told.clear();
  }

  /** The readers of what has changed follow, and those that have waited for this cell. */
  #spread(node: CellNode, defined: readonly Defined[]): void {
    const changed = new Set(defined.filter((each) => each.changed).map(({ name }) => name));
    for (const name of namesOf(node.facts)) {
      for (const reader of this.#dependencies.readersOf(name, node.id)) {
        const waited = this.#stale.get(reader.id)?.waitsFor === node.id;
        if (changed.has(name)) this.#affect(reader, `${name} of ${node.label} changed`);
        else if (waited) this.#affect(reader, `${node.label} has run`);
      }
    }
  }

  #affect(node: CellNode, reason: string): void {
    if (this.#done.has(node.id)) return;
    const parents = [...this.#dependencies.parentsOf(node).keys()];
    const failed = parents.find(({ id }) => this.#failed.has(id));
    const old = parents.find(({ id }) => this.#stale.has(id) && !this.#due.has(id));
    if (failed) this.#markStale(node, `waits for ${failed.label}, which failed`, failed.id);
    else if (this.#due.has(node.id)) return;
    else if (old) this.#markStale(node, `waits for ${old.label}`, old.id);
    else if (this.#modeOf(node) === "auto") this.#due.set(node.id, reason);
    else this.#markStale(node, reason);
  }

  #modeOf({ id, facts }: CellNode): Mode {
    if (facts.directive !== undefined) return facts.directive;
    return this.mode === "auto" && (this.#durations.get(id) ?? 0) > slow ? "lazy" : this.mode;
  }

  /** The cell is stale, and with it what depends on it. */
  #markStale(node: CellNode, reason: string, waitsFor?: CellId): void {
    this.#due.delete(node.id);
    if (this.#stale.has(node.id) && waitsFor === undefined) return;
    this.#stale.set(node.id, { reason, waitsFor });
    for (const child of this.#dependencies.childrenOf(node)) {
      if (!this.#stale.has(child.id) && child.id !== node.id && !this.#done.has(child.id)) {
        this.#markStale(child, `waits for ${node.label}`, node.id);
      }
    }
  }

  #fail(node: CellNode): void {
    this.#failed.add(node.id);
    for (const child of this.#dependencies.childrenOf(node)) {
      if (!this.#done.has(child.id)) this.#markStale(child, `waits for ${node.label}, which failed`, node.id);
    }
  }

  /** The first of the due cells among a cell and its ancestors; "queued" if one will run by its own request. */
  #first(node: CellNode, queued: ReadonlySet<CellId>, seen: Set<CellNode>): CellNode | "queued" | undefined {
    if (seen.has(node)) return undefined;
    seen.add(node);
    if (queued.has(node.id)) return "queued";
    for (const parent of this.#dependencies.parentsOf(node).keys()) {
      const first = this.#first(parent, queued, seen);
      if (first !== undefined) return first;
    }
    return this.#due.has(node.id) ? node : undefined;
  }

  #mutations({ id, facts: { mutates, writes }, label }: CellNode): string[] {
    return mutates.flatMap((name) => {
      const owner = this.#dependencies.owner(name);
      if (owner === undefined || owner.id === id || writes.includes(name)) return [];
      const way = `Assign a new value to let them follow, as in ${name} = [...${name}, value].`;
      return [
        `${label} changes ${name} of ${owner.label} in place, which cells that use it cannot see. ${way}`,
      ];
    });
  }

  #circle(cells: readonly CellNode[]): string {
    const links = cells.map((cell, index) => {
      const parent = cells[(index + 1) % cells.length] ?? cell;
      const names = this.#dependencies.parentsOf(cell).get(parent) ?? [];
      return `${cell.label} uses ${names.join(", ")} of ${parent.label}`;
    });
    return `These cells depend on each other, so they do not run by themselves: ${links.join("; ")}.`;
  }

  /** The same news again, with other numbers in its labels, is none. */
  #isNew(id: CellId, notice: string): boolean {
    const news = `${id} ${notice.replaceAll(/\[\d+\]/g, "")}`;
    if (this.#told.has(news)) return false;
    this.#told.add(news);
    return true;
  }
}
