// Controls where nothing can move them: HTML without scripts, whose text alone tells label, value and range.

import { expect, it } from "vitest";
import { jupyterDisplay } from "../../../kernel/display/mime-bundle.ts";
import type { Ui } from "../../../kernel/widgets/ui.ts";
import type { Widget } from "../../../kernel/widgets/widget.ts";
import { FakeProcess } from "./fake-process.ts";

/** What is left where styles and tags are taken out. */
function textIn(html: string): string {
  return html
    .replace(/<\/div>/g, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/&ensp;/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/\s+/g, " ")
    .trim();
}

const widgets: [name: string, make: (ui: Ui) => Widget, text: string][] = [
  ["intSlider", (ui) => ui.intSlider({ min: 1, max: 11, value: 3, label: "size" }), "size 3 (1 to 11)"],
  ["floatSlider", (ui) => ui.floatSlider({ max: 1, value: 0.25 }), "0.25 (0 to 1)"],
  ["a slider of one value", (ui) => ui.intSlider({ min: 4, max: 4 }), "4 (4 to 4)"],
  ["intRangeSlider", (ui) => ui.intRangeSlider({ max: 9, value: [2, 5] }), "2 – 5 (0 to 9)"],
  ["intText", (ui) => ui.intText({ value: 7, label: "n" }), "n 7"],
  ["play", (ui) => ui.play({ max: 9 }), "▶ 0 (0 to 9)"],
  ["checkbox", (ui) => ui.checkbox({ value: true, label: "bias" }), "bias ☑"],
  ["dropdown", (ui) => ui.dropdown({ options: ["same", "valid"], value: "valid" }), "valid ▾"],
  ["radioButtons", (ui) => ui.radioButtons({ options: { small: 1, large: 2 } }), "◉ small ○ large"],
  ["toggleButtons", (ui) => ui.toggleButtons({ options: [1, 2, 4], label: "groups" }), "groups 1 2 4"],
  ["text", (ui) => ui.text({ value: "a <b>", label: "<i>" }), "<i> a <b>"],
  ["html", (ui) => ui.html("<b>bold</b>"), "bold"],
  ["label", (ui) => ui.label("<b>"), "<b>"],
  ["button", (ui) => ui.button("go"), "go"],
  ["hbox", (ui) => ui.hbox([ui.button("a"), ui.checkbox()]), "a ☐"],
  ["vbox", (ui) => ui.vbox([ui.label("a"), ui.label("b")]), "a b"],
  ["tab", (ui) => ui.tab({ one: ui.label("first"), two: ui.label("second") }), "one two first"],
];

it.each(widgets)("%s says its label, value and range", (_name, make, text) => {
  const forms = Object(make(new FakeProcess().ui)[jupyterDisplay]());
  expect(textIn(forms["text/html"])).toBe(text);
  expect(Object.keys(forms)).toEqual(["application/vnd.jupyter.widget-view+json", "text/html", "text/plain"]);
});

it("marks the chosen one of several in the text", () => {
  const { ui } = new FakeProcess();
  expect(ui.toggleButtons({ options: [1, 2, 4], value: 2 }).draw()).toMatch(/>1<.*<b>2<\/b>.*>4</);
});

it("fills a slider's track as far as its value goes", () => {
  const { ui } = new FakeProcess();
  const widths = (widget: Widget) =>
    [...widget.draw().matchAll(/width:(\d+)px;height:4px/g)].map(([, px]) => Number(px));
  expect(widths(ui.intSlider({ max: 4, value: 1 }))).toEqual([40, 120]);
  expect(widths(ui.floatRangeSlider({ max: 1, value: [0.2, 0.6] }))).toEqual([30, 60, 60]);
});

it("has pictures and outputs as pictures and texts", () => {
  const { ui } = new FakeProcess();
  expect(ui.image(new Uint8Array([1, 2, 3])).draw()).toBe('<img src="data:image/png;base64,AQID">');
  expect(ui.image(new Uint8Array(200_000)).draw()).toContain("Image(200000 bytes)");
  const output = ui.output();
  output.show("<b>");
  expect(output.draw()).toBe('<div><pre style="margin:0">&lt;b&gt;</pre></div>');
});
