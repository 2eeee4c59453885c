"""The pages of one decision: making it, its record, and what comes before a second person. Fixed numbers of queries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from django.utils import timezone

from academies.access import Permission, Person
from academies.evidence import Evidence, from_json, gather
from academies.models import (
    Academy,
    CategoryDecision,
    CategoryScheme,
    Concern,
    Deployment,
    SupportArea,
    SupportPromise,
    Tier,
)
from academies.models.decision import Answer
from academies.models.scheme import SchemeStatus
from academies.models.support import DELIVERED, IN_DAYS, SupportKind
from academies.rules.decision import usual_period
from academies.selectors.category import Record, gives, shown
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import counted, listed
from celt.ui.parts import Stat

# Kinds of evidence that tell of concerns, which only the academy's head and the trust's leaders know.
OF_CONCERNS = "concerns."


@dataclass(frozen=True)
class NewDecisionPage:
    """`scheme` None: the trust has none in use. `awaiting`: what somebody decided and nobody has confirmed."""

    academy: Academy
    area: SupportArea | None
    areas: list[SupportArea]
    scheme: CategoryScheme | None
    tiers: list[Tier]
    evidence: Evidence | None
    concerns: list[Concern]
    now: Record | None
    later: list[Record]
    awaiting: Record | None
    starts: datetime.date
    ends: datetime.date

    @property
    def answer(self) -> str:
        about = f"{self.area} at {self.academy}" if self.area else str(self.academy)
        if self.evidence is None or self.evidence.proposed is None:
            return f"{about}: the evidence proposes nothing, you decide"
        return f"{about}: the evidence points to {self.evidence.proposed.word}"

    @property
    def takes_over(self) -> str:
        """What confirming does to the present decision."""
        if self.now is None:
            return "There is no category in force, so none is closed by this one."
        return (
            f"{self.now.tier} is in force until {british(self.now.decision.ends)}. Where this one begins before then, "
            f"{self.now.tier} ends the day before, once a second person has confirmed this one."
        )

    @property
    def keep(self) -> str:
        """Under which name the device keeps what is typed."""
        return f"decision-{self.academy.pk}-{self.area.pk if self.area else 0}"


def tiers_with_year(tiers: list[Tier], *, whole: bool) -> list[tuple[Tier, str]]:
    """Each category with what its year gives, in one line; `whole` as in `gives`."""
    return [(tier, _year(tier, whole)) for tier in tiers]


def _year(tier: Tier, whole: bool) -> str:
    amounts = (
        counted(tier.visits, "visit") if tier.visits and whole else "",
        "an external full-day review" if tier.full_day_reviews and whole else "",
        f"{float(tier.leader_days):g} leader days" if tier.leader_days else "",
        f"{float(tier.coaching_days):g} coaching days" if tier.coaching_days else "",
    )
    said = listed([amount for amount in amounts if amount])
    return f"{said or 'No days of people'}. Looked at {tier.get_review_rhythm_display().lower()}."


def new_decision_page(user: User, person: Person, academy: Academy, area: str) -> NewDecisionPage:
    """What a leader needs to decide. `area`: key of a subject or area as the address has it, "" for the whole."""
    today = timezone.localdate()
    areas = list(SupportArea.objects.visible_to(user).current().filter(trust=academy.trust_id))
    chosen = next((each for each in areas if str(each.pk) == area), None)
    scheme = (
        CategoryScheme.objects.visible_to(user)
        .filter(trust=academy.trust_id, status=SchemeStatus.IN_USE)
        .prefetch_related("tiers")
        .first()
    )
    found = shown(CategoryDecision.objects.visible_to(user).filter(academy=academy, area=chosen))
    records = [Record(decision, True, today) for decision in found]
    now = next((record for record in records if record.in_force), None)
    starts, ends = usual_period(today, now.decision.ends if now else None)
    concerns = Concern.objects.visible_to(user).open().filter(academy=academy).select_related("area")
    return NewDecisionPage(
        academy=academy,
        area=chosen,
        areas=areas,
        scheme=scheme,
        tiers=list(scheme.tiers.all()) if scheme else [],
        evidence=gather(user, person, academy, scheme, chosen) if scheme else None,
        concerns=[concern for concern in concerns if chosen is None or concern.area_id in (None, chosen.pk)],
        now=now,
        later=[record for record in records if record.confirmed and record.decision.starts > today],
        awaiting=next((record for record in records if record.awaits), None),
        starts=starts,
        ends=ends,
    )


@dataclass(frozen=True)
class EarlierAnswer:
    word: str
    says: str
    on: datetime.date


@dataclass(frozen=True)
class DecisionPage:
    record: Record
    answer: str
    evidence: Evidence | None
    may_see_evidence: bool
    left_out: bool
    concerns: list[Concern]
    deployments: list[Deployment]
    promised: list[Stat]
    gives: list[Stat]
    earlier_answers: list[EarlierAnswer]
    decides: bool
    answers: bool
    proposed: Tier | None

    @property
    def against_proposal(self) -> bool:
        d = self.record.decision
        return d.proposed_tier is not None and d.proposed_tier_id != d.tier_id


def decision_page(user: User, person: Person, decision: CategoryDecision) -> DecisionPage:
    """The record: what it came from, what was decided and said, what it led to. `decision` was read visible to them."""
    academy = decision.academy
    record = Record(decision, may_at(academy, person, Permission.VIEW_PEOPLE), timezone.localdate())
    figures = person.reads_as_staff and may_at(academy, person, Permission.VIEW_STAFF_FIGURES)
    kept = from_json(decision.evidence) if figures else None
    evidence = kept if kept is None or may_at(academy, person, Permission.VIEW_CONCERNS) else _without_concerns(kept)
    deployments = Deployment.objects.visible_to(user).filter(decision=decision).select_related("giver", "receiver")
    return DecisionPage(
        record=record,
        answer=_answer(record),
        evidence=evidence,
        may_see_evidence=figures,
        left_out=evidence is not kept,
        concerns=list(Concern.objects.visible_to(user).filter(decisions=decision).select_related("area")),
        deployments=list(deployments),
        promised=_promised(user, decision),
        gives=gives(record.tier, whole=decision.area_id is None),
        earlier_answers=_earlier_answers(decision) if decision.answer else [],
        decides=may_at(academy, person, Permission.DECIDE_CATEGORY),
        answers=record.confirmed and may_at(academy, person, Permission.ANSWER_CATEGORY),
        proposed=decision.proposed_tier,
    )


def _without_concerns(evidence: Evidence) -> Evidence:
    """For whoever may not know of concerns: without the criteria that count them, and without a word of them."""
    hidden = [f"“{piece.label}”" for piece in evidence.pieces if piece.kind.startswith(OF_CONCERNS)]
    if not hidden:
        return evidence

    def told(says: str, otherwise: str = "") -> str:
        return otherwise if any(label in says for label in hidden) else says

    return replace(
        evidence,
        pieces=tuple(piece for piece in evidence.pieces if not piece.kind.startswith(OF_CONCERNS)),
        says=told(evidence.says, f"The app proposes {evidence.proposed.word}." if evidence.proposed else ""),
        rests=told(evidence.rests),
        without=told(evidence.without),
    )


def _answer(record: Record) -> str:
    d = record.decision
    about = f"{d.area} at {d.academy}" if d.area else str(d.academy)
    if record.awaits:
        return f"{record.decided_by} decided {d.tier} for {about}; a second person confirms it or changes it"
    if record.withdrawn:
        return f"{d.tier} for {about} was withdrawn before anybody confirmed it"
    verb = "is" if record.in_force else "was" if d.ends < record.today else "will be"
    return f"{about} {verb} in {record.tier} from {record.period}"


def _promised(user: User, decision: CategoryDecision) -> list[Stat]:
    """What it led to: pieces or days of support promised by it that stand, by kind."""
    promises = (
        SupportPromise.objects.visible_to(user).standing().filter(decision=decision).annotate(delivered=DELIVERED)
    )
    amounts: dict[str, list[float]] = {}
    for kind, amount, delivered in promises.order_by("due").values_list("kind", "amount", "delivered"):
        pair = amounts.setdefault(kind, [0, 0])
        pair[0] += float(amount)
        pair[1] += float(delivered)
    return [
        Stat(
            SupportKind(kind).label,
            f"{delivered:g} of {amount:g}",
            "days" if kind in IN_DAYS else "",
            "delivered of promised",
        )
        for kind, (amount, delivered) in amounts.items()
    ]


def _earlier_answers(decision: CategoryDecision) -> list[EarlierAnswer]:
    """What the head said before the present answer; the history keeps each."""
    kept = decision.events.exclude(answer="").exclude(answered_at=decision.answered_at)  # type: ignore[attr-defined]
    said = kept.order_by("answered_at").distinct("answered_at").values_list("answer", "answer_says", "answered_at")
    return [EarlierAnswer(Answer(word).label, says, timezone.localdate(at)) for word, says, at in said][::-1]
