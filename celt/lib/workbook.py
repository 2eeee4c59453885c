"""The first sheet of a workbook as CSV, made by a process of its own: `python workbook.py IN OUT`.

A workbook can ask for far more memory than its size tells (one long text shared by a million cells), and a damaged one
can stop the reader in ways that no `except` catches. The process bears both; whoever started it only sees its end.
"""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
from pathlib import Path

MEMORY = 2 << 30
SECONDS = 120


class WorkbookFailed(Exception):
    """The workbook could not be read within the limits."""


def write_first_sheet(source: Path, target: Path) -> None:
    """Raises WorkbookFailed. Cells are written as people see them."""
    command = [sys.executable, "-I", __file__, str(source), str(target)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise WorkbookFailed("timeout") from error
    if done.returncode or not target.exists():
        raise WorkbookFailed(done.stderr.decode(errors="replace")[-500:])


def shown(cell: object) -> str:
    """Whole numbers without .0, days without an hour, one line; a NUL, which no database takes, as U+FFFD."""
    words = "" if cell is None else " ".join(str(cell).splitlines()).replace("\x00", "\ufffd")
    if words.endswith(" 00:00:00"):
        return words[:-9]
    if words.endswith(".0") and words[:-2].lstrip("-").isdigit():
        return words[:-2]
    return words


def main(source: str, target: str) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    import fastexcel

    frame = fastexcel.read_excel(source).load_sheet(0, header_row=None, dtypes="string").to_polars()
    with open(target, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for row in frame.iter_rows():
            cells = [shown(cell) for cell in row]
            # An empty row keeps its line, so that line numbers are the sheet's.
            writer.writerow(cells if any(cells) else [])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
