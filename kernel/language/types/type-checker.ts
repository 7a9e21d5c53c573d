// Checks cells before they run. The checker knows what each name of the notebook is to TypeScript; the compiler
// knows the rest. Types never stand in the way: where the compiler has no answer, the cell counts as right, its
// names as `any`, and the reason is told.

import { setTimeout as delay } from "node:timers/promises";
import type { CellError } from "../../channel/messages.ts";
import { presetSettings } from "../../channel/run-settings.ts";
import type { CellModule } from "./cell-module.ts";
import { CompilerClient, CompilerUnavailable } from "./compiler-client.ts";
import { draftOf } from "./draft.ts";
import type { Answers, Completions, Draft, NameInText, QuickInfo, RequestOf } from "./messages.ts";
import { type CellText, isError, type Notebook, typeError } from "./report.ts";
import { type NotebookName, type Placement, type Slot, Slots } from "./slots.ts";
import { nearestTsconfig, type Settings } from "./tsconfig.ts";

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

/** Milliseconds that somebody who types waits. */
const typingPatience = 2000;

/** Milliseconds without a cell after which the compiler is taken to be idle. */
const quiet = 500;

export class TypeChecker {
  readonly #slots = new Slots();
  readonly #compiler: CompilerClient;
  /** cells in their slots that the compiler has not seen yet */
  readonly #unseen = new Map<Slot, Placement>();
  /** what the compiler tells of the last cell after its check */
  #learning = Promise.resolve();
  #growth: NodeJS.Timeout | undefined;
  readonly #directory: string;
  /** the tsconfig.json that the compiler follows */
  #tsconfig: string | undefined;

  /** Starts the compiler. @param directory the notebook's folder */
  constructor(directory: string) {
    this.#directory = directory;
    this.#tsconfig = nearestTsconfig(directory);
    this.#compiler = new CompilerClient(directory, this.#slots.all);
  }

