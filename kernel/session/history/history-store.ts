// What was run before, in this session and in all earlier ones: a table of cells. Entries are written together after
// a moment, not one by one while cells run. When the file fails, as on a full disk, the kernel says so once and goes
// on with a history in memory.

import type { DatabaseSync } from "node:sqlite";
import { inMemory, openHistory } from "./history-file.ts";

/** How long an entry may wait to be written, in milliseconds. A kernel that is killed loses no more than that. */
const gatherFor = 500;

export interface Entry {
  /** the execution count */
  readonly line: number;
  readonly source: string;
  /** the result as plain text; null if there was none */
  readonly output: string | null;
}

export interface StoredEntry extends Entry {
  /** the number of the kernel's life in which the cell ran; they count up from 1 */
  readonly session: number;
}

interface Opened {
  readonly database: DatabaseSync;
  readonly session: number;
}

export class HistoryStore {
  #file: string;
  readonly #open: (file: string) => DatabaseSync;
  readonly #onFailure: (message: string) => void;
  readonly #unwritten = new Map<number, Entry>();
  #timer: NodeJS.Timeout | undefined;
  #opened: Opened | undefined;

  /** @param onFailure is told, at most once, why nothing more is kept in the file */
  constructor(file: string, onFailure: (message: string) => void, open = openHistory) {
    this.#file = file;
    this.#onFailure = onFailure;
    this.#open = open;
  }

  /** Adds an entry, or replaces the one of the same line. */
  put(entry: Entry): void {
    this.#unwritten.set(entry.line, entry);
    this.#timer ??= setTimeout(() => this.#write(), gatherFor).unref();
  }

  /**
   * Entries of one session from line `start` to before line `stop`.
   * @param session 0: this one; below: as many before it
   */
  range(session: number, start: number, stop: number): StoredEntry[] {
    const { session: current } = this.#write();
    return this.#select("SELECT * FROM entries WHERE session = ? AND line >= ? AND line < ? ORDER BY line", [
      session <= 0 ? current + session : session,
      start,
      stop,
    ]);
  }

  /** The latest entries of all sessions, oldest first. */
  tail(count: number): StoredEntry[] {
    return this.#select("SELECT * FROM entries ORDER BY session DESC, line DESC LIMIT ?", [count]).reverse();
  }

  /**
   * The latest entries whose text matches a glob pattern, oldest first.
   * @param unique of the same text, only the latest
   */
  search(pattern: string, count: number, unique: boolean): StoredEntry[] {
    const later =
      "later.source = entries.source AND (later.session, later.line) > (entries.session, entries.line)";
    const onlyLatest = unique ? `AND NOT EXISTS (SELECT * FROM entries AS later WHERE ${later})` : "";
    return this.#select(
      `SELECT * FROM entries WHERE source GLOB ? ${onlyLatest} ORDER BY session DESC, line DESC LIMIT ?`,
      [pattern, count],
    ).reverse();
  }

  /** Writes what is not written yet, and closes the file. */
  close(): void {
    if (this.#unwritten.size > 0) this.#write();
    this.#opened?.database.close();
    this.#opened = undefined;
  }

  #select(query: string, values: readonly (string | number)[]): StoredEntry[] {
    const { database } = this.#write();
    return database
      .prepare(query)
      .all(...values)
      .map((row) => ({
        session: Number(row.session),
        line: Number(row.line),
        source: String(row.source),
        output: row.output === null ? null : String(row.output),
      }));
  }

  /** Makes sure that the database is open and has every entry. */
  #write(): Opened {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      this.#opened ??= this.#begin();
      this.#insert(this.#opened);
      return this.#opened;
    } catch (error) {
      if (this.#file === inMemory) throw error;
      this.#onFailure(
        `history is not kept in ${this.#file}: ${error instanceof Error ? error.message : error}`,
      );
      this.#file = inMemory;
      this.#opened = undefined;
      return this.#write();
    }
  }

  #begin(): Opened {
    const database = this.#open(this.#file);
    const insert = database.prepare("INSERT INTO sessions (started) VALUES (?)");
    const { lastInsertRowid } = insert.run(new Date().toISOString());
    return { database, session: Number(lastInsertRowid) };
  }

  #insert({ database, session }: Opened): void {
    if (this.#unwritten.size === 0) return;
    const insert = database.prepare("INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?)");
    database.exec("BEGIN IMMEDIATE");
    try {
      for (const { line, source, output } of this.#unwritten.values())
        insert.run(session, line, source, output);
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
    this.#unwritten.clear();
  }
}
