// Checks cells before they run. The checker knows what each name of the notebook is to TypeScript; the compiler
// knows the rest. Types never stand in the way: where the compiler has no answer, the cell counts as right, its
// names as `any`, and the reason is told.

import type { CellError } from "../../channel/messages.ts";
import type { CellModule } from "./cell-module.ts";
import { CompilerClient } from "./compiler-client.ts";
import type { NameInText } from "./messages.ts";
import { type CellText, isError, typeError } from "./report.ts";
import { type Placement, type Slot, Slots } from "./slots.ts";

/** What became of a cell's check, to be told how the run went. */
export interface Checked {
  /** what is wrong with the types */
  readonly error: CellError | undefined;
  /** why the types are not known */
  readonly unavailable: string | undefined;
  /**
   * The cell has run.
   * @param defined those of its values that exist now
   */
  ran(defined: ReadonlySet<string>): void;
  /** The cell does not run. */
  dropped(): void;
}

export class TypeChecker {
  readonly #slots = new Slots();
  readonly #compiler: CompilerClient;
  /** cells in their slots that the compiler has not seen yet */
  readonly #unseen = new Map<Slot, Placement>();

  /** Starts the compiler. @param directory the notebook's folder */
  constructor(directory: string) {
    this.#compiler = new CompilerClient(directory, this.#slots.all, (slot, types) => {
      const placement = this.#slots.placementIn(slot);
      if (placement) this.#slots.learnTypes(placement, types);
    });
  }

  /**
   * Checks a cell against all that the notebook defines. Never rejects.
   * @param file the cell's name in stack traces, as `cell-3.ts`
   */
  async check(cell: CellModule, file: string): Promise<Checked> {
    const placement = this.#slots.place(cell, file);
    const batch = [...this.#takeUnseen(placement.slot), placement];
    try {
      const errors = await this.#diagnose(batch, placement);
      const error = errors.length === 0 ? undefined : typeError(errors, textOf(placement), this.#cellAt);
      return this.#checked(placement, error);
    } catch (failure) {
      for (const each of batch) this.#slots.forget(each);
      return {
        error: undefined,
        unavailable: failure instanceof Error ? failure.message : String(failure),
        ran: (defined) => this.#slots.defineUnchecked(cell, defined),
        dropped() {},
      };
    }
  }

  /** Takes a cell's names without a check; the compiler will read it when it is asked for something. */
  admit(cell: CellModule, file: string): Checked {
    if (cell.definitions.length === 0) return nothingToKnow;
    const placement = this.#slots.place(cell, file);
    this.#unseen.set(placement.slot, placement);
    return this.#checked(placement, undefined);
  }

  /** The cells' process has been replaced, and every name with it. */
  clear(): void {
    this.#slots.clear();
  }

  close(): void {
    this.#compiler.close();
  }

  async #diagnose(batch: readonly Placement[], { cell, text, slot }: Placement) {
    const contents = batch.map((each) => ({
      slot: each.slot,
      text: each.text,
      hasImports: each.cell.specifiers.length > 0,
    }));
    const variables = variablesOf(cell, text);
    const answer = await this.#compiler.ask({ type: "check", contents, variables });
    if (answer.type !== "checked")
      throw new Error(`the compiler answered the check of slot ${slot.index} by ${answer.type}`);
    return answer.diagnostics.filter((each) => isError(each, cell.source));
  }

  /** What waits for the compiler, but for a cell whose slot has been given to another. */
  #takeUnseen(taken: Slot): Placement[] {
    this.#unseen.delete(taken);
    const unseen = [...this.#unseen.values()];
    this.#unseen.clear();
    return unseen;
  }

  #checked(placement: Placement, error: CellError | undefined): Checked {
    return {
      error,
      unavailable: undefined,
      ran: (defined) => {
        this.#slots.define(placement, defined);
        if (this.#slots.growIfNeeded()) this.#grow();
      },
      dropped: () => this.#slots.release(placement),
    };
  }

  #grow(): void {
    this.#compiler.ask({ type: "grow", slots: this.#slots.all }).catch(() => {}); // the next check tells
  }

  readonly #cellAt = (path: string): CellText | undefined => {
    const index = /\/cell(\d+)\.tsx?$/.exec(path)?.[1];
    const placement = index === undefined ? undefined : this.#slots.placementIn(Number(index));
    return placement && textOf(placement);
  };
}

/** A cell without names of its own: later cells do not depend on it. */
const nothingToKnow: Checked = { error: undefined, unavailable: undefined, ran() {}, dropped() {} };

function textOf({ file, cell }: Placement): CellText {
  return { file, source: cell.source };
}

/** The variables of a cell, at the place where the slot's text exports them. */
function variablesOf(cell: CellModule, text: string): NameInText[] {
  const start = text.indexOf("export {", cell.source.length) + "export {".length;
  const variables: NameInText[] = [];
  let offset = start;
  for (const { name, kind } of cell.definitions) {
    if (cell.exported.includes(name)) continue;
    if (kind === "const" || kind === "let" || kind === "var") variables.push({ name, offset });
    offset += name.length + 1;
  }
  return variables;
}
