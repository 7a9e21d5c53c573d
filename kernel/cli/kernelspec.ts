// The kernelspec: a folder in which a file tells Jupyter how to start the kernel, with the pictures that launchers
// show.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { kernelCommand } from "../headless/kernel-command.ts";
import { logoPng, logoSvg } from "./logo.ts";

/** `interrupt_mode`: a signal would reach the cells' children as well, and says nothing of which run is meant. */
const kernelspec = {
  argv: kernelCommand("{connection_file}"),
  display_name: "TypeScript (Lamella)",
  language: "typescript",
  interrupt_mode: "message",
  kernel_protocol_version: "5.5",
  metadata: { debugger: false },
};

/** Writes the kernelspec `name` into a folder of kernelspecs, over an older one; returns its own folder. */
export async function installKernelspec(kernels: string, name: string): Promise<string> {
  const directory = kernelspecDirectory(kernels, name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "kernel.json"), `${JSON.stringify(kernelspec, null, 2)}\n`);
  writeFileSync(join(directory, "logo-svg.svg"), logoSvg);
  for (const size of [32, 64]) {
    writeFileSync(join(directory, `logo-${size}x${size}.png`), await logoPng(size));
  }
  return directory;
}

/** Removes the kernelspec `name`; throws if there is none, or if it is another kernel's. */
export function uninstallKernelspec(kernels: string, name: string): string {
  const directory = kernelspecDirectory(kernels, name);
  const file = join(directory, "kernel.json");
  if (!existsSync(file)) throw new Error(`there is no kernel ${name} in ${kernels}`);
  const { display_name }: { readonly display_name?: unknown } = JSON.parse(readFileSync(file, "utf8"));
  if (display_name !== kernelspec.display_name) {
    throw new Error(`the kernel ${name} in ${kernels} is not Lamella but ${JSON.stringify(display_name)}`);
  }
  rmSync(directory, { recursive: true });
  return directory;
}

function kernelspecDirectory(kernels: string, name: string): string {
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(name)) {
    throw new Error(
      `a kernel's name is a letter or digit, then letters, digits, ".", "_" or "-", but this one is ${JSON.stringify(name)}`,
    );
  }
  return join(kernels, name);
}
