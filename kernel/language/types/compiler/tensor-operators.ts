// Expressions that mean something on Python's tensors and nothing on ours: which operands of theirs must not be tensors,
// and what to write instead. Some TypeScript refuses by itself. Others it lets pass, and JavaScript answers with a wrong value
// and without a word: -x is NaN, x == y asks whether both are one object, and a tensor as a condition is always true.

import {
  type BinaryExpression,
  type Expression,
  type Node,
  type PrefixUnaryExpression,
  type SourceFile,
  SyntaxKind,
} from "typescript/unstable/ast";
import * as is from "typescript/unstable/ast/is";

export interface TensorExpression {
  readonly node: Node;
  readonly operands: readonly Expression[];
  /** what to write, if operands are tensors: `true` for each that is one */
  instead(areTensors: readonly boolean[]): string;
  /** the error that TypeScript lacks; undefined where it has one of its own */
  readonly silent: { readonly code: number; readonly message: string } | undefined;
}

/** All such expressions of a file. */
export function tensorExpressions(file: SourceFile): TensorExpression[] {
  const found: TensorExpression[] = [];
  const visit = (node: Node): void => {
    const expression = describe(node, file);
    if (expression !== undefined) found.push(expression);
    node.forEachChild(visit);
  };
  visit(file);
  return found;
}

function describe(node: Node, file: SourceFile): TensorExpression | undefined {
  if (is.isBinaryExpression(node))
    return binary(node, file) ?? (isLogical(node) ? condition(node.left, file) : undefined);
  if (is.isPrefixUnaryExpression(node)) return unary(node, file);
  if (is.isElementAccessExpression(node))
    return elementAccess(node.expression, node.argumentExpression, node, file);
  if (is.isConditionalExpression(node)) return condition(node.condition, file);
  if (is.isIfStatement(node) || is.isWhileStatement(node) || is.isDoStatement(node))
    return condition(node.expression, file);
  if (is.isForStatement(node) && node.condition) return condition(node.condition, file);
  return undefined;
}

/** The method for each operator, and how operands change places where the left one is no tensor: 1 < x is x > 1. */
const methods: Partial<Record<SyntaxKind, { readonly name: string; readonly swapped?: string }>> = {
  [SyntaxKind.PlusToken]: { name: "add", swapped: "add" },
  [SyntaxKind.MinusToken]: { name: "sub" },
  [SyntaxKind.AsteriskToken]: { name: "mul", swapped: "mul" },
  [SyntaxKind.SlashToken]: { name: "div" },
  [SyntaxKind.PercentToken]: { name: "remainder" },
  [SyntaxKind.AsteriskAsteriskToken]: { name: "pow" },
  [SyntaxKind.LessThanToken]: { name: "lt", swapped: "gt" },
  [SyntaxKind.LessThanEqualsToken]: { name: "le", swapped: "ge" },
  [SyntaxKind.GreaterThanToken]: { name: "gt", swapped: "lt" },
  [SyntaxKind.GreaterThanEqualsToken]: { name: "ge", swapped: "le" },
  [SyntaxKind.EqualsEqualsToken]: { name: "eq", swapped: "eq" },
  [SyntaxKind.ExclamationEqualsToken]: { name: "ne", swapped: "ne" },
  [SyntaxKind.AmpersandToken]: { name: "logicalAnd", swapped: "logicalAnd" },
  [SyntaxKind.BarToken]: { name: "logicalOr", swapped: "logicalOr" },
  [SyntaxKind.CaretToken]: { name: "logicalXor", swapped: "logicalXor" },
  [SyntaxKind.PlusEqualsToken]: { name: "add_" },
  [SyntaxKind.MinusEqualsToken]: { name: "sub_" },
  [SyntaxKind.AsteriskEqualsToken]: { name: "mul_" },
  [SyntaxKind.SlashEqualsToken]: { name: "div_" },
};

/** JavaScript compares two objects by their identity, or by their texts as numbers. */
const comparisons = new Set(["==", "!=", "<", "<=", ">", ">="]);

