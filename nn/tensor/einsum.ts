// Einstein's summation: a product of tensors whose dimensions are named by letters, summed over the names that the
// result lacks. Tensors are multiplied from left to right, each pair as a batch of matrix products.

import { shown } from "../arguments/shown.ts";
import { elementCount, showShape } from "../array/shape.ts";
import { expectTensor } from "./expect-tensor.ts";
import { composed } from "./scope.ts";
import type { Tensor } from "./tensor.ts";

/** A tensor and the name of each of its dimensions. */
interface Named {
  readonly tensor: Tensor;
  readonly names: readonly string[];
}

/**
 * `einsum("bij,bjk->bik", a, b)`. A name that an operand repeats takes its diagonal; "..." stands for further
 * dimensions, which are broadcast; the tensors may stand in an array; without "->" the result has the names that occur once, in alphabetical order.
 */
export function einsum(
  equation: string,
  ...given: readonly Tensor[] | readonly [operands: readonly Tensor[]]
): Tensor {
  if (typeof equation !== "string") {
    throw new TypeError(`einsum: equation: expected a text such as "ij,jk->ik", got ${shown(equation)}`);
  }
  const operands = given.flat().map((each) => expectTensor("einsum: operands", each));
  return composed(() => {
    const { inputs, output } = parse(equation, operands);
    checkSizes(equation, inputs);
    const [first, ...others] = inputs.map(takeDiagonals);
    if (!first) throw new TypeError("einsum: expected at least one tensor");
    const product = others.reduce((left, right, i) => {
      const later = others.slice(i + 1).flatMap(({ names }) => names);
      return multiply(left, right, new Set([...output, ...later]));
    }, first);
    const { tensor, names } = sumOut(product, new Set(output));
    return tensor.permute(output.map((name) => names.indexOf(name)));
  });
}

function parse(
  equation: string,
  operands: readonly Tensor[],
): { inputs: readonly Named[]; output: readonly string[] } {
  const [left = "", right, ...rest] = equation.replaceAll(/\s/g, "").split("->");
  const terms = left.split(",");
  for (const term of [...terms, right ?? ""]) {
    if (rest.length > 0 || !/^[A-Za-z]*(\.\.\.[A-Za-z]*)?$/.test(term)) {
      throw new SyntaxError(`einsum: expected terms of letters such as "ij,jk->ik", got "${equation}"`);
    }
  }
  if (terms.length !== operands.length) {
    throw new TypeError(
      `einsum: "${equation}" has ${terms.length} terms, but ${operands.length} tensors were given`,
    );
  }
  const inputs = operands.map((tensor, i) => ({ tensor, names: namesOf(equation, terms[i] ?? "", tensor) }));
  const all = inputs.flatMap(({ names }) => names);
  const further = [...new Set(all)].filter((name) => !isLetter(name)).sort((a, b) => Number(b) - Number(a));
  const once = all.filter((name) => isLetter(name) && all.indexOf(name) === all.lastIndexOf(name)).sort();
  const output = right === undefined ? [...further, ...once] : spread(right, further);
  const strange = output.find((name, i) => !all.includes(name) || output.indexOf(name) !== i);
  if (strange !== undefined) {
    throw new SyntaxError(
      `einsum: "${strange}" in the result of "${equation}" must occur in the terms, and there once`,
    );
  }
  return { inputs, output };
}

function isLetter(name: string): boolean {
  return /^[A-Za-z]$/.test(name);
}

/** The letters of a term; what "..." stands for is named by numbers, counted from its end: 0 is its last dimension. */
function namesOf(equation: string, term: string, tensor: Tensor): string[] {
  const letters = term.replace("...", "").length;
  const further = tensor.dim() - letters;
  if (further < 0 || (further > 0 && !term.includes("..."))) {
    throw new RangeError(
      `einsum: the term "${term}" of "${equation}" does not fit a tensor of shape ${showShape(tensor.shape)}`,
    );
  }
  return spread(
    term,
    Array.from({ length: further }, (_, i) => String(further - 1 - i)),
  );
}

function spread(term: string, further: readonly string[]): string[] {
  const [before = "", after] = term.split("...");
  return after === undefined ? [...before] : [...before, ...further, ...after];
}

/** One name has one size, or 1, wherever it occurs. */
function checkSizes(equation: string, inputs: readonly Named[]): void {
  const sizes = new Map<string, number>();
  for (const { tensor, names } of inputs) {
    names.forEach((name, dim) => {
      const [known = 1, size] = [sizes.get(name), tensor.size(dim)];
      if (known !== 1 && size !== 1 && known !== size) {
        throw new RangeError(
          `einsum: "${name}" of "${equation}" has size ${known} in one place and ${size} in another`,
        );
      }
      if (known === 1) sizes.set(name, size);
    });
  }
}

function takeDiagonals({ tensor, names }: Named): Named {
  const repeated = names.findIndex((name, dim) => names.indexOf(name) !== dim);
  const name = names[repeated];
  if (name === undefined) return { tensor, names };
  const first = names.indexOf(name);
  const rest = names.filter((_, dim) => dim !== first && dim !== repeated);
  return takeDiagonals({ tensor: tensor.diagonal(0, first, repeated), names: [...rest, name] });
}

/** Without the dimensions whose names are not wanted any more. */
function sumOut({ tensor, names }: Named, wanted: ReadonlySet<string>): Named {
  const dims = [...names.keys()].filter((dim) => !wanted.has(names[dim] ?? ""));
  if (dims.length === 0) return { tensor, names };
  return { tensor: tensor.sum(dims), names: names.filter((name) => wanted.has(name)) };
}

/** The product of two tensors, summed over the names they share and nobody wants any more. */
function multiply(a: Named, b: Named, wanted: ReadonlySet<string>): Named {
  const left = sumOut(dropOnes(a, b), new Set([...wanted, ...b.names]));
  const right = sumOut(dropOnes(b, left), new Set([...wanted, ...left.names]));
  const shared = left.names.filter((name) => right.names.includes(name));
  const batch = shared.filter((name) => wanted.has(name));
  const summed = shared.filter((name) => !wanted.has(name));
  const rows = left.names.filter((name) => !shared.includes(name));
  const columns = right.names.filter((name) => !shared.includes(name));
  const product = grouped(left, [batch, rows, summed]).matmul(grouped(right, [batch, summed, columns]));
  const sizes = [...sizesOf(left, batch), ...sizesOf(left, rows), ...sizesOf(right, columns)];
  return { tensor: product.reshape(sizes), names: [...batch, ...rows, ...columns] };
}

/** Without the dimensions of size 1 that the other tensor has with another size: they are broadcast. */
function dropOnes({ tensor, names }: Named, other: Named): Named {
  const dropped = names.findIndex(
    (name, dim) =>
      tensor.size(dim) === 1 &&
      other.names.includes(name) &&
      other.tensor.size(other.names.indexOf(name)) !== 1,
  );
  if (dropped === -1) return { tensor, names };
  return dropOnes({ tensor: tensor.squeeze(dropped), names: names.toSpliced(dropped, 1) }, other);
}

function sizesOf({ tensor, names }: Named, chosen: readonly string[]): number[] {
  return chosen.map((name) => tensor.size(names.indexOf(name)));
}

/** The dimensions in the order of the groups, each group made one dimension. */
function grouped(named: Named, groups: readonly (readonly string[])[]): Tensor {
  const order = groups.flat().map((name) => named.names.indexOf(name));
  return named.tensor.permute(order).reshape(groups.map((group) => elementCount(sizesOf(named, group))));
}
