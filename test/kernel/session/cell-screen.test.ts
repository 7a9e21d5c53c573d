// What stands below a cell of VS Code when several things change it within a moment: the oracle is the newest value.

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { MimeBundle } from "../../../kernel/channel/messages.ts";
import { Iopub } from "../../../kernel/session/iopub.ts";
import { CellScreen, type Screens } from "../../../kernel/session/reactive/cell-screen.ts";
import { createMessage, type Message } from "../../../kernel/wire/message.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const bundle = (text: string): MimeBundle => ({ data: { "text/plain": text }, metadata: {} });

it("a change that waits to be written is written, also when the cell runs again and ends with the same", () => {
  const written: string[] = [];
  const send = async (_channel: unknown, { content }: Message) => {
    if ("data" in content) written.push(String(Object(content.data)["text/plain"]));
  };
  const screens: Screens = { places: new Map(), showing: () => screen };
  const { header } = createMessage("client", "execute_request", {});
  const screen: CellScreen = new CellScreen(
    "vscode-notebook-cell:x",
    header,
    new Iopub("kernel", { send }),
    screens,
  );
  const first = screen.begin(header);
  first.take({ type: "display", cell: 1, bundle: bundle("old"), id: "place", update: false });
  first.end();
  screen.change("place", bundle("new"));
  const again = screen.beginAgain(header);
  again.take({ type: "display", cell: 2, bundle: bundle("new"), id: "place", update: false });
  again.end();
  vi.runAllTimers();
  expect(written.at(-1)).toBe("new");
});
