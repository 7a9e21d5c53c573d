// Writes a job: a network with numbers that show every mistake, and an input.

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as torch from "../../nn/index.ts";
import { Graph } from "./graph.ts";
import { files, type JobDescription } from "./job.ts";
import type { Workload } from "./workloads.ts";

/** Returns the folder. */
export function writeJob({ name, input, model, describe }: Workload): string {
  const folder = mkdtempSync(join(tmpdir(), `lamella-bench-${name}-`));
  const paths = files(folder);
  torch.manualSeed(0);
  const network = model();
  torch.noGrad(() => disturb(network));
  torch.io.saveSafetensors(paths.state, network.stateDict());
  torch.io.saveSafetensors(paths.input, { input: torch.randn(input) });
  const graph = new Graph();
  describe(graph, 0);
  const description: JobDescription = { workload: name, nodes: graph.nodes };
  writeFileSync(paths.description, JSON.stringify(description));
  return folder;
}

/**
 * A new network hides mistakes: its normalisations are the identity, its layer scales almost nothing. This gives
 * them numbers as after training, which keep the size of the activations.
 */
function disturb(network: torch.nn.Module): void {
  for (const [name, tensor] of Object.entries(network.stateDict())) {
    const isNormalisation = tensor.shape.length === 1 && name.endsWith("weight");
    if (isNormalisation || name.endsWith("running_var")) tensor.copy_(torch.rand(tensor.shape).add(0.5));
    else if (name.endsWith("layer_scale")) tensor.copy_(torch.rand(tensor.shape));
    else if (name.endsWith("bias") || name.endsWith("running_mean")) {
      tensor.copy_(torch.randn(tensor.shape).mul(0.1));
    }
  }
}
