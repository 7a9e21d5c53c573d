// The outputs that a notebook keeps of what the kernel published, as JupyterLab would show them.

import { describe, expect, it } from "vitest";
import { OutputCollector } from "../../../kernel/headless/outputs.ts";
import { createMessage, type JsonObject, type Message } from "../../../kernel/wire/message.ts";

const message = (type: string, content: JsonObject) => createMessage("kernel", type, content);
const stream = (text: string, name = "stdout") => message("stream", { name, text });
const display = (text: string, display_id?: string) =>
  message("display_data", {
    data: { "text/plain": text },
    metadata: {},
    transient: display_id ? { display_id } : {},
  });
const update = (text: string, display_id: string) =>
  message("update_display_data", { data: { "text/plain": text }, metadata: {}, transient: { display_id } });
const clear = (wait: boolean) => message("clear_output", { wait });

/** What each output shows, streams by their text and names, displays by their plain text. */
function shown(collector: OutputCollector, cell = 0): unknown[] {
  return collector.outputsOf(cell).map((output) => {
    if (output.output_type === "stream") return `${output.name}: ${output.text}`;
    return output.output_type === "error" ? output.evalue : output.data["text/plain"];
  });
}

describe("the outputs of a cell", () => {
  const cases: [string, Message[], unknown[]][] = [
    ["are none at first", [], []],
    ["join what one stream says in a row", [stream("a"), stream("b\n"), stream("c")], ["stdout: ab\nc"]],
    [
      "keep the order of streams and displays",
      [stream("a"), stream("b", "stderr"), display("D"), stream("c")],
      ["stdout: a", "stderr: b", "D", "stdout: c"],
    ],
    ["are gone when cleared", [stream("a"), display("D"), clear(false), stream("b")], ["stdout: b"]],
    ["stay until something replaces them, if the clearing waits", [display("D"), clear(true)], ["D"]],
    [
      "are replaced by what comes after a waiting clear",
      [stream("a"), clear(true), stream("b")],
      ["stdout: b"],
    ],
    [
      "follow the updates of a display, all that share its id",
      [display("1", "x"), display("2", "y"), display("3", "x"), update("new", "x")],
      ["new", "2", "new"],
    ],
    ["ignore an update of what is not shown", [display("1", "x"), clear(false), update("new", "x")], []],
    ["ignore messages that are no output", [message("status", { execution_state: "busy" })], []],
    ["hold errors", [message("error", { ename: "E", evalue: "bad", traceback: ["E: bad"] })], ["bad"]],
  ];
  it.each(cases)("%s", (_name, messages, expected) => {
    const collector = new OutputCollector();
    for (const each of messages) collector.collect(0, each);
    expect(shown(collector)).toEqual(expected);
  });

  it("keep the count of a result", () => {
    const collector = new OutputCollector();
    const data = { "text/plain": "2" };
    collector.collect(
      0,
      message("execute_result", { data, metadata: {}, transient: {}, execution_count: 4 }),
    );
    expect(collector.outputsOf(0)).toEqual([
      { output_type: "execute_result", execution_count: 4, data, metadata: {} },
    ]);
  });

  it("are updated from any other cell, and keep apart", () => {
    const collector = new OutputCollector();
    collector.collect(0, display("old", "x"));
    collector.collect(1, stream("a"));
    collector.collect(1, update("new", "x"));
    expect([shown(collector, 0), shown(collector, 1)]).toEqual([["new"], ["stdout: a"]]);
  });
});
