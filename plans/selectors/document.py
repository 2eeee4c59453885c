"""A plan for a person: from the document made here come its page, the two-page summary, both PDFs and the snapshot.

Two editions. Staff read everybody's name and the figures that staff see. Readers (governors and trustees) read no name
below the head's, whoever typed it where, and each figure as the disclosure door lets readers see it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from academies.access import Person, Role
from academies.models import Academy, Membership
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import counted, inside, opened
from celt.lib.terms import year_label
from plans.models.action import Action, ActionState, Rag
from plans.models.evaluation import AgreedRating, SelfEvaluation
from plans.models.plan import Plan
from plans.models.priority import Met, Priority, SuccessCriterion
from plans.rules import due
from plans.rules.document import (
    ActionTold,
    AimTold,
    ConditionTold,
    CriterionTold,
    DroppedTold,
    Edition,
    MeaningTold,
    PlanDocument,
    PriorityTold,
    RingsTold,
    RingTold,
    StageTold,
    StepTold,
    Tone,
)
from plans.rules.resources import Resources, pounds, rolled_up, staff_days
from plans.rules.standing import FULL
from plans.rules.target import Verdict
from plans.rules.withhold import withheld
from plans.selectors.action import few
from plans.selectors.named import SOMEBODY, Named, names_at
from plans.selectors.people import sees_names
from plans.selectors.stage import standings
from plans.selectors.target import targets
from plans.selectors.target_told import TargetTold
from plans.strategy.load import CONDITIONS, PILLARS, RINGS

OF_ACTION = (
    "id", "continues_id", "says", "owner_id", "due", "cost", "staff_days", "state", "rag", "rag_says", "done_on",
)  # fmt: skip
OF_CRITERION = ("id", "says", "met", "note")
RAG_TONES: dict[str, Tone] = {Rag.GREEN: "good", Rag.AMBER: "warn", Rag.RED: "bad"}
RING_NAMES = {ring.slug: ring.name for ring in RINGS}


def edition_for(person: Person, academy: Academy) -> Edition:
    """Staff of the academy and the trust's leaders read names and staff figures; whoever governs reads as a reader."""
    return "staff" if sees_names(academy, person) and person.reads_as_staff else "readers"


def reader_at(academy: Academy) -> Person:
    """Somebody who governs the academy and is nothing else: who asks with this gets what readers may see."""
    return Person([Membership(academy=academy, trust=academy.trust, role=Role.GOVERNOR)], academy.trust)


def plan_document(user: User, person: Person, plan: Plan, edition: Edition) -> PlanDocument:
    """The plan as it stands now. `user` and `person` see it anyway; `edition` says for whom it is written."""
    academy, today = plan.academy, timezone.localdate()
    # Readers are told what a stranger who governs the academy is told: not even the name of whoever asks.
    asking, named_to = (person, user) if edition == "staff" else (reader_at(academy), User())
    named = names_at(named_to, asking, [academy])
    telling = _Telling(edition, academy, named, today)
    rows = _priorities(user, plan)
    standing = [row for row in rows if row.dropped_at is None]
    aims = targets(user, asking, standing, named)
    told = tuple(_priority(row, number, telling, aims.get(row.pk)) for number, row in enumerate(standing, start=1))
    in_all = _resources(action for row in standing for action in _actions(row))
    document = PlanDocument(
        edition=edition,
        academy=academy.name,
        trust=academy.trust.name,
        head=" and ".join(named.heads(academy.pk)),
        year=plan.academic_year,
        year_label=year_label(plan.academic_year),
        day=british(today),
        answer=_answer(academy, plan, told),
        vision=plan.vision,
        rationale=plan.rationale,
        monitoring=plan.monitoring,
        stage=_stage(user, academy),
        rings=_rings(user, academy),
        priorities=told,
        dropped=tuple(
            DroppedTold(row.pk, row.title, row.dropped_because) for row in rows if row.dropped_at is not None
        ),
        cost=pounds(in_all.cost) if in_all.cost else "",
        days=staff_days(in_all.days) if in_all.days else "",
    )
    return document if edition == "staff" else withheld(document, named.hidden(academy.pk), SOMEBODY.lower())


