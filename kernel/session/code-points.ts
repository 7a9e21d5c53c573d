// The protocol counts places in a text in Unicode code points, JavaScript in UTF-16 units.

/** The offset, in UTF-16 units, of a cursor counted in code points; a cursor behind the text is at its end. */
export function offsetOf(text: string, cursor: number): number {
  let offset = 0;
  for (let i = 0; i < cursor && offset < text.length; i += 1) offset += characterAt(text, offset).length;
  return offset;
}

/** The cursor, in code points, of an offset counted in UTF-16 units. */
export function cursorOf(text: string, offset: number): number {
  return [...text.slice(0, offset)].length;
}

function characterAt(text: string, offset: number): string {
  return String.fromCodePoint(text.codePointAt(offset) ?? 0);
}
