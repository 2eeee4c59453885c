"""All reviews of one theme in one year, read together across the trust. Whoever opens it reads every academy's reviews.

Eight queries, however many academies and reviews, and what the higher apps ask for all next steps at once.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy, Trust
from academies.models.academy import Status
from academies.providers import Answered, answers
from academies.records.keys import key
from accounts.models import User
from celt.lib.terms import FIRST_YEAR, LAST_YEAR, first_day_of_year, last_day_of_year, year_on
from reviews.models import Finding, FindingCheck, FrameworkSection, Review, SectionJudgement
from reviews.models.finding import FindingKind, Met
from reviews.models.framework import Family
from reviews.models.review import TOLD_TO_GOVERNORS, ReviewState
from reviews.rules.theme import Seen, together
from reviews.selectors.after import FINDING
from reviews.selectors.strength_story import stories_of
from reviews.strategy.kin import common_part, same
from toolkit.models import Story

# A draft that nobody else has looked at is no evidence yet.
COUNTED = (ReviewState.MODERATED, ReviewState.SHARED, ReviewState.PUBLISHED, ReviewState.FOLLOWED)
TO_COME = (ReviewState.PLANNED, ReviewState.GATHERING, ReviewState.DRAFTED)
PUBLISHED_ALONE = "published"


@dataclass(frozen=True)
class Chosen:
    """A theme and a year of it, with the reviews that the reader may read: all years of all themes, newest first."""

    family: str
    year: int
    reviews: Sequence[Review]
    to_come: Sequence[Review]
    published_alone: bool

    def of(self, year: int) -> list[Review]:
        """The oldest first."""
        return [each for each in reversed(self.reviews) if (each.framework.family, _year(each)) == (self.family, year)]

    @property
    def families(self) -> list[str]:
        found = {each.framework.family for each in self.reviews}
        return [family for family in Family.values if family in found]

    @property
    def years(self) -> list[int]:
        return sorted({_year(each) for each in self.reviews}, reverse=True)

    @property
    def unpublished(self) -> list[Review]:
        return [each for each in self.of(self.year) if each.state not in TOLD_TO_GOVERNORS]


@dataclass(frozen=True)
class Found:
    """What `chosen` found, and `seen_before` the year before. `parts`: a title -> the part under which it is read.
    `answered`: a finding's key -> what came of it."""

    chosen: Chosen
    academies: Mapping[int, Academy]
    seen: Sequence[Seen]
    seen_before: Sequence[Seen]
    findings: Sequence[Finding]
    answered: Mapping[str, Sequence[Answered]]
    stories: Mapping[str, Story]
    parts: Mapping[str, str]
    today: datetime.date

    @property
    def strengths(self) -> list[Finding]:
        return [each for each in self.findings if each.kind == FindingKind.STRENGTH]

    def part_of(self, finding: Finding) -> str:
        """Empty where it is of the review as a whole."""
        return self.parts[same(finding.section.name)] if finding.section else ""

    @property
    def next_steps(self) -> list[Finding]:
        return [each for each in self.findings if each.kind == FindingKind.NEXT_STEP]