@dataclass(frozen=True, slots=True)
class _Telling:
    """For whom a plan is told, and on which day."""

    edition: Edition
    academy: Academy
    named: Named
    today: datetime.date

    def name(self, person: User | None) -> str:
        told = self.named.of(person, self.academy.pk)
        return told.lower() if told == SOMEBODY else told


def _priorities(user: User, plan: Plan) -> list[Priority]:
    """Each with `held_actions` and `held_criteria`. One query."""
    actions = Action.objects.visible_to(user).filter(priority=OuterRef("pk")).order_by("due", "order", "pk")
    criteria = SuccessCriterion.objects.filter(priority=OuterRef("pk"), archived_at__isnull=True).order_by(
        "order", "pk"
    )
    rows = (
        Priority.objects.visible_to(user)
        .filter(plan=plan)
        .select_related("theory", "trust_priority", "owner")
        .annotate(
            held_actions=ArraySubquery(
                actions.values(row=JSONObject(name=F("owner__full_name"), **_fields(OF_ACTION)))
            ),
            held_criteria=ArraySubquery(criteria.values(row=JSONObject(**_fields(OF_CRITERION)))),
        )
    )
    found = list(rows.order_by("order", "pk"))
    for row in found:
        row.plan = plan
    return found


def _fields(names: Iterable[str]) -> dict[str, F]:
    return {name: F(name) for name in names}


def _actions(row: Priority) -> list[Action]:
    """What was dropped comes last."""
    held: list[dict[str, Any]] = row.held_actions  # type: ignore[attr-defined]
    actions = [_as_action(told) for told in held]
    return sorted(actions, key=lambda action: action.state == ActionState.DROPPED)


def _as_action(told: dict[str, Any]) -> Action:
    """JSON knows neither dates nor exact decimals."""
    name = told["name"]
    days = {key: told[key] and datetime.date.fromisoformat(told[key]) for key in ("due", "done_on")}
    sums = {key: Decimal(str(told[key])) for key in ("cost", "staff_days")}
    plain = {key: told[key] for key in OF_ACTION if key not in days and key not in sums and key != "owner_id"}
    return Action(**plain, **days, **sums, owner=User(pk=told["owner_id"], full_name=name) if name else None)


def _priority(row: Priority, number: int, told: _Telling, target: TargetTold | None) -> PriorityTold:
    condition, pillar = CONDITIONS.get(row.condition), PILLARS.get(row.pillar)
    actions = _actions(row)
    resources = _resources(actions)
    return PriorityTold(
        key=row.pk,
        continues=row.continues_id,
        number=number,
        title=row.title,
        rationale=row.rationale,
        ring=RING_NAMES[condition.ring] if condition else "",
        condition=condition.name if condition else "",
        pillar=pillar.name if pillar else "",
        theory=row.theory.name if row.theory else "",
        when=row.theory.when.rstrip(" .,;") if row.theory else "",
        then=_ended(row.theory.then) if row.theory else "",
        serves=row.trust_priority.title if row.trust_priority else "",
        pupils=inside(row.target_group),
        owner=told.name(row.owner),
        criteria=tuple(_criterion(one) for one in row.held_criteria),  # type: ignore[attr-defined]
        actions=tuple(_action(one, told) for one in actions),
        aim=_aim(target) if target else None,
        meanings=tuple(
            MeaningTold(one.pk, british(timezone.localdate(one.at)), one.about, one.figure, one.says)
            for one in (target.meanings if target else ())
        ),
        cost=pounds(resources.cost) if resources.cost else "",
        days=staff_days(resources.days) if resources.days else "",
    )


def _aim(told: TargetTold) -> AimTold:
    shown = told.start or told.now or told.goal
    return AimTold(
        measure=f"{told.about}, among {told.among}" if told.among else told.about,
        is_set=told.has_target or told.word == Verdict.HIDDEN.value,
        start=told.start,
        start_when=told.start_when if told.start else "",
        now=told.now,
        now_when=told.now_when if told.now else "",
        goal=told.goal,
        goal_when=told.goal_when,
        word=told.word,
        tone=told.tone,
        says=" ".join(filter(None, (told.chance, told.moved, _ended(told.on_the_way)))) if shown else told.says,
        made_of=_made_of(told) if shown else "",
    )


