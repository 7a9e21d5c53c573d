// A stand-in for the cells' process, so that a session is tested alone: a cell's "code" is a function of the
// test that emits events and gives the outcome.

import type {
  CellEvent,
  CommRequest,
  Defined,
  ExecuteRequest,
  Finished,
  InputReply,
  Outcome,
} from "../../../kernel/channel/messages.ts";
import type { Compilation, CompiledCell } from "../../../kernel/language/compile.ts";
import type { CellModule } from "../../../kernel/language/types/cell-module.ts";
import type { Cells, Language } from "../../../kernel/session/parts.ts";

/** An event as a cell emits it, before the number of its run is known. */
type Emitted = CellEvent extends infer Event
  ? Event extends { readonly cell: number }
    ? Omit<Event, "cell">
    : never
  : never;

export interface Run {
  readonly request: ExecuteRequest;
  emit(event: Emitted): void;
  /** The run has read a control. */
  read(source: number): void;
  /** resolves when the front-end's answer has come */
  readonly answer: Promise<string | null>;
  /** resolves when the session asks for an interrupt */
  readonly interrupted: Promise<void>;
}

export type Program = (run: Run) => Outcome | undefined | Promise<Outcome | undefined>;

export class FakeCells implements Cells {
  /** the programs that cells may name as their text */
  readonly programs: Record<string, Program> = {};
  readonly requests: ExecuteRequest[] = [];
  readonly #onEvent: (event: CellEvent) => void;
  #answered = Promise.withResolvers<string | null>();
  #interrupted = Promise.withResolvers<void>();

  constructor(onEvent: (event: CellEvent) => void) {
    this.#onEvent = onEvent;
  }

  comm(request: CommRequest): void {
    this.#onEvent({ type: "commHandled", id: request.id });
  }

  async execute(request: ExecuteRequest): Promise<Finished> {
    this.requests.push(request);
    this.#answered = Promise.withResolvers();
    this.#interrupted = Promise.withResolvers();
    const program = this.programs[request.code];
    if (!program) throw new Error(`the test has no program ${request.code}`);
    const reads: number[] = [];
    const outcome = await program({
      request,
      read: (source) => reads.push(source),
      emit: (event) => this.#onEvent({ ...event, cell: request.cell }),
      answer: this.#answered.promise,
      interrupted: this.#interrupted.promise,
    });
    const defined: Defined[] = request.defines.map((name) => ({ name, changed: true }));
    return { type: "finished", cell: request.cell, outcome: outcome ?? { status: "ok" }, defined, reads };
  }

  async look(): Promise<undefined> {
    return undefined;
  }

  replyInput(reply: InputReply): void {
    this.#answered.resolve(reply.value);
  }

  async interrupt(): Promise<void> {
    this.#interrupted.resolve();
  }

  async endStuck(): Promise<void> {}

  async restart(): Promise<void> {}

  async shutdown(): Promise<void> {
    this.#interrupted.resolve();
  }
}

/** A language in which `const x` defines, `x =` assigns, `!` is a syntax error, and a text ending in `{` is incomplete. */
export const fakeLanguage: Language = {
  compileCell(source, { file, constants }): Compilation {
    const assigned = /^(\w+) =/.exec(source)?.[1];
    const owner = assigned === undefined ? undefined : constants.get(assigned);
    if (source.startsWith("!")) return failure("SyntaxError", `unexpected ! in ${file}`);
    if (owner) return failure("TypeError", `${assigned} is a constant of ${owner}`);
    const name = /^(?:const|let) (\w+)/.exec(source)?.[1];
    const kind = source.startsWith("const") ? "const" : "let";
    const definitions: CompiledCell["definitions"] = name === undefined ? [] : [{ name, kind }];
    const functions = { read: new Set<string>(), written: new Set<string>() };
    const module = moduleOf(source, definitions);
    return {
      status: "ok",
      cell: {
        code: source,
        map: "{}",
        definitions,
        uses: [],
        globals: [],
        writes: [],
        mutates: [],
        functions,
        module,
      },
    };
  },
  checkCompleteness: (source) =>
    source.endsWith("{") ? { status: "incomplete", indent: "  " } : { status: "complete", indent: "" },
};

function moduleOf(source: string, definitions: CellModule["definitions"]): CellModule {
  return {
    source,
    dialect: "ts",
    definitions,
    exported: [],
    free: [],
    assigned: [],
    specifiers: [],
    isAmbient: false,
    typeOnly: new Set(),
  };
}

function failure(name: string, message: string): Compilation {
  return { status: "error", error: { name, message, traceback: [`${name}: ${message}`] } };
}
