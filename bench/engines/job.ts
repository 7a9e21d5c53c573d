// What the processes of one row share: a folder with the graph and, beside it, the numbers. The torch process
// reads the same two files.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Node } from "./graph.ts";
import { type FloatTensor, type FloatTensors, named, readTensors } from "./tensor-file.ts";

export interface JobDescription {
  readonly workload: string;
  readonly nodes: readonly Node[];
}

export interface Job extends JobDescription {
  readonly threads: number;
  /** the network's state */
  readonly state: FloatTensors;
  readonly input: FloatTensor;
}

export const files = (folder: string) => ({
  description: join(folder, "job.json"),
  state: join(folder, "state.safetensors"),
  input: join(folder, "input.safetensors"),
});

export function readJob(folder: string, threads: number): Job {
  const paths = files(folder);
  const description: JobDescription = JSON.parse(readFileSync(paths.description, "utf8"));
  const input = named(readTensors(paths.input), "input");
  return { ...description, threads, state: readTensors(paths.state), input };
}
