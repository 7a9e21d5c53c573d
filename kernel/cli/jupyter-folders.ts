// Where Jupyter looks for kernels: in the user's data folder, in a Python environment, or below any other prefix
// (jupyter_core's paths, as `jupyter --paths` lists them).

import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

export interface Location {
  /** the active Python environment */
  readonly sysPrefix?: boolean;
  readonly prefix?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder that holds the kernelspecs of a location; the user's own if none is given. */
export function kernelsDirectory(location: Location, environment: Environment = process.env): string {
  const { sysPrefix, prefix } = location;
  if (prefix !== undefined) return join(resolve(prefix), "share/jupyter/kernels");
  if (sysPrefix) return join(pythonPrefix(environment), "share/jupyter/kernels");
  return join(userDataDirectory(environment), "kernels");
}

function userDataDirectory({ JUPYTER_DATA_DIR, XDG_DATA_HOME }: Environment): string {
  if (JUPYTER_DATA_DIR) return JUPYTER_DATA_DIR;
  if (process.platform === "darwin") return join(homedir(), "Library/Jupyter");
  return join(XDG_DATA_HOME || join(homedir(), ".local/share"), "jupyter");
}

/** What Python calls sys.prefix: of the environment that is active, or else of the `python3` on the path. */
function pythonPrefix({ VIRTUAL_ENV, CONDA_PREFIX, PATH }: Environment): string {
  const active = VIRTUAL_ENV || CONDA_PREFIX;
  if (active) return active;
  try {
    const output = execFileSync("python3", ["-c", "import sys; print(sys.prefix)"], { env: { PATH } });
    return output.toString().trim();
  } catch (cause) {
    throw new Error("--sys-prefix needs a Python environment, but none is active and python3 does not run", {
      cause,
    });
  }
}
