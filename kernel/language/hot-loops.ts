// Which names of the notebook a loop can keep in variables of its own while it runs. A property that is written
// millions of times costs several times what a variable costs (each number has to be put into an object), and one
// that is read is looked up each time.
//
// Besides a loop without `await`, only functions can run while it does. So if no function of the notebook mentions
// a name, the loop has it to itself and may write it back when it is done; and a name that no function writes has one
// value as long as the loop does not write it. Functions made by later cells do not run before those cells do.

import type { Node } from "oxc-parser";
import type { CellNames, Mention } from "./names.ts";
import { childrenOf, type SyntaxTree } from "./syntax-tree.ts";

/** What the loop's own block calls the notebook's scope; by this name the loops of a cell can be found. */
export const loopHolder = "$loop";

/** The names of the notebook that functions mention, those of the cells that ran so far. */
export interface FunctionNames {
  readonly read: ReadonlySet<string>;
  readonly written: ReadonlySet<string>;
}

export interface HotLoop {
  /** names it only reads */
  readonly reads: readonly string[];
  /** names it writes */
  readonly writes: readonly string[];
}

/** The names of the notebook that the functions of this cell mention. */
export function functionNames({ mentions }: CellNames): FunctionNames {
  const inFunctions = mentions.filter(({ inFunction }) => inFunction);
  return {
    read: new Set(inFunctions.map(({ name }) => name)), // a write may be a read too, as in `n += 1`
    written: new Set(inFunctions.filter(({ writes }) => writes).map(({ name }) => name)),
  };
}

/**
 * The outermost loops (with their labels) without `await` among the cell's own statements, as far as they mention
 * names they can keep.
 * @param defined the names that exist before the cell runs
 * @param functions what the functions of earlier cells mention; if nobody knows, no loop keeps anything
 */
export function hotLoops(
  tree: SyntaxTree,
  names: CellNames,
  defined: ReadonlySet<string>,
  functions: FunctionNames | undefined,
): Map<Node, HotLoop> {
  if (functions === undefined || names.all.has(loopHolder)) return new Map();
  const own = functionNames(names);
  const isRead = (name: string) => own.read.has(name) || functions.read.has(name);
  const isWritten = (name: string) => own.written.has(name) || functions.written.has(name);

  const loops = loopsWithoutAwait(tree.program).map((node): [Node, HotLoop] => {
    const inside = ({ offset }: { readonly offset: number }) => node.start <= offset && offset < node.end;
    const hidden = new Set(names.inner.filter(inside).map(({ name }) => name));
    const mentions = names.mentions.filter((each) => inside(each) && !each.inFunction);
    const kept = namesIn(mentions).filter(
      (name) => !hidden.has(name) && (defined.has(name) || existsAt(node.start, name, names)),
    );
    const written = namesIn(mentions.filter(({ writes }) => writes));
    const reads = kept.filter((name) => !written.includes(name) && !isWritten(name));
    const writes = kept.filter((name) => written.includes(name) && !isRead(name));
    return [node, { reads, writes }];
  });
  return new Map(loops.filter(([, { reads, writes }]) => reads.length + writes.length > 0));
}

/** The places that stand for the notebook's scope, without those where a loop uses its own variable. */
export function withoutKept(
  { scoped, mentions }: CellNames,
  loops: ReadonlyMap<Node, HotLoop>,
): ReadonlyMap<number, string> {
  const inFunction = new Set(mentions.filter((each) => each.inFunction).map(({ offset }) => offset));
  const isKept = (offset: number, name: string) =>
    !inFunction.has(offset) &&
    [...loops].some(
      ([{ start, end }, { reads, writes }]) =>
        start <= offset && offset < end && (reads.includes(name) || writes.includes(name)),
    );
  return new Map([...scoped].filter(([offset, name]) => !isKept(offset, name)));
}

function namesIn(mentions: readonly Mention[]): string[] {
  return [...new Set(mentions.map(({ name }) => name))];
}

/** Whether a name that the cell defines has a value when its statements have run up to an offset. */
function existsAt(offset: number, wanted: string, { definitions, declared }: CellNames): boolean {
  const definition = definitions.find(({ name }) => name === wanted);
  if (definition === undefined || definition.kind === "type") return false;
  const isHoisted = ["function", "var", "import"].includes(definition.kind);
  return isHoisted || (declared.get(wanted) ?? offset) < offset;
}

function loopsWithoutAwait(node: Node): Node[] {
  if (isLater(node)) return [];
  if (isLoop(node) && !awaits(node)) return [node];
  return childrenOf(node).flatMap(loopsWithoutAwait);
}

/** With its labels: `continue label` needs the label right ahead of the loop. */
function isLoop(node: Node): boolean {
  switch (node.type) {
    case "LabeledStatement":
      return isLoop(node.body);
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return true;
    default:
      return false;
  }
}

function awaits(node: Node): boolean {
  if (node.type === "AwaitExpression") return true;
  if (node.type === "ForOfStatement" && node.await) return true;
  if (node.type === "VariableDeclaration" && node.kind === "await using") return true;
  return !isFunction(node) && childrenOf(node).some(awaits);
}

function isFunction({ type }: Node): boolean {
  return type.includes("Function");
}

/** Whether the statements inside are not the cell's own. */
function isLater(node: Node): boolean {
  return isFunction(node) || node.type === "StaticBlock" || node.type === "TSModuleDeclaration";
}
