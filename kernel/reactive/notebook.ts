// What must run again, and what is stale. It is told of every run, and asked for the next cell each time, since each
// run decides how the wave goes on: an unchanged value stops it, an error lets the descendants wait. It runs nothing
// itself and knows nothing of screens. Which cell depends on which, which are due and which are stale have files of
// their own; here is what a run, a move or a deletion means for them.

import type { Defined, SourceNumber } from "../channel/messages.ts";
import { Dependencies } from "./dependencies.ts";
import { type CellId, type CellNode, type Facts, type Mode, namesOf } from "./facts.ts";
import { Notices } from "./notices.ts";
import { Staleness } from "./staleness.ts";
import { Wave } from "./wave.ts";

export type { CellId, Facts, Mode } from "./facts.ts";

/** A cell that takes longer does not follow by itself, in milliseconds. */
const slow = 2000;

export interface RunReport {
  /** as `cell [3]` */
  readonly label: string;
  readonly facts: Facts;
  readonly defined: readonly Defined[];
  /** the controls and live values that it has read */
  readonly reads?: readonly SourceNumber[];
  /** names of other cells to which functions that it has called gave other values */
  readonly reassigned?: readonly string[];
  readonly milliseconds: number;
  readonly status: "ok" | "error" | "interrupted";
}

/** Names whose cell defines them no more. */
export interface Lost {
  readonly names: readonly string[];
  /** the cells that defined some of them before: those are theirs again, when they have run */
  readonly heirs: readonly CellId[];
}

export class ReactiveNotebook {
  mode: Mode = "auto";
  readonly #dependencies = new Dependencies();
  readonly #notices = new Notices(this.#dependencies);
  readonly #wave = new Wave(this.#dependencies);
  readonly #stale = new Staleness(this.#dependencies, this.#wave);
  readonly #durations = new Map<CellId, number>();
  /** the controls and live values that the last run of a cell has read */
  readonly #reads = new Map<CellId, readonly SourceNumber[]>();
  /** cells that do not follow by themselves, since they are perhaps not in the notebook any more */
  readonly #leftOut = new Set<CellId>();
  /** why each cell ran again last */
  readonly #why = new Map<CellId, string>();

  /** A cell has run. @returns what the person should know, one line each */
  ran(id: CellId, report: RunReport): readonly string[] {
    const { label, facts, defined, reads = [], reassigned = [], milliseconds, status } = report;
    const taken = this.#dependencies.learn(id, label, facts);
    this.#durations.set(id, milliseconds);
    this.#reads.set(id, reads);
    this.#wave.ran(id);
    this.#stale.ran(id);
    const node = this.#dependencies.nodes.get(id);
    if (node === undefined) return [];
    if (status === "ok") {
      this.#stale.succeeded(id);
      this.#spread(node, defined, reassigned);
    } else this.#stale.fail(node);
    return this.#notices.of(node, taken);
  }

  /** A cell is about to run, perhaps with another text: what it defines no more is gone. */
  edit(id: CellId, label: string, facts: Facts): Lost {
    this.#wave.end(); // a person has begun another one, also if some of the last one has yet to run
    this.#leftOut.delete(id);
    const names = this.#dependencies.edit(id, label, facts);
    return this.#lose(names, id, (name) => `${label} declares ${name} no more`);
  }

  /** A cell cannot run, by its types; its output says why, and what depends on it waits. */
  failed(id: CellId): void {
    this.#wave.remove(id);
    this.#stale.ran(id);
    const node = this.#dependencies.nodes.get(id);
    if (node !== undefined) this.#stale.fail(node);
  }

  /** The text of a cell is no code. It keeps the names that it has defined, but nobody knows what it uses. */
  unreadable(id: CellId, label: string): void {
    const definitions = this.#dependencies.nodes.get(id)?.facts.definitions;
    if (definitions === undefined) return;
    this.#dependencies.edit(id, label, { definitions, uses: [], globals: [], writes: [], mutates: [] });
    this.failed(id);
  }

