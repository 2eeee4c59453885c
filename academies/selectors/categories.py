"""Where the trust's academies stand: their categories side by side, and what waits. A fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person, academies_where
from academies.models import Academy, CategoryDecision, CategoryScheme, Tier, Trust
from academies.models.academy import Phase
from academies.models.scheme import SchemeStatus
from academies.selectors.category import SOON_DAYS, Record, shown
from accounts.models import User
from celt.lib.days import british
from celt.lib.names import short_names
from celt.lib.sentences import SMALL_NUMBERS, counted, listed, opened
from celt.ui.parts import Choice, Filter, Link, Status

WAITS, NONE, SOON, STANDS = "waits", "none", "soon", "stands"
STATES = {WAITS: "Waits for a second person", NONE: "No category", SOON: "Ends within six weeks", STANDS: "In force"}
TONES: Mapping[str, Status] = {
    WAITS: Status(STATES[WAITS], "busy"),
    NONE: Status(STATES[NONE], "bad"),
    SOON: Status(STATES[SOON], "warn"),
    STANDS: Status(STATES[STANDS], "good"),
}
NAMES_ON_BOARD = 9


@dataclass(frozen=True)
class CategoryRow:
    """One academy. `state_rank` puts first what needs somebody; `position` is the tier's, most secure first."""

    academy: str
    short: str
    phase: str
    tier: Tier | None
    position: int
    before: Tier | None
    since: datetime.date | None
    until: datetime.date | None
    subjects: str
    state: Status
    state_key: str
    state_rank: int
    answer: str
    url: str


@dataclass(frozen=True)
class BoardColumn:
    """A category with the academies in it."""

    tier: Tier | None
    names: list[Link]
    more: int

    @property
    def count(self) -> int:
        return len(self.names) + self.more


@dataclass(frozen=True)
class CategoriesPage:
    rows: list[CategoryRow]
    filters: list[Filter]
    board: list[BoardColumn]
    awaiting: list[Record]
    answer: str
    lead: str
    scheme: CategoryScheme | None
    decides: bool


def categories_page(user: User, person: Person, trust: Trust | None, query: Mapping[str, str]) -> CategoriesPage:
    """Academies whose category the person may see, narrowed by `category` (its word), `phase` and `state`."""
    today = timezone.localdate()
    academies = list(
        Academy.objects.visible_to(user).open().filter(academies_where(user, Permission.VIEW_CATEGORY), trust=trust)
    )
    found = shown(CategoryDecision.objects.visible_to(user).filter(academy__in=academies)).defer(
        "evidence", "rationale"
    )
    names = person.can_trust_wide(Permission.VIEW_PEOPLE)
    records: dict[int, list[Record]] = {academy.pk: [] for academy in academies}
    for decision in found:
        records[decision.academy_id].append(Record(decision, names, today))
    scheme = (
        CategoryScheme.objects.visible_to(user)
        .filter(trust=trust, status=SchemeStatus.IN_USE)
        .prefetch_related("tiers")
        .first()
    )
    short = short_names(academy.name for academy in academies)
    rows = [_row(academy, short[academy.name], records[academy.pk], today) for academy in academies]
    rows.sort(key=lambda row: (row.state_rank, row.academy))
    kept, filters = _narrowed(rows, scheme, query)
    return CategoriesPage(
        rows=kept,
        filters=filters,
        board=_board(rows, scheme),
        awaiting=[record for each in records.values() for record in each if record.awaits],
        answer=_answer(rows),
        lead=_lead(rows),
        scheme=scheme,
        decides=person.can(Permission.DECIDE_CATEGORY),
    )


def _row(academy: Academy, short: str, records: Sequence[Record], today: datetime.date) -> CategoryRow:
    whole = [record for record in records if record.decision.area_id is None and record.confirmed]
    now = next((record for record in whole if record.in_force), None)
    started = [r for r in whole if r.decision.starts <= today and r is not now]
    before = started[0] if started else None
    subjects = [r for r in records if r.decision.area_id is not None and r.in_force]
    state = _state(now, [record for record in records if record.awaits], today)
    return CategoryRow(
        academy=academy.name,
        short=short,
        phase=academy.get_phase_display(),
        tier=now.tier if now else None,
        position=now.tier.position if now else 0,
        before=before.tier if before else None,
        since=now.decision.starts if now else None,
        until=now.decision.ends if now else None,
        subjects="; ".join(f"{r.about}: {r.tier}" for r in sorted(subjects, key=lambda r: r.about)),
        state=TONES[state],
        state_key=state,
        state_rank=list(STATES).index(state),
        answer=now.answer_status.word if now else "",
        url=reverse("academies:category", args=[academy.slug]),
    )


