"""Actions that were done, dropped and opened again, for an academy's timeline."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.ui.parts import Moment
from plans.models import Action, ActionUpdate
from plans.models.action import ActionState
from plans.rules.withhold import withheld
from plans.selectors.named import SOMEBODY, names_at

MOST = 50
DID = {ActionState.DONE: "Action done", ActionState.DROPPED: "Action dropped", ActionState.OPEN: "Action opened again"}


def action_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """Not what was said of it in between, which stands on the action's own page. One query, two for readers."""
    if not may_at(academy, person, Permission.VIEW_PLAN):
        return
    seen = Action.objects.visible_to(user).filter(priority__plan__academy=academy)
    # An open action without a rating is one that was just opened again.
    steps = ActionUpdate.objects.filter(Q(rag="") | ~Q(state=ActionState.OPEN), action__in=seen)
    named = names_at(user, person, [academy])
    for step in steps.select_related("action").order_by("-at", "-pk")[:MOST]:
        says = withheld(step.action.says, named.hidden(academy.pk), SOMEBODY.lower())
        yield Moment(
            step.at,
            f"{DID[ActionState(step.state)]}: {says}",
            reverse("plans:action_show", args=[step.action_id]),
            step.says if named.sees(academy.pk) and step.state != ActionState.DONE else "",
        )
