// What install writes and uninstall removes.

import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decode } from "fast-png";
import { beforeEach, describe, expect, it } from "vitest";
import { installKernelspec, uninstallKernelspec } from "../../../kernel/cli/kernelspec.ts";

let kernels: string;

beforeEach(() => {
  kernels = join(mkdtempSync(join(tmpdir(), "lamella-kernels-")), "share/jupyter/kernels");
});

const read = (...path: string[]) => readFileSync(join(kernels, ...path));

describe("install", () => {
  it("writes a kernelspec that starts the kernel by full paths that exist", async () => {
    await installKernelspec(kernels, "lamella");
    const { argv, ...rest } = JSON.parse(String(read("lamella", "kernel.json")));
    expect(rest).toEqual({
      display_name: "TypeScript (Lamella)",
      language: "typescript",
      interrupt_mode: "message",
      kernel_protocol_version: "5.5",
      metadata: { debugger: false },
    });
    const [node, _flag, main, connectionFile] = argv;
    accessSync(node, constants.X_OK);
    accessSync(main, constants.R_OK);
    expect(connectionFile).toBe("{connection_file}");
  });

  it.each([32, 64])("draws the logo in %i pixels, with colours and transparent corners", async (size) => {
    await installKernelspec(kernels, "lamella");
    const { width, height, data, channels } = decode(read("lamella", `logo-${size}x${size}.png`));
    expect([width, height, channels]).toEqual([size, size, 4]);
    expect(data[3]).toBe(0);
    const middle = ((size / 2) * size + size / 2) * 4;
    expect(data[middle + 3]).toBe(255);
  });

  it("writes over an older one, under the name it is given", async () => {
    await installKernelspec(kernels, "typescript");
    await installKernelspec(kernels, "typescript");
    expect(readdirSync(kernels)).toEqual(["typescript"]);
    expect(String(read("typescript", "logo-svg.svg"))).toMatch(/^<svg /);
  });

  it.each(["", "..", "../x", "a/b", "a b", "-x"])("refuses the name %j", async (name) => {
    await expect(installKernelspec(kernels, name)).rejects.toThrow("a kernel's name is");
  });
});

describe("uninstall", () => {
  it("removes what install wrote, and nothing else", async () => {
    await installKernelspec(kernels, "lamella");
    await installKernelspec(kernels, "other");
    expect(uninstallKernelspec(kernels, "lamella")).toBe(join(kernels, "lamella"));
    expect(readdirSync(kernels)).toEqual(["other"]);
  });

  it("says when there is nothing to remove", () => {
    expect(() => uninstallKernelspec(kernels, "lamella")).toThrow(`there is no kernel lamella in ${kernels}`);
  });

  it("leaves another kernel alone", () => {
    mkdirSync(join(kernels, "python3"), { recursive: true });
    writeFileSync(join(kernels, "python3", "kernel.json"), '{"display_name":"Python 3"}');
    expect(() => uninstallKernelspec(kernels, "python3")).toThrow('is not Lamella but "Python 3"');
    expect(existsSync(join(kernels, "python3", "kernel.json"))).toBe(true);
  });
});
