import { describe, expect, it } from "vitest";
import { ReactiveNotebook } from "../../../kernel/reactive/notebook.ts";
import { factsOf, notebookOf } from "./notebook.ts";

describe("what follows a run", () => {
  it("stops where a value is unchanged", () => {
    const notebook = notebookOf("let a = 1", "const b = a > 0", "b", "a");
    notebook.becomes("2", { changed: [] });
    expect(notebook.runAndFollow("1")).toEqual(["2", "4"]);
  });

  it("is judged for each name: an import cell with one more name lets only the users of that one follow", () => {
    const notebook = notebookOf('import { sep } from "node:path"', "sep", 'basename("a/b")');
    notebook.becomes("1", { changed: ["basename"] });
    expect(notebook.runAndFollow("1", 'import { sep, basename } from "node:path"')).toEqual(["3"]);
  });

  it("leaves out cells that are queued already, and what depends on them", () => {
    const notebook = notebookOf("let a = 1", "const b = a", "b", "a");
    notebook.run("1");
    expect(notebook.follow(["2"])).toEqual(["4"]);
    expect(notebook.runAndFollow("2")).toEqual(["3"]);
  });

  it("only marks a cell whose last run took over two seconds, and what depends on it", () => {
    const notebook = notebookOf("let a = 1", "const b = a", "b", "// @auto\na");
    for (const cell of ["2", "4"]) {
      notebook.becomes(cell, { milliseconds: 2001 });
      notebook.run(cell);
    }
    notebook.follow();
    expect(notebook.runAndFollow("1")).toEqual(["4"]);
    expect(notebook.stale).toEqual(["2", "3"]);
  });

  it("lets a cell wait for a stale one although another name it uses changes", () => {
    const notebook = notebookOf("let a = 1", "// @lazy\nconst b = a", "let k = 1", "b + k");
    notebook.runAndFollow("1");
    expect(notebook.runAndFollow("3")).toEqual([]);
    expect(notebook.stale).toEqual(["2", "4"]);
    expect(notebook.runAndFollow("2")).toEqual(["4"]);
  });

  it("stays away from the descendants of a cell that fails; each says which cell it waits for", () => {
    const notebook = notebookOf("let a = 1", "const b = a", "const c = b", "c", "a");
    notebook.becomes("2", { status: "error", changed: [] });
    expect(notebook.runAndFollow("1")).toEqual(["2", "5"]);
    expect(notebook.stale).toEqual(["3", "4"]);
    expect(notebook.graph.stale().get("3")).toBe("waits for cell [2], which failed");
    notebook.becomes("2", {});
    expect(notebook.runAndFollow("2")).toEqual(["3", "4"]);
    expect(notebook.stale).toEqual([]);
  });

  it("runs a cell that waited even if the failed one gives the value it had before", () => {
    const notebook = notebookOf("let a = 1", "const b = a", "b");
    notebook.becomes("2", { status: "error", changed: [] });
    notebook.runAndFollow("1");
    notebook.becomes("2", { changed: [] });
    expect(notebook.runAndFollow("2")).toEqual(["3"]);
  });

  it("is left stale by an interrupt", () => {
    const notebook = notebookOf("let a = 1", "const b = a", "b");
    notebook.run("1");
    notebook.graph.interrupted();
    expect(notebook.stale).toEqual(["2", "3"]);
    expect(notebook.follow()).toEqual([]);
  });

  it("is nothing when the mode is off", () => {
    const notebook = notebookOf("let a = 1", "a");
    notebook.graph.mode = "off";
    expect(notebook.runAndFollow("1")).toEqual([]);
  });

  it("is only marked when the mode is lazy, and runs when its value is needed or it is asked for", () => {
    const notebook = notebookOf("let a = 1", "const b = a", "const c = b", "c");
    notebook.graph.mode = "lazy";
    expect(notebook.runAndFollow("1")).toEqual([]);
    expect(notebook.stale).toEqual(["2", "3", "4"]);
    const facts = notebook.graph.graph().find(({ node }) => node.id === "4")?.node.facts;
    expect(facts && notebook.graph.oldAncestors("4", facts)).toEqual(["2", "3"]);
    notebook.graph.runStale();
    expect(notebook.follow()).toEqual(["2", "3", "4"]);
    expect(notebook.stale).toEqual([]);
  });

  it("follows a control if the last run has read it, and not if it only mentions it", () => {
    const notebook = notebookOf("let k = 1", "const b = k", "b", "const later = () => k");
    notebook.becomes("2", { reads: [7] });
    notebook.runAndFollow("2");
    notebook.graph.moved(new Map([[7, "k"]]));
    expect(notebook.follow()).toEqual(["2", "3"]);
    expect(notebook.graph.why("cell [2]")).toBe("cell [2] ran again because k was moved.");
    notebook.becomes("2", {});
    notebook.runAndFollow("2");
    notebook.graph.moved(new Map([[7, "k"]]));
    expect(notebook.follow()).toEqual([]);
  });
});

