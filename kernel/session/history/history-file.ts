// The file in which history is kept. All kernels of a user share it, as SQLite lets them; nobody else may read it.

import { closeSync, mkdirSync, openSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { DatabaseSync } from "node:sqlite";

/** A database that lives as long as the kernel. */
export const inMemory = ":memory:";

/** How long to wait for another kernel that is writing, in milliseconds. */
const timeout = 1000;

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS entries (
    session INTEGER NOT NULL REFERENCES sessions,
    line INTEGER NOT NULL,
    source TEXT NOT NULL,
    output TEXT,
    PRIMARY KEY (session, line)
  )`;

/** `LAMELLA_HISTORY` if it is set (`:memory:` keeps nothing), else a file in the user's folder for state. */
export function historyFile(): string {
  const { LAMELLA_HISTORY, XDG_STATE_HOME } = process.env;
  return LAMELLA_HISTORY || join(XDG_STATE_HOME || join(homedir(), ".local/state"), "lamella/history.sqlite");
}

/** Opens the database, and makes it if there is none. Throws if that cannot be done. */
export function openHistory(file: string): DatabaseSync {
  if (file !== inMemory) makePrivate(file);
  // node:sqlite is loaded only now: nothing that a front-end asks at the start needs it
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
  const database = new DatabaseSync(file, { timeout });
  database.exec(schema);
  return database;
}

/** SQLite gives the files it puts beside this one the same permissions. */
function makePrivate(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, "a", 0o600));
}
