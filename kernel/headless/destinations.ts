// Where a run writes what it makes, settled for all notebooks before the first cell runs: an hour's work is not lost for
// a folder that cannot be written, and nothing is written over a source or over another notebook's results.

import { access, constants, mkdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, extname, join, relative, resolve, sep } from "node:path";

export interface DestinationOptions {
  /** the folder for what is written, made if need be; "out" if not given */
  readonly out?: string;
  /** write where the notebook was read, over it, instead */
  readonly inPlace?: boolean;
  /** write the page as well, beside the notebook */
  readonly html?: boolean;
}

/** A notebook, and the files that its run writes. */
export interface Destination {
  readonly source: string;
  readonly notebook: string;
  readonly page: string | undefined;
}

/**
 * The files of all notebooks. In the folder for them, notebooks lie as they lie below the folder that they have in
 * common, so that those of one name stay apart.
 * @throws Error if a notebook is not there, a file would be written over another, or cannot be written
 */
export async function destinationsOf(
  sources: readonly string[],
  options: DestinationOptions,
): Promise<readonly Destination[]> {
  const common = commonFolder(sources);
  const destinations = sources.map((source) => {
    const { out = "out", inPlace = false, html = false } = options;
    const notebook = inPlace ? source : join(out, relative(common, resolve(source)));
    const page = join(dirname(notebook), `${basename(notebook, extname(notebook))}.html`);
    return { source, notebook, page: html ? page : undefined };
  });
  await refuseOverwriting(destinations, options);
  for (const each of destinations) for (const file of filesOf(each)) await makeWritable(file);
  return destinations;
}

const filesOf = ({ notebook, page }: Destination) => (page === undefined ? [notebook] : [notebook, page]);

function commonFolder(sources: readonly string[]): string {
  const [first = [], ...rest] = sources.map((source) => dirname(resolve(source)).split(sep));
  const isShared = (index: number) => rest.every((folders) => folders[index] === first[index]);
  const length = first.findIndex((_folder, index) => !isShared(index));
  return (length === -1 ? first : first.slice(0, length)).join(sep) || sep;
}

async function refuseOverwriting(
  destinations: readonly Destination[],
  { inPlace = false }: DestinationOptions,
): Promise<void> {
  const sources = new Map<string, string>();
  for (const { source } of destinations) sources.set(await existing(source), source);
  const writers = new Map<string, string>();
  for (const { source, notebook, page } of destinations) {
    for (const file of filesOf({ source, notebook, page })) {
      const place = await realpath(file).catch(() => resolve(file));
      const other = writers.get(place);
      if (other !== undefined) throw new Error(`${other} and ${source} would both be written to ${file}`);
      writers.set(place, source);
      const covered = sources.get(place);
      if (covered === undefined || (inPlace && file === notebook)) continue;
      const what = file === page ? "the page" : "the notebook with its outputs";
      const remedy = file === notebook && covered === source ? "; --in-place would do that" : "";
      throw new Error(`${what} of ${source} would be written over the notebook ${covered}${remedy}`);
    }
  }
}

async function existing(path: string): Promise<string> {
  return await realpath(path).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(cause.code === "ENOENT" ? `${path}: no such file` : `${path}: ${cause.message}`, {
      cause,
    });
  });
}

async function makeWritable(file: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    const present = await stat(file).catch(() => undefined);
    if (present && !present.isFile()) throw new Error("it is there, and no file");
    await access(present ? file : dirname(file), constants.W_OK);
  } catch (cause) {
    throw new Error(`cannot write ${file}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}
