"""The files that the demo trust gave: which rows came in which, by whom and when. Rows point at their file."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from zoneinfo import ZoneInfo

from academies.models import Trust
from accounts.models import User
from celt.lib.terms import year_label
from dashboards.demo.attendance import Sessions
from dashboards.demo.places import FIRST_URN, LAST_FULL_YEAR, PLACES, TERMS, Place
from dashboards.demo.results import Row
from dashboards.demo.rolls import Enrolment
from pupils.models import ImportBatch
from pupils.models.batch import ImportKind, ImportStatus

LONDON = ZoneInfo("Europe/London")
# From this year on, each academy gives its own results; before it the trust gave one file for all.
OWN_FILES_FROM = LAST_FULL_YEAR


@dataclass(frozen=True)
class File:
    """A file, told by what is in it. `part` is a checkpoint, a term or a key stage; no place: the whole trust."""

    kind: ImportKind
    year: int
    part: str = ""
    place: Place | None = None

    @property
    def name(self) -> str:
        pieces = [self.kind.value, self.part.lower(), year_label(self.year).replace("/", "-")]
        if self.place:
            pieces.insert(0, self.place.slug)
        return "_".join(filter(None, pieces)) + ".csv"

    @property
    def given(self) -> datetime.datetime:
        """When it was brought in: some days after the term's work was done, in the office's afternoon."""
        autumn, spring, summer = TERMS[self.year]
        day = {
            "": autumn[0] + datetime.timedelta(days=32),
            "Autumn": autumn[0] + datetime.timedelta(days=58),
            "autumn": autumn[1] + datetime.timedelta(days=4) if self.year <= LAST_FULL_YEAR
            else datetime.date(self.year, 11, 3),
            "Spring": spring[1] - datetime.timedelta(days=9),
            "spring": spring[1] + datetime.timedelta(days=4),
            "Summer": summer[1] - datetime.timedelta(days=12),
            "summer": summer[1] + datetime.timedelta(days=3),
            "Statutory": datetime.date(self.year + 1, 9, 3),
            "KS2": datetime.date(self.year + 1, 12, 15),
            "KS4": datetime.date(self.year + 2, 2, 6),
        }[self.part]  # fmt: skip
        later = PLACES.index(self.place) if self.place else 0
        day += datetime.timedelta(days=later % 4)
        day += datetime.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
        return datetime.datetime.combine(day, datetime.time(9, 5), LONDON) + datetime.timedelta(minutes=29 * later)


def file_of_enrolment(enrolment: Enrolment) -> File:
    return File(ImportKind.PUPILS, enrolment.year)


def file_of_result(row: Row, enrolment: Enrolment) -> File:
    place = enrolment.place if enrolment.year >= OWN_FILES_FROM else None
    return File(ImportKind.RESULTS, enrolment.year, row.checkpoint, place)


def file_of_sessions(sessions: Sessions, enrolment: Enrolment) -> File:
    return File(ImportKind.ATTENDANCE, enrolment.year, sessions.term)


def make_batches(
    trust: Trust, actor: User | None, rows: Iterable[File], assessments: Mapping[File, set[str]] = MappingProxyType({})
) -> dict[File, int]:
    """Batch records in the order in which the files were given; File -> id. `rows` names the file of each row."""
    counts = Counter(rows)
    files = sorted(counts, key=lambda file: (file.given, file.name))
    batches = ImportBatch.objects.bulk_create(
        ImportBatch(
            trust=trust, kind=file.kind, status=ImportStatus.APPLIED, actor=actor, filename=file.name,
            sha256=hashlib.sha256(f"{file.name} {counts[file]}".encode()).hexdigest(), size=48 * counts[file],
            added=counts[file], progress=100, applied=file.given,
            touched={"years": [file.year], "assessments": sorted(assessments.get(file, set()))},
        )
        for file in files
    )  # fmt: skip
    for batch, file in zip(batches, files, strict=True):
        batch.created = file.given - datetime.timedelta(minutes=3)
    ImportBatch.objects.bulk_update(batches, ["created"])
    return {file: batch.pk for file, batch in zip(files, batches, strict=True)}


def urn_of(place: Place) -> int:
    return FIRST_URN + PLACES.index(place)
