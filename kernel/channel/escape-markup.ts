// Text on its way into HTML or SVG, whichever process writes that.

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it has to stand in HTML or SVG, in content and in quoted attributes. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** The text that escaped markup stands for. */
export function unescapeMarkup(markup: string): string {
  const characters = Object.entries(entities).map(([character, entity]): [string, string] => [
    entity,
    character,
  ]);
  const known = new Map(characters);
  return markup.replace(/&(?:#39|[a-z]+);/g, (entity) => known.get(entity) ?? entity);
}
