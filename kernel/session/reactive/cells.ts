// The cells of a reactive notebook, by the ids that front-ends give them: what the last run of each was made of, so
// that it can run again without being read again, and what it shows. Which cell follows which is the graph's matter
// (reactive/). A request without a cell id, as nbclient's, belongs to no such cell and runs as in any Jupyter.

import type { Moved, SourceNumber } from "../../channel/messages.ts";
import type { CompiledCell } from "../../language/compile.ts";
import { type CellId, type Lost, ReactiveNotebook } from "../../reactive/notebook.ts";
import type { Header, Message } from "../../wire/message.ts";
import type { Iopub } from "../iopub.ts";
import type { Run } from "../runs.ts";
import { Batches } from "./batches.ts";
import { CellScreen, type Screens, type Showing } from "./cell-screen.ts";
import { isVsCodeCell } from "./vscode.ts";

export interface ReactiveCell {
  readonly id: CellId;
  readonly screen: CellScreen;
  /** the run that a person asked for last */
  run?: Run | undefined;
  /** the text of that run, magics included */
  source: string;
  /** undefined if the text could not run: it does not run again then */
  compiled?: CompiledCell | undefined;
  /** the types that its last text declared */
  declaredTypes: readonly string[];
  /** it declared something for all modules */
  isAmbient: boolean;
  /** how many names functions mentioned when it was compiled */
  mentioned: number;
  /** the last run was of another text than the one before */
  textChanged: boolean;
  /** whether its types are right, now that the cells before it may have changed; if wrong, its output says so */
  types: "right" | "wrong" | "unknown";
  /** the simple types that its names had before the run that a person asked for last */
  typesBefore?: ReadonlyMap<string, string> | undefined;
}

/** Within this time VS Code sends the next cell of "Run All", in milliseconds. */
const nextCellArrives = 300;

export class ReactiveCells {
  readonly graph = new ReactiveNotebook();
  readonly #iopub: Iopub;
  readonly #changed: (cause: Message) => void;
  readonly #cells = new Map<CellId, ReactiveCell>();
  readonly #screens: Screens = {
    places: new Map(),
    showing: (id) => this.all.find(({ screen }) => screen.shows(id))?.screen,
  };
  /** controls and live values that have changed since the graph was told last, each with a name that holds it */
  #moved = new Map<SourceNumber, string>();
  /** names that functions have changed since then while no cell ran */
  #reassigned = new Set<string>();

  readonly #batches = new Batches();
  readonly #vsCodeSessions = new Set<string>();
  /** names that have other types since what VS Code's cells have changed was followed last */
  readonly #retyped = new Set<string>();
  #following: NodeJS.Timeout | undefined;

  /** @param changed called with the request that has caused it when what has changed is to be followed now */
  constructor(iopub: Iopub, changed: (cause: Message) => void) {
    this.#iopub = iopub;
    this.#changed = changed;
  }

  /** The cell that a request is for, if the notebook is reactive. Its output begins anew. */
  enter({
    header,
    metadata,
    content,
  }: Message): { readonly cell: CellId; readonly showing: Showing } | undefined {
    const { cellId } = metadata;
    if (typeof cellId !== "string") return undefined;
    if (isVsCodeCell(cellId)) this.#vsCodeSessions.add(header.session);
    if (this.graph.mode === "off") return undefined;
    clearTimeout(this.#following);
    if (isVsCodeCell(cellId)) this.#batches.add(cellId);
    let cell = this.#cells.get(cellId);
    if (cell === undefined) {
      const screen = new CellScreen(cellId, header, this.#iopub, this.#screens);
      cell = {
        id: cellId,
        screen,
        source: "",
        declaredTypes: [],
        isAmbient: false,
        mentioned: 0,
        textChanged: true,
        types: "unknown",
      };
      this.#cells.set(cellId, cell);
    }
    cell.compiled = undefined; // until its text has turned out to be code
    cell.textChanged = cell.source !== content.code;
    cell.source = String(content.code);
    return { cell: cellId, showing: cell.screen.begin(header) };
  }

  /** Whether a request comes from where cells of VS Code have come from. */
  isVsCode({ header }: Message): boolean {
    return this.#vsCodeSessions.has(header.session);
  }

  find(id: CellId | undefined): ReactiveCell | undefined {
    return id === undefined ? undefined : this.#cells.get(id);
  }

  get all(): readonly ReactiveCell[] {
    return [...this.#cells.values()];
  }

  /** Forgets a cell that is not in the notebook any more; gives what goes with it. */
  delete(id: CellId): Lost {
    this.#cells.delete(id);
    return this.graph.delete(id);
  }

  /** Modules may have come: the cells that have failed and import some try again. */
  retryImports(): void {
    for (const { id, compiled } of this.#cells.values()) {
      if (compiled !== undefined && compiled.module.specifiers.length > 0 && this.graph.hasFailed(id))
        this.graph.retry(id, "modules may have come");
    }
  }

  /** Marks the cells that are stale, and takes the marks of the others away. @param trigger the request that runs now */
  showStale(trigger: Header): void {
    const stale = this.graph.stale();
    for (const { id, screen } of this.#cells.values()) screen.mark(stale.get(id), trigger);
  }

  /** A cell of VS Code has run: what it has changed is followed when the next one has not come for a moment. */
  followLater(cause: Message, retyped: readonly string[]): void {
    for (const name of retyped) this.#retyped.add(name);
    clearTimeout(this.#following);
    this.#following = setTimeout(() => {
      for (const id of this.#batches.end()) this.graph.leaveOut(id);
      this.#changed(cause);
    }, nextCellArrives).unref();
  }

  /** The names that have other types since this was asked last. */
  takeRetyped(): readonly string[] {
    const names = [...this.#retyped];
    this.#retyped.clear();
    return names;
  }

  /** Controls or names have other values. @returns whether that is the first change since they were taken */
  move(moved: readonly Moved[], names: readonly string[] = []): boolean {
    const isFirst = this.#moved.size + this.#reassigned.size === 0;
    for (const [source, name] of sourcesOf(moved)) this.#moved.set(source, name);
    for (const name of names) this.#reassigned.add(name);
    return isFirst && moved.length + names.length > 0;
  }

  /** Tells the graph what has changed since it was told last. */
  takeMoves(): void {
    const [moved, reassigned] = [this.#moved, this.#reassigned];
    this.#moved = new Map();
    this.#reassigned = new Set();
    this.graph.reassigned([...reassigned]);
    this.graph.moved(moved);
  }

  /** The last run of the cell that defines a name. */
  runOf(name: string): Run | undefined {
    return this.find(this.graph.ownerOf(name))?.run;
  }

  /** The cells' process has been replaced: nothing is defined, so nothing can run again. */
  clear(): void {
    this.graph.clear();
    this.#cells.clear();
    this.#screens.places.clear();
    this.#moved.clear();
    this.#reassigned.clear();
    this.#retyped.clear();
  }
}

/** What moved, with a name for each. */
export function sourcesOf(moved: readonly Moved[]): ReadonlyMap<SourceNumber, string> {
  return new Map(moved.map(({ source, name = "a control" }) => [source, name]));
}
