// The button: it has no value, and says when it is clicked.

import type { Json } from "../channel/messages.ts";
import { isRecord, type Models } from "./models.ts";
import { framed } from "./static-form.ts";
import { controls, Widget, type WidgetOptions } from "./widget.ts";

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

  draw(): string {
    return framed(String(this.state.description));
  }
}
