"""Frameworks as pages read them. Each function asks a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Phase
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import counted, inside, listed, opened
from celt.ui.parts import Choice, Filter, Status, Tone, one_of
from reviews.models import Framework, FrameworkPrompt, FrameworkSection, Review
from reviews.models.framework import EvidenceKind, Family, FrameworkStatus

FAMILIES: tuple[str, ...] = tuple(Family.values)
TONES: dict[str, Tone] = {
    FrameworkStatus.DRAFT: "busy",
    FrameworkStatus.IN_USE: "good",
    FrameworkStatus.RETIRED: "",
}
ORDERS = (("", "By what it is about"), ("newest", "Newest first"), ("used", "Most used first"))


def frameworks_for(user: User, academy: Academy) -> list[Framework]:
    """What a review of the academy may be planned with: in use, of its phase or of every phase. An all-through academy
    and a special one have pupils of every age, and so every framework."""
    found = Framework.objects.visible_to(user).in_use().filter(trust=academy.trust_id)
    if academy.phase not in (Phase.ALL_THROUGH, Phase.SPECIAL):
        phase = Phase.SECONDARY if academy.phase == Phase.SIXTEEN_PLUS else academy.phase
        found = found.filter(phase__in=[academy.phase, phase, ""])
    return sorted(found, key=in_order)


def in_order(framework: Framework) -> tuple[int, str, str, int]:
    """As the families stand, then by phase and name, the newest version first."""
    return (FAMILIES.index(framework.family), framework.phase, framework.name, -framework.version)


def for_whom(framework: Framework) -> str:
    """'Primary academies'."""
    return f"{framework.get_phase_display()} academies" if framework.phase else "Every academy"


def kind_labels(kinds: Sequence[str]) -> list[str]:
    return [kind.label for kind in EvidenceKind if kind in kinds]


@dataclass(frozen=True)
class FrameworkLine:
    """One version in the list. `reviews`: how many reviews have it, as far as the person may know."""

    framework: Framework
    sections: list[str]
    prompts: int
    reviews: int
    draft: Framework | None = None
    # A draft with no version in use to stand with: a first one, or one of a framework that was retired.
    alone: bool = False

    @property
    def name(self) -> str:
        return self.framework.name

    @property
    def url(self) -> str:
        return reverse("reviews:framework_show", args=[self.framework.pk])

    @property
    def whom(self) -> str:
        return for_whom(self.framework)

    @property
    def status(self) -> Status:
        return Status(self.framework.get_status_display(), TONES[self.framework.status])

    @property
    def parts(self) -> int:
        return len(self.sections)

    @property
    def size(self) -> str:
        return f"{counted(self.parts, 'part')}, {counted(self.prompts, 'question')}"

    @property
    def since(self) -> str:
        day = self.framework.in_use_from
        return f"in use since {british(day)}" if day and self.framework.status == FrameworkStatus.IN_USE else ""

    @property
    def used(self) -> str:
        return counted(self.reviews, "review") if self.reviews else "no review yet"


@dataclass(frozen=True)
class FrameworksPage:
    lines: list[FrameworkLine]
    filters: list[Filter]
    answer: str
    any_at_all: bool
    may_write: bool


def frameworks_page(user: User, person: Person, query: Mapping[str, str]) -> FrameworksPage:
    """Narrowed by `about`, `for` and `status` of the address, in its `order`. A draft of a framework in use stands with
    that, and by itself only where drafts are asked for."""
    found = Framework.objects.visible_to(user).filter(trust=person.trust).prefetch_related("sections")
    frameworks = sorted(found, key=in_order)
    prompts = dict(
        FrameworkPrompt.objects.visible_to(user)
        .filter(section__framework__in=[f.pk for f in frameworks])
        .order_by()
        .values_list("section__framework")
        .annotate(Count("pk"))
    )
    reviews = dict(
        Review.objects.visible_to(user)
        .filter(framework__in=[f.pk for f in frameworks])
        .order_by()
        .values_list("framework")
        .annotate(Count("pk"))
    )
    in_use = {each.pk for each in frameworks if each.status == FrameworkStatus.IN_USE}
    drafts = {draft.based_on_id: draft for draft in frameworks if draft.is_draft}
    lines = [
        FrameworkLine(
            framework=each,
            sections=[section.name for section in each.sections.all()],
            prompts=prompts.get(each.pk, 0),
            reviews=reviews.get(each.pk, 0),
            draft=drafts.get(each.pk),
            alone=each.is_draft and each.based_on_id not in in_use,
        )
        for each in frameworks
    ]
    wanted = {
        "about": one_of(query, "about", Family.values),
        "for": one_of(query, "for", Phase.values),
        "status": one_of(query, "status", FrameworkStatus.values),
        "order": one_of(query, "order", [value for value, _ in ORDERS]),
    }
    may_write = person.can_trust_wide(Permission.MANAGE_FRAMEWORKS)
    return FrameworksPage(
        lines=_ordered([line for line in lines if _fits(line, wanted)], wanted["order"]),
        filters=_filters(frameworks, wanted, drafts=may_write),
        answer=_answer([line for line in lines if line.framework.status == FrameworkStatus.IN_USE]),
        any_at_all=bool(frameworks),
        may_write=may_write,
    )


def _filters(frameworks: Sequence[Framework], wanted: Mapping[str, str], *, drafts: bool) -> list[Filter]:
    families = [Choice(f.value, f.label) for f in Family if any(each.family == f for each in frameworks)]
    phases = [Choice(p.value, p.label) for p in Phase if any(each.phase == p for each in frameworks)]
    states = [Choice(s.value, s.label) for s in FrameworkStatus if s != FrameworkStatus.IN_USE]
    if not drafts:
        states = [choice for choice in states if choice.value != FrameworkStatus.DRAFT]
    return [
        Filter("about", "About", [Choice("", "Everything"), *families], wanted["about"]),
        Filter("for", "For", [Choice("", "Every phase"), *phases], wanted["for"]),
        Filter("status", "Status", [Choice("", "In use"), *states], wanted["status"]),
        Filter("order", "Order", [Choice(*each) for each in ORDERS], wanted["order"]),
    ]


def _fits(line: FrameworkLine, wanted: Mapping[str, str]) -> bool:
    each = line.framework
    if wanted["status"]:
        stands = each.status == wanted["status"]
    else:
        stands = each.status == FrameworkStatus.IN_USE or line.alone
    return stands and wanted["about"] in ("", each.family) and (not wanted["for"] or each.phase in ("", wanted["for"]))


def _ordered(lines: list[FrameworkLine], order: str) -> list[FrameworkLine]:
    if order == "used":
        return sorted(lines, key=lambda line: -line.reviews)
    if order == "newest":
        return sorted(lines, key=lambda line: str(line.framework.in_use_from or "9999"), reverse=True)
    return lines


def _answer(in_use: Sequence[FrameworkLine]) -> str:
    if not in_use:
        return "No framework is in use: no review can be planned yet."
    families = list(dict.fromkeys(inside(line.framework.get_family_display()) for line in in_use))
    verb = "is" if len(in_use) == 1 else "are"
    return f"{opened(len(in_use), 'framework')} {verb} in use, for {listed(families, most=12)}."


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it."""

    prompt: FrameworkPrompt
    first: bool
    last: bool

    @property
    def key(self) -> str:
        """Where it stands on the draft's page, and the name under which its form is kept."""
        return f"prompt-{self.prompt.pk}"

    @property
    def keep(self) -> str:
        return f"framework-{self.key}"

    @property
    def look_for(self) -> list[str]:
        return [line for line in self.prompt.look_for.splitlines() if line.strip()]

    @property
    def kinds(self) -> list[str]:
        return kind_labels(self.prompt.kinds)


