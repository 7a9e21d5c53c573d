// Which names of the notebook a cell changes the values of, without assigning the names: `xs.push(1)`, `a.b = 2`,
// `delete m.n`; and how to write it so that others see it. Only what the text itself shows: a change by a function that
// is called, or through another name for the same value, cannot be seen.

import type { Node } from "oxc-parser";
import { insteadOf } from "./mutation-remedies.ts";
import type { SyntaxTree } from "./syntax-tree.ts";

export interface Mutation {
  readonly name: string;
  /** an assignment that makes a new value in its place, as `xs = [...xs, value]` */
  readonly instead: string;
}

/** Methods that change what they are called on: of arrays, maps, sets, dates. Tensors name theirs `add_`. */
const changingMethod =
  /^(push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set|add|delete|clear|set[A-Z]\w*|\w+_)$/;

/** Functions of `Object` and `Reflect` that change their first argument. */
const changingFunctions = new Set([
  "assign",
  "defineProperty",
  "defineProperties",
  "setPrototypeOf",
  "set",
  "deleteProperty",
]);

/**
 * @param scoped offset -> name of each identifier that stands for a name of the notebook
 * @returns each name once, in the order of the text, with what happens to it first
 */
export function mutationsOf(tree: SyntaxTree, scoped: ReadonlyMap<number, string>): Mutation[] {
  const mutations = new Map<string, Mutation>();
  for (const node of tree.nodes) {
    for (const value of changedValues(node, tree)) {
      const name = scoped.get(rootOf(value)?.start ?? -1);
      if (name === undefined || mutations.has(name)) continue;
      const isWhole = (withoutTypes(value) ?? value).type === "Identifier";
      mutations.set(name, { name, instead: insteadOf(name, node, isWhole) });
    }
  }
  return [...mutations.values()];
}

/** The expressions whose values the node changes. */
function changedValues(node: Node, tree: SyntaxTree): Node[] {
  switch (node.type) {
    case "AssignmentExpression":
    case "ForInStatement":
    case "ForOfStatement":
      return ownersOf(node.left);
    case "UpdateExpression":
      return ownersOf(node.argument);
    case "UnaryExpression":
      return node.operator === "delete" ? ownersOf(node.argument) : [];
    case "CallExpression":
      return changedByCall(node, tree);
    default:
      return [];
  }
}

/** The objects whose properties a target of an assignment names: `q` in `[p, q.r]`. */
function ownersOf(target: Node): Node[] {
  switch (target.type) {
    case "MemberExpression":
      return [target.object];
    case "ArrayPattern":
      return target.elements.flatMap((element) => (element ? ownersOf(element) : []));
    case "ObjectPattern":
      return target.properties.flatMap((each) => ownersOf(each.type === "Property" ? each.value : each));
    case "AssignmentPattern":
      return ownersOf(target.left);
    case "RestElement":
      return ownersOf(target.argument);
    default: {
      const inner = withoutTypes(target);
      return inner ? ownersOf(inner) : [];
    }
  }
}

function changedByCall(call: Node & { readonly type: "CallExpression" }, tree: SyntaxTree): Node[] {
  const { callee, arguments: parameters } = call;
  const method = withoutTypes(callee) ?? callee;
  if (method.type !== "MemberExpression" || method.property.type !== "Identifier" || method.computed)
    return [];
  const { object, property } = method;
  if (object.type === "Identifier" && (object.name === "Object" || object.name === "Reflect"))
    return parameters[0] && changingFunctions.has(property.name) ? [parameters[0]] : [];
  if (property.name === "add" && !isForItsEffect(call, tree)) return []; // tensors have a sum of this name
  return changingMethod.test(property.name) ? [object] : [];
}

/** Whether nobody looks at the value: it is a statement, and not the last one, which is shown. */
function isForItsEffect(call: Node, tree: SyntaxTree): boolean {
  const statement = tree.parents.get(call);
  return statement?.type === "ExpressionStatement" && statement !== tree.program.body.at(-1);
}

/** `a` of `a.b[c]?.d`: the name through which a value is reached; undefined if there is none, as in `f().x`. */
function rootOf(node: Node): Node | undefined {
  if (node.type === "Identifier") return node;
  const inner = node.type === "MemberExpression" ? node.object : withoutTypes(node);
  return inner && rootOf(inner);
}

/** The expression in one that is the same value: `x` in `x!`, `(x as T)`, and the chain in `x?.y`. */
function withoutTypes(node: Node): Node | undefined {
  switch (node.type) {
    case "ChainExpression":
    case "TSNonNullExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSTypeAssertion":
      return node.expression;
    default:
      return undefined;
  }
}
