// Controls for numbers: sliders, sliders with two ends, fields to type into, and Play, which counts by itself.

import { Control, type ControlOptions, type ValueField } from "./control.ts";
import type { Field, State } from "./model.ts";
import type { Models } from "./models.ts";
import { aside, framed, track } from "./static-form.ts";
import { controls } from "./widget.ts";

export interface SliderOptions extends ControlOptions {
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly value?: number;
  /** false: the value changes only when the person lets go */
  readonly continuous?: boolean;
  readonly orientation?: "horizontal" | "vertical";
  /** how the number is written, as d3-format has it */
  readonly format?: string;
}

export interface RangeSliderOptions extends Omit<SliderOptions, "value"> {
  readonly value?: readonly [number, number];
}

export type NumberKind = "Int" | "Float";

interface Limits {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

export function slider(models: Models, kind: NumberKind, options: SliderOptions): Control<number> {
  const limits = limitsOf(`${kind}Slider`, kind, options);
  const parts = {
    kind: controls(`${kind}Slider`),
    style: "SliderStyle",
    state: sliderState(kind, limits, options),
  };
  return new Control(
    models,
    `${kind}Slider`,
    parts,
    numberField(kind, limits),
    options.value ?? limits.min,
    options,
  );
}

export function rangeSlider(
  models: Models,
  kind: NumberKind,
  options: RangeSliderOptions,
): Control<readonly [number, number]> {
  const name = `${kind}RangeSlider`;
  const limits = limitsOf(name, kind, options);
  const { min, max } = limits;
  const parts = { kind: controls(name), style: "SliderStyle", state: sliderState(kind, limits, options) };
  return new Control(models, name, parts, pairField(kind, limits), options.value ?? [min, max], options);
}

export function numberText(
  models: Models,
  kind: NumberKind,
  options: ControlOptions & { readonly value?: number; readonly step?: number },
): Control<number> {
  const name = `${kind}Text`;
  const field = { ...numberField(kind, anything), draw: (value: number) => framed(String(value)) };
  const state = { continuous_update: false, step: options.step ?? (kind === "Int" ? 1 : null) };
  const parts = { kind: controls(name), style: "DescriptionStyle", state };
  return new Control(models, name, parts, field, options.value ?? 0, options);
}

const anything = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };

export interface PlayOptions extends Omit<SliderOptions, "continuous" | "orientation" | "format"> {
  /** milliseconds from one value to the next */
  readonly interval?: number;
  readonly repeat?: boolean;
}

export function play(models: Models, options: PlayOptions): Control<number> {
  const limits = limitsOf("Play", "Int", options);
  const { interval = 100, repeat = false } = options;
  const state = { ...limits, interval, repeat, playing: false, show_repeat: true };
  const isSwitch = (field: Field) => typeof field === "boolean";
  const field: ValueField<number> = {
    ...numberField("Int", limits),
    draw: (value) => `${framed("▶")} ${value} ${rangeOf(limits)}`,
    free: { playing: isSwitch, repeat: isSwitch },
  };
  const parts = { kind: controls("Play"), style: "DescriptionStyle", state };
  return new Control(models, "Play", parts, field, options.value ?? limits.min, options);
}

/** @throws RangeError unless min <= max and the step is positive; whole numbers for a control of whole numbers */
function limitsOf(name: string, kind: NumberKind, options: Partial<Limits>): Limits {
  const { min = 0, max = 100, step = kind === "Int" ? 1 : 0.1 } = options;
  const sound = kind === "Int" ? Number.isSafeInteger : Number.isFinite;
  for (const [option, value] of Object.entries({ min, max, step })) {
    const expected = kind === "Int" ? "a whole number" : "a finite number";
    if (!sound(value)) throw new RangeError(`${option} of ${name} must be ${expected}, but is ${value}.`);
  }
  if (min > max) throw new RangeError(`min of ${name} must not be above max, but is ${min} with max ${max}.`);
  if (step <= 0) throw new RangeError(`step of ${name} must be above 0, but is ${step}.`);
  return { min, max, step };
}

function sliderState(kind: NumberKind, limits: Limits, options: SliderOptions | RangeSliderOptions): State {
  return {
    ...limits,
    behavior: "drag-tap",
    continuous_update: options.continuous ?? true,
    orientation: options.orientation ?? "horizontal",
    readout: true,
    readout_format: options.format ?? (kind === "Int" ? "d" : ".2f"),
  };
}

function numberField(kind: NumberKind, { min, max }: Omit<Limits, "step">): ValueField<number> {
  const noun = kind === "Int" ? "a whole number" : "a number";
  const bounded = Number.isFinite(min) ? `${noun} from ${min} to ${max}` : noun;
  return {
    key: "value",
    check: (field) => (isNumber(kind, field) && field >= min && field <= max ? undefined : bounded),
    decode: Number,
    encode: (value) => value,
    draw: (value) => `${track((value - min) / (max - min || 1))} ${value} ${rangeOf({ min, max })}`,
  };
}

function rangeOf({ min, max }: Omit<Limits, "step">): string {
  return aside(`(${min} to ${max})`);
}

function pairField(kind: NumberKind, limits: Limits): ValueField<readonly [number, number]> {
  const one = numberField(kind, limits);
  const decode = (field: Field): readonly [number, number] => {
    const [low, high] = Array.isArray(field) ? field : [];
    return [Number(low), Number(high)];
  };
  const isPair = (field: Field) =>
    Array.isArray(field) && field.length === 2 && field.every((each) => one.check(each) === undefined);
  return {
    key: "value",
    check(field) {
      const [low, high] = decode(field);
      if (isPair(field) && low <= high) return undefined;
      return `two ascending numbers, each ${one.check(null)}`;
    },
    decode,
    encode: (value) => [...value],
    draw([low, high]) {
      const { min, max } = limits;
      const [from = 0, to = 0] = [low, high].map((value) => (value - min) / (max - min || 1));
      return `${track(from, to)} ${low} – ${high} ${rangeOf(limits)}`;
    },
  };
}

function isNumber(kind: NumberKind, field: Field): field is number {
  if (typeof field !== "number") return false;
  return kind === "Int" ? Number.isSafeInteger(field) : Number.isFinite(field);
}