describe("a cell whose text has changed", () => {
  it("gives a name back to the cell that declared it before, which runs, and its users after it", () => {
    const notebook = notebookOf("let a = 1", "let a = 2", "a");
    expect(notebook.runAndFollow("2", "let b = 2")).toEqual(["1", "3"]);
  });

  it("takes its users along that it has lost no name to", () => {
    const notebook = notebookOf("let a = 1; let b = 2", "a", "b");
    expect(notebook.runAndFollow("1", "let b = 3")).toEqual(["3"]);
    expect(notebook.graph.stale().get("2")).toBe("cell [1] declares a no more");
  });

  it("is stale if what it has read changes in the wave that it began", () => {
    const notebook = notebookOf("let a = 1; let g = 1", "let a = 2", "let g = 2");
    expect(notebook.runAndFollow("2", "g")).toEqual(["1"]);
    expect(notebook.graph.stale().get("2")).toBe("g of cell [1] changed, after it had run");
  });

  it("counts before it has run: who uses what it declares waits for it", () => {
    const notebook = notebookOf("let a = 1", "b");
    notebook.refuse("3", "let b = a + c");
    expect(notebook.graph.stale().get("2")).toBe("waits for cell [3], which failed");
    expect(notebook.runAndFollow("4", "let c = 1")).toEqual(["3", "2"]);
  });

  it("with a syntax error is not stale, whatever happens to what it used", () => {
    const notebook = notebookOf("let a = 1", "// @lazy\na", "a");
    notebook.runAndFollow("1");
    notebook.graph.unreadable("2", "cell [2]");
    notebook.runAndFollow("1");
    notebook.graph.delete("1");
    expect(notebook.stale).toEqual(["3"]);
  });
});

describe("what functions assign", () => {
  it("is followed when a cell calls them", () => {
    const notebook = notebookOf("let n = 0; const inc = () => { n += 1 }", "n", "inc()");
    notebook.becomes("3", { reassigned: ["n"] });
    expect(notebook.runAndFollow("3")).toEqual(["2"]);
    expect(notebook.graph.why("cell [2]")).toBe(
      "cell [2] ran again because a function that cell [3] called has changed n.",
    );
  });

  it("makes stale who uses it when nobody calls them, but not who assigns it", () => {
    const notebook = notebookOf("let n = 0", "n", "n += 1");
    notebook.graph.reassigned(["n"]);
    expect(notebook.follow()).toEqual([]);
    expect(notebook.stale).toEqual(["2"]);
  });
});

describe("a cell that was left out when those around it were run", () => {
  it("is at most stale, until it is run again", () => {
    const notebook = notebookOf("let a = 1", "a");
    notebook.graph.leaveOut("2");
    expect(notebook.runAndFollow("1")).toEqual([]);
    expect(notebook.stale).toEqual(["2"]);
    notebook.runAndFollow("2");
    expect(notebook.runAndFollow("1")).toEqual(["2"]);
  });
});

