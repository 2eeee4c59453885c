"""The page of a practice, and that of one of its versions. Each function asks a fixed number of queries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person, roles_with
from academies.models import Membership
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import listed
from celt.ui.parts import Status, Step
from toolkit.models import Piece, Practice, PracticeExample, PracticeSource, PracticeStep, PracticeVersion, TaughtPhase
from toolkit.models.practice import VERSION_OPEN, VERSION_TOLD, VersionState
from toolkit.rules.version import StepName, missing, steps_for
from toolkit.selectors.practice import STATES, Evidence, evidence_of, phases_of, phases_said
from toolkit.services.practice import parties, stamp

# Text that goes on as a paragraph: neither a heading, a list, a quotation, a table nor code.
PARAGRAPH = re.compile(r"(?![#>|`~*+=-]|\d+[.)]\s| {4}|\t)")


@dataclass(frozen=True, repr=False)
class ExamplesOf:
    """The examples of one phase. `mine`: the reader teaches it."""

    phase: str
    label: str
    examples: list[PracticeExample]
    mine: bool


@dataclass(frozen=True, repr=False)
class Said:
    """What a version says, as it is read. `lead`: the first paragraph of what it is; `more`: the rest."""

    version: PracticeVersion
    lead: str
    more: str
    steps: list[PracticeStep]
    mine: list[ExamplesOf]
    others: list[ExamplesOf]
    sources: list[PracticeSource]

    @property
    def evidence(self) -> Evidence | None:
        return evidence_of(self.version.strength)


@dataclass(frozen=True, repr=False)
class VersionLine:
    version: PracticeVersion
    says: str
    url: str
    compare_url: str = ""


@dataclass(frozen=True, repr=False)
class PracticePage:
    """`opened`: the version that is being written, for whoever writes. `names`: the reader is told of colleagues."""

    practice: Practice
    said: Said | None
    opened: PracticeVersion | None
    versions: list[VersionLine]
    pieces: list[Piece]
    names: bool
    writes: bool
    manages: bool

    @property
    def phases(self) -> str:
        return phases_said(self.practice.phases)

    @property
    def published(self) -> str:
        version = self.practice.current
        if version is None or version.published_at is None:
            return ""
        return f"Version {version.number}, published on {british(timezone.localtime(version.published_at).date())}"


def practice_page(user: User, person: Person, practice: Practice) -> PracticePage:
    """`practice` comes with theory, owner and current. Six queries at most."""
    versions = list(practice.versions.visible_to(user).order_by("-number"))
    current = practice.current
    opened = next((v for v in versions if v.state in VERSION_OPEN), None)
    shown = current or opened or next(iter(versions), None)
    pieces = Piece.objects.visible_to(user).published().filter(practices__practice=practice).order_by("title", "pk")
    told = [v for v in versions if v.state in VERSION_TOLD]
    return PracticePage(
        practice=practice,
        said=said_of(person, shown) if shown is not None else None,
        opened=opened,
        versions=[_line(practice, v, current) for v in told],
        pieces=list(pieces),
        names=sees_names(person),
        writes=person.can(Permission.WRITE_TOOLKIT),
        manages=person.can_trust_wide(Permission.MANAGE_TOOLKIT),
    )


def said_of(person: Person, version: PracticeVersion) -> Said:
    """Three queries."""
    lead, more = led(version.what)
    mine = phases_of(person)
    by_phase: dict[str, list[PracticeExample]] = {}
    for example in version.examples.all():
        by_phase.setdefault(example.phase, []).append(example)
    groups = [
        ExamplesOf(phase, phase.label, by_phase[phase], phase in mine) for phase in TaughtPhase if phase in by_phase
    ]
    # Who teaches none of these, or all of them, reads the first.
    nearest = [group for group in groups if group.mine] or groups[:1]
    return Said(
        version=version,
        lead=lead,
        more=more,
        steps=list(version.steps.all()),
        mine=nearest,
        others=[group for group in groups if group not in nearest],
        sources=list(version.sources.all()),
    )


def led(text: str) -> tuple[str, str]:
    """The first paragraph, and what follows; nothing first where the text begins with a list or a heading."""
    text = text.strip()
    first, _, rest = text.partition("\n\n")
    if not PARAGRAPH.match(text) or ("[" in first and "]:" in rest):
        return "", text
    return first, rest.strip()


def sees_names(person: Person) -> bool:
    """Colleagues are told who keeps a practice and who wrote on it; governors and guests are not."""
    return person.can(Permission.TRY_PRACTICES)


_STANDS: dict[str, str] = {
    VersionState.DRAFT: "a draft",
    VersionState.IN_REVIEW: "a colleague is asked to review it",
    VersionState.READY: "reviewed, ready to publish",
    VersionState.PUBLISHED: "what is published now",
    VersionState.SUPERSEDED: "a later version stands in its place",
    VersionState.DROPPED: "dropped",
}


@dataclass(frozen=True, repr=False)
class VersionPage:
    """One version with the way that it goes. `steps`: what the reader may do next."""

    practice: Practice
    said: Said
    way: list[Step]
    steps: list[StepName]
    missing: tuple[str, ...]
    stamp: str
    compare_url: str
    names: bool
    writes: bool
    may_edit: bool
    colleagues: list[User] = field(default_factory=list)

    @property
    def version(self) -> PracticeVersion:
        return self.said.version

    @property
    def status(self) -> Status:
        return STATES[self.version.state]

    @property
    def answer(self) -> str:
        return f"{self.version.title}, version {self.version.number}: {_STANDS[self.version.state]}"

    @property
    def lead(self) -> str:
        match self.version.state:
            case VersionState.DRAFT if self.missing:
                return f"Before a colleague can review it, it needs {listed(list(self.missing), most=9)}."
            case VersionState.DRAFT:
                return "When it says what you mean, ask a colleague to review it."
            case VersionState.IN_REVIEW if "approve" in self.steps:
                return "Could you begin with it on Monday, and is its evidence told honestly? Say so, or give it back."
            case VersionState.IN_REVIEW:
                return "Nobody writes on it until the review is done, or it is taken back."
            case VersionState.READY:
                return "A colleague has reviewed it. A trust leader publishes it."
            case VersionState.SUPERSEDED:
                return "It stands here as it was read then: coaching and plans of that time meant this."
            case _:
                return ""

    @property
    def came_back(self) -> bool:
        v = self.version
        return v.state == VersionState.DRAFT and bool(v.review) and v.reviewed_at is not None


def version_page(user: User, person: Person, version: PracticeVersion) -> VersionPage:
    """`version` comes with its practice and the people of its way. Four queries, one more to ask a colleague."""
    practice = version.practice
    writes = person.can(Permission.WRITE_TOOLKIT)
    manages = person.can_trust_wide(Permission.MANAGE_TOOLKIT)
    said = said_of(person, version)
    steps = steps_for(version.state, parties(user, version, writes=writes, manages=manages))  # type: ignore[arg-type]
    if practice.archived_at is not None:
        steps = [step for step in steps if step == "drop"]
    return VersionPage(
        practice=practice,
        said=said,
        way=_way(version),
        steps=steps,
        missing=missing(
            what=version.what,
            why=version.why,
            strength=version.strength,
            steps=len(said.steps),
            looks_like=len(version.looks_like),
        ),
        stamp=stamp(version),
        compare_url=_compare_url(practice, version),
        names=sees_names(person),
        writes=writes,
        may_edit=writes and version.state == VersionState.DRAFT and practice.archived_at is None,
        colleagues=colleagues_to_ask(practice, {user.pk, version.written_by_id or 0}) if "ask" in steps else [],
    )


def colleagues_to_ask(practice: Practice, but: set[int]) -> list[User]:
    """Whoever writes in the toolkit of the trust today, by name. One query."""
    now = Membership.objects.current().filter(trust=practice.trust_id, role__in=roles_with(Permission.WRITE_TOOLKIT))
    return list(User.objects.filter(pk__in=now.values("user")).exclude(pk__in=but).order_by("full_name", "pk"))


def _compare_url(practice: Practice, version: PracticeVersion) -> str:
    """With what is published now, where it is another version."""
    current = practice.current
    if current is None or current.pk == version.pk:
        return ""
    older, newer = sorted((current.number, version.number))
    return reverse("toolkit:version_compare", args=[practice.slug, older, newer])


def _line(practice: Practice, version: PracticeVersion, current: PracticeVersion | None) -> VersionLine:
    at = version.published_at
    day = british(timezone.localtime(at).date()) if at else ""
    is_current = current is not None and version.pk == current.pk
    return VersionLine(
        version=version,
        says=f"Version {version.number}, {day}",
        url=reverse("toolkit:practice_show", args=[practice.slug])
        if is_current
        else reverse("toolkit:version_show", args=[practice.slug, version.number]),
        compare_url=_compare_url(practice, version),
    )


WAY: Sequence[tuple[str, str]] = (
    (VersionState.DRAFT, "Written"),
    (VersionState.IN_REVIEW, "Reviewed by a colleague"),
    (VersionState.READY, "Published"),
)


def _way(version: PracticeVersion) -> list[Step]:
    """Where it stands on its way; nothing for one that was dropped."""
    if version.state == VersionState.DROPPED:
        return []
    now = next((at for at, (state, _) in enumerate(WAY) if state == version.state), len(WAY))
    return [
        Step(label, state="done" if at < now else "now" if at == now else "later") for at, (_, label) in enumerate(WAY)
    ]
