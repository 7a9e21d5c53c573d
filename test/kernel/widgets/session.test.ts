// Controls over a real kernel: comms both ways, cells that follow a move, moves while a cell computes, and the end
// of controls that nobody needs.

import { describe, expect, it } from "vitest";
import { outline } from "../support/conversation.ts";
import { freshPage } from "../support/notebook-page.ts";
import type { RawMessage } from "../support/raw-client.ts";

const page = freshPage();
const { screen } = page;

/** What a comm message says. */
interface CommData {
  readonly method?: string;
  readonly state?: { readonly _model_name?: string; readonly description?: string };
  readonly states?: object;
  readonly buffer_paths?: unknown;
}

function dataOf({ content }: RawMessage): CommData {
  return typeof content.data === "object" && content.data !== null ? content.data : {};
}

/** The id of the last model of a kind that was opened. */
function modelOf(name: string): string {
  const opened = page.conversation.heard.findLast(
    (message) =>
      message.header.msg_type === "comm_open" && dataOf(message).state?._model_name === `${name}Model`,
  );
  return String(opened?.content.comm_id);
}

function move(comm_id: string, state: object): Promise<string> {
  const content = { comm_id, data: { method: "update", state, buffer_paths: [] } };
  return page.conversation.client.send("shell", "comm_msg", content);
}

function isIdle(id: string) {
  return ({ header, parent_header, content }: RawMessage) =>
    header.msg_type === "status" && parent_header.msg_id === id && content.execution_state === "idle";
}

async function openComms(): Promise<string[]> {
  const { reply } = await page.conversation.ask("comm_info_request", { target_name: "jupyter.widget" });
  return Object.keys(Object(reply.content.comms));
}

describe("a slider", () => {
  it("is opened under its cell's request and lets its readers follow a move", async () => {
    const { published, id } = await page.run("a", "const k = ui.intSlider({ max: 10 }); k");
    expect(outline(published).filter((each) => each === "comm_open")).toHaveLength(3);
    for (const message of published) expect(message.parent_header.msg_id).toBe(id);
    await page.run("b", "k.value * 2");
    const slider = modelOf("IntSlider");
    expect(await openComms()).toContain(slider);
    const moved = await move(slider, { value: 7 });
    await page.conversation.until(() => screen.texts("b")[0] === "14");
    const echo = page.conversation.heard.find((message) => dataOf(message).method === "echo_update");
    expect(echo?.parent_header.msg_id).toBe(moved);
  });

  it("says on a page that was loaded anew that its readers stand still there, until they have run", async () => {
    await page.run("a", 'const k = ui.intSlider({ max: 10, label: "size" }); k');
    await page.run("b", "k.value * 2");
    const slider = modelOf("IntSlider");
    const labels = () =>
      page.conversation.heard
        .filter(({ header, content }) => header.msg_type === "comm_msg" && content.comm_id === slider)
        .flatMap((message) => dataOf(message).state?.description ?? []);
    const newPage = { session: "new-page" };
    const moveThere = async (value: number) => {
      const content = { comm_id: slider, data: { method: "update", state: { value }, buffer_paths: [] } };
      await page.conversation.client.send("shell", "comm_msg", content, newPage);
      await page.conversation.until(() => screen.texts("b")[0] === String(2 * value));
    };
    await move(slider, { value: 1 });
    await page.conversation.until(() => screen.texts("b")[0] === "2");
    expect(labels()).toEqual([]);
    await moveThere(3);
    await page.conversation.until(() => labels().length === 1);
    expect(labels()).toEqual(["size ⟳ new page: run its cells"]);

    const id = await page.send("b", "k.value * 2", {}, newPage);
    await page.conversation.end(id);
    await page.conversation.until(() => labels().length === 2);
    expect(labels()[1]).toBe("size");
    await moveThere(4);
    expect(labels()).toHaveLength(2);
  });

  it("lets a cell that is run on a new page say which of its users stand still there", async () => {
    await page.run("a", "let size = 1;");
    await page.run("b", "size * 2");
    const newPage = { session: "new-page" };
    const { published } = await page.conversation.end(await page.send("a", "let size = 5;", {}, newPage));
    const notices = published.filter(({ header }) => header.msg_type === "stream");
    expect(notices.map(({ content }) => content.text)).toEqual([
      expect.stringMatching(
        /^cell \[\d+\] used what has changed: it has run again, but its output is not shown/,
      ),
    ]);
    const again = await page.conversation.end(await page.send("b", "size * 2", {}, newPage));
    expect(again.published.filter(({ header }) => header.msg_type === "stream")).toEqual([]);
  });

  it("is moved while a cell computes, and none of the moves is lost or comes out of order", async () => {
    await page.run(
      "a",
      "const k = ui.intSlider({ max: 1000 }); const seen: number[] = []; k.onChange((v) => seen.push(v)); k",
    );
    const slider = modelOf("IntSlider");
    const busy = await page.send("b", "const end = Date.now() + 600; while (Date.now() < end); k.value");
    const moves = [];
    for (let value = 1; value <= 50; value++) moves.push(await move(slider, { value }));
    await page.conversation.end(busy);
    for (const id of moves) await page.conversation.until(isIdle(id));
    await page.run("c", "seen.join() === Array.from({ length: 50 }, (_, i) => i + 1).join()");
    expect(screen.texts("c")[0]).toBe("true");
    expect(screen.texts("b")).toEqual(["50"]);
  });

  it("lets a cell ask for input when it runs again, in place of what that showed", async () => {
    await page.run("a", "const k = ui.intSlider({ max: 10 }); k");
    const { id } = await page.run("b", 'const name = k.value > 4 ? prompt("who?") : "nobody"; name');
    expect(screen.texts("b")).toEqual(["'nobody'"]);
    await move(modelOf("IntSlider"), { value: 7 });
    const question = await page.conversation.until(({ channel }) => channel === "stdin");
    expect(question.parent_header.msg_id).toBe(id);
    expect(outline(page.conversation.publishedBy(id)).at(-1)).toBe("clear_output"); // ahead of the answer
    await page.conversation.client.send("stdin", "input_reply", { value: "me" });
    await page.conversation.until(() => screen.texts("b")[0] === "'me'");
  });

  it("is closed when its cell runs again, held by a name or only shown", async () => {
    for (const code of ["const k = ui.intSlider(); k", "ui.intSlider()"]) {
      const counts = [];
      for (let turn = 0; turn < 20; turn++) {
        await page.run(code, code);
        counts.push((await openComms()).length);
      }
      expect(new Set(counts).size).toBe(1);
    }
  });

  it("goes with the cells' process", async () => {
    await page.run("a", "const k = ui.intSlider(); k");
    await page.run("b", "process.exit(1)");
    expect(await openComms()).toEqual([]);
  });
});

