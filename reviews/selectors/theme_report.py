"""The trust report of a theme: what was found, made into what a page, a PDF and a file say."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from academies.access import Person
from academies.models.academy import Phase
from academies.records.keys import key
from accounts.models import User
from celt.lib import pdf
from celt.lib.days import british, span_of_days
from celt.lib.names import short_names
from celt.lib.sentences import inside, opened
from celt.lib.terms import year_label
from celt.ui.parts import Choice, Filter, Link
from reviews.models import Finding, Review
from reviews.models.finding import FindingKind
from reviews.models.framework import Family
from reviews.models.review import TOLD_TO_GOVERNORS, ReviewState
from reviews.rules import theme_told as told
from reviews.rules.report import tone_at
from reviews.rules.theme import PartCount, Seen, asked_share, count_parts, recurring
from reviews.selectors.after import FINDING
from reviews.selectors.theme import (
    PUBLISHED_ALONE,
    Chosen,
    Found,
    choose,
    found_in,
    is_met,
    is_overdue,
    is_partly,
    phase_of,
    report_url,
    state_word,
)
from toolkit.models.story import StoryStatus

TEMPLATE = "theme"
MOST_WORDINGS = 4
_STORY = {StoryStatus.OFFERED: "is offered to the toolkit", StoryStatus.TAKEN: "stands in the toolkit"}
_IN_ORDER = (Phase.PRIMARY, Phase.SECONDARY)


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One strength or next step as the file tells it."""

    academy: str
    phase: str
    part: str
    title: str
    kind: str
    says: str
    owner: str
    due: datetime.date | None
    state: str
    came: str
    review: str
    framework: str
    published: datetime.date | None


@dataclass(frozen=True)
class ThemePage:
    report: told.ThemeReport
    filters: list[Filter]
    chosen: Chosen
    rows: list[FindingRow]

    @property
    def any_reviews(self) -> bool:
        return bool(self.report.reviews)


def theme_page(user: User, person: Person, query: Mapping[str, str]) -> ThemePage:
    chosen = choose(user, person, query)
    found = found_in(user, person, chosen)
    trust = str(person.trust) if person.trust else ""
    return ThemePage(_report(found, trust), _filters(chosen), chosen, [_row(found, each) for each in found.findings])


def report_file(report: told.ThemeReport, on: datetime.datetime) -> bytes:
    """The report as a tagged PDF."""
    return pdf.pdf(TEMPLATE, told.as_data(report), on=on)


def theme_name(family: str) -> str:
    """As a heading and within a sentence alike: 'Reading', 'SEND'."""
    return {Family.SEND: "SEND", Family.OTHER: "Other reviews"}.get(Family(family), Family(family).label)


def theme_link(family: str, year: int) -> Link:
    """The way to the reviews of a theme in a year."""
    about = "other" if family == Family.OTHER else inside(theme_name(family))
    return Link(
        f"Read the {about} reviews of {year_label(year)} together",
        f"{reverse('reviews:themes')}?{urlencode({'theme': family, 'year': year})}",
    )


def _filters(chosen: Chosen) -> list[Filter]:
    years = sorted({*chosen.years, chosen.year}, reverse=True)
    families = [each for each in Family.values if each in {*chosen.families, chosen.family}]
    found = [
        Filter("theme", "Theme", [Choice(each, theme_name(each)) for each in families], chosen.family),
        Filter("year", "Year", [Choice(str(each), year_label(each)) for each in years], str(chosen.year)),
    ]
    early = any(each.state not in TOLD_TO_GOVERNORS for each in chosen.of(chosen.year))
    if early or (chosen.published_alone and chosen.to_come):
        every = [Choice("", "All that are moderated"), Choice(PUBLISHED_ALONE, "Published ones alone")]
        found.append(Filter("with", "Reviews", every, PUBLISHED_ALONE if chosen.published_alone else ""))
    return found


def _report(found: Found, trust: str) -> told.ThemeReport:
    chosen = found.chosen
    theme, year, before = theme_name(chosen.family), year_label(chosen.year), year_label(chosen.year - 1)
    reviews = chosen.of(chosen.year)
    reviewed = _in_order(reviews)
    looked = [row for row in found.seen if row.looked]
    parts, parts_before = count_parts(looked), count_parts([row for row in found.seen_before if row.looked])
    recurs = recurring(parts)
    phases, phases_say = _phases(looked, reviewed.values())
    sharing, top = _sharing(found, reviewed)
    steps = _steps(found, reviewed)
    early = chosen.unpublished
    return told.ThemeReport(
        trust=trust,
        theme=theme,
        year=year,
        answer=told.answer(theme, year, len(reviewed), recurs),
        notice=_notice(early),
        rests_on=told.rests_on(len(reviews), len(found.academies), *_by_phase(reviewed.values())),
        reviews=tuple(_review(each) for each in reversed(reviews)),
        missing=_missing(found, reviewed),
        recurs=tuple(_recurs(found, part, before, parts_before) for part in recurs),
        besides=told.besides([part for part in parts if not part.recurs]) if len(reviewed) > 1 else "",
        before=told.before_says(before, recurs, parts_before),
        phases_say=phases_say,
        phases=phases,
        top=top,
        sharing_says=told.sharing_says(sharing, top),
        sharing=sharing,
        steps_say=told.steps_say(
            steps, sum(one.kind == FindingKind.NEXT_STEP and one.review in early for one in found.findings)
        ),
        steps=steps,
        heads=tuple(_short(reviewed)[pk] for pk in reviewed),
        matrix=_matrix(found, reviewed) if len(reviewed) > 1 else (),
        scale=tuple(dict.fromkeys(word for each in reviews for word in each.framework.scale)),
        today=british(found.today),
    )


