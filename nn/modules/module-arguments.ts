// The optional arguments of what every module can do.

import { type Given, keywords, type OptionsOf, optional } from "../arguments/optional.ts";

export const recurseArguments = optional((recurse = true) => ({
  /** those of the modules below, too */
  recurse,
}));
export interface RecurseOptions extends OptionsOf<typeof recurseArguments> {}
export type GivenRecurse = Given<typeof recurseArguments, RecurseOptions>;

export const namedArguments = optional((prefix = "", recurse = true) => ({
  /** stands before each name */
  prefix,
  /** those of the modules below, too */
  recurse,
}));
export interface NamedOptions extends OptionsOf<typeof namedArguments> {}
export type GivenNamed = Given<typeof namedArguments, NamedOptions>;

export const loadArguments = optional((strict = true) => ({
  /** whether missing and unexpected keys are an error */
  strict,
}));
export interface LoadOptions extends OptionsOf<typeof loadArguments> {}

export const trainArguments = optional((mode = true) => ({
  /** whether the module is trained, or evaluated */
  mode,
}));
export interface TrainOptions extends OptionsOf<typeof trainArguments> {}

export const gradientArguments = optional((requiresGrad = true) => ({
  /** whether gradients are gathered */
  requiresGrad,
}));
export interface RequiresGradOptions extends OptionsOf<typeof gradientArguments> {}

export const zeroGradArguments = optional((setToNone = true) => ({
  /** gradients are forgotten, and their memory given back; if not, they are zeros from then on */
  setToNone,
}));
export interface ZeroGradOptions extends OptionsOf<typeof zeroGradArguments> {}

export const bufferArguments = optional((persistent = true) => ({
  /** whether it belongs to the state */
  persistent,
}));
export interface BufferOptions extends OptionsOf<typeof bufferArguments> {}

export const stateArguments = keywords((prefix = "", keepVars = false) => ({
  /** stands before each name */
  prefix,
  /** give the parameters themselves, and not tensors apart from the gradient */
  keepVars,
}));
export interface StateOptions extends OptionsOf<typeof stateArguments> {}
