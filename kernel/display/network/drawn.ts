// A diagram as what a front-end gets: an image in HTML that grows with the page, the SVG by itself, and its text.

import { drawDiagram } from "../drawing/draw.ts";
import type { Diagram } from "../drawing/node-link.ts";
import { imgMarkup } from "../html-picture.ts";
import { Drawing } from "../limit.ts";

/** @param below markup that stands below the picture */
export function drawn(diagram: Diagram, text: string, below = ""): Drawing {
  return new Drawing(({ scale }) => {
    const picture = drawDiagram(diagram, scale);
    return {
      data: {
        "text/html": imgMarkup(picture, diagram.title) + below,
        "image/svg+xml": picture.svg,
        "text/plain": text,
      },
      metadata: {},
    };
  });
}
