// A network as a list of nodes that every engine can build from: the one description that all peers share, so
// that all compute the same. Parameters are named by their keys in the network's state. Lamella itself does not
// read this: it runs its own modules, as a person would, and the comparison of the outputs shows that both agree.

/** 0 is the input; n is the result of node n - 1. */
export type Value = number;

export type Node =
  /** over the last dimension */
  | { readonly op: "linear"; readonly input: Value; readonly prefix: string }
  | (Convolution & { readonly input: Value })
  /** in evaluation: by the running statistics */
  | { readonly op: "batchNorm"; readonly input: Value; readonly prefix: string; readonly eps: number }
  /** over the last dimension */
  | { readonly op: "layerNorm"; readonly input: Value; readonly prefix: string; readonly eps: number }
  | { readonly op: "relu" | "gelu"; readonly input: Value }
  | { readonly op: "add"; readonly input: Value; readonly other: Value }
  /** times a parameter of shape [C, 1, 1], by its whole name */
  | { readonly op: "scale"; readonly input: Value; readonly name: string }
  /** [N, C, H, W] -> [N, H, W, C], and back */
  | { readonly op: "toChannelsLast" | "toChannelsFirst"; readonly input: Value }
  | (Pooling & { readonly input: Value })
  /** [N, C, H, W] -> [N, C] */
  | { readonly op: "globalAveragePool"; readonly input: Value };

export interface Convolution {
  readonly op: "convolution";
  /** over a line or over an image */
  readonly dimensions: 1 | 2;
  /** before `weight` and `bias` in the state */
  readonly prefix: string;
  readonly stride: number;
  /** zeros on each side */
  readonly padding: number;
  readonly groups: number;
}

export interface Pooling {
  readonly op: "maxPool";
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: number;
}

/** The values that a node reads. */
export function operands(node: Node): Value[] {
  return node.op === "add" ? [node.input, node.other] : [node.input];
}

/** Records a network, layer after layer; each method takes and returns values. */
export class Graph {
  readonly nodes: Node[] = [];

  #push(node: Node): Value {
    this.nodes.push(node);
    return this.nodes.length;
  }

  linear(input: Value, prefix: string): Value {
    return this.#push({ op: "linear", input, prefix });
  }

  convolution(input: Value, prefix: string, { stride = 1, padding = 0, groups = 1 } = {}): Value {
    return this.#push({ op: "convolution", dimensions: 2, input, prefix, stride, padding, groups });
  }

  convolution1d(input: Value, prefix: string, { stride = 1, padding = 0, groups = 1 } = {}): Value {
    return this.#push({ op: "convolution", dimensions: 1, input, prefix, stride, padding, groups });
  }

  batchNorm(input: Value, prefix: string): Value {
    return this.#push({ op: "batchNorm", input, prefix, eps: 1e-5 });
  }

  layerNorm(input: Value, prefix: string): Value {
    return this.#push({ op: "layerNorm", input, prefix, eps: 1e-6 });
  }

  relu(input: Value): Value {
    return this.#push({ op: "relu", input });
  }

  gelu(input: Value): Value {
    return this.#push({ op: "gelu", input });
  }

  add(input: Value, other: Value): Value {
    return this.#push({ op: "add", input, other });
  }

  scale(input: Value, name: string): Value {
    return this.#push({ op: "scale", input, name });
  }

  toChannelsLast(input: Value): Value {
    return this.#push({ op: "toChannelsLast", input });
  }

  toChannelsFirst(input: Value): Value {
    return this.#push({ op: "toChannelsFirst", input });
  }

  maxPool(input: Value, options: Omit<Pooling, "op">): Value {
    return this.#push({ op: "maxPool", input, ...options });
  }

  globalAveragePool(input: Value): Value {
    return this.#push({ op: "globalAveragePool", input });
  }
}
