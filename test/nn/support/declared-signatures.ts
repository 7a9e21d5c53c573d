// What the functions and methods of tensors take, read from the sources: the parameters, and of optional ones the declaration
// that drives them.

import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Expression, type Function as FunctionNode, type ParamPattern, parseSync } from "oxc-parser";
import * as torch from "../../../nn/index.ts";

export interface Signature {
  /** in order; "?" after those that may be left out */
  readonly inOrder: readonly string[];
  readonly byName: readonly string[];
  /** there are none, and an object with options is an error */
  readonly refusesOptions?: true;
}

const folder = resolve(import.meta.dirname, "../../../nn/tensor");
const programs = readdirSync(folder).map(
  (file) => parseSync(file, readFileSync(join(folder, file), "utf8")).program,
);

function nameOf(node: { readonly type: string; readonly name?: unknown }): string | undefined {
  return node.type === "Identifier" && typeof node.name === "string" ? node.name : undefined;
}

/** The names of parameters, "?" after those that have a default or may be left out. */
function parametersOf(params: readonly ParamPattern[]): string[] {
  return params.flatMap((each) => {
    const name = each.type === "AssignmentPattern" ? nameOf(each.left) : nameOf(each);
    const mayBeLeftOut = each.type === "AssignmentPattern" || ("optional" in each && each.optional);
    return name === undefined ? [] : [mayBeLeftOut ? `${name}?` : name];
  });
}

/** Declarations by `optional` and `keywords`: what they take in order, and by name. */
const declarations = new Map<string, Signature>();
const functions = new Map<string, Expression>();
for (const { body } of programs) {
  for (const each of body) {
    const statement = each.type === "ExportNamedDeclaration" ? each.declaration : each;
    if (statement?.type !== "VariableDeclaration") continue;
    for (const { id, init } of statement.declarations)
      if (id.type === "Identifier" && init) functions.set(id.name, init);
  }
}
const takenBy = (expression: Expression | undefined): string[] => {
  if (expression?.type === "Identifier") return takenBy(functions.get(expression.name));
  return expression?.type === "ArrowFunctionExpression" ? parametersOf(expression.params) : [];
};
for (const [name, init] of functions) {
  if (init.type !== "CallExpression" || init.callee.type !== "Identifier") continue;
  const [first, second] = init.arguments.filter((each) => each.type !== "SpreadElement").map(takenBy);
  const plain = (names: readonly string[] = []) => names.map((each) => each.replace("?", ""));
  if (init.callee.name === "optional")
    declarations.set(name, { inOrder: first ?? [], byName: plain(second) });
  if (init.callee.name === "keywords") declarations.set(name, { inOrder: [], byName: plain(first) });
}

/** The names of types that stand for what a declaration allows: `type GivenSum = Given<typeof sumArguments, SumOptions>`. */
const source = readdirSync(folder)
  .map((file) => readFileSync(join(folder, file), "utf8"))
  .join("\n");
const aliases = new Map(
  [...source.matchAll(/type (\w+) = Given<typeof (\w+), \w+>/g)].map(([, alias = "", name = ""]) => [
    alias,
    name,
  ]),
);

/** What a function takes, by its parameters and the type of the last. */
function signatureOf(params: readonly ParamPattern[], text: string): Signature {
  const required = parametersOf(params).filter((name) => !name.startsWith("options"));
  const last = params.at(-1);
  if (last?.type === "Identifier" && last.name === "options")
    return { inOrder: required, byName: ["options"] };
  if (last?.type !== "RestElement") return { inOrder: required, byName: [] };
  const type = text.slice(last.start, last.end);
  const named = /Given<typeof (\w+),/.exec(type)?.[1] ?? aliases.get(/: (\w+)/.exec(type)?.[1] ?? "");
  if (type.endsWith("GivenNothing")) return { inOrder: required, byName: [], refusesOptions: true };
  const declared = declarations.get(named ?? "");
  if (declared) return { ...declared, inOrder: [...required, ...declared.inOrder] };
  return {
    inOrder: [...required, `*${last.argument.type === "Identifier" ? last.argument.name : ""}`],
    byName: [],
  };
}

/** All overloads of the exported functions, and of the public methods; without the implementation behind overloads. */
export interface Own {
  readonly name: string;
  readonly signature: Signature;
  readonly isOverload: boolean;
}

const found: Own[] = [];
for (const file of readdirSync(folder).filter((each) => each !== "nested.ts")) {
  const text = readFileSync(join(folder, file), "utf8");
  const add = (name: string, node: Pick<FunctionNode, "params" | "body">) => {
    const params = node.params.filter((each) => each.type !== "TSParameterProperty");
    found.push({ name, signature: signatureOf(params, text), isOverload: node.body === null });
  };
  for (const statement of parseSync(file, text).program.body) {
    const exported = statement.type === "ExportNamedDeclaration" ? statement.declaration : undefined;
    if (exported?.type === "FunctionDeclaration" || exported?.type === "TSDeclareFunction") {
      if (exported.id) add(`torch.${exported.id.name}`, exported);
    } else if (exported?.type === "VariableDeclaration") {
      for (const { id, init } of exported.declarations) {
        if (id.type !== "Identifier" || init?.type !== "ArrowFunctionExpression") continue;
        found.push({
          name: `torch.${id.name}`,
          signature: signatureOf(init.params, text),
          isOverload: false,
        });
      }
    } else if (exported?.type === "ClassDeclaration" && /Methods$|^Tensor/.test(exported.id?.name ?? "")) {
      for (const member of exported.body.body) {
        if (member.type !== "MethodDefinition" || member.kind !== "method") continue;
        if (member.accessibility === "protected" || member.static) continue;
        if (member.key.type === "Identifier") add(`Tensor.${member.key.name}`, member.value);
      }
    }
  }
}
const overloaded = new Set(found.filter(({ isOverload }) => isOverload).map(({ name }) => name));
export const own = found
  .filter(({ name, isOverload }) => isOverload || !overloaded.has(name))
  // what `max` passes on to the method: all of the overloads before it
  .filter(({ signature }) => signature.inOrder.at(-1) !== "*given")
  .filter(({ name }) => name.startsWith("Tensor.") || name.slice("torch.".length) in torch);
