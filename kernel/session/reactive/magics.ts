// The magics of the reactive notebook: how far cells follow each other, which are stale, and why one ran again.

import type { Mode } from "../../reactive/notebook.ts";
import { runProcessMagic } from "../own-code.ts";
import { print, type Spell } from "../spell.ts";
import { cellGraph } from "./cell-graph.ts";
import { forgetCells } from "./deleted-cells.ts";

const modes: readonly Mode[] = ["auto", "lazy", "off"];

export const reactiveSpells: readonly [string, Spell][] = [
  [
    "reactive",
    {
      usage: "%reactive auto|lazy|off",
      summary: "let cells follow by themselves, only mark those that are stale, or neither",
      act(argument, run, context) {
        const { graph } = context.reactive;
        const mode = modes.find((each) => each === argument);
        if (mode !== undefined) graph.mode = mode;
        else if (argument === "") print(`%reactive ${graph.mode}`, run, context);
        else throw new Error(`%reactive takes ${modes.join(", ")}, but not ${argument}`);
        return undefined;
      },
    },
  ],
  [
    "stale",
    {
      usage: "%stale",
      summary: "list the cells whose results are old",
      act(_argument, run, context) {
        const labels = new Map(context.reactive.graph.graph().map(({ node }) => [node.id, node.label]));
        const stale = [...context.reactive.graph.stale()].map(
          ([id, why]) => `${labels.get(id) ?? id}: ${why}`,
        );
        print(stale.length === 0 ? "No cell is stale." : stale.join("\n"), run, context);
        return undefined;
      },
    },
  ],
  [
    "run",
    {
      usage: "%run stale",
      summary: "run the cells whose results are old",
      act(argument, _run, context) {
        if (argument !== "stale") throw new Error(`%run takes stale, but not ${argument || "nothing"}`);
        return () => context.reactive.graph.runStale();
      },
    },
  ],
  [
    "forget",
    {
      usage: "%forget CELL",
      summary: "forget a cell that was deleted, as %forget 3; needed in VS Code only, JupyterLab tells it",
      async act(argument, run, context) {
        const label = `cell [${/\d+/.exec(argument)?.[0] ?? ""}]`;
        const found = context.reactive.graph.graph().find(({ node }) => node.label === label);
        if (found === undefined) throw new Error(`there is no ${label} in the graph`);
        if (found.node.id === run.cell) throw new Error(`${label} is this one`);
        await forgetCells([found.node.id], run, context);
        return undefined;
      },
    },
  ],
  [
    "why",
    {
      usage: "%why [cell]",
      summary: "say why a cell, as %why 3, or the last of all ran again",
      act(argument, run, context) {
        const number = /\d+/.exec(argument)?.[0];
        const label = number === undefined ? undefined : `cell [${number}]`;
        const why = context.reactive.graph.why(label);
        print(why ?? `${label ?? "No cell"} has ${label ? "not " : ""}run again by itself.`, run, context);
        return undefined;
      },
    },
  ],
  [
    "graph",
    {
      usage: "%graph [cell]",
      summary: "draw which cell uses which names of which other, or those around one, as %graph 3",
      async act(argument, run, context) {
        const number = /\d+/.exec(argument)?.[0];
        const graph = cellGraph(context.reactive, number === undefined ? undefined : `cell [${number}]`);
        if (graph.uses.length === 0) print(graph.text, run, context);
        else await runProcessMagic("graph", JSON.stringify(graph), run, context);
        return undefined;
      },
    },
  ],
];