@dataclass(frozen=True)
class Part:
    section: FrameworkSection
    asked: list[Asked]
    first: bool
    last: bool

    @property
    def key(self) -> str:
        return f"section-{self.section.pk}"

    @property
    def keep(self) -> str:
        return f"framework-{self.key}"

    @property
    def new_key(self) -> str:
        """Of the form for a further question."""
        return f"prompt-new-{self.section.pk}"

    @property
    def new_keep(self) -> str:
        return f"framework-{self.new_key}"


@dataclass(frozen=True)
class FrameworkPage:
    """`places`: where evidence comes from, each with how many questions it answers. `place`: the one asked for."""

    framework: Framework
    parts: list[Part]
    places: list[tuple[str, str, int]]
    place: str
    answer: str
    lead: str
    about: list[str]
    versions: list[Framework] = field(default_factory=list)
    reviews: int = 0
    may_write: bool = False

    @property
    def keep(self) -> str:
        return f"framework-{self.framework.pk}"

    @property
    def new_keep(self) -> str:
        return f"framework-section-new-{self.framework.pk}"

    @property
    def edit_url(self) -> str:
        return reverse("reviews:framework_edit", args=[self.framework.pk])

    @property
    def place_word(self) -> str:
        return str(EvidenceKind(self.place).label) if self.place else ""

    @property
    def shown(self) -> int:
        return sum(len(part.asked) for part in self.parts)

    @property
    def draft(self) -> Framework | None:
        return next((each for each in self.versions if each.is_draft and each.pk != self.framework.pk), None)

    @property
    def in_use(self) -> Framework | None:
        return next((each for each in self.versions if each.status == FrameworkStatus.IN_USE), None)

    @property
    def status(self) -> Status:
        return Status(self.framework.get_status_display(), TONES[self.framework.status])


