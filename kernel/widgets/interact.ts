// interact(fn, controls): a function, a control for each of its arguments, and its result, drawn anew with each move.

import type { Box } from "./containers.ts";
import { Control } from "./control.ts";
import type { Ui, ValueOf } from "./ui.ts";

/** What may stand for a control: the control, a yes or no, a range of whole numbers, options, or a text. */
export type Abbreviation =
  | Control<unknown>
  | boolean
  | string
  | readonly [number, number]
  | readonly string[];

type Argument<Given> =
  Given extends Control<unknown>
    ? ValueOf<Given>
    : Given extends readonly [number, number]
      ? number
      : Given extends readonly (infer Option)[]
        ? Option
        : Given extends boolean
          ? boolean
          : string;

export type Arguments<Controls> = { readonly [Name in keyof Controls]: Argument<Controls[Name]> };

/**
 * Calls the function with the values of the controls, at once and after each move; what it prints and returns is shown
 * below them. A control without a label has the name of its argument.
 * `[0, 10]` is a slider from 0 to 10, other lists are options, `true` is a checkbox, a text is a field.
 */
export type Interact = <const Controls extends { readonly [name: string]: Abbreviation }>(
  fn: (values: Arguments<Controls>) => unknown,
  controls: Controls,
) => Box;

export function createInteract(ui: Ui): Interact {
  return (fn, given) => {
    const controls = Object.entries(given).map(([name, each]) => [name, controlFor(name, each, ui)] as const);
    const output = ui.output();
    let turn = 0;
    const draw = () => {
      turn += 1;
      const mine = turn;
      const finish = (shown: unknown) => {
        if (mine !== turn) return; // a later move has overtaken it
        if (shown === undefined) output.append();
        else output.append(shown);
      };
      const values = Object.fromEntries(controls.map(([name, control]) => [name, control.peek()]));
      const returned = output.recapture(() => valueOrError(() => Reflect.apply(fn, undefined, [values])));
      if (returned instanceof Promise) returned.then(finish, finish);
      else finish(returned);
    };
    for (const [, control] of controls) control.onChange(draw);
    draw();
    return ui.vbox([...controls.map(([, control]) => control), output]);
  };
}

function valueOrError(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return error;
  }
}

/** @throws TypeError for what stands for no control */
function controlFor(label: string, given: Abbreviation, ui: Ui): Control<unknown> {
  if (given instanceof Control) return given.labelled(label);
  if (typeof given === "boolean") return ui.checkbox({ value: given, label });
  if (typeof given === "string") return ui.text({ value: given, label });
  if (Array.isArray(given)) {
    const [min, max] = given;
    if (given.length === 2 && typeof min === "number" && typeof max === "number") {
      return ui.intSlider({ min, max, value: Math.floor((min + max) / 2), label });
    }
    return ui.dropdown<unknown>({ options: given, label });
  }
  throw new TypeError(
    `${label} must be a control, true or false, a text or a list, but is ${String(given)}.`,
  );
}
