// Paths in what the compiler says. Cells lie in files that nobody has written, in a private folder: a person knows them
// by their labels.

import { cellLabel } from "../../channel/cell-label.ts";

/** @param fileOf the cell in the file of a path, as `cell-3.ts`; undefined for any other file */
export function withCellLabels(text: string, fileOf: (path: string) => string | undefined): string {
  return text
    .replaceAll(/import\("([^"]+)"\)\.([\w$]+(?:\.[\w$]+)*)/g, (whole, path: string, name: string) =>
      labelled(path, fileOf, (label) => `${name} of ${label}`, whole),
    )
    .replaceAll(/import\("([^"]+)"\)|"([^"]+)"/g, (whole, imported?: string, quoted?: string) =>
      labelled(imported ?? quoted ?? "", fileOf, (label) => label, whole),
    );
}

function labelled(
  path: string,
  fileOf: (path: string) => string | undefined,
  write: (label: string) => string,
  otherwise: string,
): string {
  const file = fileOf(path);
  return file === undefined ? otherwise : write(cellLabel(file));
}
