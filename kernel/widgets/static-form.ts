// A control as it looks where nothing can move it: in a notebook that is not trusted, on a page, without the extension
// for widgets. Plain HTML with styles in its tags, which front-ends let through, in colours that are seen on light and on
// dark paper; and where they take the styles out as well, the text alone still tells label, value and range.

import { escapeMarkup } from "../channel/escape-markup.ts";

const grey = "rgba(128,128,128,0.4)";
const accent = "#4c8bd9";
const trackWidth = 170; // pixels, with the knobs
const knobWidth = 10;
const middle = "display:inline-block;vertical-align:middle";

/** A control on a line of its own, after its label. */
export function line(label: string, control: string): string {
  const name = `<span style="display:inline-block;min-width:100px">${escapeMarkup(label)}</span> `;
  return `<div style="margin:3px 0">${label === "" ? "" : name}${control}</div>`;
}

/** A slider's track, filled up to the knob, or between two knobs. Each stands at a fraction of the width. */
export function track(...knobs: readonly number[]): string {
  const width = trackWidth - knobs.length * knobWidth;
  const [first = 0, last = first] = knobs.map((knob) => Math.round(knob * width));
  const bar = (width: number, color: string) =>
    `<span style="${middle};width:${width}px;height:4px;background-color:${color}"></span>`;
  const knob = `<span style="${middle};width:${knobWidth}px;height:${knobWidth}px;border-radius:5px;background-color:${accent}"></span>`;
  const ahead =
    knobs.length === 1 ? bar(first, accent) : `${bar(first, grey)}${knob}${bar(last - first, accent)}`;
  return `${ahead}${knob}${bar(width - last, grey)}`;
}

/** A text in a frame, as a field, a list or a button. */
export function framed(text: string): string {
  return frame(escapeMarkup(text), grey);
}

/** Several texts in frames, of which the chosen one stands out. */
export function choices(texts: readonly string[], chosen: number): string {
  const color = `${accent};background-color:rgba(76,139,217,0.2)`;
  return texts
    .map((text, index) => (index === chosen ? frame(`<b>${escapeMarkup(text)}</b>`, color) : framed(text)))
    .join(" ");
}

function frame(markup: string, color: string): string {
  return `<span style="${middle};min-height:18px;border:1px solid ${color};border-radius:3px;padding:0 8px">${markup}</span>`;
}

/** A remark beside a value. */
export function aside(text: string): string {
  return `<span style="font-size:85%;opacity:0.65">${escapeMarkup(text)}</span>`;
}

/** Widgets side by side. */
export function row(children: readonly string[]): string {
  return children
    .map((child) => `<div style="display:inline-block;vertical-align:top;margin:0 14px 0 0">${child}</div>`)
    .join("");
}