def _ended(text: str) -> str:
    """With a full stop, where there is a text that has none."""
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."


def _made_of(told: TargetTold) -> str:
    parts = [counted(told.n, "disadvantaged pupil")] if told.n else []
    parts += [f"95% interval {told.interval}"] if told.interval else []
    parts += [f"from files of {british(told.as_of)}"] if told.as_of else []
    return ", ".join(parts)


def _criterion(told: dict[str, Any]) -> CriterionTold:
    return CriterionTold(told["id"], told["says"], Met(told["met"]).label if told["met"] else "", told["note"])


def _action(row: Action, told: _Telling) -> ActionTold:
    overdue = due.stands(row.state, row.due, told.today) is due.Due.OVERDUE
    gone = row.state == ActionState.DROPPED
    return ActionTold(
        key=row.pk,
        continues=row.continues_id,
        says=row.says,
        owner=told.name(row.owner),
        due=british(row.due),
        state=row.state,
        stands=_stands(row, overdue),
        tone="good" if row.state == ActionState.DONE else "bad" if overdue else "",
        overdue=overdue,
        rag=row.get_rag_display() if row.rag else "",
        rag_tone=RAG_TONES.get(row.rag, ""),
        # A sentence on how it goes is written for colleagues.
        rag_says=row.rag_says if told.edition == "staff" else "",
        cost=pounds(row.cost) if row.cost and not gone else "",
        days=staff_days(row.staff_days) if row.staff_days and not gone else "",
    )


def _stands(row: Action, overdue: bool) -> str:
    if row.state == ActionState.DONE:
        return f"Done on {british(row.done_on)}"
    if row.state == ActionState.DROPPED:
        return "Dropped"
    return f"Overdue since {british(row.due)}" if overdue else f"Due by {british(row.due)}"


def _resources(actions: Iterable[Action]) -> Resources:
    """What was dropped costs nothing."""
    return rolled_up(Resources(one.cost, one.staff_days) for one in actions if one.state != ActionState.DROPPED)


def _stage(user: User, academy: Academy) -> StageTold | None:
    standing = standings(user, [academy]).get(academy.pk)
    if standing is None:
        return None
    following = standing.next_activity
    return StageTold(
        name=standing.title,
        since=british(standing.opened_on),
        time=standing.says,
        past=standing.tone == "warn",
        done=standing.done,
        of=standing.total,
        following=following.name if following else "",
        waiting=f"A trust leader is asked for {standing.awaiting.says}." if standing.awaiting else "",
        steps=tuple(StepTold(block.title, block.name, block.state) for block in standing.blocks),
    )


def _rings(user: User, academy: Academy) -> RingsTold | None:
    """What was agreed the last time. One query."""
    evaluations = SelfEvaluation.objects.visible_to(user).agreed().filter(academy=academy)
    newest = evaluations.order_by("-agreed_at", "-pk").values("pk")[:1]
    agreed = list(AgreedRating.objects.visible_to(user).filter(evaluation__in=newest).select_related("evaluation"))
    if not agreed:
        return None
    standing = {rating.condition: rating.standing for rating in agreed}
    rings = tuple(
        RingTold(
            ring.name,
            tuple(
                ConditionTold(each.name, standing[each.slug], FULL[standing[each.slug]])
                for each in ring.conditions
                if each.slug in standing
            ),
        )
        for ring in RINGS
    )
    evaluation = agreed[0].evaluation
    day = british(timezone.localdate(evaluation.agreed_at)) if evaluation.agreed_at else ""
    return RingsTold(day, evaluation.says, tuple(ring for ring in rings if ring.conditions))


def _answer(academy: Academy, plan: Plan, priorities: tuple[PriorityTold, ...]) -> str:
    if not priorities:
        return f"{academy}’s plan for {year_label(plan.academic_year)} has no priority yet."
    done, every = sum(one.done for one in priorities), sum(len(one.standing) for one in priorities)
    of = f", and {few(done)} of {few(every)} actions {'is' if done == 1 else 'are'} done" if every else ""
    works_on = opened(len(priorities), "priority", "priorities").lower()
    return f"{academy} works on {works_on} in {year_label(plan.academic_year)}{of}."