it("holds no more comms after a hundred moves than after one", async () => {
  await page.run("a", "const k = ui.intSlider({ max: 1000 }); k");
  await page.run(
    "b",
    "const row = ui.hbox([ui.label(String(k.value)), ui.output(), ui.image(new Uint8Array(9))]); row",
  );
  await page.run(
    "c",
    'const button = ui.button("go"); button.onClick(() => k.value); display(k.value); button',
  );
  const [slider, comms] = [modelOf("IntSlider"), await openComms()];
  for (let value = 1; value <= 100; value++) {
    await move(slider, { value });
    await page.conversation.until(() => screen.texts("c")[0] === String(value));
  }
  expect(await openComms()).toHaveLength(comms.length);
});

it("shows what a button's handler prints below the button's cell", async () => {
  await page.run("a", "const b = ui.button('go'); b.onClick(() => console.log('clicked')); b");
  await page.run("b", "1");
  const content = { comm_id: modelOf("Button"), data: { method: "custom", content: { event: "click" } } };
  await page.conversation.client.send("shell", "comm_msg", content);
  await page.conversation.until(() => screen.texts("a").includes("clicked\n"));
});

it("gives all states to a page that is loaded anew", async () => {
  await page.run("a", "const k = ui.image(new Uint8Array([1, 2, 3])); k");
  const open = { comm_id: "page", target_name: "jupyter.widget.control", data: {} };
  await page.conversation.client.send("shell", "comm_open", open);
  const ask = { comm_id: "page", data: { method: "request_states" } };
  await page.conversation.client.send("shell", "comm_msg", ask);
  const answer = await page.conversation.until((message) => dataOf(message).method === "update_states");
  expect(Object.keys(dataOf(answer).states ?? {})).toContain(modelOf("Image"));
  expect(dataOf(answer).buffer_paths).toEqual([[modelOf("Image"), "state", "value"]]);
});

it("answers a page that asks before any cell has made a control, and knows one ui only", async () => {
  await page.conversation.client.send("shell", "comm_open", {
    comm_id: "page",
    target_name: "jupyter.widget.control",
    data: {},
  });
  await page.conversation.client.send("shell", "comm_msg", {
    comm_id: "page",
    data: { method: "request_states" },
  });
  const answer = await page.conversation.until((message) => dataOf(message).method === "update_states");
  expect(dataOf(answer).states).toEqual({});
  await page.run(
    "a",
    'import * as notebook from "lamella/notebook"; notebook.ui === ui && notebook.interact === interact',
  );
  expect(screen.texts("a")).toEqual(["true"]);
});

it("survives any nonsense", async () => {
  await page.run("a", "const k = ui.intSlider({ value: 3 }); k");
  const slider = modelOf("IntSlider");
  for (const data of [
    null,
    7,
    [],
    {},
    { method: "update" },
    { method: "update", state: [], buffer_paths: 3 },
  ]) {
    await page.conversation.client.send("shell", "comm_msg", { comm_id: slider, data });
  }
  await move(slider, { value: "many", min: -5 });
  await page.conversation.until(isIdle(await move(slider, { value: 1e9 })));
  await page.run("b", "k.value");
  expect(screen.texts("b")).toEqual(["3"]);
});