def _in_order(reviews: Sequence[Review]) -> dict[int, Review]:
    """Academy -> its newest review: primaries, then secondaries, then others, each by name."""
    newest = {each.academy_id: each for each in reviews}

    def place(review: Review) -> tuple[int, str]:
        phase = phase_of(review)
        return (_IN_ORDER.index(Phase(phase)) if phase in _IN_ORDER else len(_IN_ORDER), review.academy.name)

    return {each.academy_id: each for each in sorted(newest.values(), key=place)}


def _short(reviewed: Mapping[int, Review]) -> dict[int, str]:
    names = {pk: each.academy.name for pk, each in reviewed.items()}
    short = short_names(names.values())
    return {pk: short[name] for pk, name in names.items()}


def _notice(early: Sequence[Review]) -> str:
    if not early:
        return ""
    return (
        f"{opened(len(early), 'of these reviews is', 'of these reviews are')} not published yet, so governors and "
        "trustees have not read what it says. Choose “Published ones alone” before you hand this on."
    )


def _review(review: Review) -> told.ReviewTold:
    published = timezone.localdate(review.published_at) if review.published_at else None
    return told.ReviewTold(
        review.academy.name,
        review.academy.get_phase_display(),
        span_of_days(review.starts, review.ends),
        f"{review.framework.name}, version {review.framework.version}",
        british(published) if published else review.get_state_display(),
        published is not None,
        reverse("reviews:report", args=[review.pk]),
    )


def _missing(found: Found, reviewed: Mapping[int, Review]) -> tuple[told.Missing, ...]:
    chosen = found.chosen
    coming = {each.academy_id: each for each in chosen.to_come if each.framework.family == chosen.family}
    last = {
        each.academy_id: each
        for each in reversed(chosen.reviews)
        if each.framework.family == chosen.family and each.academy_id not in reviewed
    }
    missing = []
    for pk, academy in found.academies.items():
        if pk in reviewed:
            continue
        says = ""
        if review := coming.get(pk):
            began = review.state != ReviewState.PLANNED
            says = "its review is under way" if began else f"planned for {span_of_days(review.starts, review.ends)}"
        elif review := last.get(pk):
            says = f"reviewed in {review.starts:%B %Y}"
        missing.append(told.Missing(academy.name, academy.get_phase_display(), says))
    return tuple(missing)


def _recurs(found: Found, part: PartCount, year: str, before: Sequence[PartCount]) -> told.Recurs:
    steps = [each for each in found.next_steps if found.part_of(each) == part.part]
    titles = dict.fromkeys(row.title for row in found.seen if row.part == part.part and row.title != part.part)
    wordings = _wordings(steps)
    more = len(steps) - sum(len(one.at) for one in wordings)
    return told.Recurs(
        part.part,
        " and ".join(f"“{title}”" for title in titles),
        told.of_words(part.asked),
        told.standings_words(part),
        told.evidence_words(part),
        wordings,
        f"{opened(more, 'more stands', 'more stand')} in the file." if more else "",
        told.before_words(year, next((one for one in before if one.part == part.part), None)),
    )


def _wordings(steps: Sequence[Finding]) -> tuple[told.Wording, ...]:
    """The same words once, with everybody who was told them; what was said most often first."""
    said: dict[str, list[Finding]] = {}
    for step in steps:
        said.setdefault(" ".join(step.says.split()), []).append(step)
    names = short_names({step.review.academy.name for step in steps})
    often = sorted(said.items(), key=lambda pair: -len(pair[1]))[:MOST_WORDINGS]
    return tuple(
        told.Wording(words, tuple((names[each.review.academy.name], report_url(each)) for each in rows))
        for words, rows in often
    )


def _by_phase(reviewed: Iterable[Review]) -> tuple[int, int, int]:
    """How many primaries, secondaries and others. `reviewed`: one review for each academy."""
    where = [phase_of(each) for each in reviewed]
    primaries, secondaries = (where.count(phase) for phase in _IN_ORDER)
    return primaries, secondaries, len(where) - primaries - secondaries


