// What the type checker says of operators on tensors: TypeScript's own errors get to say what to write instead, and what it
// lets pass although the result is wrong becomes an error.

import type { Expression, SourceFile } from "typescript/unstable/ast";
import { type Checker, type Project, type Type, TypeFlags } from "typescript/unstable/sync";
import type { Diagnostic } from "../messages.ts";
import { type TensorExpression, tensorExpressions } from "./tensor-operators.ts";

/** TypeScript's errors about operands and indices. */
const aboutOperators = new Set([2362, 2363, 2365, 2367, 7053]);

/** @param found the errors of the file so far */
export function withTensorOperators(
  { checker, program }: Project,
  path: string,
  found: readonly Diagnostic[],
): readonly Diagnostic[] {
  const file = program.getSourceFile(path);
  if (file === undefined) return found;
  const isExplained = found.some(({ code }) => aboutOperators.has(code));
  const expressions = tensorExpressions(file).filter(({ silent }) => silent !== undefined || isExplained);
  const areTensors = tensorTest(
    checker,
    expressions.flatMap(({ operands }) => operands),
  );
  return expressions
    .reduce((diagnostics, expression) => {
      const { operands } = expression;
      return operands.some(areTensors)
        ? withExpression(diagnostics, expression, operands.map(areTensors), file)
        : diagnostics;
    }, found)
    .toSorted((a, b) => a.start - b.start);
}

/** The errors with what there is to say of an expression on tensors: in the errors that are there, or a new one. */
function withExpression(
  diagnostics: readonly Diagnostic[],
  { node, operands, instead, silent }: TensorExpression,
  areTensors: readonly boolean[],
  file: SourceFile,
): readonly Diagnostic[] {
  const hint = `: write ${instead(areTensors)}`;
  const places = [node, ...operands].map((each) => ({ start: each.getStart(file), end: each.end }));
  const isAbout = ({ code, start, end }: Diagnostic): boolean =>
    aboutOperators.has(code) && places.some((place) => place.start === start && place.end === end);
  if (diagnostics.some(isAbout)) {
    return diagnostics.map((each) =>
      isAbout(each) ? { ...each, message: each.message.replace(/\.?$/m, hint) } : each,
    );
  }
  if (silent === undefined) return diagnostics;
  const [{ start, end } = { start: 0, end: 0 }] = places;
  return [...diagnostics, { code: silent.code, message: silent.message + hint, start, end, related: [] }];
}

/** A method that only tensors have: by it they are known, whatever class they are of. */
const mark = "requiresGrad_";

function tensorTest(checker: Checker, operands: readonly Expression[]): (operand: Expression) => boolean {
  const types = operands.length === 0 ? [] : checker.getTypeAtLocation(operands);
  const isTensor = (type: Type | undefined): boolean =>
    type !== undefined &&
    (type.flags & TypeFlags.Object) !== 0 &&
    checker.getPropertyOfType(type, mark) !== undefined;
  const tensors = new Set(operands.filter((_, i) => isTensor(types[i])));
  return (operand) => tensors.has(operand);
}