def _state(now: Record | None, awaiting: list[Record], today: datetime.date) -> str:
    if awaiting:
        return WAITS
    if now is None:
        return NONE
    return SOON if (now.decision.ends - today).days <= SOON_DAYS else STANDS


def _narrowed(
    rows: list[CategoryRow], scheme: CategoryScheme | None, query: Mapping[str, str]
) -> tuple[list[CategoryRow], list[Filter]]:
    words = [tier.word for tier in scheme.tiers.all()] if scheme else []
    words += sorted({row.tier.word for row in rows if row.tier} - set(words))
    phases = [phase for phase in Phase if any(row.phase == phase.label for row in rows)]
    word = query.get("category", "") if query.get("category") in words else ""
    phase = query.get("phase", "") if query.get("phase") in phases else ""
    state = query.get("state", "") if query.get("state") in STATES else ""
    kept = [
        row
        for row in rows
        if (not word or (row.tier is not None and row.tier.word == word))
        and (not phase or row.phase == Phase(phase).label)
        and (not state or row.state_key == state)
    ]
    return kept, [
        Filter("category", "Category", [Choice("", "Every category"), *(Choice(w, w) for w in words)], word),
        Filter("phase", "Phase", [Choice("", "Every phase"), *(Choice(p.value, p.label) for p in phases)], phase),
        Filter("state", "State", [Choice("", "Any"), *(Choice(*pair) for pair in STATES.items())], state),
    ]


def _board(rows: Sequence[CategoryRow], scheme: CategoryScheme | None) -> list[BoardColumn]:
    """A column for each category of the scheme in use, then of older ones still in force, then those without any."""
    tiers: dict[str, Tier | None] = {tier.word: tier for tier in scheme.tiers.all()} if scheme else {}
    links: dict[str, list[Link]] = {word: [] for word in tiers}
    for row in sorted(rows, key=lambda row: (row.position, row.academy)):
        word = row.tier.word if row.tier else ""
        tiers.setdefault(word, row.tier)
        links.setdefault(word, []).append(Link(row.short, row.url))
    ordered = sorted(tiers, key=lambda word: word == "")
    return [
        BoardColumn(tiers[word], links[word][:NAMES_ON_BOARD], max(0, len(links[word]) - NAMES_ON_BOARD))
        for word in ordered
    ]


def _answer(rows: Sequence[CategoryRow]) -> str:
    if not rows:
        return "There is no academy here whose category you may see"
    if len(rows) == 1:
        row = rows[0]
        return f"{row.academy} is in {row.tier}" if row.tier else f"{row.academy} has no category yet"
    placed = [row.tier for row in rows if row.tier]
    if not placed:
        return f"None of {counted(len(rows), 'academy', 'academies')} has a category yet"
    counts: dict[str, int] = {}
    for tier in sorted(placed, key=lambda tier: tier.position):
        counts[tier.word] = counts.get(tier.word, 0) + 1
    (first, n), *others = counts.items()
    none = len(rows) - len(placed)
    said = [f"{_word(n).capitalize()} of {len(rows)} academies {'is' if n == 1 else 'are'} in {first}"]
    said += [f"{_word(n)} in {word}" for word, n in others]
    if none:
        said.append(f"{_word(none)} {'has' if none == 1 else 'have'} no category")
    return listed(said, most=len(said))


def _word(n: int) -> str:
    """'three', within a sentence."""
    return SMALL_NUMBERS[n].lower() if n < len(SMALL_NUMBERS) else str(n)


def _lead(rows: Sequence[CategoryRow]) -> str:
    count = {key: [row.state_key for row in rows].count(key) for key in STATES}
    said = []
    if count[WAITS]:
        verb = "waits" if count[WAITS] == 1 else "wait"
        said.append(f"{opened(count[WAITS], 'academy', 'academies')} {verb} for a second person.")
    if count[NONE]:
        verb = "has" if count[NONE] == 1 else "have"
        said.append(f"{opened(count[NONE], 'academy', 'academies')} {verb} no category in force.")
    if count[SOON]:
        first = min(row.until for row in rows if row.state_key == SOON and row.until)
        said.append(f"{opened(count[SOON], 'category', 'categories')} end soon, the first on {british(first)}.")
    return " ".join(said)
