// Which cell lies in which slot. The files of all slots exist from the start, because a compiler that knows its
// files answers in a millisecond, and one that meets a new file takes ten. A cell keeps its slot for as long as a
// name of the notebook is defined there, or another kept cell takes types from it; then the slot is free again.

import type { Definition } from "../definitions.ts";
import type { Dialect } from "../parse.ts";
import type { CellModule } from "./cell-module.ts";
import { slotText, type TypeSource } from "./slot-text.ts";

export interface Slot {
  readonly index: number;
  readonly dialect: Dialect;
}

/** A cell in its slot. */
export interface Placement {
  readonly slot: Slot;
  readonly cell: CellModule;
  /** the cell's name in stack traces, as `cell-3.ts` */
  readonly file: string;
  readonly text: string;
  readonly dependencies: ReadonlySet<number>;
}

/** A name of the notebook. */
export interface NotebookName {
  readonly kind: Definition["kind"];
  /** where it is defined; undefined if its cell ran unchecked */
  readonly placement: Placement | undefined;
  readonly source: TypeSource;
}

export const dialects = ["ts", "tsx"] as const;
const atFirst = { ts: 128, tsx: 16 };
/** With fewer free slots than these there should be more of them soon, or at once. */
const spare = { ts: { soon: 48, atOnce: 6 }, tsx: { soon: 6, atOnce: 2 } };
/**
 * How many come at a time. The compiler takes in 64 in some 50 milliseconds, 100 among a thousand others; twice as many
 * each time would take ever longer, in the end seconds.
 */
const more = { ts: 64, tsx: 16 };
const most = 2048;

export class Slots {
  readonly #slots: Slot[] = [];
  /** by index of the slot; a placement whose cell is gone stays until the slot is used again */
  readonly #placements: (Placement | undefined)[] = [];
  readonly #kept = new Set<number>();
  readonly #names = new Map<string, NotebookName>();
  /** cells that declare something for all modules, by their text: no name tells that they are needed */
  readonly #ambient = new Map<string, Placement>();
  readonly #simpleTypes = new WeakMap<Placement, ReadonlyMap<string, string>>();

  constructor() {
    for (const dialect of dialects) this.#add(dialect, atFirst[dialect]);
  }

  get all(): readonly Slot[] {
    return this.#slots;
  }

  get names(): ReadonlyMap<string, NotebookName> {
    return this.#names;
  }

  placementIn(index: number): Placement | undefined {
    return this.#placements[index];
  }

  /** Those names that are the notebook's, and where their types come from. */
  sourcesOf(names: Iterable<string>): Map<string, TypeSource> {
    const sources = new Map<string, TypeSource>();
    for (const name of names) {
      const known = this.#names.get(name);
      if (known !== undefined) sources.set(name, known.source);
    }
    return sources;
  }

  /** Puts a cell into a free slot. */
  place(cell: CellModule, file: string): Placement {
    const sources = this.sourcesOf(cell.free);
    const dependencies = new Set<number>();
    for (const source of sources.values()) if (source.from === "slot") dependencies.add(source.slot);
    const slot = this.#freeSlot(cell);
    const placement = { slot, cell, file, text: slotText(cell, sources), dependencies };
    this.#placements[slot.index] = placement;
    this.#kept.add(slot.index);
    return placement;
  }

  /** The cell did not run: its names mean nothing. */
  release({ slot }: Placement): void {
    this.#kept.delete(slot.index);
  }

  /**
   * The cell has run.
   * @param defined those of its values that exist now; its types always do
   */
  define(placement: Placement, defined: ReadonlySet<string>): void {
    for (const { name, kind } of placement.cell.definitions) {
      if (kind !== "type" && !defined.has(name)) continue;
      this.#names.set(name, { kind, placement, source: this.#sourceOf(name, placement) });
    }
    if (placement.cell.isAmbient) this.#ambient.set(placement.cell.source, placement);
    this.#keepWhatIsNeeded();
  }

