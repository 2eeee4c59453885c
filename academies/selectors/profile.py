"""One academy's page: what it is, how it stands, who is there and where it came from. A fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from academies.access import Permission, Person, Role
from academies.models import Academy, CategoryDecision, Contact, Membership, PredecessorLink, WatchedAcademy
from academies.models.academy import Status
from academies.providers import Fact, facts, timeline
from academies.selectors.category import held_since, tiers_in_force
from academies.selectors.profile_facts import HEADLINE
from academies.selectors.watching import watched_by
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import Sentence, dis, inside, oth, say
from celt.ui.parts import Moment

# The order in which roles are named on an academy's page.
ROLE_ORDER = {role: position for position, role in enumerate(Role)}
REGISTER = "Get Information About Schools"
KINDS = {"all_through": "an all-through academy", "sixteen_plus": "a 16-plus academy"}


@dataclass(frozen=True)
class ProfilePage:
    """`since`: the day since which the category holds, over several decisions. `contacts` None: not for this person.
    `as_of`: the day on which the register's facts last changed here."""

    academy: Academy
    decision: CategoryDecision | None
    since: datetime.date | None
    headline: Fact | None
    register: list[tuple[str, str]]
    as_of: str
    people: list[Membership]
    predecessors: list[PredecessorLink]
    contacts: list[Contact] | None
    may_change_contacts: bool
    watched: WatchedAcademy | None

    @property
    def answer(self) -> Sentence:
        """What this academy is, and how it stands."""
        a = self.academy
        kind = KINDS.get(a.phase, f"a {a.get_phase_display().lower()} academy")
        ages = f" for ages {a.age_range}" if a.age_range else ""
        sentence = say(f"{a.name} is {kind}{ages}")
        if a.status != Status.OPEN:
            return sentence + f", {a.get_status_display().lower()}."
        if self.decision is not None:
            tier = self.decision.confirmed_tier
            sentence += f", in {tier.word} since {british(self.since)}"
        return sentence + "."

    @property
    def stands(self) -> Sentence | None:
        """The headline gap in a sentence, or why it cannot be told; None where it is not this person's to know."""
        fact = self.headline
        if fact is None:
            return None
        of = inside(fact.note)
        if fact.value is None:
            return say(f"The gap {of} cannot be told: {inside(fact.why_none)}")
        where = f"{of}, {fact.period}"
        if fact.low is not None and fact.high is not None and fact.low <= 0 <= fact.high:
            chance = f"({inside(fact.figure)}, which may be chance)"
            return say(dis("Disadvantaged pupils"), " cannot be told apart from ", oth(), f" {where} {chance}.")
        last = fact.figure.rsplit(" ", 1)[-1].lower()
        how = {"behind": fact.figure, "ahead": f"{fact.figure} of", "level": "level with"}.get(last, fact.figure)
        return say(dis("Disadvantaged pupils"), f" are {how} ", oth(), f" {where}.")


def profile_page(user: User, person: Person, academy: Academy) -> ProfilePage:
    people: Iterable[Membership] = (
        Membership.objects.visible_to(user).current().filter(academy=academy).select_related("user")
    )
    names = may_at(academy, person, Permission.VIEW_PEOPLE)
    kept = academy.events.order_by("-pgh_created_at")  # type: ignore[attr-defined]
    changed = kept.values_list("pgh_created_at", flat=True).first()
    decision = tiers_in_force(user, [academy]).get(academy.pk)
    return ProfilePage(
        academy=academy,
        decision=decision,
        since=held_since(user, decision) if decision else None,
        headline=facts.collect(user, person, [academy], kinds={HEADLINE})[academy.pk].get(HEADLINE),
        register=register_of(academy),
        as_of=british(changed.date()) if changed else "",
        people=sorted(people, key=lambda m: (ROLE_ORDER[Role(m.role)], m.user.full_name)),
        predecessors=list(academy.predecessors.order_by("linked_on", "pk")),
        contacts=list(Contact.objects.visible_to(user).current().filter(academy=academy)) if names else None,
        may_change_contacts=may_at(academy, person, Permission.MANAGE_CONTACTS),
        watched=watched_by(user, academy),
    )


def register_of(academy: Academy) -> list[tuple[str, str]]:
    """What the national register says of it: label and text of what is known."""
    number = f"{academy.la_code}/{academy.establishment_number:04d}" if academy.establishment_number else ""
    told = [
        ("Trust", academy.trust.name),
        ("Phase", academy.get_phase_display()),
        ("Ages", academy.age_range),
        ("Status", academy.get_status_display()),
        ("Opened", british(academy.opened)),
        ("Closed", british(academy.closed)),
        ("Local authority", f"{academy.la_name} ({academy.la_code})"),
        ("URN", str(academy.urn)),
        ("UKPRN", str(academy.ukprn or "")),
        ("DfE number", number),
    ]
    return [(label, value) for label, value in told if value]


def moments_of(user: User, person: Person, academy: Academy) -> list[Moment]:
    """What happened at the academy, newest first, of all that the person may know."""
    return timeline.collect(user, person, academy)
