"""nbclient, the client behind nbconvert and most CI jobs, executes a notebook; its outputs must be those that `lamella run` wrote.

usage: same_outputs.py NOTEBOOK EXECUTED_BY_LAMELLA
"""

import json
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient


def outputs_of(notebook) -> list[list[dict]]:
    """The outputs of each code cell, in a form that two runs of the same notebook must agree on to the byte."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [[without_volatile(output) for output in cell.outputs] for cell in cells]


def without_volatile(output) -> dict:
    return {key: value for key, value in output.items() if key not in ("execution_count", "transient")}


def main(source: Path, executed: Path) -> int:
    notebook = nbformat.read(source, as_version=4)
    NotebookClient(notebook, kernel_name="lamella", timeout=120, resources={"metadata": {"path": str(source.parent)}}).execute()
    theirs = outputs_of(notebook)
    ours = outputs_of(nbformat.read(executed, as_version=4))
    different = [index for index, pair in enumerate(zip(theirs, ours, strict=True)) if pair[0] != pair[1]]
    for index in different:
        print(f"code cell {index + 1} differs:")
        print("  nbclient:", json.dumps(theirs[index])[:1000])
        print("  lamella: ", json.dumps(ours[index])[:1000])
    print(f"nbclient: {len(theirs)} code cells, {sum(map(len, theirs))} outputs, {len(different)} cells differ")
    return 1 if different or not theirs else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
