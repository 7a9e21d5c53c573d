// What a person should know about how cells depend on each other. Each thing is said once, at the cell that brought it
// about.

import type { Dependencies } from "./dependencies.ts";
import type { CellId, CellNode } from "./facts.ts";

export class Notices {
  readonly #dependencies: Dependencies;
  readonly #told = new Set<string>();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * After a run of a cell: what is new.
   * @param taken the names that it declares as another cell did before
   */
  of(
    node: CellNode,
    taken: readonly { readonly name: string; readonly from: CellNode }[],
  ): readonly string[] {
    const circle = this.#dependencies.wayAround(node);
    const notices = [
      ...taken.map(({ name, from }) => `${name} belongs to ${node.label} now, before to ${from.label}.`),
      ...this.#mutations(node),
      ...(circle === undefined ? [] : [this.#circle(circle)]),
    ];
    return notices.filter((notice) => this.#isNew(node.id, notice));
  }

  clear(): void {
    this.#told.clear();
  }

  #mutations({ id, facts: { mutates, writes }, label }: CellNode): string[] {
    return mutates.flatMap(({ name, instead }) => {
      const owner = this.#dependencies.owner(name);
      if (owner === undefined || owner.id === id || writes.includes(name)) return [];
      const isConstant = owner.facts.definitions.some((each) => each.name === name && each.kind === "const");
      const first = isConstant ? `declare ${name} by let and ` : "";
      return [
        `${label} changes ${name} of ${owner.label} in place, which cells that use it cannot see. ` +
          `To let them follow, ${first}assign a new value: ${instead}.`,
      ];
    });
  }

  #circle(cells: readonly CellNode[]): string {
    const links = cells.map((cell, index) => {
      const parent = cells[(index + 1) % cells.length] ?? cell;
      const names = this.#dependencies.parentsOf(cell).get(parent) ?? [];
      return `${cell.label} uses ${names.join(", ")} of ${parent.label}`;
    });
    return `These cells depend on each other, so they do not run by themselves: ${links.join("; ")}.`;
  }

  /** The same news again, with other numbers in its labels, is none. */
  #isNew(id: CellId, notice: string): boolean {
    const news = `${id} ${notice.replaceAll(/\[\d+\]/g, "")}`;
    if (this.#told.has(news)) return false;
    this.#told.add(news);
    return true;
  }
}