def framework_page(user: User, person: Person, framework: Framework, place: str = "") -> FrameworkPage:
    """The parts with their questions; only those that `place` (of EvidenceKind) answers, where it is one."""
    place = place if place in EvidenceKind.values else ""
    sections = list(framework.sections.prefetch_related("prompts"))
    prompts = [prompt for section in sections for prompt in section.prompts.all()]
    parts = [_part(section, place, n == 0, n == len(sections) - 1) for n, section in enumerate(sections)]
    versions = Framework.objects.visible_to(user).filter(
        trust=framework.trust_id, family=framework.family, phase=framework.phase, name=framework.name
    )
    return FrameworkPage(
        framework=framework,
        parts=[part for part in parts if part.asked or not place],
        places=[
            (kind.value, kind.label, n) for kind in EvidenceKind if (n := sum(kind in each.kinds for each in prompts))
        ],
        place=place,
        answer=_opening(framework, sections, prompts),
        lead=_lead(framework),
        about=[para for para in framework.about.splitlines() if para.strip()],
        versions=list(versions.order_by("-version")),
        reviews=Review.objects.visible_to(user).filter(framework=framework).count(),
        may_write=person.can_trust_wide(Permission.MANAGE_FRAMEWORKS),
    )


def _part(section: FrameworkSection, place: str, first: bool, last: bool) -> Part:
    shown = [each for each in section.prompts.all() if not place or place in each.kinds]
    asked = [Asked(each, n == 0, n == len(shown) - 1) for n, each in enumerate(shown)]
    return Part(section, asked, first, last)


def _opening(framework: Framework, sections: Sequence[FrameworkSection], prompts: Sequence[FrameworkPrompt]) -> str:
    if not prompts:
        return f"{framework.name}: no question is written yet."
    return f"{framework.name}: {counted(len(prompts), 'question')} in {counted(len(sections), 'part')}."


def _lead(framework: Framework) -> str:
    whom = f"For {inside(for_whom(framework))}."
    if framework.is_draft:
        return f"{whom} Version {framework.version} is a draft: nobody is reviewed by it until it is put in use."
    since = british(framework.in_use_from) if framework.in_use_from else ""
    if framework.status == FrameworkStatus.RETIRED:
        return f"{whom} Version {framework.version}, in use from {since}, is retired: no review is planned with it."
    return f"{whom} Version {framework.version}, in use since {since}."
