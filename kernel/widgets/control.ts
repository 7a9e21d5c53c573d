// A control with a value. One field of its state stands for the value, and one check says what may stand there,
// whoever sets it: a cell that sets something else gets an error, a front-end is told what the value still is.

import type { Json } from "../channel/messages.ts";
import type { Field, State } from "./model.ts";
import { isRecord, type Models } from "./models.ts";
import { line } from "./static-form.ts";
import { type Parts, Widget, type WidgetOptions } from "./widget.ts";

export interface ControlOptions extends WidgetOptions {
  readonly label?: string | undefined;
  readonly disabled?: boolean | undefined;
}

export interface ValueField<Value> {
  /** the key in the state */
  readonly key: string;
  /** @returns what a field must be, if this is not sound */
  check(field: Field): string | undefined;
  decode(field: Field): Value;
  /** a field that may still be unsound */
  encode(value: Value): Field;
  /** the value as HTML that stands still */
  draw(value: Value): string;
  /** other fields that front-ends may set, and to what */
  readonly free?: { readonly [key: string]: (field: Field) => boolean } | undefined;
}

/** What a control says whose readers stand still: the page was loaded after they had run, and does not show them anew. */
const standingNote = "⟳ new page: run its cells";

export class Control<Value> extends Widget {
  readonly #field: ValueField<Value>;
  readonly #name: string;
  readonly #width: string | null;
  #label: string;

  constructor(
    models: Models,
    name: string,
    parts: Parts,
    field: ValueField<Value>,
    value: Value,
    { label = "", disabled = false, layout }: ControlOptions,
  ) {
    const encoded = checked(name, field, value);
    const common = { description: label, description_allow_html: false, disabled };
    super(models, { ...parts, state: { ...common, ...parts.state, [field.key]: encoded } }, { layout });
    this.#field = field;
    this.#name = name;
    this.#label = label;
    this.#width = layout?.width ?? null;
  }

  /** What the person has chosen. Cells that read it run again when that changes. */
  get value(): Value {
    this.noteRead();
    return this.peek();
  }

  /** The value, for code that learns of the next one by itself: the cell does not follow. */
  peek(): Value {
    return this.#field.decode(this.state[this.#field.key] ?? null);
  }

  /** @throws RangeError if the control cannot have this value */
  set value(value: Value) {
    const encoded = checked(this.#name, this.#field, value);
    if (isSame(encoded, this.state[this.#field.key])) return;
    this.change({ [this.#field.key]: encoded });
    this.noteChange();
    this.happen();
  }

  /** Calls a function with each new value. Gives a function that ends this. */
  onChange(handler: (value: Value) => unknown): () => void {
    return this.listen(() => handler(this.peek()));
  }

  /** Gives it a label if it has none. */
  labelled(name: string): this {
    if (this.#label === "") {
      this.#label = name;
      this.change({ description: name });
    }
    return this;
  }

  /** The kernel process tells whether those who read the value can be seen where it was moved. */
  override hear(content: Json): void {
    if (!isRecord(content) || content.event !== "standing") return;
    const isStanding = content.isStanding === true;
    this.change({ description: isStanding ? `${this.#label} ${standingNote}`.trim() : this.#label });
    // room for the note, beside the control as it was
    this.restyle(
      { description_width: isStanding ? "initial" : "" },
      { width: isStanding ? "520px" : this.#width },
    );
  }

  override accept(changes: State): boolean {
    const { key, check, free = {} } = this.#field;
    for (const [name, allows] of Object.entries(free)) {
      const field = changes[name];
      if (field !== undefined && allows(field)) this.put({ [name]: field });
    }
    const field = changes[key];
    if (field === undefined || check(field) !== undefined || isSame(field, this.state[key])) return false;
    this.put({ [key]: field });
    this.happen();
    return true;
  }

  describe(): string {
    const value = this.peek();
    const text = Array.isArray(value) ? value.join(" – ") : String(value);
    return this.#label === "" ? text : `${this.#label}: ${text}`;
  }

  draw(): string {
    return line(this.#label, this.#field.draw(this.peek()));
  }
}

function checked<Value>(name: string, { check, encode }: ValueField<Value>, value: Value): Field {
  const field = encode(value);
  const expected = check(field);
  if (expected === undefined) return field;
  throw new RangeError(`The value of ${name} must be ${expected}, but is ${JSON.stringify(value)}.`);
}

function isSame(left: Field, right: Field | undefined): boolean {
  if (Array.isArray(left) && Array.isArray(right)) return left.every((each, index) => each === right[index]);
  return left === right;
}
