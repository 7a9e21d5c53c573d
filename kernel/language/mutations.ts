// Which names of the notebook a cell changes the values of, without assigning the names: `xs.push(1)`, `a.b = 2`,
// `delete m.n`; and how to write it so that others see it. Only what the text itself shows: a change by a function that
// is called, or through another name for the same value, cannot be seen.

import type { Node } from "oxc-parser";
import { isShown } from "./edits/result.ts";
import { insteadOf } from "./mutation-remedies.ts";
import type { Mention } from "./names.ts";
import type { SyntaxTree } from "./syntax-tree.ts";

export interface Mutation {
  readonly name: string;
  /** an assignment that makes a new value in its place, as `xs = [...xs, value]` */
  readonly instead: string;
  /** a function or class does it, which may run at any time */
  readonly inFunction: boolean;
  /** only if this path of names leads to a Set: what `x.add(1)` gives is looked at, as the sum of a tensor would be */
  readonly ifSet?: readonly string[] | undefined;
}

/** A value that a node changes. */
interface Change {
  readonly value: Node;
  readonly onlyIfSet: boolean;
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
 * @param mentions the places where names of the notebook are read
 * @returns each name once, in the order of the text, with what happens to it first
 */
export function mutationsOf(tree: SyntaxTree, source: string, mentions: readonly Mention[]): Mutation[] {
  const mentioned = new Map(mentions.map((each) => [each.offset, each]));
  const mutations = new Map<string, Mutation>();
  for (const node of tree.nodes) {
    for (const { value, onlyIfSet } of changesBy(node, tree, source)) {
      const mention = mentioned.get(rootOf(value)?.start ?? -1);
      const path = onlyIfSet ? pathOf(value) : undefined;
      if (mention === undefined || (onlyIfSet && path === undefined)) continue;
      const { name, inFunction } = mention;
      const isWhole = (withoutTypes(value) ?? value).type === "Identifier";
      const instead = insteadOf(name, node, isWhole);
      mutations.set(name, merged(mutations.get(name), { name, instead, inFunction, ifSet: path }));
    }
  }
  return [...mutations.values()];
}

/** What is certain counts more than what depends on the value. */
function merged(before: Mutation | undefined, { name, instead, inFunction, ifSet }: Mutation): Mutation {
  if (before === undefined) return { name, instead, inFunction, ifSet };
  const isCertain = before.ifSet !== undefined && ifSet === undefined;
  return {
    ...before,
    instead: isCertain ? instead : before.instead,
    inFunction: before.inFunction || inFunction,
    ifSet: before.ifSet && ifSet,
  };
}

/** The expressions whose values the node changes. */
function changesBy(node: Node, tree: SyntaxTree, source: string): Change[] {
  if (node.type === "CallExpression") return changedByCall(node, tree, source);
  return changedValues(node).map((value) => ({ value, onlyIfSet: false }));
}

function changedValues(node: Node): Node[] {
  switch (node.type) {
    case "AssignmentExpression":
    case "ForInStatement":
    case "ForOfStatement":
      return ownersOf(node.left);
    case "UpdateExpression":
      return ownersOf(node.argument);
    case "UnaryExpression":
      return node.operator === "delete" ? ownersOf(node.argument) : [];
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

function changedByCall(
  call: Node & { readonly type: "CallExpression" },
  tree: SyntaxTree,
  source: string,
): Change[] {
  const { callee, arguments: parameters } = call;
  const method = withoutTypes(callee) ?? callee;
  if (method.type !== "MemberExpression" || method.property.type !== "Identifier" || method.computed)
    return [];
  const { object, property } = method;
  const isOfObject = object.type === "Identifier" && (object.name === "Object" || object.name === "Reflect");
  if (isOfObject && !changingFunctions.has(property.name)) return [];
  if (!isOfObject && !changingMethod.test(property.name)) return [];
  const value = isOfObject ? parameters[0] : object;
  const onlyIfSet = property.name === "add" && !isForItsEffect(call, tree, source); // tensors have a sum of this name
  return value ? [{ value, onlyIfSet }] : [];
}

/** Whether nobody looks at the value: it is a statement that is not shown. */
function isForItsEffect(call: Node, tree: SyntaxTree, source: string): boolean {
  const statement = tree.parents.get(call);
  return statement?.type === "ExpressionStatement" && !isShown(statement, tree, source);
}

/** `["a", "b"]` of `a.b`; undefined if something else leads to the value than names. */
function pathOf(node: Node): string[] | undefined {
  const inner = withoutTypes(node);
  if (inner !== undefined) return pathOf(inner);
  if (node.type === "Identifier") return [node.name];
  if (node.type !== "MemberExpression" || node.computed || node.property.type !== "Identifier")
    return undefined;
  const owner = pathOf(node.object);
  return owner && [...owner, node.property.name];
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