describe("cells that depend on each other", () => {
  const circle = () => {
    const notebook = notebookOf("let a = 1", "let b = a", "let c = b", "b");
    notebook.runAndFollow("1", "let a = c");
    return notebook;
  };

  it("are stale when one of them has changed what the other uses, and say why", () => {
    expect(circle().graph.stale().get("2")).toBe("a of cell [1] changed, but the two depend on each other");
  });

  it("do not run by themselves, also where one of them needs another", () => {
    const notebook = circle();
    expect(notebook.graph.oldAncestors("1", factsOf("let a = c", ["c"]))).toEqual([]);
    expect(notebook.runAndFollow("3")).toEqual([]);
  });

  it("let the others follow", () => {
    const notebook = circle();
    expect(notebook.stale).toEqual(["2", "3", "4"]);
    expect(notebook.runAndFollow("2")).toEqual(["4"]);
  });

  it("run when the stale ones are asked for, each once", () => {
    const notebook = circle();
    notebook.graph.runStale();
    expect(notebook.follow().toSorted()).toEqual(["2", "3", "4"]);
  });
});

describe("a chain of 20,000 cells", () => {
  const length = 20_000;
  const chain = (backwards: boolean) => {
    const graph = new ReactiveNotebook();
    for (let run = 0; run < length; run++) runLink(graph, backwards ? length - 1 - run : run);
    return graph;
  };
  const runLink = (graph: ReactiveNotebook, cell: number) => {
    const definitions = [{ name: `x${cell}`, kind: "let" }] as const;
    const uses = cell === 0 ? [] : [`x${cell - 1}`];
    graph.ran(`${cell}`, {
      label: `cell [${cell}]`,
      facts: { definitions, uses, globals: [], writes: [], mutates: [] },
      defined: [{ name: `x${cell}`, changed: true }],
      milliseconds: 1,
      status: "ok",
    });
  };

  it.each([
    ["from the top", false],
    ["from the bottom", true],
  ])("follows in order, having run %s", (_what, backwards) => {
    const graph = chain(backwards);
    graph.interrupted(); // what has followed so far does not matter
    runLink(graph, 0);
    const order: number[] = [];
    for (let id = graph.next(new Set()); id !== undefined; id = graph.next(new Set())) {
      order.push(Number(id));
      runLink(graph, Number(id));
    }
    expect(order).toEqual(Array.from({ length: length - 1 }, (_, cell) => cell + 1));
  });

  it("is stale as a whole, and tells which cells the last one needs", () => {
    const graph = chain(false);
    graph.next(new Set());
    graph.mode = "lazy";
    runLink(graph, 0);
    expect(graph.stale().size).toBe(length - 1);
    const last = { definitions: [], uses: [`x${length - 1}`], globals: [], writes: [], mutates: [] };
    expect(graph.oldAncestors("new", last)).toEqual(
      Array.from({ length: length - 1 }, (_, cell) => `${cell + 1}`),
    );
  });
});

describe("what a person is told", () => {
  it("once, when a name has another owner, by both cells", () => {
    const notebook = notebookOf("let a = 1", "a");
    expect(notebook.run("3", "let a = 2")).toEqual(["a belongs to cell [3] now, before to cell [1]."]);
    expect(notebook.follow()).toEqual(["2"]);
    expect(notebook.run("1")).toEqual(["a belongs to cell [1] now, before to cell [3]."]);
    expect(notebook.run("3")).toEqual([]);
  });

  it("when a cell changes another's value in place, with the way to make it reactive", () => {
    const [notice] = notebookOf("const xs = [1]", "xs").run("3", "xs.push(2)");
    expect(notice).toBe(
      "cell [3] changes xs of cell [1] in place, which cells that use it cannot see. " +
        "To let them follow, declare xs by let and assign a new value: xs = [...xs, value].",
    );
  });

  it("when cells depend on each other, by the cells and names; nothing runs in circles", () => {
    const notebook = notebookOf("let a = 1", "let b = a");
    const [notice] = notebook.run("1", "let a = b");
    expect(notice).toContain("cell [1] uses b of cell [2]");
    expect(notice).toContain("cell [2] uses a of cell [1]");
    expect(notebook.follow()).toEqual([]);
    expect(notebook.runAndFollow("2")).toEqual([]);
    expect(notebook.runAndFollow("1", "let a = 2")).toEqual(["2"]);
    expect(notebook.stale).toEqual([]);
  });

  it("when a cell is deleted whose names it uses", () => {
    const notebook = notebookOf("const a = 1", "a");
    expect(notebook.graph.delete("1")).toEqual({ names: ["a"], heirs: [] });
    expect(notebook.graph.stale().get("2")).toBe("a of cell [1] was deleted");
  });
});
