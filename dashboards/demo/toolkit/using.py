"""Plays how the demo trust uses its toolkit: practices in plans, what colleagues found, and visits to one another."""

from __future__ import annotations

import datetime

from django.db import transaction

from accounts.models import User
from dashboards.demo.plans.acting import Cast
from dashboards.demo.strategy.clock import playing
from dashboards.demo.toolkit.used import PLANNED, SAW, SHOWS, TRIED, Saw
from plans.models import Action
from plans.models.action import ActionState
from plans.services.action import change_action
from toolkit.models import Offer, Practice
from toolkit.services.offer import make_offer
from toolkit.services.showing import agree_showing, ask_showing, decline_showing, log_showing
from toolkit.services.trial import add_trial

ANSWERED_AFTER = datetime.timedelta(days=2)
# Where who works for the whole trust shows what they show.
COACH_AT = "bosmerrin-primary"


@transaction.atomic
def play_use(cast: Cast, today: datetime.date) -> tuple[int, int, int]:
    """How many trials, offers and visits there are then."""
    practices = {practice.slug: practice for practice in Practice.objects.filter(trust=cast.trust)}
    coach = User.objects.get(email="coach@demo.example")

    def person(spec: str, day: datetime.date) -> tuple[User, str]:
        """Who it is, and where they work."""
        kind, _, slug = spec.partition(":")
        match kind:
            case "coach":
                return coach, COACH_AT
            case "deputy":
                return cast.deputy(slug), slug
            case _:
                return cast.teachers(slug)[int(kind) - 1], slug

    _name_in_plans(cast, practices)
    for tried in TRIED:
        by, slug = person(tried.by, tried.on)
        with playing(tried.on):
            add_trial(
                by=by, practice=practices[tried.practice], academy=cast.academies[slug], became=tried.became,
                where=tried.where, found=tried.found, named=tried.named,
            )  # fmt: skip
    offers = []
    for shows in SHOWS:
        by, slug = person(shows.by, shows.on)
        with playing(shows.on):
            offers.append(
                make_offer(
                    by=by, academy=cast.academies[slug], practice=practices.get(shows.practice),
                    subject=shows.subject, phases=list(shows.phases), says=shows.says, when=shows.when,
                )
            )  # fmt: skip
    for saw in SAW:
        by, slug = person(saw.by, saw.asked)
        _visit(cast, saw, by, slug, offers[saw.offer], today)
    return len(TRIED), len(SHOWS), len(SAW)


def _name_in_plans(cast: Cast, practices: dict[str, Practice]) -> None:
    """The actions that are about a practice name it, as whoever leads the academy sees to."""
    found = Action.objects.filter(state=ActionState.OPEN, priority__plan__academy__trust=cast.trust)
    for action in found.select_related("priority__plan__academy"):
        plan = action.priority.plan
        slug = next((slug for begins, slug in PLANNED.items() if action.says.startswith(begins)), None)
        if slug is None or action.continued_by.exists() or action.priority.dropped_at is not None:
            continue
        day = datetime.date(plan.academic_year, 9, 30)
        with playing(day):
            change_action(action=action, by=cast.head(plan.academy.slug, day), practice=practices[slug])


def _visit(cast: Cast, saw: Saw, by: User, slug: str, offer: Offer, today: datetime.date) -> None:
    with playing(saw.asked):
        showing = ask_showing(by=by, offer=offer, academy=cast.academies[slug], wish=saw.wish)
    answered = saw.asked + ANSWERED_AFTER
    if saw.declined:
        with playing(answered):
            decline_showing(by=offer.by, showing=showing, answer=saw.declined)
    elif saw.day is not None:
        with playing(answered):
            agree_showing(by=offer.by, showing=showing, day=saw.day, answer=saw.answer)
        if saw.day < today:
            with playing(saw.day):
                log_showing(by=by, showing=showing, took=saw.took)