def choose(user: User, person: Person, query: Mapping[str, str]) -> Chosen:
    """`theme` and `year` of the address; without them the newest theme that was reviewed at two academies, or at all.

    Whoever knows of reviews before they are published may leave those out: `with=published`. One query.
    """
    told = Review.objects.told_to(user).filter(academy__trust=person.trust, state__in=(*COUNTED, *TO_COME))
    early = person.can_trust_wide(Permission.VIEW_REVIEWS)
    published_alone = not early or query.get("with") == PUBLISHED_ALONE
    rows = list(told.select_related("academy", "framework").order_by("-starts", "-pk"))
    states = TOLD_TO_GOVERNORS if published_alone else COUNTED
    reviews = [row for row in rows if row.state in states]
    to_come = [row for row in rows if row.state not in COUNTED] if early else []
    family, year = newest_theme(reviews)
    if query.get("theme") in Family.values:
        family = query["theme"]
        year = max((_year(each) for each in reviews if each.framework.family == family), default=year)
    wanted = query.get("year", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 and FIRST_YEAR <= int(wanted) <= LAST_YEAR:
        year = int(wanted)
    return Chosen(family, year, reviews, to_come, published_alone)


def newest_theme(reviews: Sequence[Review]) -> tuple[str, int]:
    """What the trust has read last at two academies or more, or at all. `reviews`: the newest first."""
    where: dict[tuple[str, int], set[int]] = {}
    for each in reviews:
        where.setdefault((each.framework.family, _year(each)), set()).add(each.academy_id)
    several = [theme for theme, academies in where.items() if len(academies) > 1]
    return next(iter([*several, *where]), (Family.READING, year_on(timezone.localdate())))


def _year(review: Review) -> int:
    return year_on(review.starts)


def found_in(user: User, person: Person, chosen: Chosen) -> Found:
    """Seven queries, and what the higher apps ask."""
    now, before = chosen.of(chosen.year), chosen.of(chosen.year - 1)
    reviews = [*before, *now]
    sections: dict[int, list[FrameworkSection]] = {}
    frameworks = {each.framework_id for each in reviews}
    for section in FrameworkSection.objects.visible_to(user).filter(framework__in=frameworks).order_by("order", "pk"):
        sections.setdefault(section.framework_id, []).append(section)
    judged = {
        (each.review_id, each.section_id): each
        for each in SectionJudgement.objects.visible_to(user).filter(review__in=reviews).order_by("pk")
    }
    findings = _findings(user, reviews)
    of_review: dict[int, list[Finding]] = {}
    for finding in findings:
        of_review.setdefault(finding.review_id, []).append(finding)

    parts = _parts(chosen.family, [section for known in sections.values() for section in known])

    def seen(each: Review) -> list[Seen]:
        return list(_seen(each, sections.get(each.framework_id, ()), parts, judged, of_review.get(each.pk, ())))

    academies = _academies(user, person.trust, chosen.year, now)
    here = {each.pk for each in now}
    told = [finding for finding in findings if finding.review_id in here]
    keys = [key(FINDING, finding.pk) for finding in told]
    return Found(
        chosen,
        academies,
        together(row for each in now for row in seen(each)),
        together(row for each in before for row in seen(each)),
        told,
        answers.collect_across(user, person, list(academies.values()), keys),
        stories_of(user, [finding.pk for finding in told]),
        parts,
        timezone.localdate(),
    )


def _findings(user: User, reviews: Sequence[Review]) -> list[Finding]:
    """Two queries. What drafts of later reviews say of a next step closes nothing and is not read here."""
    checks = FindingCheck.objects.visible_to(user).filter(review__state__in=TOLD_TO_GOVERNORS).order_by("-at", "-pk")
    rows = (
        Finding.objects.visible_to(user)
        .standing()
        .filter(review__in=reviews)
        .annotate(drawn=Count("drawn_from"))
        .select_related("section")
        .prefetch_related(Prefetch("checks", queryset=checks, to_attr="said"))
        .order_by(
            "review__academy__name", "review__starts", "review", "section__order", "section", "kind", "order", "pk"
        )
    )
    of = {each.pk: each for each in reviews}
    found = list(rows)
    for finding in found:
        finding.review = of[finding.review_id]
    return found


def _seen(
    review: Review,
    sections: Iterable[FrameworkSection],
    parts: Mapping[str, str],
    judged: Mapping[tuple[int, int], SectionJudgement],
    findings: Iterable[Finding],
) -> Iterable[Seen]:
    scale, mine = review.framework.scale, list(findings)
    for section in sections:
        here = [each for each in mine if each.section_id == section.pk]
        kinds = Counter(each.kind for each in here)
        judgement = judged.get((review.pk, section.pk))
        step = (judgement.standing if judgement else None) or 0
        known = 0 < step <= len(scale)
        yield Seen(
            academy=review.academy_id,
            phase=phase_of(review),
            part=parts[same(section.name)],
            title=section.name,
            word=scale[step - 1] if known else "",
            step=step if known else 0,
            of=len(scale),
            next_steps=kinds[FindingKind.NEXT_STEP],
            strengths=kinds[FindingKind.STRENGTH],
            notes=sum(each.drawn for each in here),  # type: ignore[attr-defined]
        )


def phase_of(review: Review) -> str:
    """The phase by whose framework it was read; where that is for every phase, the academy's own."""
    return review.framework.phase or review.academy.phase


def _academies(user: User, trust: Trust | None, year: int, reviews: Iterable[Review]) -> dict[int, Academy]:
    """Those of the trust that were open in that year, and whichever was reviewed. By name. One query."""
    first, last = first_day_of_year(year), last_day_of_year(year)
    reviewed = {each.academy_id for each in reviews}
    known = (Status.OPEN, Status.CLOSED)
    return {
        each.pk: each
        for each in Academy.objects.visible_to(user).filter(trust=trust).order_by("name")
        if each.pk in reviewed
        or (
            each.status in known
            and (each.opened is None or each.opened <= last)
            and (each.closed is None or each.closed >= first)
        )
    }


def _parts(family: str, sections: Iterable[FrameworkSection]) -> dict[str, str]:
    """Title, as `same` reads it -> the part under which it is read: what it has in common with another title that was
    reviewed, and its own title where it stands alone."""
    titles: dict[str, dict[str, str]] = {}
    for section in sections:
        common = common_part(family, section.name)
        titles.setdefault(same(common), {"": common}).setdefault(same(section.name), section.name)
    return {
        one: known[""] if len(known) > 2 else title for known in titles.values() for one, title in known.items() if one
    }


def is_met(finding: Finding) -> bool:
    return any(check.met == Met.MET for check in _said(finding))


def is_partly(finding: Finding) -> bool:
    """The newest published word on it, where none called it met."""
    said = _said(finding)
    return not is_met(finding) and bool(said) and said[0].met == Met.PARTLY


def is_overdue(finding: Finding, today: datetime.date) -> bool:
    return finding.due is not None and finding.due < today and not is_met(finding)


def state_word(finding: Finding) -> str:
    """How a next step stands today; of one that is not published there is nothing to say."""
    if finding.review.state not in TOLD_TO_GOVERNORS:
        return "Not published yet"
    if is_met(finding):
        return Met.MET.label
    said = _said(finding)
    return Met(said[0].met).label if said else "Not looked at yet"


def _said(finding: Finding) -> list[FindingCheck]:
    """What published reviews said of it, the newest first."""
    said: list[FindingCheck] = finding.said  # type: ignore[attr-defined]
    return said


def report_url(finding: Finding) -> str:
    return f"{reverse('reviews:report', args=[finding.review_id])}#finding-{finding.pk}"
