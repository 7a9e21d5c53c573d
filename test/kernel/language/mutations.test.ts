// Which names' values a cell changes in place, as its text shows.

import { describe, expect, it } from "vitest";
import { Notebook } from "./notebook.ts";

const cases: readonly (readonly [source: string, mutates: readonly string[]])[] = [
  ["a.b = 1", ["a"]],
  ["a['c'].d++", ["a"]],
  ["delete m.n; delete k?.l", ["m", "k"]],
  ["xs.push(2); mp.set(1, 2); seen.add(3); day.setHours(1)", ["xs", "mp", "seen", "day"]],
  ["Object.assign(t, s); Reflect.set(u, 'x', 1)", ["t", "u"]],
  ["u!.v = 1; (x as any).y = 1; (<any>z).y = 1", ["u", "x", "z"]],
  ["w.x?.y.push(1)", ["w"]],
  ["(xs as number[]).sort()", ["xs"]],
  ["[p, q.r] = arr; ({ k: o.p, ...rest.all } = obj)", ["q", "o", "rest"]],
  ["[d.e = 1] = arr", ["d"]],
  ["for (st.i of xs) {} for (st2.k in xs) {}", ["st", "st2"]],
  ["tot[k] ||= 1", ["tot"]],
  ["weights.add_(1); weights.grad.zero_()", ["weights"]],
  ["const f = () => { log.push(1) }", ["log"]],
  ["const sum = x.add(1); x.add(2)", ["x"]], // if x is a Set: of a tensor it is the sum
  ["const own = []; own.push(1)", ["own"]],
  ["const f = (xs: number[]) => { xs.push(1) }", []],
  ["{ const xs = []; xs.push(1) }", []],
  ["x = 1; y++; [z] = [1]", []],
  ["xs.slice().push(1); f().x = 2; this.y = 3", []],
  ["xs.map((x) => x + 1); Object.keys(t); xs.length", []],
  ["process.env.HOME = '/'; globalThis.x = 1", []],
  ["document['push'](1)", []],
];

describe("the names whose values a cell changes in place", () => {
  it.each(cases)("%s", (source, mutates) => {
    const names = new Notebook().compile(source).mutates.map(({ name }) => name);
    expect(names.toSorted()).toEqual(mutates.toSorted());
  });
});

const remedies: readonly (readonly [source: string, instead: string])[] = [
  ["x.push(1)", "x = [...x, value]"],
  ["x.unshift(1)", "x = [value, ...x]"],
  ["x.pop()", "x = x.slice(0, -1)"],
  ["(x as number[]).sort()", "x = x.toSorted()"],
  ["x[0] = 1", "x = x.with(index, value), or { ...x, [key]: value }"],
  ["x.y = 1", "x = { ...x, y: value }"],
  ["x.length = 0", "x = x.slice(0, length)"],
  ["x.y++", "x = { ...x, y: value }"],
  ['x["a b"] = 1', "x = { ...x, [key]: value }"],
  ["delete x.y", "const { [key]: _gone, ...rest } = x; x = rest"],
  ["x.set(1, 2)", "x = new Map([...x, [key, value]])"],
  ["x.add(1);", "x = new Set([...x, value])"],
  ["x.setHours(1)", "x = new Date(x.setHours(...))"],
  ["x.add_(1)", "x = x.add(...)"],
  ["Object.assign(x, y)", "x = { ...x, ...others }"],
  ["x.y.push(1)", "x = ..., a changed copy of x"],
];

describe("what to write instead", () => {
  it.each(remedies)("of %s", (source, instead) => {
    expect(new Notebook().compile(`${source}\n0`).mutates).toMatchObject([{ name: "x", instead }]);
  });
});

describe("what add() does", () => {
  it.each<[source: string, ifSet: readonly string[] | undefined]>([
    ["x.add(1);", undefined],
    ["x.add(1)\n0", undefined],
    ["x.add(1)", ["x"]],
    ["x.y.z.add(1)", ["x", "y", "z"]],
    ["x!.y.add(1)", ["x", "y"]],
    ["const all = x.add(1)", ["x"]],
    ["f(x.add(1))", ["x"]],
    ["x.add(1); const y = x.add(2)", undefined],
    ["const y = x.add(2); x.add(1);", undefined],
  ])("in %s is certain, or depends on what is there", (source, ifSet) => {
    const [mutation] = new Notebook().compile(source).mutates;
    expect(mutation).toMatchObject({ name: "x", ifSet });
  });

  it("is not known where no names lead to the value", () => {
    expect(new Notebook().compile("const y = x[0].add(1)").mutates).toEqual([]);
  });
});

describe("whether a function does it", () => {
  it.each<[source: string, inFunction: boolean]>([
    ["x.push(1)", false],
    ["const f = () => { x.push(1) }", true],
    ["class A { m() { x.push(1) } }", true],
    ["x.push(1); const f = () => x.push(2)", true],
    ["if (true) { x.push(1) }", false],
  ])("%s: %s", (source, inFunction) => {
    expect(new Notebook().compile(source).mutates).toMatchObject([{ name: "x", inFunction }]);
  });
});
