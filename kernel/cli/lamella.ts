// The commands and their options. What they do is in a file each; they are loaded when they are used, so that
// `lamella kernel` starts no slower than the kernel itself.

import { createRequire } from "node:module";
import { Command, Option } from "commander";
import { whenGone } from "../channel/starter.ts";

const { version }: { version: string } = createRequire(import.meta.url)("lamella/package.json");

/** Runs the command of an argument vector as process.argv has it. A failure is one message and exit code 1. */
export async function run(argv: readonly string[]): Promise<void> {
  endWithLauncher();
  const program = new Command("lamella")
    .description("A TypeScript Jupyter kernel with a neural-network engine inside")
    .version(version);
  addKernel(program);
  addInstall(program);
  addUninstall(program);
  addRun(program);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.stderr.write(`lamella: ${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}

/** Under an older Node another process hands everything over to this one, which has no reason to outlive it. */
function endWithLauncher(): void {
  const launcher = Number(process.env.LAMELLA_LAUNCHER);
  delete process.env.LAMELLA_LAUNCHER;
  if (launcher > 1) whenGone(launcher, () => process.kill(process.pid, "SIGTERM"));
}

function addKernel(program: Command): void {
  program
    .command("kernel <connection-file>")
    .description("be a kernel for the front-end that wrote the connection file (Jupyter runs this)")
    .action(async (connectionFile: string) => {
      const { main } = await import("../main.ts");
      await main(connectionFile);
    });
}

/** Where a kernelspec goes, or is: the same options for install and uninstall. */
function withLocation(command: Command): Command {
  return command
    .addOption(new Option("--user", "for this user (the default)").conflicts(["sysPrefix", "prefix"]))
    .addOption(new Option("--sys-prefix", "into the active Python environment").conflicts(["user", "prefix"]))
    .addOption(
      new Option("--prefix <dir>", "into DIR/share/jupyter/kernels").conflicts(["user", "sysPrefix"]),
    )
    .option("--name <name>", "the name by which Jupyter knows the kernel", "lamella");
}

interface LocationOptions {
  readonly user?: true;
  readonly sysPrefix?: true;
  readonly prefix?: string;
  readonly name: string;
}

function addInstall(program: Command): void {
  withLocation(program.command("install").description("tell Jupyter about the kernel")).action(
    async ({ name, ...location }: LocationOptions) => {
      const { installKernelspec } = await import("./kernelspec.ts");
      const { kernelsDirectory } = await import("./jupyter-folders.ts");
      const directory = await installKernelspec(kernelsDirectory(location), name);
      process.stdout.write(`installed the kernel ${name} in ${directory}\n`);
    },
  );
}

function addUninstall(program: Command): void {
  withLocation(program.command("uninstall").description("remove what install wrote")).action(
    async ({ name, ...location }: LocationOptions) => {
      const { uninstallKernelspec } = await import("./kernelspec.ts");
      const { kernelsDirectory } = await import("./jupyter-folders.ts");
      const directory = uninstallKernelspec(kernelsDirectory(location), name);
      process.stdout.write(`removed the kernel ${name} from ${directory}\n`);
    },
  );
}

interface RunOptions {
  readonly out?: string;
  readonly html?: true;
  readonly inPlace?: true;
}

function addRun(program: Command): void {
  program
    .command("run <notebook...>")
    .description("run notebooks without a server; exit code 1 if a cell fails")
    .addOption(new Option("--out <dir>", "the folder to write into (default: out)").conflicts("inPlace"))
    .option("--html", "write a self-contained page as well")
    .option("--in-place", "write the outputs into the notebooks themselves")
    .action(async (notebooks: string[], options: RunOptions) => {
      const { runNotebooks } = await import("./run.ts");
      await runNotebooks(notebooks, options);
    });
}
