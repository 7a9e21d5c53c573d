// A diagram of nodes and links as it is before it is laid out: what there is to draw and how it is marked, but not where.

/** Colours by meaning; the drawing knows the shades. */
export type Tone =
  | "blue"
  | "green"
  | "yellow"
  | "pink"
  | "teal"
  | "violet"
  | "grey"
  /** there, but nothing happens in it */
  | "quiet"
  /** not up to date */
  | "stale";

export type DiagramNode =
  /** a title with a detail after it, and a small note below */
  | {
      readonly kind: "box";
      readonly id: string;
      readonly title: string;
      readonly detail: string;
      readonly note: string;
      readonly tone: Tone;
      readonly copies: number;
    }
  /** a frame around others */
  | {
      readonly kind: "group";
      readonly id: string;
      readonly title: string;
      readonly note: string;
      readonly copies: number;
      readonly nodes: readonly DiagramNode[];
    }
  /** a round sign, such as a plus */
  | { readonly kind: "sign"; readonly id: string; readonly text: string }
  /** where a link forks */
  | { readonly kind: "dot"; readonly id: string }
  /** an end of the whole */
  | { readonly kind: "pill"; readonly id: string; readonly text: string };

export interface DiagramLink {
  readonly from: string;
  readonly to: string;
  /** empty: none */
  readonly label: string;
  /** a bypass runs beside the others, and enters signs from the side */
  readonly kind: "flow" | "bypass";
}

/** Nodes from above to below. */
export interface Diagram {
  /** what it shows, in words */
  readonly title: string;
  readonly nodes: readonly DiagramNode[];
  readonly links: readonly DiagramLink[];
}
