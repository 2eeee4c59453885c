"""Inspections as pages show them: an academy's history, one inspection, and where the whole trust stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from academies.inspection import FRAMEWORKS, NEWEST_FIRST, Framework
from academies.models import Academy, Inspection, Trust
from academies.models.academy import Phase
from academies.models.inspection import InspectionKind, InspectionSource
from academies.rules.inspection import CATEGORY_WORDS, Inspected, Standing, in_words, standing, standing_in_words
from accounts.models import User
from celt.lib.days import british
from celt.lib.names import short_names
from celt.lib.sentences import counted, opened
from celt.ui.parts import Choice, Filter, Status, Tone

PREDECESSOR = "This is an inspection of the school before this academy"


@dataclass(frozen=True)
class GradeLine:
    """One area: its grade as a word with its mark, and how far up its own framework's scale that is."""

    area: str
    grade: Status
    rank: int
    steps: range


@dataclass(frozen=True)
class Card:
    inspection: Inspection
    heading: str
    says: str
    lines: list[GradeLine]
    safeguarding: Status | None
    category: Status | None
    notes: list[str]
    url: str


@dataclass(frozen=True)
class Stretch:
    """The inspections under one framework, and what changed when it came into force."""

    framework: Framework
    cards: list[Card]
    change: str = ""


@dataclass(frozen=True)
class HistoryPage:
    academy: Academy
    answer: str
    lead: str
    stretches: list[Stretch]
    set_aside: list[Inspection]


def inspections_of(user: User, academies: Iterable[Academy]) -> dict[int, list[Inspection]]:
    """Academy pk -> its inspections, latest first, with their grades. Two queries for any number of academies."""
    wanted = [academy.pk for academy in academies]
    found: dict[int, list[Inspection]] = {pk: [] for pk in wanted}
    rows = Inspection.objects.visible_to(user).current().filter(academy__in=wanted)
    for inspection in rows.prefetch_related("judgements"):
        found[inspection.academy_id].append(inspection)
    return found


def inspected(inspection: Inspection) -> Inspected:
    return Inspected(
        framework=inspection.words,
        kind=inspection.kind,
        started=inspection.started,
        grades={judgement.area: judgement.grade for judgement in inspection.judgements.all()},
        concern_category=inspection.concern_category,
        safeguarding=inspection.safeguarding,
        outcome=inspection.outcome,
        pk=inspection.pk,
        source=InspectionSource(inspection.source).label,
        predecessor_urn=inspection.inspected_urn,
    )


def standing_of(user: User, academy: Academy) -> Standing | None:
    return standing(map(inspected, inspections_of(user, [academy])[academy.pk]))


def history_page(user: User, academy: Academy, *, records: bool) -> HistoryPage:
    """`records`: the person enters inspections here, and so sees what was set aside."""
    found = inspections_of(user, [academy])[academy.pk]
    stretches: list[Stretch] = []
    for framework in NEWEST_FIRST:
        if cards := [card_of(inspection) for inspection in found if inspection.framework == framework.slug]:
            stretches.append(Stretch(framework, cards))
    told = [
        Stretch(stretch.framework, stretch.cards, stretch.framework.change if at + 1 < len(stretches) else "")
        for at, stretch in enumerate(stretches)
    ]
    now = standing(map(inspected, found))
    answer = standing_in_words(now) if now else f"No graded inspection of {academy} is recorded yet."
    gone = Inspection.objects.editable_by(user).filter(academy=academy, set_aside_at__isnull=False)
    return HistoryPage(
        academy=academy,
        answer=answer,
        lead=_since(now) or (f"{opened(len(found), 'inspection')} without grades." if found and not now else ""),
        stretches=told,
        set_aside=list(gone.select_related("set_aside_by")) if records else [],
    )


def _since(now: Standing | None) -> str:
    """What came after the latest inspection that gave grades."""
    if now is None or now.last.started == now.latest.started:
        return ""
    return f"Since then, on {british(now.last.started)}, {_kind(now.last.kind)}: {in_words(now.last)}"


def _kind(kind: str) -> str:
    label = InspectionKind(kind).label.lower()
    return f"an {label} inspection" if label[0] in "aeiou" else f"a {label} inspection"


def card_of(inspection: Inspection) -> Card:
    framework, what = inspection.words, inspected(inspection)
    return Card(
        inspection=inspection,
        heading=f"{inspection.get_kind_display()} inspection of {british(inspection.started)}",
        says=in_words(what),
        lines=[
            GradeLine(
                framework.areas[area], grade_status(framework, grade), framework.rank(grade),
                range(1, len(framework.grades) + 1),
            )
            for area in framework.areas
            if (grade := what.grades.get(area))
        ],
        safeguarding=safeguarding_status(framework, inspection.safeguarding),
        category=category_status(inspection.concern_category),
        notes=_notes(inspection),
        url=reverse("academies:inspection_show", args=[inspection.pk]),
    )  # fmt: skip


