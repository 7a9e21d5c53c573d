// A cell before it runs: from the person's text to one function expression over the notebook's scope.
//
//   async ($notebook, $cell) => { "use strict"; ... }
//
// `$notebook` (`$` in the comments of this folder) holds the names of the notebook as plain properties; reading one
// that does not exist throws a ReferenceError (its prototype does that), and `name in $` tells whether one does. V8
// quotes it in its messages, from which the cells' process takes it out: so it is a name that nobody uses. `$cell`
// serves this run: `$cell.import(specifier, required?, options?)`, `$cell.meta` (import.meta), `$cell.result(value)`,
// which shows the value, `$cell.caught(error)`, which puts the person's names into its message, `$cell.catching(handler)`,
// whose handler gets its error that way, `$cell.resumed(value)`,
// which ends a cell that was interrupted while it waited, and `$cell.declared(name)`, which holds a name that the cell
// assigns but does not know. The text is changed by small edits at the places the parser names, then stripped of its
// types, so the code stays the person's own and every position leads back to it.

import MagicString from "magic-string";
import type { CellError } from "../channel/messages.ts";
import { presetSettings, type RunSettings } from "../channel/run-settings.ts";
import { jsxOf } from "../channel/transform-options.ts";
import { constantAssignment, refusedExpression } from "./checks.ts";
import type { Definition } from "./definitions.ts";
import { checkAwait } from "./edits/awaits.ts";
import { rewriteCatch } from "./edits/catch-clauses.ts";
import { hoisted, rewriteDeclaration } from "./edits/declarations.ts";
import { wrapDecorator } from "./edits/decorators.ts";
import { dropExport } from "./edits/exports.ts";
import { nameFunction } from "./edits/function-names.ts";
import { rewriteImport } from "./edits/imports.ts";
import { rewriteLoop } from "./edits/loops.ts";
import { rewriteReference } from "./edits/references.ts";
import { showResult } from "./edits/result.ts";
import { addSemicolon } from "./edits/semicolons.ts";
import { type FunctionNames, functionNames, hotLoops, withoutKept } from "./hot-loops.ts";
import { hideJsxComments, jsxInScope, withJsxNames } from "./jsx-factory.ts";
import { takeJsxImports } from "./jsx-imports.ts";
import { type Mutation, mutationsOf } from "./mutations.ts";
import { namesOf } from "./names.ts";
import { parseCell, syntaxProblem } from "./parse.ts";
import { cellError, type Problem } from "./problem.ts";
import { type Edit, type Rewriting, unusedName } from "./rewriting.ts";
import { mapToCell } from "./source-map.ts";
import { stripTypes } from "./strip-types.ts";
import { type CellModule, cellModule } from "./types/cell-module.ts";

export interface CompiledCell {
  /** JavaScript: one function expression */
  readonly code: string;
  /** source map (version 3, JSON) from `code` to the cell's text */
  readonly map: string;
  readonly definitions: readonly Definition[];
  /** names of the notebook that the cell reads and does not define */
  readonly uses: readonly string[];
  /** global names that it reads, as long as no cell defines them */
  readonly globals: readonly string[];
  /** names that the cell assigns, its own or another cell's */
  readonly writes: readonly string[];
  /** the values that the cell changes in place, as far as its text shows */
  readonly mutates: readonly Mutation[];
  /** names of the notebook that functions of the cell mention */
  readonly functions: FunctionNames;
  /** the cell as the type checker sees it */
  readonly module: CellModule;
}

export type Compilation =
  | { readonly status: "ok"; readonly cell: CompiledCell }
  | { readonly status: "error"; readonly error: CellError };

export interface CompileContext {
  /** the cell's name in stack traces, as `cell-3.ts` */
  readonly file: string;
  /** names that other cells define as constants -> label of the cell, for messages */
  readonly constants: ReadonlyMap<string, string>;
  /** every name the notebook defines; one of them hides the global of the same name */
  readonly defined?: ReadonlySet<string>;
  /** names that functions of earlier cells mention; without them, no loop keeps a name to itself */
  readonly functions?: FunctionNames;
  /** what a tsconfig.json says; the presets without it */
  readonly settings?: RunSettings;
}

/** In this order an outer insertion stands outside of an inner one at the same place. */
const edits: readonly Edit[] = [
  rewriteReference,
  nameFunction,
  checkAwait,
  rewriteCatch,
  rewriteDeclaration,
  wrapDecorator,
  rewriteImport,
  dropExport,
  showResult,
  addSemicolon,
  rewriteLoop,
];

/**
 * Makes a cell ready to run, or says what is wrong with it.
 * @throws RangeError if the stack is too small for what is nested in the text, which is as deep as that (analysis.ts)
 */
export function compileCell(source: string, context: CompileContext): Compilation {
  const compiled = compile(source, context);
  if ("code" in compiled) return { status: "ok", cell: compiled };
  return { status: "error", error: cellError(compiled, source, context.file) };
}

function compile(source: string, context: CompileContext): CompiledCell | Problem {
  const parsed = parseCell(source);
  if (parsed.status === "error") return syntaxProblem(parsed.error, source);
  const { tree, dialect } = parsed;
  const { defined = new Set(), settings = presetSettings } = context;
  const jsx = jsxOf(source, settings);
  const names = withJsxNames(namesOf(tree, defined), tree, jsx, defined);
  const problem = refusedExpression(tree) ?? constantAssignment(names, context.constants);
  if (problem) return problem;

  const [scope, cell] = [unusedName("$notebook", names.all), unusedName("$cell", names.all)];
  const known = new Set([...names.definitions.map(({ name }) => name), ...defined]);
  const loops = hotLoops(tree, names, defined, context.functions);
  const rewriting: Rewriting = {
    source,
    text: new MagicString(source),
    tree,
    names: { ...names, scoped: withoutKept(names, loops) },
    loops,
    known,
    scope,
    cell,
  };
  hideJsxComments(rewriting, parsed.comments);
  for (const node of tree.nodes) for (const edit of edits) edit(rewriting, node);

  const stripped = stripTypes(rewriting.text.toString(), tree, {
    dialect,
    settings,
    jsx: jsxInScope(jsx, scope, known),
  });
  const [message] = stripped.errors;
  if (message !== undefined) return { name: "SyntaxError", message, offset: 0 };
  const { code, imports } = takeJsxImports(stripped.code, cell);
  const opening = `async (${scope}, ${cell}) => { "use strict"; ${hoisted(rewriting)}${imports}\n`;
  return {
    code: `${opening}${code}\n}`,
    map: mapToCell(rewriting.text, stripped, context.file, 1),
    definitions: names.definitions,
    uses: [...names.uses],
    globals: [...names.globals],
    writes: [...new Set(names.writes.map(({ name }) => name))],
    mutates: mutationsOf(tree, source, names.mentions),
    functions: functionNames(names),
    module: cellModule(source, parsed, names),
  };
}
