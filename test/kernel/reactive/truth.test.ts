// What stands below a cell is true: it is the value that a fresh notebook of these cells would give, or an error, or it says
// that it is stale. Each rule over a real kernel, with types and without.

import { expect, it } from "vitest";
import { sharedPage } from "../support/notebook-page.ts";
import { cells, describeRules, type Rule, type Step, stale } from "./rule.ts";

const page = sharedPage();

const unknown = (name: string) => new RegExp(`^TS2304: Cannot find name '${name}'`);

const removed: readonly Rule[] = [
  {
    rule: "a name that is called otherwise now is gone: its users are stale",
    steps: [
      ["a", "let x = 1"],
      ["b", "x + 1"],
      ["a", "let y = 1"],
    ],
    shows: { b: [stale("cell [n] declares x no more")] },
  },
  {
    rule: "who asks for a name that is gone gets an error",
    steps: [
      ["a", "let x = 1"],
      ["a", "let y = 1"],
      ["b", "x + 1"],
    ],
    shows: { b: ["ReferenceError: x is not defined"] },
    typed: { b: [unknown("x")] },
  },
  {
    rule: "a user that was renamed with the name is right",
    steps: [
      ["a", "let x = 1"],
      ["b", "x + 1"],
      ["a", "let y = 5"],
      ["b", "y + 1"],
    ],
    shows: { b: ["6"] },
  },
  {
    rule: "a cell that was emptied but for a comment has no names any more",
    steps: [
      ["a", "let x = 1; function f() {}"],
      ["b", "x"],
      ["c", "typeof f"],
      ["a", "// nothing"],
    ],
    shows: { b: [stale("cell [n] declares x no more")], c: [stale("cell [n] declares f no more")] },
  },
  {
    rule: "nor has one of a magic alone",
    steps: [
      ["a", "let x = 1"],
      ["b", "x"],
      ["a", "%stale"],
    ],
    shows: { b: [stale("cell [n] declares x no more")] },
  },
  {
    rule: "nor has one that is a question now",
    steps: [
      ["a", "let x = 1"],
      ["b", "x"],
      ["a", "?Math"],
    ],
    shows: { b: [stale("cell [n] declares x no more")] },
  },
  {
    rule: "a class that is called otherwise is gone, as value and as type",
    steps: [
      ["a", "class A { n = 1 }"],
      ["b", "new A().n"],
      ["c", "let v: A | undefined; 0"],
      ["a", "class B { n = 2 }"],
    ],
    shows: { b: [stale("cell [n] declares A no more")] },
    typed: { b: [stale("cell [n] declares A no more")], c: [unknown("A")] },
  },
  {
    rule: "one of many names",
    steps: [
      ["a", "const { p, q } = { p: 1, q: 2 }"],
      ["b", "p"],
      ["c", "q"],
      ["a", "const { q } = { q: 3 }"],
    ],
    shows: { b: [stale("cell [n] declares p no more")], c: ["3"] },
  },
  {
    rule: "an imported name",
    steps: [
      ["a", 'import { sep, delimiter } from "node:path"'],
      ["b", "sep"],
      ["c", "delimiter"],
      ["a", 'import { sep } from "node:path"'],
    ],
    shows: { b: ["'/'"], c: [stale("cell [n] declares delimiter no more")] },
  },
  {
    rule: "what depends on a stale user waits",
    steps: [
      ["a", "let x = 1"],
      ["b", "const y = x; y"],
      ["c", "y"],
      ["a", "0"],
    ],
    shows: { b: [stale("cell [n] declares x no more")], c: [stale("waits for cell [n]")] },
  },
  {
    rule: "a cell that does not declare a name any more but assigns it has none to assign",
    steps: [
      ["a", "let x = 1"],
      ["a", "x = 2; x"],
    ],
    shows: { a: ["ReferenceError: x is not defined"] },
    typed: { a: [unknown("x")] },
  },
  {
    rule: "what a cell declared for all modules is gone with the text",
    steps: [
      ["a", "declare global { interface Shared { n: number } }\nexport {}"],
      ["a", "0"],
      ["b", "const s: Shared = { n: 1 }; s.n"],
    ],
    shows: { b: ["1"] },
    typed: { b: [unknown("Shared")] },
  },
  {
    rule: "and with the cell",
    steps: [
      ["a", "declare global { interface Shared { n: number } }\nexport {}"],
      ["b", "const s: Shared = { n: 1 }; s.n", "a"],
    ],
    shows: { b: ["1"] },
    typed: { b: [unknown("Shared")] },
  },
  {
    rule: "a name that comes back is followed",
    steps: [
      ["a", "let x = 1"],
      ["b", "x + 1"],
      ["a", "let y = 1"],
      ["a", "let x = 7"],
    ],
    shows: { b: ["8"] },
  },
  {
    rule: "a name that moves to another cell is followed there",
    steps: [
      ["a", "let x = 1"],
      ["b", "x + 1"],
      ["a", "0"],
      ["c", "let x = 7"],
    ],
    shows: { b: ["8"] },
  },
];

