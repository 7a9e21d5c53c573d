// What kind of thing a completion is, in the words that give the right icon. JupyterLab shows the word itself. VS Code's
// extension looks the word up in a list of numbers that are those of another list than the editor's (its editor of web
// pages has its own): who wants the icon of a method has to say "function". So it gets the words that lead there.

/** kind -> the word with the editor's number of that kind in the extension's list; the others agree */
const words = new Map([
  ["method", "function"],
  ["function", "constructor"],
  ["constructor", "field"],
  ["field", "variable"],
  ["variable", "class"],
  ["class", "struct"],
  ["unit", "event"],
  ["value", "operator"],
  ["enum", "unit"],
  ["keyword", "value"],
  ["snippet", "constant"],
  ["file", "enumMember"],
  ["reference", "keyword"],
  ["folder", "text"],
  ["enummember", "color"],
  ["constant", "file"],
  ["struct", "reference"],
  ["event", "customcolor"],
  ["operator", "folder"],
  ["typeparameter", "typeParameter"],
  ["text", "method"],
]);

/** how declarations of the notebook are called by kinds that the editor has */
const declarations = new Map([
  ["const", "variable"],
  ["let", "variable"],
  ["var", "variable"],
  ["namespace", "module"],
  ["import", "module"],
  ["type", "interface"],
]);

export function kindForVsCode(kind: string): string {
  const known = declarations.get(kind) ?? kind;
  return words.get(known) ?? known;
}
