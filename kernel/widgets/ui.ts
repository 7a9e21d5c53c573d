// The controls as a person makes them: `ui.intSlider({ min: 1, max: 11 })`.

import { Button, type ButtonOptions } from "./button.ts";
import { type ChoiceOptions, checkbox, choice } from "./choices.ts";
import { Box, Tab } from "./containers.ts";
import type { Control, ControlOptions } from "./control.ts";
import type { Models } from "./models.ts";
import {
  numberText,
  type PlayOptions,
  play,
  type RangeSliderOptions,
  rangeSlider,
  type SliderOptions,
  slider,
} from "./numbers.ts";
import { Output } from "./output.ts";
import { Image, type ImageOptions, shownText, type TextOptions, text } from "./texts.ts";
import type { Widget, WidgetOptions } from "./widget.ts";

/** The value a control stands for. */
export type ValueOf<Held> = Held extends Control<infer Value> ? Value : never;

export function createUi(models: Models, show: (widget: Widget) => void) {
  return {
    intSlider: (options: SliderOptions = {}): Control<number> => slider(models, "Int", options),
    floatSlider: (options: SliderOptions = {}): Control<number> => slider(models, "Float", options),
    intRangeSlider: (options: RangeSliderOptions = {}) => rangeSlider(models, "Int", options),
    floatRangeSlider: (options: RangeSliderOptions = {}) => rangeSlider(models, "Float", options),
    intText: (options: ControlOptions & { value?: number; step?: number } = {}) =>
      numberText(models, "Int", options),
    floatText: (options: ControlOptions & { value?: number; step?: number } = {}) =>
      numberText(models, "Float", options),
    play: (options: PlayOptions = {}): Control<number> => play(models, options),
    checkbox: (options: ControlOptions & { value?: boolean } = {}): Control<boolean> =>
      checkbox(models, options),
    dropdown: <const Value>(options: ChoiceOptions<Value>): Control<Value> =>
      choice(models, "Dropdown", options),
    radioButtons: <const Value>(options: ChoiceOptions<Value>): Control<Value> =>
      choice(models, "RadioButtons", options),
    toggleButtons: <const Value>(options: ChoiceOptions<Value>): Control<Value> =>
      choice(models, "ToggleButtons", options),
    text: (options: TextOptions = {}): Control<string> => text(models, options),
    /** A piece of HTML; `value` replaces it. */
    html: (value = "", options: ControlOptions = {}): Control<string> =>
      shownText(models, "HTML", value, options),
    label: (value = "", options: ControlOptions = {}): Control<string> =>
      shownText(models, "Label", value, options),
    image: (bytes: Uint8Array, options: ImageOptions = {}): Image => new Image(models, bytes, options),
    button: (label: string, options: ButtonOptions = {}): Button => new Button(models, label, options),
    output: (options: WidgetOptions = {}): Output => new Output(models, options),
    hbox: <const Children extends readonly Widget[]>(children: Children, options: WidgetOptions = {}) =>
      new Box<Children>(models, "HBox", children, options),
    vbox: <const Children extends readonly Widget[]>(children: Children, options: WidgetOptions = {}) =>
      new Box<Children>(models, "VBox", children, options),
    tab: (tabs: { readonly [title: string]: Widget }, options: WidgetOptions = {}): Tab =>
      new Tab(models, tabs, options),
    /** Shows a widget and gives it back: `const k = ui.view(ui.intSlider())`. */
    view<Shown extends Widget>(widget: Shown): Shown {
      show(widget);
      return widget;
    },
  };
}

export type Ui = ReturnType<typeof createUi>;