const refused: readonly Rule[] = [
  {
    rule: "a cell whose name is missing runs when it appears",
    steps: [
      ["b", "x + 1"],
      ["a", "let x = 1"],
    ],
    shows: { b: ["2"] },
  },
  {
    rule: "a cell whose import is missing runs when it appears",
    steps: [
      ["b", "sep + 1"],
      ["a", 'import { sep } from "node:path"'],
    ],
    shows: { b: ["'/1'"] },
  },
  {
    rule: "a cell whose namespace is missing runs when it appears",
    steps: [
      ["b", "const y: number = path.sep.length; y"],
      ["a", 'import * as path from "node:path"'],
    ],
    shows: { b: ["1"] },
  },
  {
    rule: "a chain of them runs",
    steps: [
      ["c", "y + 1"],
      ["b", "const y = x + 1; y"],
      ["a", "let x = 1"],
    ],
    shows: { b: ["2"], c: ["3"] },
  },
  {
    rule: "two names missing, one after the other",
    steps: [
      ["c", "x + y"],
      ["a", "let x = 1"],
      ["b", "let y = 2"],
    ],
    shows: { c: ["3"] },
  },
  {
    rule: "its owner was deleted, it was run by hand, and the owner came back",
    steps: [
      ["a", "let x = 1"],
      ["b", "x + 1"],
      ["c", "0", "a"],
      ["b", "x + 1"],
      ["a", "let x = 5"],
    ],
    shows: { b: ["6"] },
  },
  {
    rule: "its owner was deleted and came back, without a run by hand",
    steps: [
      ["a", "let x = 1"],
      ["b", "x + 1"],
      ["c", "0", "a"],
      ["a", "let x = 5"],
    ],
    shows: { b: ["6"] },
  },
  {
    rule: "its owner has failed until now, with the same text",
    steps: [
      ["start", "let tries: number = 0"],
      ["a", "tries += 1; if (tries < 2) throw new Error('not yet'); let x = 1"],
      ["b", "x + 1"],
      ["a", "tries += 1; if (tries < 2) throw new Error('not yet'); let x = 1"],
    ],
    shows: { b: ["2"] },
  },
  {
    rule: "a cell of the wrong type runs when the type is right",
    steps: [
      ["a", "let x: any = 'one'"],
      ["b", "x.toFixed(1)"],
      ["a", "let x: any = 1"],
    ],
    shows: { b: ["'1.0'"] },
  },
  {
    rule: "a cell that was ill-typed from the start runs when the type is right",
    steps: [
      ["a", "let x = 'one'"],
      ["b", "x.toFixed(1)"],
      ["a", "let x = 1"],
    ],
    shows: { b: ["'1.0'"] },
  },
  {
    rule: "a type that was missing",
    steps: [
      ["b", "const p: Point = { x: 1 }; p.x"],
      ["a", "interface Point { x: number }"],
    ],
    shows: { b: ["1"] },
  },
  {
    rule: "what a cell defines that failed at first is known when it has followed",
    steps: [
      ["k", "let ok: boolean = false"],
      ["a", "if (!ok) throw new Error('not yet'); const x = 1"],
      ["b", "x + 1"],
      ["k", "let ok: boolean = true"],
      ["c", "x + 2"],
    ],
    shows: { b: ["2"], c: ["3"] },
  },
  {
    rule: "a cell whose file is missing runs when a command has brought it",
    steps: [
      ["start", "!rm -f later.ts"],
      ["b", 'import { one } from "./later.ts"; one'],
      ["c", "one + 1"],
      ["a", '!echo "export const one = 1" > later.ts'],
    ],
    shows: { b: ["1"], c: ["2"] },
  },
  {
    rule: "and one whose package is missing",
    steps: [
      ["start", "!rm -rf node_modules/later"],
      ["b", 'import one from "later"; one'],
      [
        "a",
        '!mkdir -p node_modules/later && echo "export default 1" > node_modules/later/index.mjs && echo \'{"name":"later","main":"index.mjs"}\' > node_modules/later/package.json',
      ],
    ],
    shows: { b: ["1"] },
  },
  {
    rule: "an edit that is refused counts: the cell follows what its new text uses",
    steps: [
      ["a", "let x = 1"],
      ["b", "x"],
      ["b", "x + y"],
      ["c", "let y = 5"],
    ],
    shows: { b: ["6"] },
  },
];

