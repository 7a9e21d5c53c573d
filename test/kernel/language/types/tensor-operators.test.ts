// Operators on tensors, as PyTorch's users write them: each is an error that says what to write instead. For every hint, what it
// says is then checked as a cell of its own: help that is itself an error would be none.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TypedNotebook } from "./typed-notebook.ts";

let notebook: TypedNotebook;
beforeAll(async () => {
  notebook = new TypedNotebook();
  await notebook.cell(`
    import * as torch from "lamella";
    import { nn } from "lamella";
    let a = torch.ones(2, 3);
    const b = torch.ones(2, 3);
    const conv = new nn.Conv1d(1, 1, 1);
    const list = [a, b];
    let perhaps: torch.Tensor | undefined;
    const value = 1;`);
});
afterAll(() => notebook.close());

/** The first line of the error of a cell. */
async function errorOf(source: string): Promise<string | undefined> {
  return (await notebook.cell(source))?.split("\n")[0];
}

describe("operators on tensors say what to write", () => {
  it.each([
    ["a + b", "TS2365", "a.add(b)"],
    ["a - 1", "TS2362", "a.sub(1)"],
    ["a * 2", "TS2362", "a.mul(2)"],
    ["a / b", "TS2362", "a.div(b)"],
    ["a % 2", "TS2362", "a.remainder(2)"],
    ["a ** 2", "TS2362", "a.pow(2)"],
    ["1 + a", "TS2365", "a.add(1)"],
    ["2 * a", "TS2363", "a.mul(2)"],
    ["2 ** a", "TS2363", "torch.pow(2, a)"],
    ["a < b", "TS2365", "a.lt(b)"],
    ["a <= 1", "TS2365", "a.le(1)"],
    ["a > 0", "TS2365", "a.gt(0)"],
    ["a >= 0", "TS2365", "a.ge(0)"],
    ["1 < a", "TS2365", "a.gt(1)"],
    ["a <= b", "TS2365", "a.le(b)"],
    ["a > b", "TS2365", "a.gt(b)"],
    ["a >= b", "TS2365", "a.ge(b)"],
    ["a == b", "TS2365", "a.eq(b)"],
    ["a != b", "TS2365", "a.ne(b)"],
    ["a == 1", "TS2367", "a.eq(1)"],
    ["1 == a", "TS2367", "a.eq(1)"],
    ["a & b", "TS2362", "a.logicalAnd(b)"],
    ["a | b", "TS2362", "a.logicalOr(b)"],
    ["a ^ b", "TS2362", "a.logicalXor(b)"],
    ["a += b", "TS2365", "a.add_(b)"],
    ["a -= 1", "TS2362", "a.sub_(1)"],
    ["a *= 2", "TS2362", "a.mul_(2)"],
    ["a /= 2", "TS2362", "a.div_(2)"],
    ["-a", "TS2736", "a.neg()"],
    ["-conv.weight", "TS2736", "conv.weight.neg()"],
    ["-a.sum()", "TS2736", "a.sum().neg()"],
    ["+a", "TS2736", "a"],
    ["~a", "TS2736", "a.logicalNot()"],
    ["a[0]", "TS7053", "a.index(0)"],
    ["a[0, 1]", "TS7053", "a.index(0, 1)"],
    ["a['x']", "TS7053", "a.index('x')"],
    ["a[0] = 1", "TS7053", "a.indexPut_([0], value)"],
    ["a.relu().sum(0) + b.mul(2)", "TS2365", "a.relu().sum(0).add(b.mul(2))"],
    ["conv.weight.mul(2) * 2", "TS2362", "conv.weight.mul(2).mul(2)"],
  ])("%s", async (source, code, instead) => {
    const error = await errorOf(source);
    expect(error).toMatch(new RegExp(`^${code}: `));
    expect(error?.endsWith(`: write ${instead}`), error).toBe(true);
    expect(await errorOf(instead)).toBeUndefined();
  });

  it.each([
    ["if (a.eq(b)) {}", "a.eq(b).any().item()"],
    ["while (a) {}", "a.any().item()"],
    ["do {} while (a)", "a.any().item()"],
    ["for (; a; ) {}", "a.any().item()"],
    ["a ? 1 : 2", "a.any().item()"],
    ["a && 1", "a.any().item()"],
    ["a || b", "a.any().item()"],
    ["void !a", "a.any().item()"],
    ["if (!(value > 0 || (a))) {}", "a.any().item()"],
    ["if (value > 0 && a) {}", "a.any().item()"],
  ])("as a condition: %s", async (source, instead) => {
    expect(await errorOf(source)).toContain(`: write ${instead} for its elements, or `);
  });

  it("shortens what is long, and points at the operator's own place", async () => {
    const error = await notebook.cell(
      "const w = 1;\nconst y = a.relu().relu().relu().relu().relu().relu().relu() + 1",
    );
    expect(error).toContain(": write ....add(1)\n");
    expect(error).toContain("at cell [");
    expect(error).toMatch(/:2:11$/m);
  });
});

describe("what makes sense with tensors is no error", () => {
  it.each([
    "a === b",
    "a !== b",
    "a == null",
    "null != a",
    "if (perhaps) perhaps.sum()",
    "perhaps && perhaps.sum()",
    "!perhaps",
    "perhaps?.sum() ?? a",
    "if (list[0]) 1",
    "if (!list[0]) 1",
    "if (conv.bias) conv.bias.sum()",
    "if (a.sum().item() > 0) 1",
    "if (torch.equal(a, b)) 1",
    "-a.sum().item()",
    "`loss ${" + "a}`",
    "const { item } = { item: -1 }; if (item) 1",
    "if (new Date()) 1",
  ])("%s", async (source) => {
    expect(await errorOf(source)).toBeUndefined();
  });
});

describe("what Python has and this has not", () => {
  it.each([
    [
      "torch.cuda",
      "Property 'cuda' does not exist on type 'typeof torch'. (tensors compute on the processor only",
    ],
    ["a.cuda()", "Property 'cuda' does not exist on type 'Tensor'. (tensors compute on the processor only"],
    ["a.numpy()", "(x.toArray() gives nested arrays"],
    ["nn.Conv2D", "Property 'Conv2D' does not exist on type 'typeof nn'. Did you mean 'Conv2d'?"],
    ["torch.nn.functional.max_pool2d", "does not exist on type 'typeof F'. Did you mean 'maxPool2d'?"],
    ["torch.zeros_like(a)", "Did you mean 'zerosLike'?"],
    ["print(a)", "Cannot find name 'print'. (console.log(x) prints"],
    ["String(None)", "(None is undefined here)"],
    ["a.sum(dim=1)", "Cannot find name 'dim'. (options are written { dim: ... } here)"],
    ["a.sum(1, keep_dim=true)", "(options are written { keepDim: ... } here)"],
    ["fresh = torch.ones(2)", "Cannot find name 'fresh'. (a new name is declared: const fresh = ...)"],
    ["constructor", "Cannot find name 'constructor'."],
  ])("%s", async (source, message) => {
    expect(await errorOf(source)).toContain(message);
  });
});
