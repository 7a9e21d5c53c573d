// Equal blocks in a row, as deep networks have them: figures draw one and say how many there are.

import { type Call, leavesOf, originOf, type Step, takenBy } from "./data-flow.ts";
import { ownParameters } from "./watched-module.ts";

/** Steps grouped so that equal blocks, each fed by the one before and by nothing else, are one group. */
export function rowsOf(steps: readonly Step[], root: Call): [Step, ...Step[]][] {
  const users = usersIn(root);
  const rows: [Step, ...Step[]][] = [];
  for (const step of steps) {
    const row = rows.at(-1);
    const last = row?.at(-1);
    if (row && last && isBlock(step) && follows(step, last, users) && form(last) === form(step))
      row.push(step);
    else rows.push([step]);
  }
  return rows;
}

/** Single layers in a row stay, however equal they are. */
function isBlock(step: Step): boolean {
  return step.kind === "call" && step.steps.some(({ kind }) => kind === "call");
}

function follows(next: Step, last: Step, users: ReadonlyMap<Step, ReadonlySet<Step>>): boolean {
  const inside = new Set<Step>([last, ...leavesOf(last)]);
  const takes = takenBy(next);
  const within = new Set(leavesOf(next));
  return (
    takes.length > 0 &&
    takes.every(({ source }) => source.kind === "step" && inside.has(source.step)) &&
    [...inside].every((step) =>
      [...(users.get(step) ?? [])].every((user) => inside.has(user) || within.has(user)),
    )
  );
}

/** Who reads what a step gives; the network itself reads its outputs. */
function usersIn(root: Call): Map<Step, Set<Step>> {
  const users = new Map<Step, Set<Step>>();
  const use = (user: Step) => (value: Step["inputs"][number]) => {
    const { source } = originOf(value);
    if (source.kind !== "step") return;
    users.set(source.step, (users.get(source.step) ?? new Set()).add(user));
  };
  for (const leaf of leavesOf(root)) leaf.inputs.forEach(use(leaf));
  root.outputs.forEach(use(root));
  return users;
}

/** What two blocks have in common if they are equal: classes, operations, and the sizes of tensors and parameters. */
function form(step: Step): string {
  const shapes = [step.inputs, step.outputs].map((values) => values.map(({ shape }) => shape));
  if (step.kind === "operation") return JSON.stringify([step.name, shapes]);
  const parameters = ownParameters(step.module).map(({ shape }) => shape);
  return JSON.stringify([step.module.constructor.name, parameters, shapes, step.steps.map(form)]);
}
