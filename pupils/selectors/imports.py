"""What the Data pages read of imports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

from academies.models import Trust
from academies.row_scope import row_scope
from accounts.models import User
from celt.lib.sentences import counted
from celt.ui.parts import Choice, Filter, Stat, Step
from celt.ui.tables import safe_cell
from pupils.imports.layouts import REASON
from pupils.models import ImportBatch
from pupils.models.batch import ImportBatchQuerySet, ImportKind, ImportStatus


@dataclass(frozen=True)
class BatchesPage:
    batches: ImportBatchQuerySet
    filters: list[Filter]
    answer: str


def batches_page(user: User, trust: Trust | None, query: Mapping[str, str]) -> BatchesPage:
    """The files that the person may see, narrowed by `kind` and `status` of the address."""
    kind = query.get("kind", "") if query.get("kind") in ImportKind.values else ""
    status = query.get("status", "") if query.get("status") in ImportStatus.values else ""
    mine = ImportBatch.objects.visible_to(user).filter(trust=trust)
    waiting = mine.filter(status=ImportStatus.PREVIEWED).count()
    last = mine.filter(status=ImportStatus.APPLIED).order_by("-applied").first()
    found = mine.select_related("actor")
    found = found.filter(kind=kind) if kind else found
    found = found.filter(status=status) if status else found
    return BatchesPage(
        batches=found,
        filters=[
            Filter(
                "kind", "What is in it", [Choice("", "Anything"), *(Choice(k.value, k.label) for k in ImportKind)], kind
            ),
            Filter("status", "Status", [Choice("", "Any"), *(Choice(s.value, s.label) for s in ImportStatus)], status),
        ],
        answer=_files_answer(waiting, last),
    )


def _files_answer(waiting: int, last: ImportBatch | None) -> str:
    if waiting:
        return f"{counted(waiting, 'file waits', 'files wait')} for you to look at the preview and confirm it."
    if last and last.applied:
        return f"The last file came in on {day(last.applied)}: {last.filename}."
    return "No file has come in yet."


def day(moment: object) -> str:
    return timezone.localtime(moment).strftime("%-d %B %Y at %H:%M")  # type: ignore[arg-type]


@dataclass(frozen=True)
class BatchPage:
    batch: ImportBatch
    answer: str
    lead: str
    stats: list[Stat] = field(default_factory=list)
    ignored: str = ""

    @property
    def working(self) -> bool:
        return self.batch.status in (ImportStatus.READING, ImportStatus.APPLYING)

    @property
    def doing(self) -> str:
        return self.batch.message or ("Reading the file" if self.batch.status == ImportStatus.READING else "Applying")

    @property
    def can_confirm(self) -> bool:
        return self.batch.status == ImportStatus.PREVIEWED and bool(self.batch.added + self.batch.changed)

    @property
    def can_discard(self) -> bool:
        return self.batch.status in (ImportStatus.PREVIEWED, ImportStatus.REFUSED)

    @property
    def can_map(self) -> bool:
        return self.can_discard and bool(self.batch.stored_as) and self.batch.kind not in PUBLISHED

    @property
    def can_undo(self) -> bool:
        return self.batch.status == ImportStatus.APPLIED


PUBLISHED = (ImportKind.ACADEMIES, ImportKind.PERFORMANCE_TABLES, ImportKind.INSPECTIONS)


def batch_page(batch: ImportBatch) -> BatchPage:
    by = f" by {batch.actor}" if batch.actor else ""
    given = f"{batch.filename}, given{by} on {day(batch.created)}."
    stats = [
        Stat("Added", f"{batch.added:,}"),
        Stat("Changed", f"{batch.changed:,}"),
        Stat("The same already", f"{batch.unchanged:,}"),
        Stat("Rejected", f"{batch.rejected:,}"),
    ]
    counted_states = (ImportStatus.PREVIEWED, ImportStatus.APPLIED, ImportStatus.UNDONE, ImportStatus.DISCARDED)
    return BatchPage(
        batch=batch,
        answer=_answer(batch),
        lead=given,
        stats=stats if batch.status in counted_states else [],
        ignored=", ".join(batch.options.get("ignored") or []),
    )


def _answer(batch: ImportBatch) -> str:
    match batch.status:
        case ImportStatus.READING:
            return f"{batch.filename} is being read."
        case ImportStatus.PREVIEWED if batch.added + batch.changed:
            return f"This file would {_does(batch, 'add', 'change')}.{_not_taken(batch)}"
        case ImportStatus.PREVIEWED if batch.rejected:
            return f"Nothing in this file can be taken as it stands: {counted(batch.rejected, 'row')} to mend."
        case ImportStatus.PREVIEWED:
            return "This file would change nothing: every row is here already."
        case ImportStatus.APPLYING:
            return f"{batch.filename} is being applied."
        case ImportStatus.APPLIED if batch.added + batch.changed:
            return f"This file {_does(batch, 'added', 'changed')}.{_not_taken(batch)}"
        case ImportStatus.APPLIED:
            return "This file changed nothing."
        case ImportStatus.REFUSED:
            return "This file was not taken, and nothing was written."
        case ImportStatus.UNDONE:
            by = f" by {batch.undone_by}" if batch.undone_by else ""
            return f"This file was taken back on {day(batch.undone)}{by}."
        case _:
            return "This file was set aside. Nothing of it was written."


def _does(batch: ImportBatch, add: str, change: str) -> str:
    """add 197 rows and change 3"""
    parts = [f"{verb} {counted(n, 'row')}" for verb, n in ((add, batch.added), (change, batch.changed)) if n]
    return " and ".join(parts)


def _not_taken(batch: ImportBatch) -> str:
    if not batch.rejected:
        return ""
    return (
        " One row cannot be taken as it stands." if batch.rejected == 1 else f" {batch.rejected:,} rows need mending."
    )


def undo_says(batch: ImportBatch) -> str:
    """What taking an applied file back will do."""
    parts = []
    if batch.added:
        was = "row that it added is" if batch.added == 1 else "rows that it added are"
        parts.append(f"the {batch.added:,} {was} removed")
    if batch.changed:
        says = "row that it changed says" if batch.changed == 1 else "rows that it changed say"
        parts.append(f"the {batch.changed:,} {says} again what stood there before")
    did = ", and ".join(parts) or "nothing changes, because the file changed nothing"
    anew = "" if batch.kind == ImportKind.INSPECTIONS else " The figures are computed anew."
    return f"{did[0].upper()}{did[1:]}.{anew} The record of the file stays."


STEPS = ("Give the file", "Look at what it would do", "Apply it")


def steps_of(batch: ImportBatch | None) -> list[Step]:
    """Where a file stands on its way; empty once the way is over."""
    if batch is not None and batch.status not in (
        ImportStatus.READING, ImportStatus.PREVIEWED, ImportStatus.APPLYING, ImportStatus.REFUSED,
    ):  # fmt: skip
        return []
    at = 0 if batch is None else 2 if batch.status == ImportStatus.APPLYING else 1
    return [
        Step(label, state="done" if place < at else "now" if place == at else "later")
        for place, label in enumerate(STEPS)
    ]


def rejected_csv(batch: ImportBatch, academies: Iterable[int]) -> Iterator[str]:
    """The rejected rows in the file's own layout after a column with the reasons, ready to be mended and given again.

    `academies` are those whose rows the reader may see; the scope closes with the last line, or with the reader.
    The reason comes first, so that a row with a field too many keeps it where it was. One row a line of the file.
    """
    header = batch.options.get("header") or []
    yield "\ufeff" + _line([REASON, *header])
    line = 0
    reasons: list[str] = []
    cells: list[str] = []
    with row_scope(academies):
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
    csv.writer(buffer).writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()


def layout_csv(names: list[str]) -> str:
    """An empty file with the header of a built-in layout."""
    return "\ufeff" + _line(names)


PEEK = 64 * 1024


def first_rows(path: Path, count: int = 5) -> tuple[list[str], list[list[str]]]:
    """(header, the first rows) of a stored file, without reading all of it. FileRefused where it is no table."""
    import tempfile

    from django.conf import settings

    from pupils.imports.files import opened

    with tempfile.TemporaryDirectory(prefix="celt-peek-") as folder:
        with path.open("rb") as file:
            head = file.read(PEEK)
        if not head.startswith(b"PK") and len(head) == PEEK:
            path = Path(folder) / "head"
            path.write_bytes(head[: head.rfind(b"\n") + 1])
        with opened(path, max_bytes=settings.IMPORT_MAX_BYTES) as table:
            rows = [list(row.cells) for row, _ in zip(table.table.rows(), range(count), strict=False)]
            return table.header, rows
