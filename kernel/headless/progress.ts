// A run of a notebook on the terminal: one line per cell, which shows while the cell runs, with what the cell says last
// (how far a loop is), and tells at its end whether it went well and how long it took. Where the output is no terminal, as in CI, only the finished lines are written.

import type { WriteStream } from "node:tty";
import { stripVTControlCharacters, styleText } from "node:util";
import type { CellPlace, Failure, Progress } from "./run.ts";

/** Anything that takes text and may say that it is a terminal, as process.stdout does. */
export type ProgressStream = Pick<NodeJS.WritableStream, "write"> &
  Partial<Pick<WriteStream, "isTTY" | "columns">>;

const clearLine = "\r\x1b[2K";

/** A listener for runNotebook that reports to `stream`. */
export function progressOn(stream: ProgressStream): (progress: Progress) => void {
  const terminal = stream.isTTY === true;
  const paint = painter(terminal);
  return (progress) => {
    switch (progress.type) {
      case "started":
        if (terminal) stream.write(` ${paint("cyan", "›")} ${cellLine(progress.place, stream.columns)}`);
        return;
      case "said":
        if (terminal)
          stream.write(`${clearLine} ${paint("cyan", "›")} ${saidLine(progress, stream.columns)}`);
        return;
      case "finished": {
        const mark = progress.ok ? paint("green", "✓") : paint("red", "✗");
        const line = cellLine(progress.place, stream.columns);
        const time = paint("dim", duration(progress.milliseconds));
        stream.write(`${terminal ? clearLine : ""} ${mark} ${line}  ${time}\n`);
        return;
      }
      case "written":
        stream.write(` ${paint("green", "→")} ${progress.path}\n`);
    }
  };
}

/** What went wrong and where, for a person who has not opened the notebook; without colours unless `colours`. */
export function describeFailure(
  path: string,
  { place, name, message, traceback }: Failure,
  colours = false,
): string {
  const where = `${path}: cell ${place.number} of ${place.count} failed: ${place.line}`;
  const cause = traceback.length > 0 ? traceback.join("\n") : `${name}: ${message}`;
  return colours ? `${styleText("red", where)}\n${cause}` : `${where}\n${stripVTControlCharacters(cause)}`;
}

/** The cell's first words, and all of the room that they leave for what it says. */
function saidLine({ place, text }: Extract<Progress, { type: "said" }>, columns = 80): string {
  const line = cellLine(place, Math.min(columns, 56)).trimEnd();
  const room = columns - line.length - 6;
  return text.length > room ? `${line}  ${text.slice(0, Math.max(room - 1, 0))}…` : `${line}  ${text}`;
}

function cellLine({ number, count, line }: CellPlace, columns = 80): string {
  const place = `${String(number).padStart(String(count).length)}/${count}`;
  const room = Math.max(columns - place.length - 16, 20);
  const text = line.length > room ? `${line.slice(0, room - 1)}…` : line.padEnd(Math.min(room, 60));
  return `${place}  ${text}`;
}

function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function painter(terminal: boolean): (colour: Parameters<typeof styleText>[0], text: string) => string {
  return (colour, text) => (terminal ? styleText(colour, text, { validateStream: false }) : text);
}
