"""Open next steps of published reviews: of the trust, by academy, theme and age; and of one academy."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from celt.lib.days import short_day
from celt.lib.sentences import alike, inside, listed, opened, opening
from celt.ui.parts import Filter, Status, one_of
from reviews.models import Finding, FindingCheck
from reviews.models.framework import Family
from reviews.models.review import TOLD_TO_GOVERNORS
from reviews.rules.finding import AGES, age_of
from reviews.selectors.after import After, after_of
from reviews.selectors.check import word_of

DUES = (("past", "Its day has passed"), ("coming", "Still to come"), ("none", "No day"))
RECURS_MOST = 6


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One open next step as the lists and the file show it. `last`: what the newest published review said of it."""

    pk: int
    says: str
    academy: str
    slug: str
    family: str
    theme: str
    part: str
    owner: str
    due: datetime.date | None
    since: datetime.date
    review: str
    url: str
    age: str
    past: bool
    looked_at: bool
    last: Status

    @property
    def academy_url(self) -> str:
        return reverse("reviews:academy_findings", args=[self.slug])

    @property
    def about(self) -> str:
        return f"{self.theme}: {inside(self.part)}" if self.part else self.theme

    @property
    def due_status(self) -> Status:
        if self.due is None:
            return Status("No day")
        return Status(f"Was due {short_day(self.due)}", "warn") if self.past else Status(f"By {short_day(self.due)}")

    @property
    def due_order(self) -> datetime.date:
        return self.due or datetime.date.max

    @property
    def age_words(self) -> str:
        return next(label for slug, label, _, _ in AGES if slug == self.age)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many are open of a theme at an academy; `url` narrows the list to them."""

    n: int
    url: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    academy: str
    slug: str
    cells: Sequence[Cell]
    total: Cell
    oldest: datetime.date


@dataclass(frozen=True, slots=True)
class Recurs:
    """A part of reviews in which several academies have something open."""

    part: str
    theme: str
    academies: Sequence[str]

    @property
    def where(self) -> str:
        return listed(list(self.academies), most=5)


@dataclass(frozen=True)
class OpenPage:
    rows: list[OpenRow]
    filters: list[Filter]
    answer: str
    any_at_all: bool
    themes: list[str]
    matrix: list[MatrixRow]
    recurs: list[Recurs]


def open_page(user: User, person: Person, query: Mapping[str, str]) -> OpenPage:
    """Of the trust looked at, narrowed by `academy`, `theme`, `age` and `due`. Two queries."""
    every = _rows(user, Q(review__academy__trust=person.trust))
    academies = dict(sorted({row.slug: row.academy for row in every}.items(), key=lambda pair: pair[1]))
    themes = {slug: label for slug, label in Family.choices if any(row.family == slug for row in every)}
    ages = {slug: label for slug, label, _, _ in AGES}
    wanted = {
        name: one_of(query, name, known)
        for name, known in (("academy", academies), ("theme", themes), ("age", ages), ("due", dict(DUES)))
    }
    filters = [
        Filter.of("academy", "Academy", "Every academy", academies.items(), wanted["academy"]),
        Filter.of("theme", "Theme", "Every theme", themes.items(), wanted["theme"]),
        Filter.of("age", "Since it was asked for", "Any age", ages.items(), wanted["age"]),
        Filter.of("due", "Due", "Any day", dict(DUES).items(), wanted["due"]),
    ]
    shown = [row for row in every if _fits(row, wanted)]
    return OpenPage(
        shown,
        filters,
        _answer(shown, any(wanted.values()), bool(every)),
        bool(every),
        list(themes.values()),
        _matrix(every, academies, themes),
        _recurs(every),
    )


@dataclass(frozen=True)
class AcademyPage:
    """The open next steps of one academy, the longest due first, with what came of each."""

    rows: list[tuple[OpenRow, After]]
    answer: str


def academy_page(user: User, person: Person, academy: Academy) -> AcademyPage:
    """Three queries, and what the higher apps ask for all findings at once."""
    rows = _rows(user, Q(review__academy=academy))
    after = after_of(user, person, academy, [row.pk for row in rows])
    return AcademyPage([(row, after[row.pk]) for row in rows], _academy_answer(academy, rows))


def _rows(user: User, narrowed: Q) -> list[OpenRow]:
    """Overdue first, then by day, then the oldest. Two queries."""
    checks = FindingCheck.objects.visible_to(user).filter(review__state__in=TOLD_TO_GOVERNORS).order_by("-at", "-pk")
    found = (
        Finding.objects.visible_to(user)
        .open()
        .filter(narrowed)
        .select_related("review__academy", "review__framework", "section")
        .prefetch_related(Prefetch("checks", queryset=checks, to_attr="said"))
    )
    today = timezone.localdate()
    return sorted((_row(one, today) for one in found), key=lambda row: (row.due_order, row.since, row.academy, row.pk))


def _row(one: Finding, today: datetime.date) -> OpenRow:
    review = one.review
    assert review.published_at is not None
    since = timezone.localdate(review.published_at)
    said: list[FindingCheck] = one.said  # type: ignore[attr-defined]
    return OpenRow(
        pk=one.pk,
        says=one.says,
        academy=review.academy.name,
        slug=review.academy.slug,
        family=review.framework.family,
        theme=_theme(review.framework.family, review.framework.name),
        part=one.section.name if one.section else "",
        owner=one.owner,
        due=one.due,
        since=since,
        review=review.title,
        url=f"{reverse('reviews:report', args=[review.pk])}#finding-{one.pk}",
        age=age_of(since, today),
        past=one.due is not None and one.due < today,
        looked_at=bool(said),
        last=word_of(said[0]) if said else Status("Not looked at yet"),
    )


def _theme(family: str, framework: str) -> str:
    return framework if family == Family.OTHER else Family(family).label


def _fits(row: OpenRow, wanted: Mapping[str, str]) -> bool:
    due = "none" if row.due is None else "past" if row.past else "coming"
    return all(
        not wanted[name] or wanted[name] == value
        for name, value in (("academy", row.slug), ("theme", row.family), ("age", row.age), ("due", due))
    )


def _answer(rows: Sequence[OpenRow], narrowed: bool, any_at_all: bool) -> str:
    if not rows:
        if narrowed and any_at_all:
            return "No open next step fits these filters."
        return "No next step of a published review is open."
    academies = {row.academy for row in rows}
    many, places = alike((len(rows), "next step is", "next steps are"), (len(academies), "academy", "academies"))
    said = opening(f"{many} open at {rows[0].academy if len(academies) == 1 else places}")
    themes = Counter(row.theme for row in rows).most_common()
    if len(themes) > 1 and (len(themes) == 2 or themes[0][1] > themes[1][1]):
        said += f", most of them in {inside(themes[0][0])}" if themes[0][1] * 2 > len(rows) else ""
    return f"{said}{_passed(rows)}."


def _academy_answer(academy: Academy, rows: Sequence[OpenRow]) -> str:
    if not rows:
        return f"No next step of a published review is open at {academy}."
    said = f"{opened(len(rows), 'next step of reviews is', 'next steps of reviews are')} open at {academy}"
    return f"{said}{_passed(rows)}."


def _passed(rows: Sequence[OpenRow]) -> str:
    """'; the day of three has passed, and nobody has looked at two of them again'"""
    past = [row for row in rows if row.past]
    if not past:
        return ""
    unseen = sum(not row.looked_at for row in past)
    if len(rows) == 1:
        return "; its day has passed" + (", and no review has looked at it since" if unseen else "")
    whose = "every one" if len(past) == len(rows) else _few(len(past))
    if not unseen:
        return f"; the day of {whose} has passed"
    if unseen == len(past):
        return f"; the day of {whose} has passed, and no review has looked at {'it' if unseen == 1 else 'them'} since"
    return f"; the day of {whose} has passed, and no review has looked at {_few(unseen)} of them since"


def _few(n: int) -> str:
    return inside(opened(n, "one", "some").split()[0])


def _matrix(rows: Sequence[OpenRow], academies: Mapping[str, str], themes: Mapping[str, str]) -> list[MatrixRow]:
    counts = Counter((row.slug, row.family) for row in rows)

    def cell(n: int, **narrow: str) -> Cell:
        return Cell(n, f"?{urlencode(narrow)}")

    return [
        MatrixRow(
            name,
            slug,
            [cell(counts[slug, family], academy=slug, theme=family) for family in themes],
            cell(sum(counts[slug, family] for family in themes), academy=slug),
            min(row.since for row in rows if row.slug == slug),
        )
        for slug, name in academies.items()
    ]


def _recurs(rows: Sequence[OpenRow]) -> list[Recurs]:
    """Parts that are open at two academies or more, the widest first."""
    where: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if row.part:
            where.setdefault((row.theme, row.part), set()).add(row.academy)
    several = [Recurs(part, theme, sorted(names)) for (theme, part), names in where.items() if len(names) > 1]
    return sorted(several, key=lambda one: (-len(one.academies), one.theme, one.part))[:RECURS_MOST]
