// A kernel: a function generated for one kind of work, that works on a range of items so that threads can share
// it. Kernels are made when first needed and kept by name.

import { arena } from "../memory/arena.ts";
import type { Local, ValueType } from "./code.ts";
import { byName, type FunctionBuilder } from "./function.ts";
import { instantiate, type Run } from "./instantiate.ts";
import { encodeModule, ModuleBuilder } from "./module.ts";
import { compile } from "./simd.ts";
import { printModule } from "./text.ts";

/** What every kernel is told: the thread it runs on (0 is the main one) and the items from `begin` up to `end`. */
type Range = "thread" | "begin" | "end";

export class Kernel<Operand extends string = string> {
  /** unique in this process */
  readonly id: number;
  readonly name: string;
  /** the names of the operands after the range, in order */
  readonly operands: readonly Operand[];
  readonly module: WebAssembly.Module;
  readonly run: Run;
  readonly #source: ModuleBuilder;

  constructor(id: number, name: string, operands: readonly Operand[], source: ModuleBuilder) {
    this.id = id;
    this.name = name;
    this.operands = operands;
    this.#source = source;
    this.module = compile(encodeModule(source));
    this.run = instantiate(this.module, arena.memory);
  }

  /** The kernel in WebAssembly's text format. */
  text(): string {
    return printModule(this.#source);
  }
}

const kernels = new Map<string, Kernel>();

/**
 * The kernel of this name; when it is asked for the first time, `write` generates its `run` function (and others
 * that this one calls). The name must tell apart all that `write` depends on.
 */
export function defineKernel<Operand extends string>(
  name: string,
  operands: Readonly<Record<Operand, ValueType>>,
  write: (
    run: FunctionBuilder,
    parameters: Readonly<Record<Range | Operand, Local>>,
    module: ModuleBuilder,
  ) => void,
): Kernel<Operand> {
  const known = kernels.get(name);
  if (known) return known as Kernel<Operand>;
  const module = new ModuleBuilder();
  const run = module.function("run");
  const names = Object.keys(operands) as Operand[]; // a cast: TypeScript's keys forgets which there are
  const range = run.integerParameters<Range>("thread", "begin", "end");
  write(run, { ...range, ...byName(names, (each) => run.parameter(each, operands[each])) }, module);
  const kernel = new Kernel(kernels.size, name, names, module);
  kernels.set(name, kernel);
  return kernel;
}

/** So many kernels of one kind are found without their names; more kinds than this hardly take turns. */
const recentKernels = 8;

/**
 * Lets kernels of one kind be found by the parts that their name is made of, compared by identity: putting the name
 * together takes as long as some kernels run.
 */
export function foundByParts<Parts extends readonly unknown[], Operand extends string>(
  define: (...parts: Parts) => Kernel<Operand>,
): (...parts: Parts) => Kernel<Operand> {
  const recent: { readonly parts: Parts; readonly kernel: Kernel<Operand> }[] = [];
  return (...parts) => {
    const known = recent.find((each) => each.parts.every((part, i) => part === parts[i]));
    if (known) return known.kernel;
    const kernel = define(...parts);
    if (recent.length === recentKernels) recent.shift();
    recent.push({ parts, kernel });
    return kernel;
  };
}
