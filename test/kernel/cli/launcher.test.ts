// The `lamella` command as a person types it, under the Node that runs the tests and under one that claims to be
// too old.

import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import packageJson from "../../../package.json" with { type: "json" };
import { converse } from "../support/kernel-process.ts";

const launcher = resolve(import.meta.dirname, "../../../kernel/cli/launcher.ts");

/** Arguments that make Node say it is version 18; a Node that it starts does not inherit them. */
const pretendOld = [
  "--import",
  `data:text/javascript,${encodeURIComponent(
    'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.0" } })',
  )}`,
];

function lamella(nodeArguments: readonly string[], ...words: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeArguments, launcher, ...words], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe.each([
  ["this Node", []],
  ["an older Node", pretendOld],
])("under %s, lamella", (_node, nodeArguments) => {
  it("tells its version", () => {
    expect(lamella(nodeArguments, "--version")).toEqual({
      status: 0,
      stdout: `${packageJson.version}\n`,
      stderr: "",
    });
  });

  it("installs and uninstalls", () => {
    const prefix = mkdtempSync(join(tmpdir(), "lamella-prefix-"));
    const directory = join(prefix, "share/jupyter/kernels/mine");
    expect(lamella(nodeArguments, "install", "--prefix", prefix, "--name", "mine").stdout).toContain(
      directory,
    );
    expect(lamella(nodeArguments, "uninstall", "--prefix", prefix, "--name", "mine").stdout).toContain(
      directory,
    );
  });

  it.each([
    ["uninstall --prefix /nowhere", "there is no kernel lamella in /nowhere/share/jupyter/kernels"],
    ["install --user --prefix /x", "cannot be used with"],
    ["kernel /nowhere/kernel.json", "cannot read the connection file /nowhere/kernel.json"],
    ["run /nowhere/lesson.ipynb", "/nowhere/lesson.ipynb"],
    ["frobnicate", "unknown command"],
  ])("%s fails with exit code 1 and says why", (words, message) => {
    const { status, stderr } = lamella(nodeArguments, ...words.split(" "));
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });

  it("kernel is a kernel, and passes a SIGTERM on", async () => {
    const [kernel, conversation] = await converse({ arguments: [...nodeArguments, launcher, "kernel"] });
    expect((await conversation.execute("1 + 1")).reply.content.status).toBe("ok");
    kernel.process.kill("SIGTERM");
    expect(await kernel.exit).toEqual({ code: 0, signal: null });
    conversation.close();
  });
});