  /** A cell is not in the notebook any more. */
  delete(id: CellId): Lost {
    const label = this.#dependencies.nodes.get(id)?.label;
    const names = this.#dependencies.delete(id);
    this.#wave.remove(id);
    for (const each of [this.#stale, this.#why, this.#durations, this.#reads, this.#notices, this.#leftOut])
      each.delete(id);
    return this.#lose(names, id, (name) => `${name} of ${label} was deleted`);
  }

  /**
   * Controls or live values have other values: those cells follow whose last run has read them. A cell that only
   * mentions one, as in a handler that it gives to a button, has not.
   * @param moved each with a name for it
   */
  moved(moved: ReadonlyMap<SourceNumber, string>): void {
    if (moved.size === 0) return; // as after most runs: without a look at all cells
    for (const [id, reads] of this.#reads) {
      const source = reads.find((each) => moved.has(each));
      const node = this.#dependencies.nodes.get(id);
      if (node !== undefined && source !== undefined) this.#affect(node, `${moved.get(source)} was moved`);
    }
  }

  /** The cell was left out when all around it were run. Until it is run again, it is at most stale. */
  leaveOut(id: CellId): void {
    this.#leftOut.add(id);
  }

  /** Functions have changed names while no cell ran. Who uses those is stale: to run now might call the functions again. */
  reassigned(names: readonly string[]): void {
    for (const name of names) {
      for (const reader of this.#dependencies.readersOf(name)) {
        if (!reader.facts.writes.includes(name))
          this.#stale.mark(reader, `${name} was changed after its cell had run`);
      }
    }
  }

  /**
   * The cell that must run now, if one must; the notebook is told of its run before it is asked again.
   * @param queued cells that will run anyway
   */
  next(queued: ReadonlySet<CellId>): CellId | undefined {
    for (const id of queued) this.#wave.remove(id);
    const first = this.mode === "off" ? undefined : this.#wave.first(queued);
    if (first === undefined) this.#wave.end();
    else this.#why.set(first.id, `${first.label} ran again because ${this.#wave.due.get(first.id)}.`);
    return first?.id;
  }

  /** Whether a cell has yet to run. */
  get isDue(): boolean {
    return this.mode !== "off" && this.#wave.due.size > 0;
  }

  /** Whether the last run of a cell has failed, or it could not run. */
  hasFailed(id: CellId): boolean {
    return this.#stale.hasFailed(id);
  }

  /** A cell could not run, and can now. */
  retry(id: CellId, reason: string): void {
    const node = this.#dependencies.nodes.get(id);
    if (node !== undefined) this.#affect(node, reason);
  }

  /** How a cell reacts: as it says itself, else as the notebook does; one that takes long is lazy. */
  modeOf(id: CellId): Mode {
    const node = this.#dependencies.nodes.get(id);
    return node === undefined ? this.mode : this.#modeOf(node);
  }

  /** The cell whose value a name has. */
  ownerOf(name: string): CellId | undefined {
    return this.#dependencies.owner(name)?.id;
  }

  /**
   * The cells that a cell needs and that have old values, since they are stale or have yet to run, in the order in which
   * they have to. Cells of a circle are none of them.
   */
  oldAncestors(id: CellId, facts: Facts): readonly CellId[] {
    if (this.#stale.size === 0 && this.#wave.due.size === 0) return [];
    const order = this.#dependencies.nodes.get(id)?.order ?? Number.POSITIVE_INFINITY;
    const ancestors = [...this.#dependencies.ancestorsOf({ id, order, label: "", facts })].filter(
      (node) =>
        node.id !== id &&
        (this.#stale.has(node.id) || this.#wave.due.has(node.id)) &&
        this.#modeOf(node) !== "off" &&
        this.#dependencies.circleOf(node).length === 0,
    );
    return this.#inOrder(ancestors).map((node) => node.id);
  }

  /** Each stale cell, and why it is stale. */
  stale(): ReadonlyMap<CellId, string> {
    return this.#stale.reasons;
  }

  /** All stale cells are to run. */
  runStale(): void {
    for (const [id, reason] of this.#stale.reasons) this.#wave.add(id, reason);
  }

  /** The wave ends here: what should have run is stale. */
  interrupted(): void {
    for (const [id, reason] of this.#wave.due) {
      const node = this.#dependencies.nodes.get(id);
      if (node) this.#stale.mark(node, reason);
    }
    this.#wave.clear();
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
    const all = [this.#wave, this.#stale, this.#durations, this.#reads, this.#why, this.#leftOut];
    for (const each of all) each.clear();
    this.#notices.clear();
  }

  #inOrder(nodes: readonly CellNode[]): CellNode[] {
    const places = this.#dependencies;
    return nodes.toSorted((a, b) => places.placeOf(a) - places.placeOf(b));
  }

  /** Names have lost their cell. Those that go back to another one run there again; who uses the others is stale. */
  #lose(names: readonly string[], by: CellId, reasonFor: (name: string) => string): Lost {
    const heirs = new Set<CellId>();
    for (const name of names) {
      const heir = this.#dependencies.owner(name);
      if (heir !== undefined) {
        heirs.add(heir.id);
        this.#affect(heir, reasonFor(name));
      } else {
        for (const reader of this.#dependencies.readersOf(name)) {
          if (reader.id === by) continue;
          if (reader.facts.globals.includes(name)) this.#affect(reader, reasonFor(name));
          else this.#stale.mark(reader, reasonFor(name));
        }
      }
    }
    return { names, heirs: [...heirs] };
  }

  /** The readers of what has changed follow, and those that have waited for this cell. */
  #spread(node: CellNode, defined: readonly Defined[], reassigned: readonly string[]): void {
    const changed = new Set(defined.filter((each) => each.changed).map(({ name }) => name));
    const circle = this.#dependencies.circleOf(node);
    const reasons = new Map<CellNode, string>();
    for (const name of namesOf(node.facts)) {
      for (const reader of this.#dependencies.readersOf(name, node.id)) {
        if (changed.has(name)) reasons.set(reader, `${name} of ${node.label} changed`);
        else if (this.#stale.waitsFor(reader.id, node.id)) reasons.set(reader, `${node.label} has run`);
      }
    }
    for (const name of reassigned) {
      for (const reader of this.#dependencies.readersOf(name, node.id))
        reasons.set(reader, `a function that ${node.label} called has changed ${name}`);
    }
    for (const [reader, reason] of reasons) {
      if (circle.includes(reader)) this.#leaveInCircle(reader, reason);
    }
    for (const [reader, reason] of reasons) if (!circle.includes(reader)) this.#affect(reader, reason);
  }

  /** Cells that depend on each other do not run by themselves. */
  #leaveInCircle(node: CellNode, reason: string): void {
    if (this.#wave.due.has(node.id)) return;
    this.#stale.mark(node, `${reason}, but the two depend on each other`);
  }

  /** The cell is to run, or is stale if it does not follow by itself or has to wait. */
  #affect(node: CellNode, reason: string): void {
    if (this.#stale.mustWait(node) || this.#wave.due.has(node.id)) return;
    if (this.#wave.hasRun(node.id)) this.#stale.mark(node, `${reason}, after it had run`);
    else if (this.#modeOf(node) === "auto") this.#wave.add(node.id, reason);
    else this.#stale.mark(node, reason);
  }

  #modeOf({ id, facts }: CellNode): Mode {
    if (this.#leftOut.has(id)) return "lazy";
    if (facts.directive !== undefined) return facts.directive;
    return this.mode === "auto" && (this.#durations.get(id) ?? 0) > slow ? "lazy" : this.mode;
  }
}
