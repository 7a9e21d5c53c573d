// The controls alone: what a cell reads after a front-end has spoken, and what front-ends are told.

import fc from "fast-check";
import { beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import type { Json } from "../../../kernel/channel/messages.ts";
import { keptIn } from "../../../kernel/widgets/holders.ts";
import { createInteract } from "../../../kernel/widgets/interact.ts";
import type { Models } from "../../../kernel/widgets/models.ts";
import type { Ui } from "../../../kernel/widgets/ui.ts";
import type { Widget } from "../../../kernel/widgets/widget.ts";
import { FakeProcess } from "./fake-process.ts";

let process: FakeProcess;
let models: Models;
let ui: Ui;
let { sent, moved, failures } = new FakeProcess();

beforeEach(() => {
  process = new FakeProcess();
  ({ models, ui, sent, moved, failures } = process);
});

const say = (widget: { id: string }, data: { [key: string]: Json }) => process.say(widget, data);
const move = (widget: { id: string }, state: { [key: string]: Json }) => process.move(widget, state);

describe("a control", () => {
  it("opens a comm for layout, style and itself, as ipywidgets does", () => {
    const k = ui.intSlider({
      min: 1,
      max: 11,
      step: 2,
      value: 3,
      label: "kernel size",
      layout: { maxWidth: "9em" },
    });
    const states = sent.map(({ data }) => data.state);
    expect(sent.map(({ message, target }) => [message, target])).toEqual(
      Array(3).fill(["comm_open", "jupyter.widget"]),
    );
    expect(states[0]).toMatchObject({ _model_name: "LayoutModel", max_width: "9em" });
    expect(states[1]).toMatchObject({
      _model_name: "SliderStyleModel",
      _view_module: "@jupyter-widgets/base",
    });
    expect(states[2]).toMatchObject({
      _model_name: "IntSliderModel",
      _model_module: "@jupyter-widgets/controls",
      _model_module_version: "2.0.0",
      layout: `IPY_MODEL_${sent[0]?.comm}`,
      style: `IPY_MODEL_${sent[1]?.comm}`,
      description: "kernel size",
      min: 1,
      max: 11,
      step: 2,
      value: 3,
    });
    expect(sent[2]?.metadata).toEqual({ version: "2.1.0" });
    expect(k.describe()).toBe("kernel size: 3");
  });

  it("has the value that a person has moved it to, and echoes it", () => {
    const k = ui.intSlider({ max: 10 });
    move(k, { value: 7 });
    expect(k.value).toBe(7);
    expect(moved).toEqual([k]);
    expect(sent.at(-1)).toMatchObject({
      data: { method: "echo_update", state: { value: 7 } },
      request: process.requests,
    });
  });

  it("tells front-ends, and the cells that read it, a value that code sets", () => {
    const k = ui.intSlider({ max: 10 });
    k.value = 5;
    expect(sent.at(-1)?.data).toMatchObject({ method: "update", state: { value: 5 } });
    expect(moved).toEqual([k]);
  });

  const hostile: [name: string, make: () => Widget & { value: unknown }, states: Json[]][] = [
    ["intSlider", () => ui.intSlider({ value: 5 }), [101, -1, 2.5, "7", null, [1], {}, true]],
    ["floatSlider", () => ui.floatSlider({ value: 5 }), [100.1, "7", null, Number.NaN]],
    ["intRangeSlider", () => ui.intRangeSlider(), [[5, 3], [1], [1, 2, 3], [0, 101], "ab", 7, [1, null]]],
    ["checkbox", () => ui.checkbox(), [1, "true", null]],
    ["text", () => ui.text(), [1, null, ["a"]]],
  ];
  it.each(hostile)(
    "%s keeps its value when a front-end sends nonsense, and says what it is",
    (_name, make, values) => {
      for (const value of values) {
        const widget = make();
        const before = widget.value;
        move(widget, { value, _model_name: "Other", constructor: 1, min: 9 });
        expect(widget.value).toEqual(before);
        expect(sent.at(-1)?.data).toMatchObject({ method: "echo_update", state: { value: before } });
        expect(widget.state._model_name).not.toBe("Other");
      }
      expect(moved).toEqual([]);
    },
  );

  it.each([-1, 2, 0.5, "0", null])("a dropdown refuses the index %j", (index) => {
    const k = ui.dropdown({ options: ["a", "b"] });
    move(k, { index });
    expect(k.value).toBe("a");
  });

  it("refuses a cell's value with an error that names the control, the expected and the actual", () => {
    const k = ui.intSlider({ max: 10 });
    expect(() => (k.value = 11)).toThrow(
      "The value of IntSlider must be a whole number from 0 to 10, but is 11.",
    );
    expect(() => ui.intSlider({ min: 5, max: 1 })).toThrow(
      "min of IntSlider must not be above max, but is 5",
    );
    expect(() => ui.floatSlider({ step: 0 })).toThrow("step of FloatSlider must be above 0, but is 0.");
    expect(() => ui.dropdown({ options: [] })).toThrow("at least one option");
    expect(k.value).toBe(0);
  });

  it("has options of any type, by labels", () => {
    const k = ui.radioButtons({ options: { small: 3, large: 7 } });
    expectTypeOf(k.value).toEqualTypeOf<3 | 7>();
    move(k, { index: 1 });
    expect(k.value).toBe(7);
  });
});

describe("handlers", () => {
  it("run as part of the cell that made the control, and their errors are shown there", () => {
    const runs: [number, unknown][] = [];
    process.run = 4;
    const k = ui.intSlider();
    const end = k.onChange((value) => runs.push([process.run, value]));
    k.onChange(() => {
      throw new Error("mine");
    });
    process.run = 9;
    move(k, { value: 2 });
    end();
    move(k, { value: 3 });
    expect(runs).toEqual([[4, 2]]);
    expect(failures).toEqual([new Error("mine"), new Error("mine")]);
  });

  it("end when the cell that has given them runs again, and no others do", () => {
    const heard: string[] = [];
    const [k, go] = [ui.intSlider(), ui.button("go")];
    const listen = (name: string) => {
      k.onChange(() => heard.push(`${name} hears the slider`));
      go.onClick(() => heard.push(`${name} hears the button`));
    };
    const both = (name: string) => [`${name} hears the slider`, `${name} hears the button`];
    const act = () => {
      heard.length = 0;
      move(k, { value: (k.value + 1) % 50 });
      say(go, { method: "custom", content: { event: "click" } });
      return [...heard].sort();
    };
    process.run = 2;
    listen("the cell");
    process.run = 3;
    listen("another");
    process.over.add(2);
    process.run = 4;
    listen("the cell, again");
    expect(act()).toEqual([...both("another"), ...both("the cell, again")].sort());
    process.over.add(4); // it is deleted
    expect(act()).toEqual(both("another").sort());
  });

  it("hear clicks, and what they set moves too", () => {
    const k = ui.intSlider();
    const button = ui.button("more");
    button.onClick(() => {
      k.value += 1;
    });
    for (const content of [{ event: "click" }, { event: "other" }, null, "click"])
      say(button, { method: "custom", content });
    expect(k.value).toBe(1);
    expect(moved).toEqual([k]);
  });
});

describe("a page that is loaded anew", () => {
  it("gets all states with their buffers on the control target", () => {
    const image = ui.image(new Uint8Array([1, 2, 3]));
    const comm = "page";
    const common = { type: "comm", id: 1, comm, metadata: {}, buffers: [] } as const;
    models.receive({ ...common, message: "comm_open", target: "jupyter.widget.control", data: {} });
    models.receive({ ...common, message: "comm_msg", data: { method: "request_states" } });
    const answer = sent.at(-1);
    expect(answer).toMatchObject({
      comm,
      data: {
        method: "update_states",
        states: { [image.id]: { model_name: "ImageModel", model_module: "@jupyter-widgets/controls" } },
        buffer_paths: [[image.id, "state", "value"]],
      },
      buffers: ["AQID"],
    });
  });

  it("gets one state when it asks for one", () => {
    const k = ui.intSlider({ value: 8 });
    say(k, { method: "request_state" });
    expect(sent.at(-1)?.data).toMatchObject({ method: "update", state: { value: 8, max: 100 } });
  });
});

describe("interact", () => {
  it("labels controls by the names of their arguments, but for those that have a label", () => {
    const interact = createInteract(ui);
    const shown = interact(() => 1, {
      kernel: ui.intSlider({ value: 3 }),
      padding: ui.dropdown({ options: ["same", "valid"], label: "edges" }),
      bias: true,
      range: [0, 4],
    });
    expect(shown.describe().split("\n").slice(0, 4)).toEqual([
      "kernel: 3",
      "edges: same",
      "bias: true",
      "range: 2",
    ]);
    expect(sent.find(({ message }) => message === "comm_msg")?.data.state).toEqual({ description: "kernel" });
  });

  it("calls the function with the values, at once and after each move", () => {
    const calls: object[] = [];
    const box = createInteract(ui)(
      ({ a, b, c, d }) => {
        expectTypeOf(a).toEqualTypeOf<number>();
        expectTypeOf(b).toEqualTypeOf<"x" | "y">();
        expectTypeOf(c).toEqualTypeOf<boolean>();
        expectTypeOf(d).toEqualTypeOf<number>();
        calls.push({ a, b, c, d });
        return `${a}${b}`;
      },
      { a: ui.intSlider({ value: 2 }), b: ["x", "y"], c: true, d: [0, 10] },
    );
    const [a] = box.children;
    if (!a) throw new Error("no control");
    move(a, { value: 3 });
    expect(calls).toEqual([
      { a: 2, b: "x", c: true, d: 5 },
      { a: 3, b: "x", c: true, d: 5 },
    ]);
    expect(box.children.at(-1)?.describe()).toBe("3x");
  });
});

it("finds widgets in data, boxes and cycles, without running getters", () => {
  const [a, b] = [ui.intSlider(), ui.checkbox()];
  const holder: { [name: string]: unknown } = { list: [new Map([["a", a]])], box: ui.hbox([b]) };
  holder.self = holder;
  Object.defineProperty(holder, "trap", { enumerable: true, get: () => expect.unreachable() });
  expect(keptIn(holder)).toEqual(new Set([holder.box, a, b]));
  expect(keptIn([1, "a", null])).toEqual(new Set());
});

it("closes all its comms, and says nothing on them after", () => {
  const k = ui.intSlider();
  k.close();
  k.value = 4;
  expect(sent.slice(3).map(({ message }) => message)).toEqual(Array(3).fill("comm_close"));
  expect(models.all).toEqual([]);
});

describe("any interleaving of a cell's and two pages' moves", () => {
  const step = fc.record({
    who: fc.constantFrom("cell", "left", "right", "deliver"),
    value: fc.integer({ min: -2, max: 12 }),
  });
  it("ends with the same value everywhere", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const k = ui.intSlider({ max: 10 });
        sent.length = 0;
        let heard = 0;
        const pages = { left: 0, right: 0 };
        const waiting: { page: "left" | "right"; value: number }[] = [];
        const listen = () => {
          for (const { data } of sent.slice(heard)) {
            const state = data.state;
            if (state && typeof state === "object" && "value" in state)
              pages.left = pages.right = Number(state.value);
          }
          heard = sent.length;
        };
        const deliver = () => {
          const next = waiting.shift();
          if (next) move(k, { value: next.value });
        };
        for (const { who, value } of steps) {
          if (who === "deliver") deliver();
          else if (who === "cell") k.value = Math.min(10, Math.max(0, value));
          else {
            pages[who] = value;
            waiting.push({ page: who, value });
          }
          if (value % 2 === 0) listen();
        }
        while (waiting.length > 0) deliver();
        listen();
        if (heard === 0) return; // nobody moved
        expect(pages).toEqual({ left: k.value, right: k.value });
        expect(k.value).toBeGreaterThanOrEqual(0);
        expect(k.value).toBeLessThanOrEqual(10);
      }),
    );
  });
});
