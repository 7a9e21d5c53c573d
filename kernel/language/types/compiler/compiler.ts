// TypeScript 7 through its API. It is called unstable, so nothing outside of this folder knows it. The compiler is
// a process of its own, and each call waits for its answer, so all of this runs in a thread of its own too.
//
// A snapshot is the state of all files at one time. Each change makes a new one, in a millisecond as long as it
// changes one file and no imports; old ones are disposed when nobody waits for an answer.

import { writeFileSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { API, Project, Snapshot } from "typescript/unstable/sync";
import { emptySlotText } from "../slot-text.ts";
import { dialects, type Slot } from "../slots.ts";
import type { Settings } from "../tsconfig.ts";
import { ambientText } from "./ambient.ts";
import type { ShadowFolder } from "./folder.ts";
import { changeTime } from "./local-files.ts";
import { compilerOptions, hasWebTypes, type Options, ownFolders, workerLibrary } from "./options.ts";
import { problemIn, readOptions, runSettings } from "./person-settings.ts";
import { startTypeScript } from "./process.ts";

type Changes = NonNullable<Parameters<API["updateSnapshot"]>[0]>["fileChanges"] | undefined;

export class Compiler {
  /** of the compiler's process */
  readonly pid: number;
  readonly #api: API;
  readonly #folder: ShadowFolder;
  #snapshot: Snapshot | undefined;
  readonly #old: Snapshot[] = [];
  #options: Options = {};
  /** what a tsconfig.json said when it was last read */
  #followed: Followed | undefined;

  /** Starts the process. */
  constructor(folder: ShadowFolder) {
    this.#folder = folder;
    [this.#api, this.pid] = startTypeScript(folder.cells);
  }

  /** Opens the project of a notebook whose slots lie in the folder. */
  open(slots: readonly Slot[], tsconfig: string | undefined): void {
    for (const dialect of dialects) writeFileSync(this.#folder.draftPath(dialect), emptySlotText);
    this.#follow(tsconfig, slots);
    this.#snapshot = this.#api.updateSnapshot({ openProjects: [this.#folder.projectPath] });
  }

  /** Reads a tsconfig.json; if it says something else than before, that holds from now on. */
  follow(tsconfig: string | undefined, slots: readonly Slot[]): Settings {
    const before = this.#followed;
    const followed = this.#follow(tsconfig, slots);
    if (followed !== before) this.refresh([this.#folder.projectPath, this.#folder.globalsPath]);
    return followed.settings;
  }

  /** Changes the text of one file. */
  put(path: string, text: string): void {
    writeFileSync(path, text);
    this.#update({ changed: [path] });
  }

  /** Files have changed on the disk. */
  refresh(paths: readonly string[]): void {
    this.#update({ changed: [...paths] });
  }

  /** Anything may have changed on the disk: packages have been installed, files have appeared. */
  refreshAll(): void {
    this.#update({ invalidateAll: true });
  }

  /** There are more slots, written already. */
  grow(slots: readonly Slot[], added: readonly Slot[]): void {
    const project = this.#writeProject(slots);
    const created = added.map((slot) => this.#folder.pathOf(slot));
    this.#update({ changed: [project, this.#folder.indexPath], created });
  }

  /** The files of the person's own that the cells import, directly or not. */
  localFiles(): string[] {
    const others = [this.#folder.root, ...ownFolders];
    return this.project.program
      .getSourceFileNames()
      .filter((path) => isAbsolute(path) && !path.includes("/node_modules/"))
      .filter((path) => !others.some((folder) => path.startsWith(folder)));
  }

  /** Gives back what snapshots hold that have been replaced. */
  disposeOldSnapshots(): void {
    for (const snapshot of this.#old.splice(0)) snapshot.dispose();
  }

  /** Whether the process still does its work. */
  answers(): boolean {
    try {
      this.#update(undefined);
      return true;
    } catch {
      return false;
    }
  }

  close(): void {
    try {
      this.#api.close();
    } catch {} // it has ended already
  }

  /** The notebook's files as they are now. */
  get project(): Project {
    const project = this.#snapshot?.getProject(this.#folder.projectPath);
    if (project === undefined) throw new Error("the compiler has not opened the notebook's project");
    return project;
  }

  #update(fileChanges: Changes): void {
    if (this.#snapshot) this.#old.push(this.#snapshot);
    this.#snapshot = this.#api.updateSnapshot(fileChanges && { fileChanges });
  }

  #writeProject(slots: readonly Slot[]): string {
    const drafts = dialects.map((dialect) => this.#folder.draftPath(dialect));
    const { globalsPath, indexPath } = this.#folder;
    const files = [globalsPath, indexPath, ...drafts, ...slots.map((slot) => this.#folder.pathOf(slot))];
    return this.#folder.write("tsconfig.json", JSON.stringify({ compilerOptions: this.#options, files }));
  }

  #follow(tsconfig: string | undefined, slots: readonly Slot[]): Followed {
    const options = readOptions(this.#api, this.#folder, tsconfig);
    const key = JSON.stringify([tsconfig, tsconfig && changeTime(tsconfig), options]);
    if (this.#followed?.key === key) return this.#followed;
    this.#options = compilerOptions(this.#folder, options);
    writeFileSync(this.#folder.globalsPath, ambientText(hasWebTypes(this.#options), workerLibrary()));
    this.#writeProject(slots);
    const problem = tsconfig && problemIn(this.#folder, tsconfig, options);
    this.#followed = { key, settings: { run: runSettings(options), problem } };
    return this.#followed;
  }
}

interface Followed {
  /** differs when anything differs */
  readonly key: string;
  readonly settings: Settings;
}