  /**
   * What the tsconfig.json nearest to a folder, the notebook's without one, says now; checks follow it from here on.
   * The presets where there is none, or the compiler does not answer. Never rejects.
   */
  async settings(folder = this.#directory): Promise<Settings> {
    const before = this.#tsconfig;
    this.#tsconfig = nearestTsconfig(folder);
    if (before === undefined && this.#tsconfig === undefined) return presets;
    try {
      return await this.#compiler.ask([], { type: "settings", tsconfig: this.#tsconfig });
    } catch {
      return presets; // the check tells why
    }
  }

  /**
   * Checks a cell against all that the notebook defines; once more if the compiler's process has been ended, by the
   * cell or by somebody. Never rejects.
   * @param file the cell's name in stack traces, as `cell-3.ts`
   * @param failedCell the label of a failed cell that declares a name which is not there
   */
  async check(
    cell: CellModule,
    file: string,
    failedCell: Notebook["failedCell"] = () => undefined,
  ): Promise<Checked> {
    await this.#learning;
    const check = () => this.#check(cell, file, failedCell);
    try {
      return await check().catch((failure) => {
        if (failure instanceof CompilerUnavailable && failure.hasRestarted) return check();
        throw failure;
      });
    } catch (failure) {
      return {
        error: undefined,
        unavailable: failure instanceof Error ? failure.message : String(failure),
        ran: (defined) => this.#slots.defineUnchecked(cell, defined),
        dropped() {},
      };
    }
  }

  /** Rejects if the compiler does not answer. */
  async #check(cell: CellModule, file: string, failedCell: Notebook["failedCell"]): Promise<Checked> {
    const placement = this.#slots.place(cell, file);
    this.#unseen.set(placement.slot, placement);
    const found = await this.#ask({ type: "check", slot: placement.slot });
    const errors = found.filter((each) => isError(each, cell));
    const notebook = { cellAt: this.#cellAt, failedCell };
    const error = errors.length === 0 ? undefined : typeError(errors, textOf(placement), notebook);
    if (error === undefined) this.#learning = this.#learnTypes(placement);
    return this.#checked(placement, error);
  }

  /** Takes a cell's names without a check; the compiler will read it when it is asked for something. */
  admit(cell: CellModule, file: string): Checked {
    if (cell.definitions.length === 0 && !cell.isAmbient) return nothingToKnow;
    const placement = this.#slots.place(cell, file);
    this.#unseen.set(placement.slot, placement);
    return this.#checked(placement, undefined);
  }

  get names(): ReadonlyMap<string, NotebookName> {
    return this.#slots.names;
  }

  /**
   * What may stand at a place of a text, as far as it begins like `prefix`, which is in lower case. Undefined if the
   * compiler does not tell.
   */
  complete(source: string, offset: number, prefix: string): Promise<Completions | undefined> {
    return this.#askSoon({ type: "complete", draft: this.#draft(source, offset), prefix });
  }

  /** What is known of a name at a place of a text; undefined if nothing is. */
  inspect(source: string, name: string, offset: number): Promise<QuickInfo | undefined> {
    return this.#askSoon({ type: "inspect", draft: this.#draft(source, offset), name });
  }

  /** Resolves when the simple types of the cells that were checked are known. */
  settled(): Promise<void> {
    return this.#learning;
  }

  /** These names of a cell are gone, types only if they are its own; and what it declared for all modules. */
  forget(file: string, names: readonly string[]): void {
    this.#slots.deleteNames(file, names);
  }

  /** The cells' process has been replaced, and every name with it. */
  clear(): void {
    this.#slots.clear();
  }

  async close(): Promise<void> {
    clearTimeout(this.#growth);
    await this.#compiler.close();
  }

  /** Asks the compiler, and shows it first what it has not seen. If it fails, those cells are lost to it. */
  async #ask<Type extends keyof Answers>(request: RequestOf<Type>): Promise<Answers[Type]> {
    const unseen = [...this.#unseen.values()];
    this.#unseen.clear();
    try {
      const contents = unseen.map(({ slot, text, cell }) => ({
        slot,
        text,
        hasImports: cell.specifiers.length > 0,
      }));
      return await this.#compiler.ask(contents, request);
    } catch (failure) {
      for (const placement of unseen) this.#slots.forget(placement);
      throw failure;
    }
  }

  #draft(source: string, offset: number): Draft {
    return draftOf(source, offset, (names) => this.#slots.sourcesOf(names));
  }

  /** For somebody who types: an answer that comes late is of no use. */
  async #askSoon<Type extends keyof Answers>(request: RequestOf<Type>): Promise<Answers[Type] | undefined> {
    const answer = this.#ask(request).catch(() => undefined);
    return Promise.race([answer, delay(typingPatience, undefined, { ref: false })]);
  }

  /** For the cells to come, while this one runs. */
  async #learnTypes(placement: Placement): Promise<void> {
    const { slot } = placement;
    const variables = variablesOf(placement.cell, placement.text);
    if (variables.length === 0) return;
    try {
      this.#slots.learnTypes(placement, await this.#ask({ type: "types", slot, variables }));
    } catch {} // the next check tells why
  }

  #checked(placement: Placement, error: CellError | undefined): Checked {
    return {
      error,
      unavailable: undefined,
      ran: (defined) => {
        this.#slots.define(placement, defined);
        this.#growIfNeeded();
      },
      dropped: () => this.#slots.release(placement),
    };
  }

  /** More slots take the compiler up to a tenth of a second, so it rather makes them when nobody waits for it. */
  #growIfNeeded(): void {
    clearTimeout(this.#growth);
    if (this.#slots.isScarce("atOnce")) this.#grow();
    else if (this.#slots.isScarce("soon")) this.#growth = setTimeout(() => this.#grow(), quiet).unref();
  }

  #grow(): void {
    this.#slots.grow();
    this.#ask({ type: "grow", slots: this.#slots.all }).catch(() => {}); // the next check tells
  }

  readonly #cellAt = (path: string): CellText | undefined => {
    const index = /\/cell(\d+)(?:\.tsx?)?$/.exec(path)?.[1];
    const placement = index === undefined ? undefined : this.#slots.placementIn(Number(index));
    return placement && textOf(placement);
  };
}

const presets: Settings = { run: presetSettings, problem: undefined };

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
