// A notebook whose cells run in the test itself: their texts are read by the real analysis, and a naive evaluator
// (plain functions over one object) gives their values, so that the graph is judged by what a person would see.

import { compileCell } from "../../../kernel/language/compile.ts";
import { type Facts, ReactiveNotebook } from "../../../kernel/reactive/notebook.ts";
import { directiveOf } from "../../../kernel/session/reactive/directives.ts";

/** What the analysis says of a text. */
export function factsOf(source: string, defined: Iterable<string> = []): Facts {
  const compilation = compileCell(source, {
    file: "cell.ts",
    constants: new Map(),
    defined: new Set(defined),
  });
  if (compilation.status === "error") throw new Error(compilation.error.message);
  const { cell } = compilation;
  const uses = [...new Set([...cell.uses, ...cell.globals])];
  return { ...cell, uses, directive: directiveOf(source) };
}

/** What a run of a cell came to. */
export interface Result {
  /** the names whose values differ; without it, all the cell defines or assigns */
  readonly changed?: readonly string[];
  readonly status?: "ok" | "error" | "interrupted";
  readonly milliseconds?: number;
  /** the controls that it reads */
  readonly reads?: readonly number[];
  /** names of others that it changes by calling their functions */
  readonly reassigned?: readonly string[];
}

export class TestNotebook {
  readonly graph = new ReactiveNotebook();
  readonly #sources = new Map<string, string>();
  readonly #results = new Map<string, Result>();

  /** From now on the cell's runs come to this. */
  becomes(cell: string, result: Result): void {
    this.#results.set(cell, result);
  }

  /** A person runs a cell. @returns what the graph says about it */
  run(cell: string, source = this.#sources.get(cell) ?? ""): readonly string[] {
    this.#sources.set(cell, source);
    this.graph.edit(cell, `cell [${cell}]`, factsOf(source));
    return this.#ran(cell);
  }

  /** A person sends a cell that does not run, since its types are wrong. */
  refuse(cell: string, source: string): void {
    this.#sources.set(cell, source);
    this.graph.edit(cell, `cell [${cell}]`, factsOf(source));
    this.graph.failed(cell);
  }

  #ran(cell: string): readonly string[] {
    const source = this.#sources.get(cell) ?? "";
    const facts = factsOf(source);
    const names = [...facts.definitions.map(({ name }) => name), ...facts.writes];
    const result = this.#results.get(cell) ?? {};
    const { changed = names, status = "ok", milliseconds = 1, reads = [], reassigned = [] } = result;
    const defined = [...new Set(names)].map((name) => ({ name, changed: changed.includes(name) }));
    const label = `cell [${cell}]`;
    return this.graph.ran(cell, { label, facts, defined, reads, reassigned, milliseconds, status });
  }

  /** All that follows, in order. */
  follow(queued: readonly string[] = []): string[] {
    const order: string[] = [];
    for (;;) {
      const cell = this.graph.next(new Set(queued));
      if (cell === undefined) return order;
      order.push(cell);
      if (order.length > 10_000) throw new Error("the cells run in circles");
      this.#ran(cell);
    }
  }

  /** A person runs a cell and what depends on it follows. @returns the cells that have followed */
  runAndFollow(cell: string, source?: string): string[] {
    this.run(cell, source);
    return this.follow();
  }

  get stale(): string[] {
    return [...this.graph.stale().keys()].sort();
  }

  /** cell -> its parents */
  get parents(): Record<string, string[]> {
    return Object.fromEntries(
      this.graph
        .graph()
        .map(({ node, parents }) => [node.id, [...parents.keys()].map(({ id }) => id).sort()]),
    );
  }
}

/** A notebook whose cells "1", "2", ... have run once, from top to bottom. */
export function notebookOf(...sources: readonly string[]): TestNotebook {
  const notebook = new TestNotebook();
  sources.forEach((source, index) => {
    notebook.runAndFollow(String(index + 1), source);
  });
  return notebook;
}
