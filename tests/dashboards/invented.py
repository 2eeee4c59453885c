"""A small trust whose rows hold every oddity that a figure must survive. The same each time for the same seed."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Iterator

from academies.models import Academy, Trust
from academies.models.academy import Phase
from pupils.models import Attendance, Enrolment, Pupil, Result
from tests import factories as make

YEARS = (2020, 2021, 2022, 2023)
NO_PHONICS_IN = 2022
KS2_CODES = ("A", "B", "L", "M", "T", "AS", "NS", "F", "N")
WRITING = ("GDS", "EXS", "EXS", "EXS", "WTS", "WTS", "PKF", "BLW", "A", "L", "M")
KS4_CODES = ("X", "ABS", "NE", "DISC", "L", "Q")

Given = tuple[str, str, float | str]  # checkpoint, assessment, value or code


class Invented:
    """Two primaries (one of them tiny) and two secondaries over four years."""

    def __init__(self, seed: int, trust: Trust | None = None) -> None:
        self.chance = random.Random(seed)
        self.trust = trust or make.TrustFactory()
        self.big = make.AcademyFactory(trust=self.trust)
        self.tiny = make.AcademyFactory(trust=self.trust)
        self.upper = make.AcademyFactory(trust=self.trust, phase=Phase.SECONDARY)
        self.lower = make.AcademyFactory(trust=self.trust, phase=Phase.SECONDARY)
        self.checkpoints = {
            name: make.CheckpointFactory(trust=self.trust, name=name, position=at)
            for at, name in enumerate(("Autumn", "STATUTORY"))
        }
        self.serial = 0
        self.enrolments: list[Enrolment] = []
        self.results: list[Result] = []
        self.attendance: list[Attendance] = []
        for year in YEARS:
            self._primary(self.big, year, lambda: self.chance.randint(7, 13))
            self._primary(self.tiny, year, lambda: self.chance.randint(0, 4))
            self._secondary(self.upper, year, lambda: self.chance.randint(8, 14))
            self._secondary(self.lower, year, lambda: self.chance.randint(1, 6))
        self._equals()
        Enrolment.objects.bulk_create(self.enrolments)
        Result.objects.bulk_create(self.results)
        Attendance.objects.bulk_create(self.attendance)

    def _pupil(self, academy: Academy, year: int, nc_year: int | None, **flags: bool) -> Enrolment:
        self.serial += 1
        pick = self.chance
        pupil = Pupil.objects.create(
            trust=self.trust, upn=make.make_upn(self.serial), surname="S", forename="F", sex=pick.choice("FM")
        )
        poor = pick.random() < 0.35
        flags = flags or {
            "fsm6": poor and pick.random() < 0.8,
            "looked_after": poor and pick.random() < 0.2,
            "post_looked_after": poor and pick.random() < 0.3,
        }
        made: Enrolment = make.EnrolmentFactory.build(
            pupil=pupil, academy=academy, academic_year=year, nc_year=nc_year, sen=pick.choice("NNNKE"),
            eal=pick.random() < 0.3, service_child=pick.random() < 0.2, **flags,
            date_left=datetime.date(year + 1, 3, 1) if pick.random() < 0.1 else None,
        )  # fmt: skip
        self.enrolments.append(made)
        return made

    def _give(self, enrolment: Enrolment, given: Iterator[Given]) -> None:
        for checkpoint, assessment, value in given:
            code = value if isinstance(value, str) else ""
            self.results.append(
                Result(
                    enrolment=enrolment,
                    checkpoint=self.checkpoints[checkpoint],
                    assessment=assessment,
                    code=code,
                    value=None if isinstance(value, str) else value,
                )
            )

    def _attend(self, enrolment: Enrolment) -> None:
        for term in ("autumn", "spring", "summer")[: self.chance.choice((0, 1, 2, 3, 3, 3))]:
            possible = self.chance.choice((0, 120, 130, 140))
            # Exactly a tenth, exactly a half, none at all, all of it, and what lies between.
            missed = self.chance.choice((0, 0, possible // 10, possible // 10 - 1, possible // 2, possible, 7))
            missed = min(max(missed, 0), possible)
            authorised = self.chance.randint(0, missed)
            self.attendance.append(
                Attendance(
                    enrolment=enrolment,
                    term=term,
                    possible=possible,
                    authorised=authorised,
                    unauthorised=missed - authorised,
                )
            )

    def _primary(self, academy: Academy, year: int, size: Callable[[], int]) -> None:
        for nc_year in (0, 1, 2, 4, 5, 6, None):
            for _ in range(size()):
                enrolment = self._pupil(academy, year, nc_year)
                self._attend(enrolment)
                self._give(enrolment, self._primary_results(academy, year, nc_year))

    def _primary_results(self, academy: Academy, year: int, nc_year: int | None) -> Iterator[Given]:
        pick = self.chance
        if nc_year in {6, 5, None}:
            for checkpoint in ("Autumn", "STATUTORY") if nc_year == 6 else ("Autumn",):
                for subject in ("ks2_reading", "ks2_maths", "ks2_gps"):
                    if pick.random() < 0.92:
                        value = pick.choice(KS2_CODES) if pick.random() < 0.15 else float(pick.randint(88, 116))
                        yield checkpoint, subject, value
                # The big academy's year 6 has no writing judgement in autumn at all, and its year 5 has.
                unjudged = academy is self.big and checkpoint == "Autumn" and nc_year != 5
                if pick.random() < 0.92 and not unjudged:
                    yield checkpoint, "ks2_writing", pick.choice(WRITING)
        if nc_year in {1, 2} and year != NO_PHONICS_IN:
            value = (
                pick.choice(("WA", "WT", "A", "D", "L", "U")) if pick.random() < 0.2 else float(pick.randint(24, 40))
            )
            yield "STATUTORY", "phonics", value
        if nc_year == 4:
            # Codes only in one year; zeros and ties in the others.
            yield "STATUTORY", "mtc", "A" if year == 2022 else float(pick.choice((0, 0, 12, 25, 25)))
        if nc_year == 0:
            yield "STATUTORY", "gld", pick.choice((0.0, 1.0, 1.0, "A", "D"))
        if nc_year in {1, 2, 4, 5}:
            yield "Autumn", "reading_sas", float(pick.randint(95, 105))

    def _secondary(self, academy: Academy, year: int, size: Callable[[], int]) -> None:
        for nc_year in (7, 11, 12, None):
            for _ in range(size()):
                enrolment = self._pupil(academy, year, nc_year)
                self._attend(enrolment)
                self._give(enrolment, self._secondary_results(nc_year))

    def _secondary_results(self, nc_year: int | None) -> Iterator[Given]:
        pick = self.chance
        if nc_year == 7:
            yield "Autumn", "reading_sas", "A" if pick.random() < 0.1 else float(pick.randint(59, 141))
        if nc_year in {11, None}:
            for subject in ("ks4_english", "ks4_maths"):
                if pick.random() < 0.9:
                    yield (
                        "STATUTORY",
                        subject,
                        pick.choice(KS4_CODES) if pick.random() < 0.15 else pick.randint(0, 18) / 2,
                    )
            if pick.random() < 0.95:
                yield "STATUTORY", "ks4_attainment8", "X" if pick.random() < 0.1 else pick.randint(0, 9000) / 100
                yield "STATUTORY", "ks4_ebacc_aps", pick.choice((0.0, pick.randint(0, 900) / 100))

    def _equals(self) -> None:
        """In 2023 a year 3 sits the reading test, all with one score: nobody varies, nobody is other than English."""
        for poor in (True, True, True, False, False, False, False):
            enrolment = self._pupil(self.upper, 2023, 10, fsm6=poor, looked_after=False, post_looked_after=False)
            self._give(enrolment, iter([("Autumn", "reading_sas", 100.0)]))
