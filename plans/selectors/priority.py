"""A priority as its own page shows it, and what its form offers to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Record
from academies.selectors.records import named_records
from academies.ways import may_at
from accounts.models import User
from celt.lib.sentences import inside
from celt.lib.terms import year_label
from plans.models import Plan, Priority, TrustPriority
from plans.selectors.named import names_at
from plans.selectors.people import staff_of
from plans.selectors.plan import PriorityCard, cards_of, told_without
from plans.services.changing import why_plan_shut
from toolkit.models import Theory


@dataclass(frozen=True)
class Choosable:
    """What a priority's form offers. `left`: pk of who leads it and has left the academy."""

    staff: QuerySet[User]
    left: int | None
    theories: QuerySet[Theory]
    trust_priorities: QuerySet[TrustPriority]
    has_trust_priorities: bool


def choosable(user: User, academy: Academy, academic_year: int, priority: Priority | None = None) -> Choosable:
    """What there is today, and what the priority names already, even where it was put away since."""
    staff = {person.pk for person in staff_of(academy)}
    owner = priority.owner_id if priority else None
    theory = priority.theory_id if priority else None
    served = priority.trust_priority_id if priority else None
    visible = Theory.objects.visible_to(user)
    in_year = TrustPriority.objects.visible_to(user).in_year(academic_year)
    trusts = TrustPriority.objects.filter(Q(pk__in=in_year.filter(trust=academy.trust_id).values("pk")) | Q(pk=served))
    return Choosable(
        staff=User.objects.filter(pk__in=staff | ({owner} if owner else set())).order_by("full_name", "pk"),
        left=owner if owner and owner not in staff else None,
        theories=Theory.objects.filter(Q(pk__in=visible.for_academy(academy).values("pk")) | Q(pk=theory)),
        trust_priorities=trusts,
        has_trust_priorities=trusts.exists(),
    )


@dataclass(frozen=True)
class PriorityPage:
    """One priority with all that hangs on it. `evidence`: the records it came from, as its reader may know them."""

    card: PriorityCard
    plan: Plan
    shut: str
    writes: bool
    evidence: list[Record]
    dropped_because: str
    continues_title: str

    @property
    def priority(self) -> Priority:
        return self.card.priority

    @property
    def may_edit(self) -> bool:
        return self.writes and not self.shut and self.priority.dropped_at is None

    @property
    def may_take_up(self) -> bool:
        return self.writes and not self.shut and self.priority.dropped_at is not None

    @property
    def lead(self) -> str:
        """For whom, and who leads it."""
        card = self.card
        group = card.group
        said = [f"For {inside(group)}"] if group else []
        if card.owner:
            left = ", who has left" if card.owner_left and not self.may_edit else ""
            choose = card.owner_left and self.may_edit
            said.append(card.left_says if choose else f"led by {card.owner_in_sentence}{left}")
        sentence = ", ".join(said)
        return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known of it, label and words."""
        card, served = self.card, self.priority.trust_priority
        known = [
            ("Condition in the rings", card.placed),
            ("Pillar", card.pillar),
            ("Trust’s priority", served.title if served else ""),
            ("Planned", str(card.tally.resources) if card.tally.resources else ""),
        ]
        return [(label, words) for label, words in known if words]

    @property
    def continues(self) -> Priority | None:
        return self.priority.continues

    @property
    def continues_year(self) -> str:
        return year_label(self.continues.plan.academic_year) if self.continues else ""


def priority_page(user: User, person: Person, priority: Priority) -> PriorityPage:
    """The priority comes with `plan__academy__trust`, `theory`, `trust_priority`, `owner` and `continues__plan`."""
    plan, academy = priority.plan, priority.plan.academy
    named = names_at(user, person, [academy])
    (card,) = cards_of(user, person, [priority], academy, named)
    return PriorityPage(
        card=card,
        plan=plan,
        shut=why_plan_shut(academy, plan.academic_year),
        writes=may_at(academy, person, Permission.EDIT_PLAN),
        evidence=named_records(user, person, academy, priority.evidence),
        continues_title=told_without(priority.continues.title, named, academy) if priority.continues else "",
        dropped_because=told_without(priority.dropped_because, named, academy),
    )
