"""Category decisions on somebody's home page: what waits for a second person, what ends, what a head can answer."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import CategoryDecision
from academies.models.decision import DecisionStatus
from academies.providers import Todo, Weight
from academies.selectors.category import SOON_DAYS
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import listed, opened

# A head is asked for so many days; then the record says that no answer came.
ASKED_FOR_DAYS = 60
AT_MOST = 5
# A leader hears of their own decision once a second person has let so many days pass.
REMIND_AFTER_DAYS = 7


def decision_todos(user: User, person: Person) -> Iterator[Todo]:
    if person.can(Permission.DECIDE_CATEGORY):
        yield from _for_leaders(user, person)
    if person.can(Permission.ANSWER_CATEGORY):
        yield from _for_heads(user, person)


def _for_leaders(user: User, person: Person) -> Iterator[Todo]:
    today = timezone.localdate()
    found = (
        CategoryDecision.objects.editable_by(user)
        .filter(Q(status=DecisionStatus.AWAITING) | Q(status=DecisionStatus.CONFIRMED, ends__gte=today))
        .filter(academy__trust=person.trust)
        .select_related("academy", "area", "tier", "moderated_tier", "decided_by")
        .defer("evidence", "rationale")
        .order_by("ends", "academy__name")
    )
    decisions = list(found)
    awaiting = [d for d in decisions if d.status == DecisionStatus.AWAITING]
    yield from _second_person([d for d in awaiting if d.decided_by_id != user.pk])
    yield from _own_waiting([d for d in awaiting if d.decided_by_id == user.pk], today)
    followed = {(d.academy_id, d.area_id) for d in awaiting}
    followed |= {(d.academy_id, d.area_id) for d in decisions if d.starts > today}
    soon = today + datetime.timedelta(days=SOON_DAYS)
    ending = [
        d for d in decisions if d.in_force(today) and d.ends <= soon and (d.academy_id, d.area_id) not in followed
    ]
    if len(ending) == 1:
        (decision,) = ending
        area = f"?area={decision.area_id}" if decision.area_id else ""
        yield Todo(
            f"{_named(decision)} ends on {british(decision.ends)}.",
            reverse("academies:decision_new", args=[decision.academy.slug]) + area,
            "Decide again, so that there is no day without a category.",
        )
    elif ending:
        yield Todo(
            f"{opened(len(ending), 'category', 'categories')} end soon, the first on {british(ending[0].ends)}.",
            f"{reverse('academies:decision_list')}?state=soon",
            f"{listed([str(decision.academy) for decision in ending])}.",
        )


def _second_person(awaiting: list[CategoryDecision]) -> Iterator[Todo]:
    if len(awaiting) == 1:
        (decision,) = awaiting
        yield Todo(
            f"{decision.decided_by} decided {_named(decision)}: a second person confirms it.",
            reverse("academies:decision_moderate", args=[decision.pk]),
            "Agree, or change it and say why.",
            Weight.WAITING,
        )
    elif awaiting:
        yield Todo(
            f"{opened(len(awaiting), 'decision')} wait for a second person.",
            f"{reverse('academies:decision_list')}?state=waits",
            f"{listed([_named(decision) for decision in awaiting])}.",
            Weight.WAITING,
        )


def _own_waiting(decisions: list[CategoryDecision], today: datetime.date) -> Iterator[Todo]:
    """What the person decided and nobody has confirmed since: without a second person it is not in force."""
    for decision in decisions[:AT_MOST]:
        since = timezone.localdate(decision.decided_at)
        if (today - since).days >= REMIND_AFTER_DAYS:
            yield Todo(
                f"{_named(decision)} has waited for a second person since {british(since)}.",
                reverse("academies:decision_show", args=[decision.pk]),
                "Until somebody else confirms it, it is not in force. Ask them, or withdraw it.",
            )


def _for_heads(user: User, person: Person) -> Iterator[Todo]:
    since = timezone.now() - datetime.timedelta(days=ASKED_FOR_DAYS)
    unanswered = (
        CategoryDecision.objects.visible_to(user)
        .answerable_by(user)
        .filter(answer="", moderated_at__gte=since, ends__gte=timezone.localdate(), academy__trust=person.trust)
        .select_related("academy", "area", "tier", "moderated_tier")
        .defer("evidence")
        .order_by("-moderated_at")
    )
    for decision in unanswered[:AT_MOST]:
        about = f"{decision.academy}’s category{f' in {decision.area}' if decision.area else ''}"
        yield Todo(
            f"{about} was decided: {decision.confirmed_tier}, from {british(decision.starts)}. You can answer.",
            reverse("academies:decision_answer", args=[decision.pk]),
            "Say whether you accept it. The trust’s leaders and your governors read your answer.",
            Weight.WAITING,
        )


def _named(decision: CategoryDecision) -> str:
    return f"{decision.confirmed_tier} for {decision.academy}{f' in {decision.area}' if decision.area else ''}"
