// What the command line asks for.

import { parseArgs } from "node:util";
import { type Measuring, statistics } from "./measure.ts";
import { type Workload, workloads } from "./workloads.ts";

export interface Engine {
  readonly engine: string;
  /** false: in Node always on one thread */
  readonly threaded: boolean;
  /** the workloads that it takes part in; all if left out */
  readonly only?: readonly string[];
}

const peers: readonly Engine[] = [
  { engine: "tfjs", threaded: false },
  { engine: "ort-web", threaded: true },
  { engine: "jax", threaded: false, only: ["W1a", "W1b", "W3a"] },
  { engine: "ort-node", threaded: true },
  { engine: "torch", threaded: true },
];

export interface Options extends Measuring {
  readonly workloads: readonly Workload[];
  readonly threads: readonly number[];
  readonly peers: readonly Engine[];
}

/** The options in the arguments of this process. Throws when one is not known or makes no sense. */
export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      threads: { type: "string", default: "1,2" },
      rounds: { type: "string", default: "5" },
      statistic: { type: "string", default: "median" },
      peers: { type: "string" },
      python: { type: "string" },
    },
  });
  const python = values.python ?? process.env.LAMELLA_BENCH_PYTHON;
  const canRun = peers.filter(({ engine }) => engine !== "torch" || python);
  const chosenPeers = values.peers === undefined ? canRun : chosen("peers", values.peers, peers, "engine");
  if (!python && chosenPeers.some(({ engine }) => engine === "torch")) {
    throw new Error("torch needs a Python that knows it: --python PYTHON, or LAMELLA_BENCH_PYTHON");
  }
  return {
    workloads: values.only === undefined ? workloads : chosen("only", values.only, workloads, "name"),
    threads: values.threads.split(",").map((text) => natural("threads", text)),
    rounds: natural("rounds", values.rounds),
    statistic:
      values.statistic === "lowest" || values.statistic === "median"
        ? values.statistic
        : unknown("statistic", values.statistic, Object.keys(statistics)),
    peers: chosenPeers,
    python,
  };
}

function chosen<Key extends string, T extends Readonly<Record<Key, string>>>(
  option: string,
  list: string,
  all: readonly T[],
  key: Key,
): T[] {
  const names = all.map((each) => each[key]);
  return list
    .split(",")
    .map((wanted) => all.find((each) => each[key] === wanted) ?? unknown(option, wanted, names));
}

function unknown(option: string, value: string, known: readonly string[]): never {
  throw new Error(`--${option}: expected one of ${known.join(", ")}, got ${value}`);
}

function natural(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${option}: expected a whole number from 1, got ${text}`);
  return Number(text);
}
