"""What the Data pages read of imports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from pupils.imports.layouts import REASON
from pupils.models import ImportBatch


def rejected_csv(batch: ImportBatch) -> Iterator[str]:
    """The rejected rows in the file's own layout after a column with the reasons, ready to be mended and given again.

    The reason comes first, so that a row with a field too many keeps it where it was. One row a line of the file.
    """
    header = batch.options.get("header") or []
    yield "\ufeff" + _line([REASON, *header])
    line, reasons, cells = 0, [], []
    for rejection in batch.rejections.order_by("line", "pk").iterator(chunk_size=2000):
        if rejection.line != line and line:
            yield _line([" ".join(reasons), *cells])
            reasons = []
        line, cells = rejection.line, rejection.row
        reasons.append(f"{rejection.column}: {rejection.reason}" if rejection.column else rejection.reason)
    if line:
        yield _line([" ".join(reasons), *cells])


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow([_harmless(cell) for cell in cells])
    return buffer.getvalue()


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is kept as a text."""
    return f"'{cell}" if cell[:1] in ("=", "+", "@", "\t", "\r") or (cell[:1] == "-" and len(cell) > 1) else cell
