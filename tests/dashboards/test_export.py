"""The exported file: its columns, its words, and that nobody can subtract his way to a hidden group with it."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from academies.access import Role
from academies.models import Academy, Trust
from academies.models.academy import Phase
from academies.row_scope import every_row
from dashboards.disclosure import Audience, blank
from dashboards.models import GapFigure
from dashboards.services import compute_gaps
from pupils.measures import MEASURES
from pupils.models import Attendance, Enrolment, Pupil, Result
from tests import factories as make

pytestmark = pytest.mark.django_db

HEADER = [
    "academic_year", "checkpoint", "measure", "level", "urn", "breakdown", "n_disadvantaged", "n_other",
    "value_disadvantaged", "value_other", "gap", "ci_low", "ci_high", "effect_size", "shrunk_gap", "status",
]  # fmt: skip
FIGURES = HEADER[8:15]
LAST = 2023
SHARES = {slug for slug, measure in MEASURES.items() if measure.scale == (0, 100)}


def build(seed: int) -> Trust:
    """Five primaries and two secondaries over four years, many groups small.

    In the last year there is one term yet; in the two before it, not every academy gave that term.
    """
    chance = random.Random(seed)
    trust: Trust = make.TrustFactory()
    statutory = make.CheckpointFactory(trust=trust, name="Statutory")
    phases = [Phase.PRIMARY] * 5 + [Phase.SECONDARY] * 2
    academies: list[Academy] = [make.AcademyFactory(trust=trust, phase=phase) for phase in phases]
    usual = [chance.choice((6, 12, 18, 26)) for _ in academies]
    made: list[tuple[Enrolment, str, int]] = []
    for year in range(LAST - 3, LAST + 1):
        for academy, size in zip(academies, usual, strict=True):
            primary = academy.phase == Phase.PRIMARY
            for nc_year in (5, 6) if primary else (9, 11):
                for _ in range(max(0, size + chance.randint(-4, 4))):
                    poor = chance.random() < 0.4
                    pupil = Pupil(trust=trust, upn=make.make_upn(len(made)), surname="S", forename="F",
                                  sex=chance.choice("FM"))  # fmt: skip
                    enrolment = make.EnrolmentFactory.build(
                        pupil=pupil, academy=academy, academic_year=year, nc_year=nc_year, fsm6=poor,
                        sen=chance.choice("NNNNKKE"), eal=chance.random() < 0.3,
                    )  # fmt: skip
                    made.append((enrolment, "ks2_reading" if nc_year == 6 else "reading_sas", chance.randint(85, 115)))
    Pupil.objects.bulk_create([enrolment.pupil for enrolment, *_ in made])
    Enrolment.objects.bulk_create([enrolment for enrolment, *_ in made])
    Result.objects.bulk_create(
        Result(enrolment=enrolment, checkpoint=statutory, assessment=assessment, value=value)
        for enrolment, assessment, value in made
    )
    Attendance.objects.bulk_create(
        Attendance(enrolment=enrolment, term=term, possible=120, authorised=chance.randint(0, 20), unauthorised=0)
        for enrolment, *_ in made
        for term in terms(enrolment.academic_year, academies.index(enrolment.academy))
    )
    return trust


def terms(year: int, academy: int) -> tuple[str, ...]:
    if year == LAST:
        return ("autumn",)
    late = {(LAST - 1, 0), (LAST - 1, 1), (LAST - 2, 2)}
    return ("spring",) if (year, academy % 3) in late else ("autumn", "spring")


@dataclass
class Exported:
    """What stands in the two files and behind the pages of one trust."""

    rows: list[dict[str, str]]
    raw: list[dict[str, str]]
    header: list[str]
    phase_of: dict[str, str]
    readers: list[GapFigure]
    pages: list[GapFigure]
    said: list[str] = field(default_factory=list)


def read(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames or ()), list(reader)


@pytest.fixture(scope="module", params=[1, 2])
def exported(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Exported:
    folder: Path = tmp_path_factory.mktemp("export")
    with django_db_blocker.unblock(), transaction.atomic():
        with every_row():
            trust = build(request.param)
        assert compute_gaps(trust=trust).status == "published"
        call_command("export_gaps", folder / "shown.csv", trust=trust.slug, verbosity=0)
        call_command("export_gaps", folder / "raw.csv", trust=trust.slug, raw=True, verbosity=0)
        header, rows = read(folder / "shown.csv")
        figures = GapFigure.objects.filter(trust=trust).select_related("academy")
        found = Exported(
            rows, read(folder / "raw.csv")[1], header,
            {str(urn): phase for urn, phase in Academy.objects.filter(trust=trust).values_list("urn", "phase")},
            [blank(figure, Audience.READER) for figure in figures],
            [blank(figure, Audience.STAFF) for figure in figures.all()],
        )  # fmt: skip
        transaction.set_rollback(True)
    return found


def test_columns_stand_as_promised(exported: Exported) -> None:
    assert exported.header == HEADER
    assert len(exported.rows) == len(exported.raw) > 1000


def test_every_row_is_named_once_and_places_are_urns_and_phases(exported: Exported) -> None:
    names = [tuple(row[column] for column in HEADER[:6]) for row in exported.rows]
    assert len(set(names)) == len(names)
    places: dict[str, set[str]] = defaultdict(set)
    for row in exported.rows:
        places[row["level"]].add(row["urn"])
        assert row["academic_year"] in {"2020/21", "2021/22", "2022/23", "2023/24"}
    assert places == {"trust": {""}, "phase": {"primary", "secondary"}, "academy": set(exported.phase_of)}


def test_shares_run_from_0_to_100_and_gaps_are_disadvantaged_minus_other(exported: Exported) -> None:
    shares = [row for row in exported.raw if row["measure"] in SHARES and row["value_other"]]
    assert max(float(row["value_other"]) for row in shares) > 1
    assert all(0 <= float(row["value_other"]) <= 100 for row in shares)
    whole = [row for row in exported.raw if row["gap"]]
    assert whole
    for row in whole:
        assert float(row["gap"]) == pytest.approx(
            float(row["value_disadvantaged"]) - float(row["value_other"]), abs=2e-4
        )


def test_a_status_says_why_a_row_is_blank(exported: Exported) -> None:
    found: dict[str, int] = defaultdict(int)
    for row in exported.rows:
        counts = (int(row["n_disadvantaged"]), int(row["n_other"]))
        found[row["status"]] += 1
        if any(1 <= n <= 5 for n in counts):
            assert row["status"] == "suppressed"
        if row["status"] == "not_published":
            assert counts == (0, 0)
        if row["status"] != "shown":
            assert not any(row[column] for column in FIGURES)
        elif counts[0] and counts[1]:
            assert row["gap"]
    assert set(found) == {"shown", "suppressed", "not_published"}
    assert found["shown"] > 100


def test_the_raw_file_has_every_figure(exported: Exported) -> None:
    by_name = {tuple(row[column] for column in HEADER[:8]): row for row in exported.raw}
    more = 0
    for row in exported.rows:
        raw = by_name[tuple(row[column] for column in HEADER[:8])]
        assert raw["status"] == row["status"]
        assert bool(raw["value_disadvantaged"]) == (int(raw["n_disadvantaged"]) > 0)
        assert bool(raw["value_other"]) == (int(raw["n_other"]) > 0)
        if row["status"] == "shown":
            assert raw == row
        else:
            more += any(raw[column] for column in FIGURES)
    assert more > 100


# The attack. A group's value is as good as its total, and totals add up.

Place = tuple[str, str, str]  # level, phase, academy
Name = tuple[int, str, Place, str, bool]  # year, checkpoint, place, breakdown, pooled


@dataclass
class Known:
    """One row as an attacker reads it: n of both groups, and both values or neither."""

    n: tuple[int, int]
    shown: bool


Book = dict[Name, Known]


def equations(book: Book) -> Iterator[list[tuple[Name, int]]]:
    """Everything that adds up to nothing: a whole less its parts, and what is the same figure under two names."""
    alike: dict[tuple[object, ...], list[Name]] = defaultdict(list)
    here: dict[tuple[object, ...], list[Name]] = defaultdict(list)
    for name in book:
        year, checkpoint, place, breakdown, pooled = name
        alike[year, checkpoint, breakdown, pooled].append(name)
        here[year, checkpoint, place, pooled].append(name)
    for name in book:
        year, checkpoint, place, breakdown, pooled = name
        around = alike[year, checkpoint, breakdown, pooled]
        if place[0] == "trust":
            for below in ("phase", "academy"):
                yield [(name, -1), *((n, 1) for n in around if n[2][0] == below)]
        if place[0] == "phase":
            yield [(name, -1), *((n, 1) for n in around if n[2][:2] == ("academy", place[1]))]
        if breakdown == "all":
            for family in ("sex", "sen", "eal", "year"):
                parts = here[year, checkpoint, place, pooled]
                yield [(name, -1), *((n, 1) for n in parts if n[3].startswith(f"{family}:"))]
        if pooled:
            years = [(year - back, checkpoint, place, breakdown, False) for back in range(3)]
            yield [(name, -1), *((n, 1) for n in years if n in book)]
        if checkpoint == "Full year" and year == LAST and not pooled:
            # One term so far: whoever reads the term's row reads the year's.
            yield [(name, -1), ((year, "Autumn", place, breakdown, False), 1)]


def given_away(book: Book, threshold: int) -> list[tuple[Name, int]]:
    """Hidden groups of 1 to `threshold` pupils whose total follows from what is shown; and wholes, whose hidden parts
    are so few pupils together."""
    found = []
    for group in (0, 1):
        unknown = {n: at for at, n in enumerate(n for n, k in book.items() if not k.shown and k.n[group])}
        if not unknown:
            continue
        cross = np.zeros((len(unknown), len(unknown)))
        for equation in equations(book):
            line = [(unknown[name], sign) for name, sign in equation if name in unknown]
            hidden = sum(book[name].n[group] for name, _ in equation if name in unknown)
            if line and equation[0][0] not in unknown and hidden <= threshold:
                found.append((equation[0][0], hidden))
            for at, sign in line:
                for other, its_sign in line:
                    cross[at, other] += sign * its_sign
        values, vectors = np.linalg.eigh(cross)
        free = vectors[:, values < 1e-8]
        found += [
            (name, book[name].n[group])
            for name, at in unknown.items()
            if book[name].n[group] <= threshold and np.abs(free[at]).max(initial=0) < 1e-6
        ]
    return found


def books_of_file(exported: Exported) -> dict[str, Book]:
    books: dict[str, Book] = defaultdict(dict)
    for row in exported.rows:
        academy = row["urn"] if row["level"] == "academy" else ""
        phase = exported.phase_of[academy] if academy else row["urn"]
        name = (
            int(row["academic_year"][:4]),
            row["checkpoint"],
            (row["level"], phase, academy),
            row["breakdown"],
            False,
        )
        counts = (int(row["n_disadvantaged"]), int(row["n_other"]))
        books[row["measure"]][name] = Known(counts, row["status"] == "shown")
    return books


def books_of_pages(figures: Iterable[GapFigure]) -> dict[str, Book]:
    """Pages show three-year figures as well."""
    books: dict[str, Book] = defaultdict(dict)
    for f in figures:
        place = (f.level, f.phase, str(f.academy_id or ""))
        shown = f.value_disadvantaged is not None or f.value_other is not None
        books[f.measure][f.academic_year, f.checkpoint, place, f.breakdown, False] = Known(
            (f.n_disadvantaged, f.n_other), shown
        )
        if f.pooled_years:
            shown = f.pooled_value_disadvantaged is not None or f.pooled_value_other is not None
            books[f.measure][f.academic_year, f.checkpoint, place, f.breakdown, True] = Known(
                (f.pooled_n_disadvantaged or 0, f.pooled_n_other or 0), shown
            )
    return books


ATTACKED = ("ks2_reading_exp", "reading_sas_mean", "persistent_absence")


@pytest.mark.parametrize("slug", ATTACKED)
def test_nothing_in_the_file_gives_a_small_group_away(exported: Exported, slug: str) -> None:
    book = books_of_file(exported)[slug]
    assert sum(any(1 <= n <= 5 for n in known.n) for known in book.values()) > 50
    assert given_away(book, 5) == []


@pytest.mark.parametrize("slug", ATTACKED)
def test_nothing_on_the_pages_gives_a_small_group_away(exported: Exported, slug: str) -> None:
    assert given_away(books_of_pages(exported.pages)[slug], 5) == []


@pytest.mark.parametrize("slug", ATTACKED)
def test_nothing_that_governors_read_gives_a_group_of_ten_away(exported: Exported, slug: str) -> None:
    assert given_away(books_of_pages(exported.readers)[slug], 10) == []


def test_the_attack_finds_what_one_shown_row_too_many_gives_away(exported: Exported) -> None:
    """The attack can succeed: show all but one academy of the primaries, and that one is known."""
    book = books_of_file(exported)["ks2_reading_exp"]
    small = next(
        n for n, k in book.items() if n[2][0] == "academy" and n[3] == "all" and not k.shown and 1 <= k.n[0] <= 5
    )
    for name, known in book.items():
        known.shown = known.shown or (name[3] == "all" and name != small)
    assert (small, book[small].n[0]) in given_away(book, 5)


def test_governors_see_a_part_of_what_staff_see(exported: Exported) -> None:
    staff, readers = ({f.pk for f in figures if f.gap is not None} for figures in (exported.pages, exported.readers))
    assert readers < staff
    assert all(min(f.n_disadvantaged, f.n_other) > 10 for f in exported.readers if f.gap is not None)
    assert any(6 <= f.n_disadvantaged <= 10 for f in exported.pages if f.gap is not None)


def test_no_hidden_figure_keeps_a_number_that_tells_it(exported: Exported) -> None:
    told = (
        "value_disadvantaged", "value_other", "sd_disadvantaged", "sd_other", "gap", "ci_low", "ci_high", "effect_size",
        "rank_gap", "gap_to_national", "shrunk_gap", "shrink_weight", "one_pupil", "change_gap", "change_disadvantaged",
        "change_other",
    )  # fmt: skip
    for figures in (exported.pages, exported.readers):
        shown = {
            (f.measure, f.checkpoint, f.level, f.phase, f.academy_id, f.breakdown, f.academic_year)
            for f in figures
            if f.status == "shown"
        }
        for f in figures:
            key = (f.measure, f.checkpoint, f.level, f.phase, f.academy_id, f.breakdown)
            if f.status != "shown":
                assert not any(getattr(f, name) is not None for name in told)
                assert not f.others_fell
            if (*key, f.academic_year - 1) not in shown:
                assert f.change_gap is None
                assert f.change_disadvantaged is None
                assert not f.others_fell
            if f.shrunk_gap is not None:
                assert (f.measure, f.checkpoint, "phase", f.phase, None, f.breakdown, f.academic_year) in shown


def test_the_command_refuses_a_trust_that_is_not_there_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no trust"):
        call_command("export_gaps", tmp_path / "gaps.csv", trust="nowhere")
    make.TrustFactory()
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_gaps", tmp_path)


def test_a_governor_is_shown_larger_groups_only(cast: Any, client_of: Callable[..., Client]) -> None:
    """Eight disadvantaged pupils: staff read the gap, governors and trustees read that there are too few."""
    with every_row():
        checkpoint = make.CheckpointFactory(trust=cast.trust, name="Statutory")
        for academy, poor in ((cast.own, 8), (make.AcademyFactory(trust=cast.trust), 9)):
            for at in range(poor + 20):
                enrolment = make.EnrolmentFactory(academy=academy, academic_year=2023, fsm6=at < poor)
                make.ResultFactory(
                    enrolment=enrolment, checkpoint=checkpoint, assessment="ks2_reading", value=96 + at % 9
                )
    compute_gaps(trust=cast.trust)
    address = "/dashboards/academies.csv?measure=ks2_reading_exp&source=own"
    lines = {}
    for role in (Role.TRUST_LEADER, Role.HEADTEACHER, Role.GOVERNOR, Role.TRUSTEE):
        told = client_of(cast.people[role]).get(address).content.decode("utf-8-sig")
        lines[role] = next(line for line in told.splitlines() if line.startswith(cast.own.name))
    assert "too few" not in lines[Role.TRUST_LEADER] + lines[Role.HEADTEACHER]
    assert "too few" in lines[Role.GOVERNOR]
    assert "too few" in lines[Role.TRUSTEE]
