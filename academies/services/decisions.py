"""Deciding an academy's category: a leader decides, a second person confirms it or changes it, the head answers."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, user_can
from academies.evidence import Evidence, to_json
from academies.models import Academy, CategoryDecision, CategoryScheme, Concern, ConcernInDecision, SupportArea, Tier
from academies.models.decision import Answer, DecisionStatus
from academies.models.scheme import SchemeStatus
from academies.rules.decision import NotPossible, check_period
from academies.services.support import close_entitlement, grant_entitlement
from accounts.models import User
from celt.lib.days import span_of_days

ONLY_LEADERS = "Categories are decided by the trust's leaders."
AWAITING = "awaiting"  # the code of the error where another decision waits already
ONE_DAY = datetime.timedelta(days=1)


@transaction.atomic
def decide_category(
    *,
    by: User,
    academy: Academy,
    scheme: CategoryScheme,
    tier: Tier,
    starts: datetime.date,
    ends: datetime.date,
    rationale: str,
    evidence: Evidence | None = None,
    area: SupportArea | None = None,
    concerns: Collection[Concern] = (),
    at: datetime.datetime | None = None,
) -> CategoryDecision:
    """Writes down what a leader decides; it is in force once a second person confirms it.

    `evidence` is what was known, with what it rests on ticked (`evidence.resting_on`). `at`: when, now where left out.
    Raises PermissionDenied, or ValidationError with what to mend: with the code "awaiting" where another decision for
    the same academy and area waits for its second person.
    """
    if not user_can(by, Permission.DECIDE_CATEGORY, academy=academy):
        raise PermissionDenied(ONLY_LEADERS)
    # Two who decide at once: the second waits here, and then finds the first one's.
    Academy.objects.visible_to(by).select_for_update(of=("self",), no_key=True).get(pk=academy.pk)
    _refuse_what_does_not_fit(academy, scheme, tier, area)
    if not rationale.strip():
        raise ValidationError({"rationale": "Say why. The academy's head and governors read this."})
    _refuse_another_awaiting(academy, area)
    _period(academy, area, starts, ends)
    proposed = _proposed(scheme, evidence)
    decision = CategoryDecision(
        academy=academy,
        area=area,
        scheme=scheme,
        tier=tier,
        proposed_tier=proposed,
        starts=starts,
        ends=ends,
        planned_end=ends,
        rationale=rationale.strip(),
        evidence=to_json(evidence) if evidence else {},
        decided_by=by,
        decided_at=at or timezone.now(),
    )
    decision.full_clean()
    decision.save()
    for concern in concerns:
        if concern.academy_id != academy.pk:
            raise ValidationError({"concerns": "A concern about another academy is not taken up here."})
        ConcernInDecision.objects.create(decision=decision, concern=concern)
    return decision


@transaction.atomic
def moderate_decision(
    *, by: User, decision: CategoryDecision, tier: Tier, reason: str = "", at: datetime.datetime | None = None
) -> CategoryDecision:
    """A second person confirms the category or another one. It is in force from its first day; a decision that began
    earlier ends the day before, and the academy is owed what goes with the category.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    locked = _locked(by, decision)
    if not user_can(by, Permission.DECIDE_CATEGORY, trust=locked.academy.trust):
        raise PermissionDenied("Moderating is for those who decide for the whole trust.")
    _refuse_settled(locked)
    if locked.decided_by_id == by.pk:
        raise ValidationError("You decided this one. Somebody else confirms it.")
    if locked.scheme.status != SchemeStatus.IN_USE:
        raise ValidationError(
            f"{locked.scheme} was replaced after this was decided. Withdraw the decision, and decide again under the "
            "scheme in use."
        )
    if tier.scheme_id != locked.scheme_id:
        raise ValidationError({"tier": f"Choose a category of {locked.scheme}."})
    if tier.pk != locked.tier_id and not reason.strip():
        raise ValidationError({"reason": f"Say why {tier} and not {locked.tier}. Whoever decided reads this first."})
    earlier = _period(locked.academy, locked.area, locked.starts, locked.ends)
    at = at or timezone.now()
    last_day = locked.starts - ONE_DAY
    if earlier is not None:
        earlier.ends = last_day
        earlier.save(update_fields=["ends"])
    locked.status = DecisionStatus.CONFIRMED
    locked.moderated_by, locked.moderated_at, locked.moderated_tier = by, at, tier
    locked.moderation_reason = reason.strip()
    locked.full_clean()
    locked.save()
    # First what is owed now, which records the review of the category as held; then what is not owed any more.
    grant_entitlement(decision=locked, by=by)
    if earlier is not None:
        close_entitlement(decision=earlier, by=by, last_day=last_day)
    return locked


