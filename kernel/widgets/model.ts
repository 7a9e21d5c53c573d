// The state of one model as it travels: JSON in which bytes are replaced by buffers, and references to other models
// by `IPY_MODEL_<id>` (Jupyter widgets messaging protocol 2.1.0).

import type { Json, JsonRecord } from "../channel/messages.ts";

export type Field = Json | Uint8Array;
export type State = { readonly [key: string]: Field };

type ModuleName = keyof typeof versions;

/** Where front-ends find a model's code. */
export interface ModelKind {
  /** as `IntSliderModel` */
  readonly model: string;
  /** as `IntSliderView` */
  readonly view: string;
  readonly module: ModuleName;
  /** a model of another module than its view */
  readonly viewModule?: ModuleName;
}

const versions = {
  "@jupyter-widgets/controls": "2.0.0",
  "@jupyter-widgets/base": "2.0.0",
  "@jupyter-widgets/output": "1.0.0",
};

export function kindState({ model, view, module, viewModule = module }: ModelKind): State {
  return {
    _model_name: model,
    _model_module: module,
    _model_module_version: versions[module],
    _view_name: view,
    _view_module: viewModule,
    _view_module_version: versions[viewModule],
    _view_count: null,
  };
}

export const reference = (id: string): string => `IPY_MODEL_${id}`;

export interface Packed {
  readonly state: JsonRecord;
  readonly bufferPaths: readonly string[][];
  /** base64 */
  readonly buffers: readonly string[];
}

/** Takes the bytes out of a state; the protocol sends them beside the JSON, in the order of their paths. */
export function pack(state: State): Packed {
  const json: { [key: string]: Json } = {};
  const bufferPaths: string[][] = [];
  const buffers: string[] = [];
  for (const [key, field] of Object.entries(state)) {
    if (field instanceof Uint8Array) {
      bufferPaths.push([key]);
      buffers.push(Buffer.from(field).toString("base64"));
    } else json[key] = field;
  }
  return { state: json, bufferPaths, buffers };
}

/** Puts buffers back into the state of a front-end. A path that leads nowhere is left out: it may be anything. */
export function unpack(state: JsonRecord, paths: Json | undefined, buffers: readonly string[]): State {
  const whole: { [key: string]: Field } = { ...state };
  if (!Array.isArray(paths)) return whole;
  paths.forEach((path: Json, index) => {
    const [key] = Array.isArray(path) && path.length === 1 ? path : [];
    const buffer = buffers[index];
    if (typeof key === "string" && buffer !== undefined) whole[key] = Buffer.from(buffer, "base64");
  });
  return whole;
}
