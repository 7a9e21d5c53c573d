// Magics that act on the cells' process: its folder, its environment, commands it starts, and the
// picture of the graph, for the drawing is there. A compiled cell calls them
// as `$cell.magic(name, argument)`.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { homedir } from "node:os";
import type { CellGraph } from "../channel/cell-graph.ts";
import { drawCellGraph } from "../display/network/cell-graph.ts";
import { display } from "./display.ts";
import { emit } from "./events.ts";
import { notebookFolder } from "./notebook-folder.ts";
import { wordsOf } from "./words.ts";

const magics = {
  /**
   * Goes to another folder, and says where it is. Its tsconfig.json is followed from then on; imports still start from
   * the notebook's folder.
   */
  cd(folder: string): void {
    process.chdir(folder.replace(/^~(?=\/|$)/, homedir()) || homedir());
    emit({ type: "folder", path: process.cwd() });
    console.log(process.cwd());
  },

  /** `NAME=value` sets a variable, `NAME` shows it, nothing shows them all. */
  env(argument: string): void {
    const [, name, value] = /^([^=\s]+)\s*=\s*(.*)$/.exec(argument) ?? [];
    if (name !== undefined) process.env[name] = value;
    else if (argument === "") console.log(Object.entries(process.env).map(assignment).sort().join("\n"));
    else if (process.env[argument] !== undefined) console.log(process.env[argument]);
    else throw new Error(`there is no variable ${argument} in the environment`);
  },

  /** npm, in the notebook's folder: what it installs can be imported at once. */
  npm: (argument: string) => run("npm", wordsOf(argument), { cwd: notebookFolder }),

  /** Draws the graph of the notebook, which comes as JSON from the kernel's own process. */
  graph(argument: string): void {
    const graph: CellGraph = JSON.parse(argument);
    display(drawCellGraph(graph));
  },

  /** A command of the shell. */
  "!": (command: string) => run(command, [], { cwd: process.cwd(), shell: true }),
};

export type ProcessMagic = keyof typeof magics;

/** @throws Error that says what cannot be done, or how the command ended */
export async function runMagic(name: ProcessMagic, argument: string): Promise<void> {
  await magics[name](argument);
}

function assignment([name, value]: [string, string | undefined]): string {
  return `${name}=${value}`;
}

/** Runs a command, prints what it prints while it does, and waits for its end. */
async function run(
  program: string,
  words: readonly string[],
  options: { readonly cwd: string; readonly shell?: true },
): Promise<void> {
  const command = [program, ...words].join(" ");
  const child = spawn(program, words, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.on("data", (bytes: Buffer) => process.stdout.write(bytes));
  child.stderr.on("data", (bytes: Buffer) => process.stderr.write(bytes));
  const [exitCode, signal] = await once(child, "close");
  if (signal !== null) throw new Error(`the command was ended by ${signal}: ${command}`);
  if (exitCode !== 0) throw new Error(`the command ended with exit code ${exitCode}: ${command}`);
}
