// What the magics do, in a whole kernel: `%types` has its tests beside the types.

import { readdirSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { outline } from "./support/conversation.ts";
import { sharedKernel } from "./support/shared-kernel.ts";

const shared = sharedKernel();

/** What a cell shows: text, results, errors. */
async function shown(code: string): Promise<string> {
  const { published } = await shared.conversation.execute(code);
  const texts = published.map(({ content }) => {
    const data: unknown = content.data;
    return content.text ?? content.evalue ?? (Object(data)["text/plain"] || "");
  });
  return texts.join("");
}

describe("a magic", () => {
  it.each<[code: string, output: string | RegExp]>([
    ["!echo out; echo err >&2", /^(out\nerr\n|err\nout\n)$/],
    ["!printf 'ä%s' 🙂", "ä🙂"],
    ["!exit 3", "the command ended with exit code 3: exit 3"],
    ["!kill -9 $$", "the command was ended by SIGKILL: kill -9 $$"],
    ["%env LAMELLA_TEST = a b\nprocess.env.LAMELLA_TEST", "'a b'"],
    ["%env LAMELLA_TEST", "a b\n"],
    ["%env", /\nLAMELLA_TEST=a b\n/],
    ["%env LAMELLA_NONE", "there is no variable LAMELLA_NONE in the environment"],
    ["!echo $LAMELLA_TEST", "a b\n"],
    [`%cd ${tmpdir()}\nprocess.cwd()`, `${realpathSync(tmpdir())}\n'${realpathSync(tmpdir())}'`],
    ["!pwd", `${realpathSync(tmpdir())}\n`],
    ["%cd /no/such/folder", /ENOENT/],
    ["%who", "No names are defined.\n"],
    ["const b = 1, a = 2;\ntype T = 1;", ""],
    ["%who\na", "a  b\n2"],
    ["%time\nawait new Promise((resolve) => setTimeout(resolve, 20)); a", /^2Wall time: \d+\.\d ms\n$/],
    ["%%time\na", /^2Wall time: \d+\.\d ms\n$/],
    ["%npm --version", /^\d+\.\d+\.\d+\n$/],
    ["%help", /%types on\|warn\|off .*\n.*%time .*\n(.*\n)*.*!COMMAND/],
    ["%nothing", /^there is no %nothing; the kernel knows %types on\|warn\|off, %time/],
    ["%reset\ntypeof a", "'undefined'"],
    ["%who", "No names are defined.\n"],
  ])("%j", async (code, output) => {
    const text = await shown(code);
    if (typeof output === "string") expect(text).toBe(output);
    else expect(text).toMatch(output);
  });

  it.each([
    "%npm --version; touch P",
    "%npm --version && touch P",
    "%npm $(touch P) --version",
    "%npm `touch P`",
  ])("starts npm without a shell: %s", async (code) => {
    await shown(`%cd ${shared.kernel.directory}`);
    await shown(code);
    expect(readdirSync(shared.kernel.directory)).toEqual([]);
  });

  it("prints while its command runs, can be interrupted, and then the cell does not run", async () => {
    const code = "!echo begun; sleep 600\nconsole.log('after')";
    const id = await shared.conversation.client.send("shell", "execute_request", { code });
    await shared.conversation.until(({ content }) => content.text === "begun\n");
    await shared.conversation.ask("interrupt_request", {}, { channel: "control" });
    const { reply, published } = await shared.conversation.end(id);
    expect(reply.content).toMatchObject({ status: "error", ename: "Interrupted" });
    expect(outline(published).filter((each) => each.startsWith("stream"))).toEqual(["stream begun\n"]);
  });

  it("%reset does not wait behind a cell that no interrupt has ended", async () => {
    const { conversation } = shared;
    const code = "console.log('stopping');\nprocess.kill(process.pid, 'SIGSTOP');";
    const id = await conversation.client.send("shell", "execute_request", { code });
    await conversation.until(({ content }) => content.text === "stopping\n");
    const isNotice = ({ content }: { readonly content: { readonly text?: unknown } }) =>
      String(content.text).includes("Interrupt once more");
    const told = conversation.until(isNotice);
    await conversation.ask("interrupt_request", {}, { channel: "control" });
    await told;
    await conversation.execute("%reset");
    expect((await conversation.end(id)).reply.content).toMatchObject({
      status: "error",
      ename: "Interrupted",
    });
    expect(await shown("%who")).toBe("No names are defined.\n");
  });
});