const handedBack: readonly Rule[] = [
  {
    rule: "when the second owner of a name is deleted, the first has it again",
    steps: [
      ["a", "let x = 1"],
      ["b", "let x = 2"],
      ["c", "x"],
      ["d", "0", "b"],
    ],
    shows: { c: ["1"] },
  },
  {
    rule: "when the second owner calls it otherwise, the first has it again",
    steps: [
      ["a", "let x = 1"],
      ["b", "let x = 2"],
      ["c", "x"],
      ["b", "let y = 3"],
    ],
    shows: { c: ["1"] },
  },
  {
    rule: "with its own type",
    steps: [
      ["a", "let x = 'one'"],
      ["b", "let x = 2"],
      ["c", "x"],
      ["d", "0", "b"],
      ["e", "x.length"],
    ],
    shows: { c: ["'one'"], e: ["3"] },
  },
  {
    rule: "the cell that gives it back reads that of the first",
    steps: [
      ["a", "let x = 1"],
      ["b", "let x = 2"],
      ["b", "let y = x + 1; y"],
    ],
    shows: { b: ["2"] },
  },
  {
    rule: "of three owners the one before",
    steps: [
      ["a", "let x = 1"],
      ["b", "let x = 2"],
      ["e", "let x = 3"],
      ["c", "x"],
      ["d", "0", "e"],
    ],
    shows: { c: ["2"] },
  },
  {
    rule: "an owner that does not own it any more is deleted without a trace",
    steps: [
      ["a", "let x = 1"],
      ["b", "let x = 2"],
      ["c", "x"],
      ["d", "0", "a"],
    ],
    shows: { c: ["2"] },
  },
];

const masked: readonly Rule[] = [
  {
    rule: "a cell that masks a global lets the global's users follow",
    steps: [
      ["b", "typeof structuredClone"],
      ["a", "let structuredClone = 1"],
    ],
    shows: { b: ["'number'"] },
  },
  {
    rule: "a mask that changes, too",
    steps: [
      ["b", "String(origin)"],
      ["a", "let origin = 1"],
      ["a", "let origin = 2"],
    ].map(([cell = "", code = ""]): Step => [cell, code.replaceAll("origin", "structuredClone")]),
    shows: { b: ["'2'"] },
  },
  {
    rule: "and one that goes gives the global back",
    steps: [
      ["b", "typeof structuredClone"],
      ["a", "let structuredClone = 1"],
      ["c", "0", "a"],
    ],
    shows: { b: ["'function'"] },
  },
  {
    rule: "a global of the notebook",
    steps: [
      ["b", "typeof md"],
      ["a", "let md = 1"],
    ],
    shows: { b: ["'number'"] },
  },
];

