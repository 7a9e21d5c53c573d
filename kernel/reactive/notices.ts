// What a person should know about how cells depend on each other. Each thing is said once, at the cell that brought it
// about.

import type { Mutation } from "../language/mutations.ts";
import type { Dependencies } from "./dependencies.ts";
import type { CellId, CellNode } from "./facts.ts";

export class Notices {
  readonly #dependencies: Dependencies;
  readonly #told = new Map<CellId, Set<string>>();

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
      ...this.#mutationsByFunctions(node),
      ...(circle === undefined ? [] : [this.#circle(circle)]),
    ];
    return notices.filter((notice) => this.#isNew(node.id, notice));
  }

  delete(id: CellId): void {
    this.#told.delete(id);
  }

  clear(): void {
    this.#told.clear();
  }

  #mutations({ id, facts: { mutates, writes }, label }: CellNode): string[] {
    return mutates.flatMap((mutation) => {
      const owner = this.#dependencies.owner(mutation.name);
      if (owner === undefined || owner.id === id || writes.includes(mutation.name)) return [];
      return [inPlace(`${label} changes ${mutation.name} of ${owner.label}`, mutation, owner)];
    });
  }

  /** The functions of a cell change a value of its own, when another cell calls them: said where that value is used. */
  #mutationsByFunctions(node: CellNode): string[] {
    const { definitions, uses } = node.facts;
    const own = definitions.filter(({ name }) => this.#dependencies.readersOf(name, node.id).length > 0);
    return [...own.map(({ name }) => name), ...uses].flatMap((used) => {
      const owner = this.#dependencies.owner(used);
      const mutation = owner?.facts.mutates.find(({ name, inFunction }) => name === used && inFunction);
      if (owner === undefined || mutation === undefined || owner.facts.writes.includes(used)) return [];
      return [inPlace(`a function of ${owner.label} changes ${used}`, mutation, owner)];
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
    const news = notice.replaceAll(/\[\d+\]/g, "");
    const told = this.#told.get(id) ?? new Set();
    this.#told.set(id, told);
    return told.size < told.add(news).size;
  }
}

/** @param what who changes which name of which cell */
function inPlace(what: string, { name, instead }: Mutation, owner: CellNode): string {
  const isConstant = owner.facts.definitions.some((each) => each.name === name && each.kind === "const");
  const first = isConstant ? `declare ${name} by let and ` : "";
  return `${what} in place, which cells that use it cannot see. To let them follow, ${first}assign a new value: ${instead}.`;
}