def _notes(inspection: Inspection) -> list[str]:
    source = InspectionSource(inspection.source).label
    came = f"{source}, {inspection.source_file}" if inspection.source_file else source
    notes = [f"{PREDECESSOR} (URN {inspection.inspected_urn})."] if inspection.inspected_urn else []
    if inspection.published_on:
        notes.append(f"Report published on {british(inspection.published_on)}.")
    return [*notes, f"{came}."]


def grade_status(framework: Framework, grade: str) -> Status:
    return Status(framework.grades[grade], _tone(framework.tones.get(grade, "")))


def _tone(tone: str) -> Tone:
    return "warn" if tone == "warn" else "bad" if tone == "bad" else ""


def safeguarding_status(framework: Framework, safeguarding: str) -> Status | None:
    if not safeguarding:
        return None
    return Status(framework.safeguarding[safeguarding], "bad" if safeguarding == "not_met" else "")


def category_status(category: str) -> Status | None:
    words = CATEGORY_WORDS[category]
    return Status(words[0].upper() + words[1:], "bad") if category else None


@dataclass(frozen=True)
class Version:
    """One table of the trust's page: the academies whose latest graded inspection stands under one framework."""

    framework: Framework
    rows: list[dict[str, Any]]
    says: str


@dataclass(frozen=True)
class TrustPage:
    answer: str
    lead: str
    versions: list[Version]
    none: list[Academy]
    filters: list[Filter]


ASKS = "asks"


def trust_page(user: User, trust: Trust | None, query: Mapping[str, str]) -> TrustPage:
    """Each academy's latest grades, each under its own framework. Narrowed by `phase`, `framework` and `show`."""
    phase = query.get("phase", "") if query.get("phase") in Phase.values else ""
    wanted = query.get("framework", "") if query.get("framework") in FRAMEWORKS else ""
    asking = query.get("show") == ASKS
    academies = Academy.objects.visible_to(user).filter(trust=trust).open()
    shown = list(academies.filter(phase=phase) if phase else academies)
    by_academy = inspections_of(user, shown)
    stand = {academy: standing(map(inspected, by_academy[academy.pk])) for academy in shown}
    short = short_names(academy.name for academy in shown)
    versions = []
    for framework in NEWEST_FIRST:
        under = {academy: now for academy, now in stand.items() if now and now.framework == framework}
        rows = [_row(academy, now, short[academy.name]) for academy, now in under.items() if not asking or asks(now)]
        if rows and wanted in ("", framework.slug):
            versions.append(Version(framework, rows, framework.about))
    return TrustPage(
        answer=_trust_answer([now for now in stand.values() if now], shown),
        lead="Each academy stands under the framework of its own latest graded inspection. "
        "Grades of two frameworks cannot be compared, so each has a table of its own.",
        versions=versions,
        none=[academy for academy, now in stand.items() if now is None] if not asking and not wanted else [],
        filters=[
            Filter("phase", "Phase", [Choice("", "Every phase"), *(Choice(p.value, p.label) for p in Phase)], phase),
            Filter(
                "framework", "Framework",
                [Choice("", "Every framework"), *(Choice(f.slug, f.name) for f in NEWEST_FIRST)],
                wanted, wide=True,
            ),
            Filter("show", "Show", [Choice("", "All"), Choice(ASKS, "With a grade that asks for action")],
                   ASKS if asking else ""),
        ],
    )  # fmt: skip


def asks(now: Standing) -> bool:
    """Whether a grade, safeguarding or a category of concern asks for action, by its own framework."""
    return (
        any(grade in now.framework.tones for grade, _ in now.grades.values())
        or now.safeguarding == "not_met"
        or bool(now.concern_category)
    )


def _trust_answer(standings: Sequence[Standing], shown: Sequence[Academy]) -> str:
    if not standings:
        return "No graded inspection is recorded yet."
    asking, academies = sum(asks(now) for now in standings), len(shown)
    if academies == 1:
        return f"{shown[0]} has {'a' if asking else 'no'} grade that asks for action."
    if not asking:
        return f"None of the {counted(academies, 'academy', 'academies')} has a grade that asks for action."
    verb = "has" if asking == 1 else "have"
    return f"{opened(asking, 'academy', 'academies')} of {academies} {verb} a grade that asks for action."


def _row(academy: Academy, now: Standing, short: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "academy": academy.name,
        "short": short,
        "urn": academy.urn,
        "url": reverse("academies:inspection_list", args=[academy.slug]),
        "inspected": now.latest.started,
        "framework": now.framework.name,
        "kind": InspectionKind(now.latest.kind).label,
        "source": now.latest.source,
        "safeguarding": safeguarding_status(now.framework, now.safeguarding),
        "category": category_status(now.concern_category),
    }
    for area, (grade, one) in now.grades.items():
        row[area] = grade_status(now.framework, grade)
        row[f"rank_{area}"] = now.framework.rank(grade)
        row[f"day_{area}"] = one.started
    return row
