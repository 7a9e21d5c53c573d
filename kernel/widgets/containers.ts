// Widgets that hold others or outputs, and the button.

import type { Json } from "../channel/messages.ts";
import { reference, type State } from "./model.ts";
import { isRecord, type Models } from "./models.ts";
import { controls, Widget, type WidgetOptions } from "./widget.ts";

/** A widget that holds others. */
export abstract class Container<Children extends readonly Widget[] = readonly Widget[]> extends Widget {
  readonly children: Children;

  constructor(
    models: Models,
    kind: "HBox" | "VBox" | "Tab",
    children: Children,
    state: State,
    options: WidgetOptions,
  ) {
    const all = { box_style: "", children: references(children), ...state };
    super(models, { kind: controls(kind), state: all }, options);
    this.children = children;
  }

  override get held(): readonly Widget[] {
    return this.children;
  }

  describe(): string {
    return this.children.map((child) => child.describe()).join("\n");
  }
}

export class Box<Children extends readonly Widget[] = readonly Widget[]> extends Container<Children> {
  constructor(models: Models, kind: "HBox" | "VBox", children: Children, options: WidgetOptions) {
    super(models, kind, children, {}, options);
  }
}

export class Tab extends Container {
  constructor(models: Models, tabs: { readonly [title: string]: Widget }, options: WidgetOptions) {
    const children = Object.values(tabs);
    const state = { titles: Object.keys(tabs), selected_index: children.length === 0 ? null : 0 };
    super(models, "Tab", children, state, options);
  }

  /** Which tab is in front is the person's affair, and only kept for the next page. */
  override accept({ selected_index: index }: State): boolean {
    const isTab = typeof index === "number" && this.children[index] !== undefined;
    if (isTab || index === null) this.put({ selected_index: index });
    return false;
  }
}

/** A place whose content is replaced again and again. */
export class Output extends Widget {
  #shown: readonly string[] = [];

  constructor(models: Models, options: WidgetOptions) {
    const kind = { model: "OutputModel", view: "OutputView", module: "@jupyter-widgets/output" } as const;
    super(models, { kind, state: { msg_id: "", outputs: [] } }, options);
  }

  /** Shows values in place of what was there. */
  show(...values: readonly unknown[]): void {
    const bundles = values.map((value) => this.present(value));
    this.#shown = bundles.map(({ data }) => String(data["text/plain"] ?? ""));
    this.change({
      outputs: bundles.map(({ data, metadata }) => ({ output_type: "display_data", data, metadata })),
    });
  }

  clear(): void {
    this.show();
  }

  describe(): string {
    return this.#shown.join("\n");
  }
}

export interface ButtonOptions extends WidgetOptions {
  readonly disabled?: boolean;
  readonly style?: "primary" | "success" | "info" | "warning" | "danger";
}

export class Button extends Widget {
  constructor(models: Models, label: string, { disabled = false, style, layout }: ButtonOptions) {
    const state = { description: label, disabled, icon: "", button_style: style ?? "" };
    super(models, { kind: controls("Button"), style: "ButtonStyle", state }, { layout });
  }

  /** Calls a function with each click; what it prints appears below the button's cell. Gives a function that ends this. */
  onClick(handler: () => unknown): () => void {
    return this.listen(handler);
  }

  override hear(content: Json): void {
    if (!isRecord(content) || content.event !== "click" || this.state.disabled === true) return;
    this.happen();
  }

  describe(): string {
    return `[${String(this.state.description)}]`;
  }
}

function references(children: readonly Widget[]): string[] {
  return children.map((child) => {
    if (child instanceof Widget) return reference(child.id);
    throw new TypeError(`A box holds widgets, but got ${String(child)}.`);
  });
}
