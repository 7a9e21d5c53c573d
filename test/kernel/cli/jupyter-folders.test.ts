// Where kernelspecs go. The folders are those that Jupyter documents ("Jupyter's Common Directories").

import { homedir } from "node:os";
import { describe, expect, it } from "vitest";
import { kernelsDirectory } from "../../../kernel/cli/jupyter-folders.ts";

const linux = process.platform === "linux";

describe("the folder of kernelspecs", () => {
  it.each([
    ["a prefix", { prefix: "/opt/jupyter" }, {}, "/opt/jupyter/share/jupyter/kernels"],
    ["a relative prefix", { prefix: "env" }, {}, `${process.cwd()}/env/share/jupyter/kernels`],
    ["an active venv", { sysPrefix: true }, { VIRTUAL_ENV: "/v" }, "/v/share/jupyter/kernels"],
    ["an active conda environment", { sysPrefix: true }, { CONDA_PREFIX: "/c" }, "/c/share/jupyter/kernels"],
    ["the user's data folder, if set", {}, { JUPYTER_DATA_DIR: "/data" }, "/data/kernels"],
  ])("of %s", (_what, location, environment, expected) => {
    expect(kernelsDirectory(location, environment)).toBe(expected);
  });

  it.runIf(linux).each([
    [{}, `${homedir()}/.local/share/jupyter/kernels`],
    [{ XDG_DATA_HOME: "/xdg" }, "/xdg/jupyter/kernels"],
  ])("of a user with %j", (environment, expected) => {
    expect(kernelsDirectory({}, environment)).toBe(expected);
  });

  it("of a Python environment that is not there is an error that says so", () => {
    expect(() => kernelsDirectory({ sysPrefix: true }, { PATH: "/nowhere" })).toThrow("--sys-prefix needs");
  });
});
