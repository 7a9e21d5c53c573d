// Widgets that hold others.

import { reference, type State } from "./model.ts";
import type { Models } from "./models.ts";
import { choices, row } from "./static-form.ts";
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
  readonly #isRow: boolean;

  constructor(models: Models, kind: "HBox" | "VBox", children: Children, options: WidgetOptions) {
    super(models, kind, children, {}, options);
    this.#isRow = kind === "HBox";
  }

  draw(): string {
    const drawn = this.children.map((child) => child.draw());
    return this.#isRow ? row(drawn) : drawn.join("");
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

  draw(): string {
    const { titles, selected_index: selected } = this.state;
    const names = Array.isArray(titles) ? titles.map(String) : [];
    const shown = Number(selected ?? -1);
    return `<div>${choices(names, shown)}</div>${this.children[shown]?.draw() ?? ""}`;
  }
}

function references(children: readonly Widget[]): string[] {
  return children.map((child) => {
    if (child instanceof Widget) return reference(child.id);
    throw new TypeError(`A box holds widgets, but got ${String(child)}.`);
  });
}
