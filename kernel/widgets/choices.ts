// Controls that choose: one of several options, or yes and no. Front-ends know the options by their labels and the
// choice by its index; the values themselves never leave the process, so they may be anything.

import { Control, type ControlOptions, type ValueField } from "./control.ts";
import type { Models } from "./models.ts";
import { controls } from "./widget.ts";

/** The options: values, which are their own labels, or values by their labels. */
export type Choices<Value> = readonly Value[] | { readonly [label: string]: Value };

export interface ChoiceOptions<Value> extends ControlOptions {
  readonly options: Choices<Value>;
  /** the first option if it is left out */
  readonly value?: NoInfer<Value>;
}

export type ChoiceKind = "Dropdown" | "RadioButtons" | "ToggleButtons";

const looks = {
  Dropdown: { style: "DescriptionStyle", state: {} },
  RadioButtons: { style: "DescriptionStyle", state: { orientation: "vertical" } },
  ToggleButtons: { style: "ToggleButtonsStyle", state: { button_style: "", icons: [], tooltips: [] } },
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
  const { style, state } = looks[kind];
  const field: ValueField<Value> = {
    key: "index",
    check: (index) =>
      typeof index === "number" && Number.isInteger(index) && index >= 0 && index < values.length
        ? undefined
        : `one of its options (${labels.join(", ")})`,
    decode: (index) => values[Number(index)] ?? first,
    encode: (value) => values.indexOf(value),
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
  };
  const parts = { kind: controls("Checkbox"), style: "CheckboxStyle", state: { indent: true } };
  return new Control(models, "Checkbox", parts, field, options.value ?? false, options);
}

function read<Value>(choices: Choices<Value>): { labels: string[]; values: Value[] } {
  if (isList(choices)) return { labels: choices.map(String), values: [...choices] };
  return { labels: Object.keys(choices), values: Object.values(choices) };
}

function isList<Value>(choices: Choices<Value>): choices is readonly Value[] {
  return Array.isArray(choices);
}