  /** Names of a cell that the compiler does not know. */
  defineUnchecked({ definitions }: CellModule, defined: ReadonlySet<string>): void {
    for (const { name, kind } of definitions) {
      if (kind === "type" || defined.has(name)) this.#names.set(name, unknownName(kind));
    }
    this.#keepWhatIsNeeded();
  }

  /** The compiler has lost a cell: its names remain, without types. */
  forget(placement: Placement): void {
    for (const [name, known] of this.#names) {
      if (known.placement === placement) this.#names.set(name, unknownName(known.kind));
    }
    this.#keepWhatIsNeeded();
  }

  /** The types of some names have turned out to be simple: cells that use them need not ask their cell. */
  learnTypes(placement: Placement, types: ReadonlyMap<string, string>): void {
    this.#simpleTypes.set(placement, types);
    for (const name of types.keys()) {
      const known = this.#names.get(name);
      if (known?.placement === placement)
        this.#names.set(name, { ...known, source: this.#sourceOf(name, placement) });
    }
  }

  /** These names of a cell are gone, types only if they are its own; and what it declared for all modules. */
  deleteNames(file: string, names: readonly string[]): void {
    for (const [source, placement] of this.#ambient)
      if (placement.file === file) this.#ambient.delete(source);
    for (const name of names) {
      const known = this.#names.get(name);
      if (known?.kind !== "type" || known.placement?.file === file) this.#names.delete(name);
    }
    this.#keepWhatIsNeeded();
  }

  /** All names are gone. */
  clear(): void {
    this.#names.clear();
    this.#ambient.clear();
    this.#kept.clear();
  }

  /** Whether there should be more slots, because few are free. */
  isScarce(when: "soon" | "atOnce"): boolean {
    return (
      this.#slots.length < most && dialects.some((dialect) => this.#free(dialect) < spare[dialect][when])
    );
  }

  /** Adds slots of each dialect of which few are free. */
  grow(): void {
    for (const dialect of dialects) {
      if (this.#free(dialect) < spare[dialect].soon) this.#add(dialect, more[dialect]);
    }
  }

  #free(dialect: Dialect): number {
    return this.#slots.filter((slot) => slot.dialect === dialect && !this.#kept.has(slot.index)).length;
  }

  #sourceOf(name: string, placement: Placement): TypeSource {
    const type = this.#simpleTypes.get(placement)?.get(name);
    return type === undefined ? { from: "slot", slot: placement.slot.index } : { from: "text", type };
  }

  #add(dialect: Dialect, count: number): void {
    for (let i = 0; i < count; i += 1) this.#slots.push({ index: this.#slots.length, dialect });
  }

  /** Of the free slots rather one whose last cell imported the same modules: then the graph stays as it is. */
  #freeSlot({ dialect, specifiers }: CellModule): Slot {
    const wanted = specifiers.join();
    let chosen: Slot | undefined;
    for (const slot of this.#slots) {
      if (slot.dialect !== dialect || this.#kept.has(slot.index)) continue;
      chosen ??= slot;
      const imported = this.#placements[slot.index]?.cell.specifiers.join() ?? "";
      if (imported === wanted) return slot;
    }
    return chosen ?? this.#evict(dialect);
  }

  /** No slot is free, because few of a kind exist or thousands of cells depend on each other: one loses its types. */
  #evict(dialect: Dialect): Slot {
    const oldest = this.#slots.find((slot) => slot.dialect === dialect && this.#kept.has(slot.index));
    if (oldest === undefined) throw new Error(`there is no slot for a cell of dialect ${dialect}`);
    const evicted = this.#placements[oldest.index];
    if (evicted) this.forget(evicted);
    return oldest;
  }

  #keepWhatIsNeeded(): void {
    this.#kept.clear();
    for (const { placement } of this.#names.values()) if (placement) this.#kept.add(placement.slot.index);
    for (const { slot } of this.#ambient.values()) this.#kept.add(slot.index);
    for (const index of this.#kept) {
      for (const dependency of this.#placements[index]?.dependencies ?? []) this.#kept.add(dependency);
    }
  }
}

function unknownName(kind: Definition["kind"]): NotebookName {
  return { kind, placement: undefined, source: { from: "nowhere" } };
}
