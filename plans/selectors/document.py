"""A plan for a person: from the document made here come its page, the two-page summary, both PDFs and the snapshot.

Two editions. Staff read everybody's name and the figures that staff see. Readers (governors and trustees) read no name
below the head's, whoever typed it where, and each figure as the disclosure door lets readers see it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.db.models import Prefetch
from django.utils import timezone

from academies.access import Person, Role
from academies.models import Academy, Membership
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import counted, opened
from celt.lib.terms import year_label
from plans.models.action import Action, ActionState, Rag
from plans.models.plan import Plan
from plans.models.priority import Priority, SuccessCriterion
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
from plans.rules.target import Verdict
from plans.rules.withhold import withheld
from plans.selectors.people import STAFF_ROLES, sees_names
from plans.selectors.ring import picture
from plans.selectors.stage import standings
from plans.selectors.target import targets
from plans.selectors.target_told import TargetTold
from plans.strategy.load import CONDITIONS, PILLARS, RINGS

NOBODY, SOMEBODY = "", "a member of staff"
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
    rows = _priorities(user, plan)
    for row in rows:
        row.plan = plan
    people = _People.at(academy)
    standing = [row for row in rows if row.dropped_at is None]
    asking = person if edition == "staff" else reader_at(academy)
    aims = targets(user, asking, standing)
    told = tuple(
        _priority(row, number, people, edition, today, aims.get(row.pk)) for number, row in enumerate(standing, start=1)
    )
    in_all = _resources(action for row in standing for action in row.actions.all())
    document = PlanDocument(
        edition=edition,
        academy=academy.name,
        trust=academy.trust.name,
        head=people.head,
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
    return document if edition == "staff" else withheld(document, people.below_head, SOMEBODY)


def _priorities(user: User, plan: Plan) -> list[Priority]:
    actions = Action.objects.visible_to(user).select_related("owner").order_by("due", "order", "pk")
    criteria = SuccessCriterion.objects.filter(archived_at__isnull=True)
    return list(
        Priority.objects.visible_to(user)
        .filter(plan=plan)
        .select_related("theory", "trust_priority", "owner")
        .prefetch_related(Prefetch("actions", actions), Prefetch("criteria", criteria))
        .order_by("order", "pk")
    )


class _People:
    """Who is the head, and who else works there: whose names readers are not told."""

    def __init__(self, heads: dict[int, str], others: dict[int, str]) -> None:
        self.heads, self.others = heads, others
        self.head = " and ".join(heads.values())
        self.below_head = tuple(others.values())

    @classmethod
    def at(cls, academy: Academy) -> _People:
        """Everybody who ever held a staff role there: a text may name who has left. One query."""
        now, heads, others = timezone.localdate(), {}, {}
        held = Membership.objects.filter(academy=academy, role__in=STAFF_ROLES).select_related("user")
        for one in held.order_by("starts", "pk"):
            current = one.starts <= now and (one.ends is None or one.ends >= now)
            if one.role == Role.HEADTEACHER and current:
                heads[one.user_id] = one.user.full_name
            else:
                others[one.user_id] = one.user.full_name
        return cls(heads, {pk: name for pk, name in others.items() if pk not in heads})

    def named(self, user: User | None, edition: Edition) -> str:
        if user is None:
            return NOBODY
        return user.full_name if edition == "staff" or user.pk in self.heads else SOMEBODY


def _priority(
    row: Priority, number: int, people: _People, edition: Edition, today: datetime.date, target: TargetTold | None
) -> PriorityTold:
    condition, pillar = CONDITIONS.get(row.condition), PILLARS.get(row.pillar)
    actions = list(row.actions.all())
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
        when=row.theory.when if row.theory else "",
        then=row.theory.then if row.theory else "",
        serves=row.trust_priority.title if row.trust_priority else "",
        pupils=row.target_group,
        owner=people.named(row.owner, edition),
        criteria=tuple(
            CriterionTold(one.pk, one.says, one.get_met_display() if one.met else "", one.note)
            for one in row.criteria.all()
        ),
        actions=tuple(_action(one, people, edition, today) for one in actions),
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
        says=" ".join(part for part in (told.chance, told.moved) if part) if shown else told.says,
        made_of=_made_of(told) if shown else "",
    )


def _made_of(told: TargetTold) -> str:
    parts = [counted(told.n, "disadvantaged pupil")] if told.n else []
    parts += [f"95% interval {told.interval}"] if told.interval else []
    parts += [f"from files of {british(told.as_of)}"] if told.as_of else []
    return ", ".join(parts)


def _action(row: Action, people: _People, edition: Edition, today: datetime.date) -> ActionTold:
    overdue = due.stands(row.state, row.due, today) is due.Due.OVERDUE
    gone = row.state == ActionState.DROPPED
    return ActionTold(
        key=row.pk,
        continues=row.continues_id,
        says=row.says,
        owner=people.named(row.owner, edition),
        due=british(row.due),
        state=row.state,
        stands=_stands(row, overdue),
        tone="good" if row.state == ActionState.DONE else "bad" if overdue else "",
        overdue=overdue,
        rag=row.get_rag_display() if row.rag else "",
        rag_tone=RAG_TONES.get(row.rag, ""),
        # A sentence on how it goes is written for colleagues.
        rag_says=row.rag_says if edition == "staff" else "",
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
    drawn = picture(user, academy)
    if drawn is None:
        return None
    rings = tuple(
        RingTold(
            one.ring.name,
            tuple(ConditionTold(c.condition.name, c.standing or 0, c.word) for c in one.conditions if c.standing),
        )
        for one in drawn.rings
    )
    return RingsTold(drawn.agreed_on, drawn.evaluation.says, tuple(one for one in rings if one.conditions))


def _answer(academy: Academy, plan: Plan, priorities: tuple[PriorityTold, ...]) -> str:
    if not priorities:
        return f"{academy}’s plan for {year_label(plan.academic_year)} has no priority yet."
    done, every = sum(one.done for one in priorities), sum(len(one.standing) for one in priorities)
    of = f", and {done} of {counted(every, 'action')} {'is' if done == 1 else 'are'} done" if every else ""
    works_on = opened(len(priorities), "priority", "priorities").lower()
    return f"{academy} works on {works_on} in {year_label(plan.academic_year)}{of}."