@transaction.atomic
def answer_decision(
    *, by: User, decision: CategoryDecision, answer: Answer, says: str = "", at: datetime.datetime | None = None
) -> CategoryDecision:
    """What the academy's head says to it. A later answer takes the place of an earlier one, which the history keeps.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    ours = CategoryDecision.objects.answerable_by(by).select_for_update(of=("self",))
    locked = ours.select_related("academy").filter(pk=decision.pk).first()
    if locked is None:
        raise PermissionDenied("A decision is answered by the academy's headteacher, once it is confirmed.")
    if answer not in (Answer.ACCEPTS, Answer.DISAGREES):
        raise ValidationError({"answer": "Choose whether you accept the decision or disagree."})
    if answer == Answer.DISAGREES and not says.strip():
        raise ValidationError({"says": "Say what you disagree with. The trust's leaders read this."})
    locked.answer, locked.answer_says = answer, says.strip()
    locked.answered_by, locked.answered_at = by, at or timezone.now()
    locked.full_clean()
    locked.save(update_fields=["answer", "answer_says", "answered_by", "answered_at"])
    return locked


@transaction.atomic
def withdraw_decision(
    *, by: User, decision: CategoryDecision, reason: str, at: datetime.datetime | None = None
) -> CategoryDecision:
    """Takes back what nobody has confirmed. Its record stays.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    locked = _locked(by, decision)
    _refuse_settled(locked)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is withdrawn."})
    locked.status = DecisionStatus.WITHDRAWN
    locked.withdrawn_by, locked.withdrawn_at, locked.withdrawn_reason = by, at or timezone.now(), reason.strip()
    locked.full_clean()
    locked.save()
    return locked


def _locked(by: User, decision: CategoryDecision) -> CategoryDecision:
    ours = CategoryDecision.objects.editable_by(by).select_for_update(of=("self",))
    related = ours.select_related("academy__trust", "area", "scheme", "tier", "decided_by")
    locked = related.filter(pk=decision.pk).first()
    if locked is None:
        raise PermissionDenied(ONLY_LEADERS)
    return locked


def _refuse_settled(decision: CategoryDecision) -> None:
    if decision.status == DecisionStatus.CONFIRMED:
        raise ValidationError(f"{decision.moderated_by} confirmed this decision meanwhile. It stands.")
    if decision.status == DecisionStatus.WITHDRAWN:
        raise ValidationError(f"{decision.withdrawn_by} withdrew this decision meanwhile: {decision.withdrawn_reason}")


def _refuse_what_does_not_fit(academy: Academy, scheme: CategoryScheme, tier: Tier, area: SupportArea | None) -> None:
    if scheme.trust_id != academy.trust_id or scheme.status != SchemeStatus.IN_USE:
        raise ValidationError("Decisions are made under the scheme that the trust has in use. Open the page again.")
    if tier.scheme_id != scheme.pk:
        raise ValidationError({"tier": f"Choose a category of {scheme}."})
    if area is not None and (area.trust_id != academy.trust_id or area.archived):
        raise ValidationError({"area": "Choose a subject or area of this trust that is in use."})


def _refuse_another_awaiting(academy: Academy, area: SupportArea | None) -> None:
    other = CategoryDecision.objects.awaiting().filter(academy=academy, area=area).select_related("decided_by").first()
    if other is not None:
        where = f" in {area}" if area else ""
        raise ValidationError(
            f"{other.decided_by} decided {other.tier} for {academy}{where}, and a second person has not confirmed it "
            "yet. Confirm or change that one, or have it withdrawn first.",
            code=AWAITING,
        )


def _period(
    academy: Academy, area: SupportArea | None, starts: datetime.date, ends: datetime.date
) -> CategoryDecision | None:
    """The decision that this one takes over from: it began earlier and runs into its days. Raises ValidationError."""
    try:
        check_period(starts, ends)
    except NotPossible as error:
        raise ValidationError({error.field: str(error)}) from error
    touching = (
        CategoryDecision.objects.confirmed()
        .filter(Q(academy=academy, area=area), starts__lte=ends, ends__gte=starts)
        .select_related("tier", "moderated_tier")
        .select_for_update(of=("self",))
        .order_by("starts")
    )
    earlier = None
    for other in touching:
        if other.starts >= starts:
            raise ValidationError(
                {
                    "starts": f"{other.confirmed_tier} is in force from {span_of_days(other.starts, other.ends)}. "
                    f"End this one before then, or let it begin after {other.starts:%-d %B %Y}: the later one takes "
                    "over from it."
                }
            )
        earlier = other
    return earlier


def _proposed(scheme: CategoryScheme, evidence: Evidence | None) -> Tier | None:
    """The tier that the evidence proposes. Raises ValidationError where the decision rests on what has no figure."""
    if evidence is None:
        return None
    empty = [piece.label for piece in evidence.used if not piece.has_figure]
    if empty:
        raise ValidationError(
            {"evidence": f"“{empty[0]}” has no figure: it counts neither way, and a decision cannot rest on it."}
        )
    if evidence.with_figure and not evidence.used:
        raise ValidationError({"evidence": "Tick what you rest the decision on: one piece of evidence at least."})
    return scheme.tiers.get(word=evidence.proposed.word) if evidence.proposed else None
