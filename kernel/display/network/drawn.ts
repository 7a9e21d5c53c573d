// A diagram as what a front-end gets: an image in HTML, the SVG by itself, and its text. A page narrower than the image
// makes it smaller, but only as long as its words can be read; then it scrolls.

import { drawDiagram } from "../drawing/draw.ts";
import type { SvgPicture } from "../drawing/jobs.ts";
import type { Diagram } from "../drawing/node-link.ts";
import { imgMarkup } from "../html-picture.ts";
import { Drawing } from "../limit.ts";

/** @param below markup that stands below the picture */
export function drawn(diagram: Diagram, text: string, below = ""): Drawing {
  return new Drawing(({ scale }) => {
    const picture = drawDiagram(diagram, scale);
    return {
      data: {
        "text/html": scrolling(picture, diagram.title) + below,
        "image/svg+xml": picture.svg,
        "text/plain": text,
      },
      metadata: {},
    };
  });
}

/** Letters of 12.5 pixels are read down to three quarters of their size. */
const leastSize = 0.75;

function scrolling(picture: SvgPicture, title: string): string {
  const image = imgMarkup(picture, title, `min-width: ${Math.round(leastSize * picture.width)}px`);
  return `<div style="overflow-x: auto">${image}</div>`;
}