const functions: readonly Rule[] = [
  {
    rule: "an assignment by a function is followed when a cell calls it",
    steps: [
      ["a", "let n = 0; const inc = () => { n += 1 }"],
      ["b", "n"],
      ["c", "inc()"],
    ],
    shows: { b: ["1"] },
  },
  {
    rule: "an assignment by a function of a third cell is followed",
    steps: [
      ["a", "let n = 0"],
      ["f", "const inc = () => { n += 1 }"],
      ["b", "n"],
      ["c", "inc()"],
    ],
    shows: { b: ["1"] },
  },
  {
    rule: "an assignment by a method is followed",
    steps: [
      ["a", "let n = 0; class Counter { inc() { n += 1 } }"],
      ["b", "n"],
      ["c", "new Counter().inc();"],
    ],
    shows: { b: ["1"] },
  },
  {
    rule: "a function that changes nothing lets nobody follow",
    steps: [
      ["a", "let n = 0; const set = (to: number) => { n = to }"],
      ["b", "n + Math.random() * 0"],
      ["c", "set(0)"],
    ],
    shows: { b: ["0"] },
  },
  {
    rule: "an assignment to another cell's let is followed",
    steps: [
      ["a", "let n = 0"],
      ["b", "n"],
      ["c", "n = 5;"],
    ],
    shows: { b: ["5"] },
  },
  {
    rule: "an assignment by a timer makes its users stale",
    steps: [
      ["a", "let n = 0; const go = () => setTimeout(() => { n = 5 }, 20)"],
      ["b", "n"],
      ["c", "go();"],
      ["wait", "await new Promise((f) => setTimeout(f, 100))"],
      ["d", "0"],
    ],
    shows: { b: [/5|stale: n was changed/] },
  },
  {
    rule: "a set that grows in a last statement is told of",
    steps: [
      ["a", "const st = new Set([1])"],
      ["b", "st.size"],
      ["c", "st.add(2);"],
    ],
    shows: { c: [/changes st of cell \[n\] in place/] },
  },
  {
    rule: "and in one whose value is shown",
    steps: [
      ["a", "const st = new Set([1])"],
      ["b", "st.size"],
      ["c", "st.add(2)"],
    ],
    shows: { c: ["Set(2) { 1, 2 }", /changes st of cell \[n\] in place/] },
  },
  {
    rule: "but not the sum of a tensor",
    steps: [
      ["a", 'import * as torch from "lamella"; const x = torch.ones(1)'],
      ["c", "x.add(2)"],
    ],
    shows: { c: [/tensor\(\[3\.\]\)/] },
  },
  {
    rule: "a function that changes a value of its own cell in place is told of where that is used",
    steps: [
      ["a", "const xs = [1]; const grow = () => { xs.push(2) }"],
      ["b", "xs.length"],
      ["c", "grow();"],
    ],
    shows: { b: ["1", /a function of cell \[n\] changes xs in place/] },
  },
  {
    rule: "and not where nobody else uses it",
    steps: [
      ["a", "const xs: number[] = []; const grow = () => { xs.push(2) }"],
      ["c", "grow();"],
    ],
    shows: { a: [], c: [] },
  },
];

const syntax: readonly Rule[] = [
  {
    rule: "a cell with a syntax error is not stale",
    steps: [
      ["a", "let x = 1"],
      ["b", "x + 1"],
      ["b", "x +"],
      ["a", "let x = 2"],
      ["q", "%stale"],
    ],
    shows: { b: [/^SyntaxError/], q: ["No cell is stale.\n"] },
  },
  {
    rule: "nor when it was stale before",
    steps: [
      ["a", "let x = 1"],
      ["b", "// @lazy\nx + 1"],
      ["a", "let x = 2"],
      ["b", "// @lazy\nx +"],
      ["q", "%stale"],
    ],
    shows: { b: [/^SyntaxError/], q: ["No cell is stale.\n"] },
  },
  {
    rule: "nor when its owner is deleted",
    steps: [
      ["a", "let x = 1"],
      ["b", "x + 1"],
      ["b", "x +"],
      ["c", "0", "a"],
      ["q", "%stale"],
    ],
    shows: { b: [/^SyntaxError/], q: ["No cell is stale.\n"] },
  },
  {
    rule: "who uses its names waits for it",
    steps: [
      ["a", "let x = 1"],
      ["b", "x + 1"],
      ["a", "let x = ;"],
    ],
    shows: { b: [stale("waits for cell [n], which failed")] },
  },
];

const chapters: Readonly<Record<string, readonly Rule[]>> = {
  "a name that an edit removes": removed,
  "a cell that was refused": refused,
  "a name that was declared twice": handedBack,
  "a global that is masked": masked,
  "what functions change": functions,
  "a cell with a syntax error": syntax,
};

it("a name that a timer assigns makes its users stale although nobody asks for anything", async () => {
  await page.run("mode", "%types off", { deletedCells: cells });
  await page.run("a", "let n = 0; setTimeout(() => { n = 5 }, 300);");
  await page.run("b", "n");
  await page.conversation.until(({ header }) => header.msg_type === "update_display_data");
  expect(page.screen.texts("b")[0]).toBe("stale: n was changed after its cell had run\n0");
  await page.run("b", "n");
  expect(page.screen.texts("b")).toEqual(["5"]);
});

describeRules(page, chapters);
