// Looking at values for somebody who types: what it shows, and that it runs none of the person's code.

import { describe, expect, it } from "vitest";
import { lookAt } from "../../../kernel/cells/look.ts";

class Base {
  inherited = 1;
  method() {}
}

class Derived extends Base {
  own = [1, 2];
  get computed(): never {
    throw new Error("a getter ran");
  }
}

const trap = new Proxy(
  {},
  { get: () => fail(), getOwnPropertyDescriptor: () => fail(), ownKeys: () => fail() },
);

function fail(): never {
  throw new Error("a trap ran");
}

const scope = {
  derived: new Derived(),
  list: ["a"],
  text: "word",
  nothing: undefined,
  empty: null,
  trap,
  none: Object.create(null),
  Derived,
};

describe("members", () => {
  it.each<[path: string, members: readonly string[]]>([
    ["derived", ["inherited", "own", "computed", "method"]],
    ["trap", []],
    ["nothing", []],
    ["empty", []],
    ["none", []],
  ])("of %s", (path, members) => {
    expect(lookAt(path.split("."), scope)?.members.map(({ name }) => name)).toEqual(members);
  });

  it.each([
    ["list", "length", "property"],
    ["list", "map", "method"],
    ["text", "toUpperCase", "method"],
    ["derived", "method", "method"],
    ["Math", "max", "method"],
  ])("of %s: %s is a %s", (path, name, kind) => {
    expect(lookAt([path], scope)?.members).toContainEqual({ name, kind });
  });
});

describe("the value at the end of a path", () => {
  it.each<[path: string, preview: string | undefined]>([
    ["derived.own", "[ 1, 2 ]"],
    ["derived", "Derived { inherited: 1, own: [ 1, 2 ] }"],
    ["nothing", "undefined"],
    ["text.length", "4"],
    ["derived.computed", undefined],
    ["derived.missing", undefined],
    ["missing", undefined],
    ["trap.anything", undefined],
    ["nothing.more", undefined],
  ])("%s", (path, preview) => {
    expect(lookAt(path.split("."), scope)?.preview).toBe(preview);
  });

  it("is cut short", () => {
    expect(lookAt(["long"], { long: "x".repeat(1e6) })?.preview.length).toBeLessThan(2100);
  });

  it("is unknown if its own way of printing itself fails", () => {
    const rude = { [Symbol.for("nodejs.util.inspect.custom")]: fail };
    expect(lookAt(["rude"], { rude })).toBeUndefined();
  });
});
