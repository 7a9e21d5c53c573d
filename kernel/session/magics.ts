// What the kernel does for a magic, a line such as `%types warn` at the head of a cell, before the cell runs. Some
// concern the kernel, the others the process in which cells run (cells/magics.ts).

import type { Magic } from "../language/magics.ts";
import type { Problem } from "../language/problem.ts";
import type { Context } from "./context.ts";
import { runProcessMagic } from "./own-code.ts";
import { reactiveSpells } from "./reactive/magics.ts";
import type { Run } from "./runs.ts";
import { type Finish, print, type Spell } from "./spell.ts";

const spells = new Map<string, Spell>([
  [
    "types",
    {
      usage: "%types on|warn|off",
      summary: "stop a cell that has type errors, only show them, or check no types",
      act(argument, run, { typeChecks }) {
        typeChecks.choose(argument, run);
        return undefined;
      },
    },
  ],
  [
    "time",
    {
      usage: "%time",
      summary: "say how long the cell took",
      act(_argument, run, context) {
        const started = performance.now();
        return () => print(`Wall time: ${duration(performance.now() - started)}`, run, context);
      },
    },
  ],
  [
    "who",
    {
      usage: "%who",
      summary: "list the names that the notebook has defined",
      act(_argument, run, context) {
        const names = [...context.scope.defined].sort();
        print(names.length === 0 ? "No names are defined." : names.join("  "), run, context);
        return undefined;
      },
    },
  ],
  [
    "reset",
    {
      usage: "%reset",
      summary: "forget all names, in a fresh process; history and numbers go on",
      async act(_argument, _run, { cells }) {
        await cells.restart();
        return undefined;
      },
    },
  ],
  ["cd", inCellsProcess("cd", "%cd FOLDER", "go to another folder; imports still start from the notebook's")],
  ["env", inCellsProcess("env", "%env [NAME[=VALUE]]", "show or set variables of the environment")],
  ["npm", inCellsProcess("npm", "%npm ARGUMENTS", "run npm in the notebook's folder, as %npm install zod")],
  ["!", inCellsProcess("!", "!COMMAND", "run a command of the shell")],
  ...reactiveSpells,
  [
    "help",
    {
      usage: "%help",
      summary: "show this list",
      act(_argument, run, context) {
        print(help(), run, context);
        return undefined;
      },
    },
  ],
]);

/** Does what the magics ask for, in their order; gives what is wrong with the first that cannot be done. */
export async function runMagics(
  magics: readonly Magic[],
  run: Run,
  context: Context,
): Promise<{ readonly problem?: Problem; readonly finish: Finish }> {
  const finishes: Finish[] = [];
  const finish = () => {
    for (const each of finishes) each();
  };
  for (const { name, argument, offset } of magics) {
    const spell = spells.get(name);
    if (spell === undefined) {
      const message = `there is no %${name}; the kernel knows ${usages().join(", ")}`;
      return { problem: { name: "UnknownMagic", message, offset }, finish };
    }
    try {
      const after = await spell.act(argument, run, context);
      if (after !== undefined) finishes.push(after);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const kind = run.interruption.signal.aborted ? "Interrupted" : "MagicError";
      return { problem: { name: kind, message, offset }, finish };
    }
  }
  return { finish };
}

function inCellsProcess(name: string, usage: string, summary: string): Spell {
  return {
    usage,
    summary,
    async act(argument, run, context) {
      await runProcessMagic(name, argument, run, context);
      if (name === "npm" || name === "!") context.reactive.retryImports();
      return undefined;
    },
  };
}

function usages(): string[] {
  return [...spells.values()].map(({ usage }) => usage);
}

function help(): string {
  const width = Math.max(...usages().map(({ length }) => length));
  const lines = [...spells.values()].map(({ usage, summary }) => `${usage.padEnd(width)}  ${summary}`);
  return ["Lines at the head of a cell that speak to the kernel:", ...lines].join("\n");
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${milliseconds.toFixed(1)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}
