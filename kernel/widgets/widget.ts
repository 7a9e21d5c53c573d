// What all controls have in common: a model of their own and models for layout and style, the cell that made them,
// and how they are shown. A front-end without a widget manager shows a picture of the control that stands still.

import { randomUUID } from "node:crypto";
import type { Json } from "../channel/messages.ts";
import { type Displayable, jupyterDisplay, type MimeForms } from "../display/mime-bundle.ts";
import type { OwnRun } from "./host.ts";
import { Kept } from "./kept.ts";
import { kindState, type ModelKind, reference, type State } from "./model.ts";
import type { Model, Models } from "./models.ts";

/** CSS properties of a widget's box, as `{ width: "300px" }`; see LayoutModel of ipywidgets. */
export type Layout = { readonly [property: string]: string };

export interface WidgetOptions {
  readonly layout?: Layout | undefined;
}

export interface Parts {
  readonly kind: ModelKind;
  readonly state: State;
  /** the name of its style model, as `SliderStyle`, if it has one */
  readonly style?: string | undefined;
}

export const controls = (name: string): ModelKind => ({
  model: `${name}Model`,
  view: `${name}View`,
  module: "@jupyter-widgets/controls",
});

export abstract class Widget extends Kept implements Model, Displayable {
  readonly id: string = modelId();
  readonly #models: Models;
  readonly #parts: readonly Part[];
  readonly #layout: Part;
  readonly #style: Part | undefined;
  /** by the runs that have given them */
  readonly #handlers = new Map<() => unknown, OwnRun>();
  #state: State;
  /** the run that made it, to whose cell the output of its handlers goes */
  readonly run: OwnRun;

  constructor(models: Models, { kind, state, style }: Parts, { layout = {} }: WidgetOptions) {
    super();
    this.#models = models;
    this.run = models.host.currentRun();
    const layoutModel = new Part(layoutKind, snakeKeys(layout));
    const styleModel = style === undefined ? undefined : new Part(styleKind(style), {});
    this.#layout = layoutModel;
    this.#style = styleModel;
    this.#parts = styleModel ? [layoutModel, styleModel] : [layoutModel];
    this.#state = {
      ...kindState(kind),
      _dom_classes: [],
      tabbable: null,
      tooltip: null,
      layout: reference(layoutModel.id),
      ...(styleModel ? { style: reference(styleModel.id) } : {}),
      ...state,
    };
    for (const part of this.#parts) models.open(part);
    models.open(this);
    models.host.keep(this);
  }

  /** every field that front-ends know */
  get state(): State {
    return this.#state;
  }

  /** what it shows of its value, as text */
  abstract describe(): string;

  /** what it looks like now, as HTML that stands still */
  abstract draw(): string;

  accept(_changes: State): boolean {
    return false;
  }

  hear(_content: Json): void {}

  /** Takes the control off the screen, for good. */
  close(): void {
    for (const model of [this, ...this.#parts]) this.#models.close(model);
  }

  /** Changes fields without a word to the front-ends. */
  protected put(changes: State): void {
    this.#state = { ...this.#state, ...changes };
  }

  /** Changes fields here and in the front-ends. */
  protected change(changes: State): void {
    this.put(changes);
    this.#models.update(this, changes);
  }

  /** Changes fields of its style and its layout. */
  protected restyle(style: State, layout: State): void {
    for (const [part, changes] of [[this.#style, style] as const, [this.#layout, layout] as const]) {
      part?.put(changes);
      if (part) this.#models.update(part, changes);
    }
  }

  /** Whoever reads it follows, when a handler has changed it. */
  protected noteChange(): void {
    this.#models.noteChange(this);
  }

  /** The cell whose code reads the value now follows it. */
  protected noteRead(): void {
    this.#models.host.read(this);
  }

  /**
   * Keeps a person's handler for what happens to the widget, until its cell runs again: else a cell that is run twice
   * would be heard twice. Gives a function that ends this.
   */
  protected listen(handler: () => unknown): () => void {
    this.#handlers.set(handler, this.#models.host.currentRun());
    return () => {
      this.#handlers.delete(handler);
    };
  }

  /** It has happened: all handlers are called. */
  protected happen(): void {
    for (const [handler, { isOver }] of [...this.#handlers]) {
      if (isOver) this.#handlers.delete(handler);
      else this.#call(handler);
    }
  }

  /** As a part of the cell that made the widget; what the handler throws is shown there. */
  #call(handler: () => unknown): void {
    const { host } = this.#models;
    this.run.enter(() => {
      try {
        const returned = handler();
        if (returned instanceof Promise) returned.catch((error) => host.fail(this.run, error));
      } catch (error) {
        host.fail(this.run, error);
      }
    });
  }

  /** How a value looks, in Jupyter's forms. */
  protected present(value: unknown) {
    return this.#models.host.present(value);
  }

  [jupyterDisplay](): MimeForms {
    return {
      "application/vnd.jupyter.widget-view+json": {
        version_major: 2,
        version_minor: 1,
        model_id: this.id,
      },
      "text/html": this.draw(),
      "text/plain": this.describe(),
    };
  }
}

/** Layout and style: models that only have a state, which is the kernel's. */
class Part implements Model {
  readonly id: string = modelId();
  state: State;

  constructor(kind: ModelKind, state: State) {
    this.state = { ...kindState(kind), ...state };
  }

  put(changes: State): void {
    this.state = { ...this.state, ...changes };
  }

  accept(): boolean {
    return false;
  }

  hear(): void {}
}

const layoutKind: ModelKind = { model: "LayoutModel", view: "LayoutView", module: "@jupyter-widgets/base" };

function styleKind(name: string): ModelKind {
  return {
    model: `${name}Model`,
    view: "StyleView",
    module: "@jupyter-widgets/controls",
    viewModule: "@jupyter-widgets/base",
  };
}

/** ipywidgets spells `justifyContent` as `justify_content`. */
function snakeKeys(layout: Layout): State {
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(layout).map(([name, value]) => [snake(name), value]));
}

function modelId(): string {
  return randomUUID().replaceAll("-", "");
}
