// When the types of cells are checked, and what becomes of a type error. `%types off` at the head of a cell stops
// the checks from that cell on, `%types warn` lets a cell run in spite of its errors, `%types on` is how it begins.
// By which settings cells are checked and compiled, the tsconfig.json nearest to the folder says that the person is in;
// it is read again for each cell that they run.

import { once } from "node:events";
import { presetSettings, type RunSettings } from "../channel/run-settings.ts";
import type { CellModule } from "../language/types/cell-module.ts";
import type { Checked } from "../language/types/type-checker.ts";
import type { Iopub } from "./iopub.ts";
import type { MissingNames } from "./missing-names.ts";
import type { Types } from "./parts.ts";
import { publishFor } from "./publish-output.ts";
import type { Run } from "./runs.ts";

const modes = ["on", "warn", "off"] as const;
type Mode = (typeof modes)[number];

export class TypeChecks {
  readonly #types: Types;
  readonly #iopub: Iopub;
  readonly #missing: MissingNames;
  #mode: Mode = "on";
  #hasToldReason = false;
  /** where the person has gone; the notebook's folder until then */
  #folder: string | undefined;
  #settings: RunSettings = presetSettings;
  #toldProblem: string | undefined;

  constructor(types: Types, iopub: Iopub, missing: MissingNames) {
    this.#types = types;
    this.#iopub = iopub;
    this.#missing = missing;
  }

  /** The magic `%types`. Without an argument it says how it is. @throws Error for an unknown mode */
  choose(argument: string, run: Run): void {
    const mode = modes.find((each) => each === argument);
    if (mode !== undefined) this.#mode = mode;
    else if (argument === "") this.#say(run, "stdout", `%types ${this.#mode}`);
    else throw new Error(`%types takes ${modes.join(", ")}, but not ${argument}`);
  }

  /** How cells are compiled that run now. */
  get settings(): RunSettings {
    return this.#settings;
  }

  /** Reads how cells are compiled and checked from now on; what is wrong there is told once. */
  async readSettings(run: Run): Promise<void> {
    const read = await Promise.race([this.#types.settings(this.#folder), interruptionOf(run)]);
    if (read === undefined) return;
    this.#settings = read.run;
    if (read.problem !== undefined && read.problem !== this.#toldProblem) {
      this.#say(run, "stderr", `${read.problem}\nWhat is wrong there has no effect.`);
    }
    this.#toldProblem = read.problem;
  }

  /** The person has gone to another folder. */
  enter(folder: string): void {
    this.#folder = folder;
  }

  /** Checks a cell before it runs. An error in the answer stops the cell. An interrupt ends the wait for it. */
  async check(cell: CellModule, run: Run): Promise<Checked> {
    if (this.#mode === "off") return this.#types.admit(cell, run.file);
    const check = this.#types.check(cell, run.file, (name) => this.#missing.cellOf(name));
    const checked = await Promise.race([check, interruptionOf(run)]);
    if (checked === undefined) return abandoned(check);
    if (checked.unavailable !== undefined) this.#tellReason(checked.unavailable, run);
    if (this.#mode === "on" || checked.error === undefined) return checked;
    this.#say(run, "stderr", checked.error.traceback.join("\n"));
    return { ...checked, error: undefined };
  }

  /** Whether a cell with a type error does not run; else it may be told of errors when it runs. */
  get mode(): Mode {
    return this.#mode;
  }

  /** The simple types that a cell's names have now, name -> type as TypeScript writes it. */
  simpleTypesOf({ definitions }: Pick<CellModule, "definitions">): ReadonlyMap<string, string> {
    return new Map(
      definitions.flatMap(({ name }): [string, string][] => {
        const source = this.#types.names.get(name)?.source;
        return source?.from === "text" ? [[name, source.type]] : [];
      }),
    );
  }

  /** Resolves when the simple types of all cells that were checked are known. */
  settled(): Promise<void> {
    return this.#types.settled();
  }

  /** These names of a cell are gone, types only if they are its own; and what it declared for all modules. */
  forget(file: string, names: readonly string[]): void {
    this.#types.forget(file, names);
  }

  /** The cells' process has been replaced, and every name with it. */
  clear(): void {
    this.#types.clear();
    this.#folder = undefined;
  }

  #tellReason(reason: string, run: Run): void {
    if (this.#hasToldReason) return;
    this.#hasToldReason = true;
    this.#say(run, "stderr", `Types are not checked: the compiler is not available (${reason}).`);
  }

  #say(run: Run, stream: "stdout" | "stderr", text: string): void {
    publishFor(run, { type: "stream", cell: run.serial, name: stream, text: `${text}\n` }, this.#iopub);
  }
}

async function interruptionOf({ interruption: { signal } }: Run): Promise<undefined> {
  if (!signal.aborted) await once(signal, "abort");
}

/** A check whose cell will not run; it is dropped when its answer comes. */
function abandoned(check: Promise<Checked>): Checked {
  void check.then(({ dropped }) => dropped());
  return { error: undefined, unavailable: undefined, ran() {}, dropped() {} };
}
