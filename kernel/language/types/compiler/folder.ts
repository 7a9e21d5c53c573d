// The folder in which the compiler finds the cells. It is a shadow of the notebook's own folder in a private place:
// for a notebook in /home/ada/work the slots lie in <shadow>/home/ada/work, each folder above them has a link to the
// `node_modules` of its original, and the root directories <shadow> and / are one to the compiler. So packages and
// relative paths of a cell are found as if the cell lay beside the notebook, and nothing is written there.

import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { shadowPrefix } from "../shadow.ts";
import { emptySlotText, slotAlias } from "../slot-text.ts";
import type { Slot } from "../slots.ts";
import { withParents } from "../tsconfig.ts";

export class ShadowFolder {
  readonly root: string;
  /** where the slots are: the shadow of the notebook's folder */
  readonly cells: string;
  /** the notebook's folder and all above it, innermost first */
  readonly originals: readonly string[];

  /**
   * @param root where nothing is yet
   * @param notebook the notebook's folder, absolute
   */
  constructor(root: string, notebook: string) {
    mkdirSync(root, { mode: 0o700 });
    this.root = root;
    this.cells = join(this.root, notebook);
    this.originals = withParents(notebook);
    mkdirSync(this.cells, { recursive: true });
    for (const original of this.originals) {
      const packages = join(original, "node_modules"); // may appear later
      symlinkSync(packages, join(this.root, packages));
    }
  }

  get projectPath(): string {
    return join(this.cells, "tsconfig.json");
  }

  get indexPath(): string {
    return join(this.cells, "all.ts");
  }

  /** What is global in cells. */
  get globalsPath(): string {
    return join(this.cells, "globals.ts");
  }

  pathOf({ index, dialect }: Slot): string {
    return join(this.cells, `cell${index}.${dialect}`);
  }

  /** Where the text is put that a person is typing. */
  draftPath(dialect: Slot["dialect"]): string {
    return join(this.cells, `draft.${dialect}`);
  }

  /** Writes a file beside the slots. */
  write(name: string, text: string): string {
    const path = join(this.cells, name);
    writeFileSync(path, text);
    return path;
  }

  /** Writes empty slots, and the index by which all slots import each other. */
  writeSlots(all: readonly Slot[], added: readonly Slot[]): void {
    for (const slot of added) writeFileSync(this.pathOf(slot), emptySlotText);
    const exports = all.map(({ index }) => `export * as ${slotAlias(index)} from "./cell${index}";`);
    writeFileSync(this.indexPath, exports.join("\n"));
  }
}

/** Removes what kernels that were killed have left behind. */
export function removeAbandonedFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(shadowPrefix)
      ? Number.parseInt(name.slice(shadowPrefix.length), 10)
      : Number.NaN;
    if (Number.isNaN(owner) || isAlive(owner)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {} // it belongs to somebody else
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0); // signal 0 only asks
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"; // somebody else's
  }
}