function binary(node: BinaryExpression, file: SourceFile): TensorExpression | undefined {
  const { left, right, operatorToken } = node;
  const method = methods[operatorToken.kind];
  if (method === undefined || isNothing(left, file) || isNothing(right, file)) return undefined;
  const operator = operatorToken.getText(file);
  return {
    node,
    operands: [left, right],
    instead: ([leftIsTensor]) => {
      if (leftIsTensor) return call(left, method.name, [right], file);
      if (method.swapped !== undefined) return call(right, method.swapped, [left], file);
      return `torch.${method.name}(${short(left, file)}, ${short(right, file)})`;
    },
    silent: comparisons.has(operator)
      ? { code: 2365, message: `Operator '${operator}' does not compare the elements of tensors` }
      : undefined,
  };
}

const unaryMethods: Partial<Record<SyntaxKind, (operand: Expression, file: SourceFile) => string>> = {
  [SyntaxKind.MinusToken]: (operand, file) => call(operand, "neg", [], file),
  [SyntaxKind.PlusToken]: (operand, file) => short(operand, file),
  [SyntaxKind.TildeToken]: (operand, file) => call(operand, "logicalNot", [], file),
};

function unary(node: PrefixUnaryExpression, file: SourceFile): TensorExpression | undefined {
  if (node.operator === SyntaxKind.ExclamationToken) return condition(node.operand, file);
  const write = unaryMethods[node.operator];
  if (write === undefined) return undefined;
  const operator = file.text[node.getStart(file)];
  return {
    node,
    operands: [node.operand],
    instead: () => write(node.operand, file),
    silent: { code: 2736, message: `Operator '${operator}' cannot be applied to type 'Tensor'` },
  };
}

function elementAccess(
  object: Expression,
  index: Expression,
  node: Node,
  file: SourceFile,
): TensorExpression {
  const isWritten =
    is.isBinaryExpression(node.parent) &&
    node.parent.left === node &&
    node.parent.operatorToken.kind === SyntaxKind.EqualsToken;
  const indices = file.text.slice(index.getStart(file), index.end);
  return {
    node,
    operands: [object],
    instead: () =>
      isWritten
        ? `${short(object, file)}.indexPut_([${indices}], value)`
        : `${short(object, file)}.index(${indices})`,
    silent: undefined,
  };
}

/** An element of an array may be missing whatever its type says, so that asking whether it is there makes sense. */
function condition(whole: Expression, file: SourceFile): TensorExpression | undefined {
  const operand = decisive(whole);
  if (is.isElementAccessExpression(operand)) return undefined;
  const text = short(operand, file);
  return {
    node: operand,
    operands: [operand],
    instead: () =>
      `${call(operand, "any", [], file)}.item() for its elements, or ${text} !== undefined for whether there is a tensor`,
    silent: { code: 2801, message: "A tensor as a condition is always true" },
  };
}

/** Of `x && y` the right side; the left one is a condition by itself. */
function decisive(operand: Expression): Expression {
  if (is.isParenthesizedExpression(operand)) return decisive(operand.expression);
  return is.isBinaryExpression(operand) && isLogical(operand) ? decisive(operand.right) : operand;
}

function isLogical({ operatorToken: { kind } }: BinaryExpression): boolean {
  return kind === SyntaxKind.AmpersandAmpersandToken || kind === SyntaxKind.BarBarToken;
}

/** `x == null` asks whether there is a tensor. */
function isNothing(node: Expression, file: SourceFile): boolean {
  return /^(null|undefined)$/.test(node.getText(file));
}

const longest = 40; // characters of an operand that a hint repeats

function short(node: Expression, file: SourceFile): string {
  const text = node.getText(file);
  return text.length > longest || text.includes("\n") ? "..." : text;
}

function call(object: Expression, method: string, given: readonly Expression[], file: SourceFile): string {
  const text = short(object, file);
  const isSimple =
    /^[\w$.]+$|^\.\.\.$/.test(text) || is.isCallExpression(object) || is.isParenthesizedExpression(object);
  return `${isSimple ? text : `(${text})`}.${method}(${given.map((each) => short(each, file)).join(", ")})`;
}
