// The same rules for every way to declare a name, to read one and to assign one.

import { sharedPage } from "../support/notebook-page.ts";
import { describeRules, type Rule, stale } from "./rule.ts";

const page = sharedPage();

/** Every way to declare a name as a value. */
const declarations: readonly (readonly [kind: string, text: (name: string) => string])[] = [
  ["const", (name) => `const ${name} = 1`],
  ["let", (name) => `let ${name}: unknown = 1`],
  ["var", (name) => `var ${name} = 1`],
  ["a var in a block", (name) => `if (true) { var ${name} = 1 }`],
  ["function", (name) => `function ${name}() { return 1 }`],
  ["async generator", (name) => `async function* ${name}() { yield 1 }`],
  ["class", (name) => `class ${name} {}`],
  ["abstract class", (name) => `abstract class ${name} {}`],
  ["enum", (name) => `enum ${name} { A }`],
  ["namespace", (name) => `namespace ${name} { export const a = 1 }`],
  ["import", (name) => `import { sep as ${name} } from "node:path"`],
  ["default import", (name) => `import ${name} from "node:path"`],
  ["namespace import", (name) => `import * as ${name} from "node:path"`],
  ["object pattern", (name) => `const { a: ${name} } = { a: 1 }`],
  ["array pattern with a default", (name) => `const [${name} = 1] = [] as number[]`],
  ["rest", (name) => `const [, ...${name}] = [1, 2]`],
  ["export", (name) => `export const ${name} = 1`],
];

/** Every way to read one. */
const uses: readonly (readonly [kind: string, text: (name: string) => string])[] = [
  ["alone", (name) => `String(${name}).length >= 0`],
  ["in a function", (name) => `const f = () => ${name}; typeof f`],
  ["in a template", (name) => `\`\${String(${name})}\`.length >= 0`],
  ["as a shorthand", (name) => `Object.keys({ ${name} }).length`],
  ["by typeof", (name) => `(typeof ${name}).length >= 0`],
  ["in a class", (name) => `class C { m() { return ${name} } } new C() instanceof C`],
  ["spread", (name) => `[...[${name}]].length`],
];

const everyDeclaration = declarations.map(
  ([kind, declared]): Rule => ({
    rule: `${kind}: when it goes, its users are stale`,
    steps: [
      ["a", declared("X")],
      ["b", "[X].length"],
      ["a", declared("Y")],
      ["c", "0"],
    ],
    shows: { b: [stale("cell [n] declares X no more")] },
  }),
);

const everyMask = declarations.flatMap(([kind, declared]): Rule[] => {
  const isGlobal = "(structuredClone as unknown) === globalThis.structuredClone";
  return [
    {
      rule: `${kind}: masks a global`,
      steps: [
        ["b", isGlobal],
        ["a", declared("structuredClone")],
      ],
      shows: { b: ["false"] },
    },
    {
      rule: `${kind}: gives the global back when it goes`,
      steps: [
        ["a", declared("structuredClone")],
        ["b", isGlobal],
        ["a", declared("other")],
      ],
      shows: { b: ["true"] },
    },
  ];
});

const everyUse = uses.map(
  ([kind, used]): Rule => ({
    rule: `used ${kind}, it is missed when it goes`,
    steps: [
      ["a", "const X = 1"],
      ["b", used("X")],
      ["a", "const Y = 1"],
    ],
    shows: { b: [stale("cell [n] declares X no more")] },
  }),
);

const callers: readonly (readonly [kind: string, declared: string, call: string])[] = [
  ["a function", "function inc() { n += 1 }", "inc();"],
  ["an arrow", "const inc = () => { n++ };", "inc();"],
  ["an async function", "async function inc() { await null; n += 1 }", "await inc();"],
  ["a generator", "function* inc() { n += 1; yield }", "[...inc()];"],
  ["a method", "const it = { inc() { n += 1 } };", "it.inc();"],
  ["a setter", "const it = { set inc(to: number) { n = to } };", "it.inc = 1;"],
  ["a getter", "const it = { get inc() { return (n += 1) } };", "it.inc;"],
  ["a static method", "class It { static inc() { n += 1 } }", "It.inc();"],
  ["a constructor", "class It { constructor() { n += 1 } }", "new It();"],
  ["a field's initialiser", "class It { x = (n += 1) }", "new It();"],
  ["a callback", "const inc = () => { n += 1 };", "[1].forEach(inc);"],
  ["a destructuring assignment", "function inc() { [n] = [n + 1] }", "inc();"],
  ["a loop's head", "function inc() { for (n of [1]); }", "inc();"],
];

const everyCaller = callers.map(
  ([kind, declared, call]): Rule => ({
    rule: `an assignment by ${kind} is followed`,
    steps: [
      ["a", `let n = 0; ${declared}`],
      ["b", "n"],
      ["c", call],
    ],
    shows: { b: ["1"] },
  }),
);

describeRules(page, {
  "whatever kind of name goes": everyDeclaration,
  "however a name is used": everyUse,
  "whatever masks a global": everyMask,
  "whoever assigns": everyCaller,
});
