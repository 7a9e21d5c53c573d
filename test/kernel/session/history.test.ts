// History: what was run is found again, by place, age or text, also after a restart and beside other kernels.

import { mkdtempSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { inMemory, openHistory } from "../../../kernel/session/history/history-file.ts";
import { HistoryStore } from "../../../kernel/session/history/history-store.ts";
import { startSession, type TestSession } from "../support/test-session.ts";

const newFile = () => join(mkdtempSync(join(tmpdir(), "lamella-history-")), "state", "history.sqlite");
const fail = (message: string) => {
  throw new Error(message);
};

const stores: HistoryStore[] = [];
afterEach(() => {
  for (const store of stores.splice(0)) store.close();
});

/** A kernel's life: its store, with one entry for each text. */
function life(file: string, ...sources: string[]): HistoryStore {
  const store = new HistoryStore(file, fail);
  stores.push(store);
  sources.forEach((source, index) => {
    store.put({ line: index + 1, source, output: null });
  });
  return store;
}

const places = (entries: ReturnType<HistoryStore["tail"]>) =>
  entries.map(({ session, line, source }) => [session, line, source]);

describe("the store", () => {
  const twoLives = () => {
    const file = newFile();
    life(file, "a1", "b", "a2").close();
    return life(file, "b", "a3");
  };

  it.each<[query: string, find: (store: HistoryStore) => ReturnType<HistoryStore["tail"]>, found: unknown[]]>(
    [
      ["all of the session before", (store) => store.range(-1, 0, 100), ["1:1 a1", "1:2 b", "1:3 a2"]],
      ["a part of a session by its number", (store) => store.range(1, 2, 3), ["1:2 b"]],
      ["the current session", (store) => store.range(0, 0, 100), ["2:1 b", "2:2 a3"]],
      ["a session that never was", (store) => store.range(-7, 0, 100), []],
      ["the latest", (store) => store.tail(3), ["1:3 a2", "2:1 b", "2:2 a3"]],
      ["more than there is", (store) => store.tail(100), ["1:1 a1", "1:2 b", "1:3 a2", "2:1 b", "2:2 a3"]],
      ["by pattern", (store) => store.search("a?", 100, false), ["1:1 a1", "1:3 a2", "2:2 a3"]],
      ["the latest by pattern", (store) => store.search("a*", 2, false), ["1:3 a2", "2:2 a3"]],
      ["each text once", (store) => store.search("*", 100, true), ["1:1 a1", "1:3 a2", "2:1 b", "2:2 a3"]],
      ["no such text", (store) => store.search("c*", 100, false), []],
    ],
  )("finds %s", (_query, find, found) => {
    const entries = find(twoLives()).map(({ session, line, source }) => `${session}:${line} ${source}`);
    expect(entries).toEqual(found);
  });

  it("keeps the result of an entry once it is known, and any text as it is", () => {
    const store = life(newFile());
    const source = "`🙂\0'\"`\n;";
    store.put({ line: 1, source, output: null });
    expect(store.tail(1)).toEqual([{ session: 1, line: 1, source, output: null }]);
    store.put({ line: 1, source, output: "7" });
    expect(store.tail(1)).toEqual([{ session: 1, line: 1, source, output: "7" }]);
  });

  it("is shared by kernels that run at the same time", () => {
    const file = newFile();
    const [one, other] = [life(file, "one"), life(file, "other")];
    one.tail(0); // has begun before the other has
    expect(places(other.tail(10))).toEqual([
      [1, 1, "one"],
      [2, 1, "other"],
    ]);
    one.put({ line: 2, source: "one more", output: null });
    one.tail(0);
    expect(places(other.search("one*", 10, false))).toEqual([
      [1, 1, "one"],
      [1, 2, "one more"],
    ]);
  });

  it("is for the user's eyes only", () => {
    const file = newFile();
    life(file, "secret").tail(1);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(statSync(dirname(file)).mode & 0o077).toBe(0);
    expect(statSync(`${file}-wal`).mode & 0o077).toBe(0);
  });
});

describe("a store that cannot be written", () => {
  it.each<[why: string, file: () => string, open: typeof openHistory | undefined, message: RegExp]>([
    [
      "as its folder cannot be made",
      () => {
        const notFolder = join(mkdtempSync(join(tmpdir(), "lamella-history-")), "file");
        writeFileSync(notFolder, "");
        return join(notFolder, "history.sqlite");
      },
      undefined,
      /^history is not kept in .*\/history.sqlite: (ENOTDIR|EEXIST)/,
    ],
    [
      "as the file is something else",
      () => {
        const file = join(mkdtempSync(join(tmpdir(), "lamella-history-")), "history.sqlite");
        writeFileSync(file, "not a database, but long enough to be taken for one ".repeat(100));
        return file;
      },
      undefined,
      /file is not a database$/,
    ],
    [
      "as the disk is full",
      newFile,
      (file) => {
        const database = openHistory(file);
        if (file !== inMemory) database.exec("PRAGMA max_page_count = 5"); // SQLite's own way to have no more room
        return database;
      },
      /database or disk is full$/,
    ],
  ])("%s, says so once and goes on in memory", (_why, file, open, message) => {
    const failures: string[] = [];
    const store = new HistoryStore(file(), (failure) => failures.push(failure), open);
    stores.push(store);
    for (let line = 1; line <= 3; line++) {
      store.put({ line, source: "x".repeat(10_000), output: null });
      expect(store.tail(1).map((entry) => entry.line)).toEqual([line]);
    }
    expect(failures).toEqual([expect.stringMatching(message)]);
  });
});

describe("history_request", () => {
  let kernel: TestSession;
  afterEach(() => kernel.close());

  const ask = async (content: object) =>
    (await kernel.conversation.ask("history_request", content)).reply.content;

  it("answers with what was run and counted, with results when asked for them", async () => {
    kernel = await startSession({
      one: ({ emit }) => {
        emit({ type: "result", bundle: { data: { "text/plain": "1" }, metadata: {} } });
        return undefined;
      },
      two: () => undefined,
    });
    await kernel.conversation.execute("one");
    await kernel.conversation.execute("two", { silent: true });
    await kernel.conversation.execute("two", { store_history: false });
    await kernel.conversation.execute("two");
    await kernel.conversation.execute("!");
    expect(await ask({ hist_access_type: "tail", n: 10 })).toEqual({
      status: "ok",
      history: [
        [1, 1, "one"],
        [1, 2, "two"],
        [1, 3, "!"],
      ],
    });
    expect(
      await ask({ hist_access_type: "range", session: 0, start: 1, stop: 3, output: true }),
    ).toMatchObject({
      history: [
        [1, 1, ["one", "1"]],
        [1, 2, ["two", null]],
      ],
    });
    expect(await ask({ hist_access_type: "search", pattern: "t*", n: null, unique: true })).toMatchObject({
      history: [[1, 2, "two"]],
    });
  });

  it("finds what ran before a restart", async () => {
    const historyFile = newFile();
    kernel = await startSession({ before: () => undefined }, { historyFile });
    await kernel.conversation.execute("before");
    await kernel.conversation.ask("shutdown_request", { restart: true }, { channel: "control" });
    await kernel.close();
    kernel = await startSession({}, { historyFile });
    expect(await ask({ hist_access_type: "tail", n: 1 })).toMatchObject({ history: [[1, 1, "before"]] });
  });

  it.each([
    [{}, "hist_access_type of history_request must be a string, but is missing"],
    [
      { hist_access_type: "all" },
      'hist_access_type of history_request must be "range", "tail" or "search", but is "all"',
    ],
    [{ hist_access_type: "tail", n: 1.5 }, "n of history_request must be a whole number, but is 1.5"],
    [{ hist_access_type: "tail", n: 1e300 }, "n of history_request must be a whole number, but is 1e+300"],
    [{ hist_access_type: "search", pattern: 5 }, "pattern of history_request must be a string, but is 5"],
  ])("%j is refused", async (content, evalue) => {
    kernel = await startSession();
    expect(await ask(content)).toMatchObject({ status: "error", ename: "BadRequest", evalue });
  });

  it("whose file fails says so on the kernel's stderr, and the cell runs", async () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    kernel = await startSession({ cell: () => undefined }, { historyFile: "/dev/null/history.sqlite" });
    expect((await kernel.conversation.execute("cell")).reply.content.status).toBe("ok");
    expect(await ask({ hist_access_type: "tail", n: 1 })).toMatchObject({ history: [[1, 1, "cell"]] });
    const lines = stderr.mock.calls.map(([line]) => String(line));
    stderr.mockRestore();
    expect(lines).toEqual([
      expect.stringMatching(/^lamella: history is not kept in \/dev\/null\/history.sqlite: /),
    ]);
  });
});
