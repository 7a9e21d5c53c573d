// torch.autograd.Function: a person's own forward and backward.
//
//     class Cube extends torch.autograd.Function {
//       static forward(ctx: torch.autograd.FunctionContext, x: Tensor) {
//         ctx.saveForBackward(x);
//         return x.pow(3);
//       }
//       static backward(ctx: torch.autograd.FunctionContext, gradOutput: Tensor) {
//         const [x] = ctx.savedTensors;
//         return gradOutput.mul(x!.square()).mul(3);
//       }
//     }
//     const y = Cube.apply(x);

import { shown } from "../arguments/shown.ts";
import { isFloating } from "../array/dtype.ts";
import { broadcastShapes, sameShape, showShape } from "../array/shape.ts";
import { isGradEnabled, noGrad } from "../autograd/gradient-mode.ts";
import { type Gradients, Node, type World } from "../autograd/node.ts";
import { SavedArray } from "../autograd/saved.ts";
import type { Value } from "../operations/operation.ts";
import { owned } from "../tensor/backward.ts";
import { zeros } from "../tensor/creation.ts";
import { expectTensor } from "../tensor/expect-tensor.ts";
import { Tensor } from "../tensor/tensor.ts";
import type { OneOrMore } from "./roots.ts";

type Saved = readonly { readonly array: SavedArray; readonly node: Node | undefined }[];

/** What forward leaves for backward: tensors by `saveForBackward`, and whatever else is assigned to it. */
export class FunctionContext {
  [attribute: string]: unknown;
  /** for each argument of forward, whether its gradient is asked for */
  readonly needsInputGrad: readonly boolean[];
  #toSave: readonly Tensor[] = [];
  #saved: Saved = [];
  readonly #undifferentiated = new Set<Tensor>();
  #name = "";

  constructor(needsInputGrad: readonly boolean[]) {
    this.needsInputGrad = needsInputGrad;
  }

  /** Keeps inputs and results of forward; to write over one of them before backward is an error. */
  saveForBackward(...tensors: Tensor[]): void {
    this.#toSave = tensors.map((each, i) => expectTensor(`saveForBackward: tensors[${i}]`, each));
  }

  /** What `saveForBackward` was given. */
  get savedTensors(): Tensor[] {
    return this.#saved.map(
      ({ array, node }) => new Tensor({ array: owned(array.read(this.#name)), by: this.#name, gradFn: node }),
    );
  }

  /** Says that no gradient goes through these results. */
  markNonDifferentiable(...tensors: Tensor[]): void {
    for (const each of tensors) this.#undifferentiated.add(expectTensor("markNonDifferentiable", each));
  }

  /** Whether a gradient goes through a result of forward. */
  static isDifferentiable(context: FunctionContext, result: Tensor): boolean {
    return isFloating(result.dtype) && !context.#undifferentiated.has(result);
  }

  /** Saves what forward asked for, after its results have their history. Returns what lets it go. */
  static save(context: FunctionContext, name: string): () => void {
    context.#name = name;
    context.#saved = context.#toSave.map((tensor) => ({
      array: new SavedArray(tensor.array),
      node: tensor.node,
    }));
    context.#toSave = [];
    return () => {
      for (const { array } of context.#saved) array.release();
    };
  }
}

type Outputs = Tensor | readonly Tensor[];

/** What a subclass of `Function` defines. */
interface Definition<Args extends readonly unknown[], Out extends Outputs> {
  readonly name: string;
  forward(context: FunctionContext, ...args: Args): Out;
  backward(context: FunctionContext, ...gradients: Tensor[]): OneOrMore<Tensor | undefined | null>;
}

// biome-ignore lint/complexity/noStaticOnlyClass: what people extend is a class, as in PyTorch
abstract class OwnFunction {
  /**
   * Calls `forward`, which nothing is recorded of. When gradients come back, `backward` gets those of the results (zeros where
   * there are none), and returns one for each argument of forward: undefined for what is no tensor or has none.
   */
  static apply<Args extends readonly unknown[], Out extends Outputs>(
    this: Definition<Args, Out>,
    ...args: Args
  ): Out;
  static apply(this: Definition<readonly unknown[], Outputs>, ...args: unknown[]): Outputs {
    // biome-ignore lint/complexity/noThisInStatic: the subclass that is called is the definition
    return call(this, args);
  }
}

export { OwnFunction as Function };

function call(definition: Definition<readonly unknown[], Outputs>, args: readonly unknown[]): Outputs {
  const inputs = args.map((each) => (each instanceof Tensor ? each : undefined));
  const next = inputs.map((each) => (isGradEnabled() ? each?.node : undefined));
  const context = new FunctionContext(next.map((node) => node !== undefined));
  const made = noGrad(() => definition.forward(context, ...args));
  const isOne = made instanceof Tensor;
  const outputs = (isOne ? [made] : made).map((each, i) =>
    expectTensor(`${definition.name}.forward: result ${i}`, each),
  );
  if (next.every((node) => node === undefined)) return made;
  const node = new FunctionNode(definition, context, inputs, next, outputs);
  const results = outputs.map((output, i) => {
    // what comes in and goes out again is another tensor then, with definition history
    const result = inputs.includes(output) ? output.detach() : output;
    if (FunctionContext.isDifferentiable(context, output)) result.gradFn = new ResultNode(node, i, output);
    return result;
  });
  node.save();
  return isOne ? results[0]! : results;
}

/** Calls backward when the gradients of all results have come together. */
class FunctionNode extends Node {
  readonly #definition: Definition<readonly unknown[], Outputs>;
  readonly #context: FunctionContext;
  readonly #inputs: readonly (Value | undefined)[];
  readonly #outputs: readonly Value[];
  #received: (Tensor | undefined)[] = [];
  #letGo = (): void => {};

