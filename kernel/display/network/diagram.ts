// `display.diagram(block, x)`: a block or a network as the figure that a paper would print, drawn from one forward pass.

import type { Drawing } from "../limit.ts";
import { drawn } from "./drawn.ts";
import { listing } from "./listing.ts";
import { networkDiagram } from "./network-diagram.ts";
import { isEngineTensor, trace } from "./trace.ts";
import { visible } from "./visible.ts";
import { isWatched } from "./watched-module.ts";

export interface DiagramOptions {
  /** how many levels of modules are drawn; left out: as many as give a picture of a screen or two */
  readonly depth?: number;
  /** whether boxes tell how many parameters they have */
  readonly parameters?: boolean;
}

/**
 * The diagram of a module for an input x, or for several in an array. The module is called once, in evaluation mode and
 * without gradients; modes, running statistics and inputs are afterwards as before. What is the identity in
 * evaluation, as Dropout, has a dashed line.
 * @throws TypeError for a value that is no module, or without an input tensor
 * @throws RangeError for a depth that is no positive whole number
 * @throws Error that names the layer in which the forward pass failed
 */
export function diagram(model: unknown, x: unknown, options: DiagramOptions = {}): Drawing {
  if (!isWatched(model)) throw new TypeError(`display.diagram: expected a module, got ${typeof model}`);
  const inputs: unknown[] = Array.isArray(x) ? x : [x];
  if (inputs.length === 0 || !inputs.every(isEngineTensor)) {
    throw new TypeError(
      "display.diagram(module, x) needs an input tensor x, or several in an array: one forward pass gives the shapes",
    );
  }
  const { depth, parameters = false } = options;
  if (depth !== undefined && !(Number.isInteger(depth) && depth >= 1)) {
    throw new RangeError(`display.diagram: depth must be a whole number from 1, got ${depth}`);
  }
  const seen = visible(trace(model, inputs), depth);
  const shapes = inputs.map(({ shape }) => `[${shape.join(", ")}]`).join(" and ");
  const title = `Diagram of ${model.constructor.name} for an input of shape ${shapes}`;
  return drawn(networkDiagram(seen, { title, parameters }), listing(seen));
}
