// The gate for markup that a notebook brings along, in its Markdown or as HTML that a cell shows. What draws passes:
// text, tables, figures in SVG, formulas in MathML, sound and pictures that are in the page already. What acts does not:
// scripts, forms, frames, styles for the whole page, and whatever would fetch something or send the page elsewhere.

import sanitizeHtml, { type Attributes, type Tag } from "sanitize-html";

/** Gives a data URL for a picture's address, or undefined if the page cannot hold that picture. */
export type PictureSource = (address: string) => string | undefined;

const words = (text: string): string[] => text.trim().split(/\s+/);

const html = words(`
  a abbr audio b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em
  figcaption figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd label li mark meter ol p pre progress q rp rt ruby s samp
  small source span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var video wbr`);

const mathml = words(`
  annotation math menclose merror mfrac mi mlabeledtr mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow
  ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover semantics`);

const svg = words(`
  animate animatemotion animatetransform circle clippath defs ellipse g line lineargradient marker mask path
  pattern polygon polyline radialgradient rect stop svg symbol text textpath tspan use`);

const attributes = words(`
  align alt aria-* class colspan dir height id lang role rowspan style title valign width
  max min value open start reversed datetime low high optimum span color face size bgcolor border cellpadding cellspacing

  accent accentunder columnalign columnlines columnspacing depth display displaystyle encoding fence linethickness lspace
  mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits notation rowlines rowspacing rspace
  scriptlevel separator stretchy symmetric voffset xmlns

  alignment-baseline attributename attributetype baseprofile begin by calcmode clip-* clippathunits cx cy d
  dominant-baseline dur dx dy end fill fill-* font-* from fx fy gradienttransform gradientunits keysplines keytimes
  lengthadjust letter-spacing marker-* markerheight markerunits markerwidth mask maskunits offset opacity orient
  overflow paint-order path pathlength patterncontentunits patterntransform patternunits points preserveaspectratio r
  refx refy repeatcount repeatdur rotate rx ry shape-rendering spreadmethod startoffset stop-* stroke stroke-*
  text-anchor text-rendering textlength to transform transform-origin type values vector-effect version viewbox
  visibility x x1 x2 y y1 y2`);

/** Elements whose content is no text for a reader, and goes with them. */
const withoutText = words(`
  script style textarea option title desc template iframe object noscript noembed noframes xmp plaintext datalist`);

/**
 * Markup that stays where it is put and only draws: every element that it opens is closed.
 * A picture is as `picture` gives it; one that the page cannot hold becomes a link.
 */
export function sanitized(markup: string, picture: PictureSource): string {
  return sanitizeHtml(markup, {
    allowedTags: [...html, ...mathml, ...svg],
    nonTextTags: withoutText,
    allowedAttributes: {
      "*": attributes,
      a: ["href"],
      use: ["href"],
      textpath: ["href"],
      img: ["src"],
      audio: ["src", "controls", "loop"],
      video: ["src", "controls", "loop"],
      source: ["src", "type"],
    },
    allowedSchemes: ["http", "https", "mailto"],
    allowedSchemesByTag: { img: ["data"], audio: ["data"], video: ["data"], source: ["data"] },
    selfClosing: ["br", "col", "hr", "img", "source", "wbr"],
    parseStyleAttributes: false, // the page confines what they draw to the place of its output
    transformTags: {
      img(tag, { src = "", ...rest }): Tag {
        const source = picture(src);
        if (source !== undefined) return { tagName: tag, attribs: { src: source, ...withWidth(rest) } };
        return { tagName: "a", attribs: { href: src }, text: rest.alt || src };
      },
      use: withinPage,
      textpath: withinPage,
    },
  });
}

/** The page's style may ask how wide a picture is by itself. */
function withWidth({ style = "", ...attribs }: Attributes): Attributes {
  const width = Number(attribs.width);
  return width > 0 ? { ...attribs, style: `--width: ${width}px; ${style}`.trim() } : { ...attribs, style };
}

/** A figure's element may refer to another one of the page. */
function withinPage(tagName: string, { href, ...attribs }: Attributes): Tag {
  return { tagName, attribs: href?.startsWith("#") ? { href, ...attribs } : attribs };
}