  constructor(
    definition: Definition<readonly unknown[], Outputs>,
    context: FunctionContext,
    inputs: readonly (Value | undefined)[],
    next: readonly (Node | undefined)[],
    outputs: readonly Value[],
  ) {
    super(`${definition.name}Backward`, next, { shape: [], dtype: "float32" });
    this.#definition = definition;
    this.#context = context;
    const formOf = ({ shape, dtype }: Value): Value => ({ shape, dtype });
    this.#inputs = inputs.map((each) => each && formOf(each));
    this.#outputs = outputs.map(formOf);
  }

  save(): void {
    this.#letGo = FunctionContext.save(this.#context, this.name);
  }

  /** Takes the gradient of one of the results. */
  receive(output: number, gradient: Tensor): void {
    this.#received[output] = gradient;
  }

  override backward<V extends Value>(_: V, world: World<V>): Gradients<V> {
    const gradients = this.#outputs.map(
      ({ shape, dtype }, i) => this.#received[i] ?? zeros([...shape], { dtype }),
    );
    this.#received = [];
    const returned = this.#definition.backward(this.#context, ...gradients);
    const all: readonly unknown[] = Array.isArray(returned) ? returned : [returned];
    const surplus = all.slice(this.#inputs.length);
    if (all.length < this.#inputs.length || surplus.some((each) => each !== undefined && each !== null)) {
      throw new Error(
        `function ${this.name} returned an incorrect number of gradients (expected ${this.#inputs.length}, got ${all.length})`,
      );
    }
    return this.#inputs.map((input, i) => {
      const gradient = all[i];
      if (gradient === undefined || gradient === null) return undefined;
      if (!(gradient instanceof Tensor)) {
        throw new TypeError(
          `function ${this.name}: gradient ${i}: expected a Tensor, got ${shown(gradient)}`,
        );
      }
      if (input === undefined || this.next[i] === undefined) return undefined;
      if (!reaches(gradient.shape, input.shape)) {
        throw new RangeError(
          `function ${this.name} returned an invalid gradient at index ${i} - got ${showShape(gradient.shape)} but ` +
            `expected shape compatible with ${showShape(input.shape)}`,
        );
      }
      const { maths } = world;
      return maths.cast(maths.sumTo(world.valueOf(gradient.array, gradient.node), input.shape), input.dtype);
    });
  }

  override release(): void {
    this.#letGo();
  }
}

/** Whether a gradient of this shape can be summed to another one. */
function reaches(from: readonly number[], to: readonly number[]): boolean {
  try {
    return sameShape(broadcastShapes(from, to), from);
  } catch {
    return false;
  }
}

/** The node of one result. */
class ResultNode extends Node {
  readonly #function: FunctionNode;
  readonly #position: number;

  constructor(node: FunctionNode, position: number, form: Value) {
    super(node.name, [node], form);
    this.#function = node;
    this.#position = position;
  }

  override backward<V extends Value>(gradient: V, world: World<V>): Gradients<V> {
    this.#function.receive(this.#position, Tensor.ofGradient(world.handOut(gradient)));
    return [world.maths.scalar(0, "float32")]; // tells the function only that there is something
  }
}