def _phases(looked: Sequence[Seen], reviewed: Iterable[Review]) -> tuple[tuple[told.PhaseRow, ...], str]:
    """The parts that both phases were looked at in, and whether they may be compared."""
    rows = []
    for part in dict.fromkeys(row.part for row in looked):
        primary, secondary = (
            asked_share([row for row in looked if row.part == part and row.phase == phase]) for phase in _IN_ORDER
        )
        if primary.of and secondary.of:
            rows.append(told.phase_row(part, primary, secondary))
    says = told.phases_say(*_by_phase(reviewed), rows)
    return (tuple(rows) if says else (), says)


def _sharing(found: Found, reviewed: Mapping[int, Review]) -> tuple[tuple[told.Shares, ...], str]:
    """Whoever stands at the top of the scale first, then whoever has most strengths."""
    tops: dict[int, list[str]] = {}
    top = ""
    for row in found.seen:
        if row.top and row.academy in reviewed:
            tops.setdefault(row.academy, []).append(row.title)
    for each in reviewed.values():
        top = each.framework.scale[-1] if each.framework.scale else top
    strengths: dict[int, list[told.Strength]] = {}
    for finding in found.strengths:
        story = found.stories.get(key(FINDING, finding.pk))
        strengths.setdefault(finding.review.academy_id, []).append(
            told.Strength(
                finding.says,
                finding.section.name if finding.section else "",
                _STORY.get(StoryStatus(story.status), "") if story else "",
                reverse("toolkit:story_show", args=[story.pk]) if story else "",
            )
        )
    shares = [
        told.Shares(
            each.academy.name,
            reverse("reviews:report", args=[each.pk]),
            tuple(tops.get(pk, ())),
            tuple(strengths.get(pk, ())),
        )
        for pk, each in reviewed.items()
        if tops.get(pk) or strengths.get(pk)
    ]
    return tuple(sorted(shares, key=lambda one: (-len(one.tops), -len(one.strengths)))), top


def _steps(found: Found, reviewed: Mapping[int, Review]) -> tuple[told.StepsAt, ...]:
    rows = []
    for pk, each in reviewed.items():
        mine = [
            step for step in found.next_steps if step.review.academy_id == pk and step.review.state in TOLD_TO_GOVERNORS
        ]
        if not mine:
            continue
        met, partly = sum(map(is_met, mine)), sum(map(is_partly, mine))
        rows.append(
            told.StepsAt(
                each.academy.name,
                reverse("reviews:academy_findings", args=[each.academy.slug]),
                len(mine),
                met,
                partly,
                len(mine) - met - partly,
                sum(is_overdue(step, found.today) for step in mine),
                sum(bool(found.answered.get(key(FINDING, step.pk))) for step in mine),
            )
        )
    return tuple(rows)


def _matrix(found: Found, reviewed: Mapping[int, Review]) -> tuple[told.MatrixRow, ...]:
    at = {(row.academy, row.part): row for row in found.seen}
    short = _short(reviewed)
    parts = _parts_in_order(found, reviewed)
    return tuple(told.MatrixRow(part, tuple(_cell(short[pk], at.get((pk, part))) for pk in reviewed)) for part in parts)


def _parts_in_order(found: Found, reviewed: Mapping[int, Review]) -> list[str]:
    """As the frameworks have them, those of primaries first."""
    places = {pk: place for place, pk in enumerate(reviewed)}
    return list(dict.fromkeys(row.part for row in sorted(found.seen, key=lambda row: places[row.academy])))


def _cell(academy: str, row: Seen | None) -> told.Cell:
    if row is None:
        return told.Cell(academy, seen=False)
    if not row.looked:
        return told.Cell(academy, seen=True, word="Not looked at", of=row.of)
    return told.Cell(
        academy, True, row.word, tone_at(row.step, row.of), row.step, row.of, row.next_steps, row.strengths
    )


def _row(found: Found, finding: Finding) -> FindingRow:
    review = finding.review
    step = finding.kind == FindingKind.NEXT_STEP
    came = "; ".join(
        f"{one.says} ({inside(one.state)})" if one.state else one.says
        for one in found.answered.get(key(FINDING, finding.pk), ())
    )
    story = found.stories.get(key(FINDING, finding.pk))
    return FindingRow(
        review.academy.name,
        review.academy.get_phase_display(),
        found.part_of(finding) or "The review as a whole",
        finding.section.name if finding.section else "",
        finding.get_kind_display(),
        finding.says,
        finding.owner,
        finding.due,
        state_word(finding) if step else "",
        came or (_STORY.get(StoryStatus(story.status), "") if story else ""),
        review.title,
        f"{review.framework.name}, version {review.framework.version}",
        timezone.localdate(review.published_at) if review.published_at else None,
    )
