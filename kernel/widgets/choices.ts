// Controls that choose: one of several options, or yes and no. Front-ends know the options by their labels and the
// choice by its index; the values themselves never leave the process, so they may be anything.

import { escapeMarkup } from "../channel/escape-markup.ts";
import { Control, type ControlOptions, type ValueField } from "./control.ts";
import type { State } from "./model.ts";
import type { Models } from "./models.ts";
import { choices, framed } from "./static-form.ts";
import { controls } from "./widget.ts";

/** The options: values, which are their own labels, or values by their labels. */
export type Choices<Value> = readonly Value[] | { readonly [label: string]: Value };

export interface ChoiceOptions<Value> extends ControlOptions {
  readonly options: Choices<Value>;
  /** the first option if it is left out */
  readonly value?: NoInfer<Value>;
}

export type ChoiceKind = "Dropdown" | "RadioButtons" | "ToggleButtons";

interface Look {
  readonly style: string;
  readonly state: State;
  draw(labels: readonly string[], chosen: number): string;
}

const looks: Record<ChoiceKind, Look> = {
  Dropdown: {
    style: "DescriptionStyle",
    state: {},
    draw: (labels, chosen) => framed(`${labels[chosen]} ▾`),
  },
  RadioButtons: {
    style: "DescriptionStyle",
    state: { orientation: "vertical" },
    draw: (labels, chosen) =>
      labels.map((label, index) => `${index === chosen ? "◉" : "○"} ${escapeMarkup(label)}`).join("&ensp;"),
  },
  ToggleButtons: {
    style: "ToggleButtonsStyle",
    state: { button_style: "", icons: [], tooltips: [] },
    draw: choices,
  },
};

/** @throws RangeError if there is no option, or the value is none of them */
export function choice<Value>(
  models: Models,
  kind: ChoiceKind,
  options: ChoiceOptions<Value>,
): Control<Value> {
  const { labels, values } = read(options.options);
  const [first] = values;
  if (first === undefined) throw new RangeError(`${kind} must have at least one option, but has none.`);
  const { style, state, draw } = looks[kind];
  const field: ValueField<Value> = {
    key: "index",
    check: (index) =>
      typeof index === "number" && Number.isInteger(index) && index >= 0 && index < values.length
        ? undefined
        : `one of its options (${labels.join(", ")})`,
    decode: (index) => values[Number(index)] ?? first,
    encode: (value) => values.indexOf(value),
    draw: (value) => draw(labels, values.indexOf(value)),
  };
  const parts = { kind: controls(kind), style, state: { ...state, _options_labels: labels } };
  return new Control(models, kind, parts, field, options.value ?? first, options);
}

export function checkbox(
  models: Models,
  options: ControlOptions & { readonly value?: boolean },
): Control<boolean> {
  const field: ValueField<boolean> = {
    key: "value",
    check: (value) => (typeof value === "boolean" ? undefined : "true or false"),
    decode: (value) => value === true,
    encode: (value) => value,
    draw: (value) => (value ? "☑" : "☐"),
  };
  const parts = { kind: controls("Checkbox"), style: "CheckboxStyle", state: { indent: true } };
  return new Control(models, "Checkbox", parts, field, options.value ?? false, options);
}

function read<Value>(given: Choices<Value>): { labels: string[]; values: Value[] } {
  if (isList(given)) return { labels: given.map(String), values: [...given] };
  return { labels: Object.keys(given), values: Object.values(given) };
}

function isList<Value>(given: Choices<Value>): given is readonly Value[] {
  return Array.isArray(given);
}
