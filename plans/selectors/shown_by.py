"""What the product knows beside an activity of a stage: counts, each with the page where they can be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, Max, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from academies.models import Academy
from accounts.models import User
from celt.lib.sentences import counted
from celt.lib.terms import year_label
from plans.models import Enquiry, LearningTeam, Plan, Priority, SelfEvaluation, TeamSeat, Tour
from plans.models.enquiry import EnquiryState
from plans.models.evaluation import EvaluationStatus
from plans.models.tour import TourState


@dataclass(frozen=True, slots=True)
class Known:
    """'Four members', and where they stand; the address is empty where there is no page for this person."""

    says: str
    url: str = ""


def known_of(user: User, academy: Academy, *, learning: bool) -> dict[str, Known]:
    """By `StageActivity.shown_by`. `learning`: the person sees learning teams and enquiries there. One query."""
    today = timezone.localdate()
    here = {"academy": academy.pk}
    seats = TeamSeat.objects.visible_to(user).filter(Q(ends__isnull=True) | Q(ends__gte=today), **here)
    tried = Enquiry.objects.visible_to(user).filter(**here)
    walked = Tour.objects.visible_to(user).filter(state=TourState.WALKED, **here)
    agreed = SelfEvaluation.objects.visible_to(user).filter(status=EvaluationStatus.AGREED, **here)
    plans = Plan.objects.visible_to(user).filter(**here)
    priorities = Priority.objects.visible_to(user).filter(plan__academy=academy.pk, dropped_at__isnull=True)
    teams = LearningTeam.objects.visible_to(user).filter(Q(ends__isnull=True) | Q(ends__gte=today), **here)
    told: Any = (
        Academy.objects.visible_to(user)
        .filter(pk=academy.pk)
        .values(
            seats=_count(seats),
            under_way=_count(tried.under_way()),
            decided=_count(tried.filter(state=EnquiryState.DECIDED)),
            walked=_count(walked),
            agreed=_count(agreed),
            agreed_at=_latest(agreed, "agreed_at"),
            year=_latest(plans, "academic_year"),
            priorities=_count(priorities.filter(plan__in=_newest(plans))),
            teams=_count(teams),
        )
        .first()
        or {}
    )
    found = {
        "rings": _rings(told),
        "plan": _plan(told),
        **(_learning(told) if learning else {}),
    }
    pages = {"rings": "plans:rings", "plan": "plans:plan"}
    return {by: Known(says, _page(pages.get(by, "plans:learning"), academy)) for by, says in found.items() if says}


def _rings(told: dict[str, Any]) -> str:
    if not told["agreed"]:
        return "No self-evaluation is agreed yet"
    day = timezone.localtime(told["agreed_at"])
    return f"{counted(told['agreed'], 'self-evaluation')} agreed, the last in {day:%B %Y}"


def _plan(told: dict[str, Any]) -> str:
    if told["year"] is None:
        return "No plan is written yet"
    return f"The plan of {year_label(told['year'])} has {counted(told['priorities'], 'priority', 'priorities')}"


def _learning(told: dict[str, Any]) -> dict[str, str]:
    on, ended = told["under_way"], told["decided"]
    cycles = [f"{counted(on, 'cycle')} under way"] * bool(on) + [f"{ended} decided"] * bool(ended)
    return {
        "team": f"{counted(told['seats'], 'member')} now" if told["seats"] else "Nobody has a seat in the team yet",
        "enquiry": ", ".join(cycles) or "No cycle of enquiry is written down yet",
        "tour": f"{counted(told['walked'], 'tour')} walked" if told["walked"] else "No tour has been walked yet",
        "learning": f"{counted(told['teams'], 'team')} at work" if told["teams"] else "No learning team is set up yet",
    }


def _count(rows: QuerySet[Any]) -> Coalesce:
    alone = rows.order_by().annotate(all_alike=Value(1)).values("all_alike").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(alone, output_field=IntegerField()), 0)


def _latest(rows: QuerySet[Any], name: str) -> Subquery:
    return Subquery(rows.order_by().annotate(all_alike=Value(1)).values("all_alike").annotate(n=Max(name)).values("n"))


def _newest(plans: QuerySet[Plan]) -> QuerySet[Any]:
    return plans.order_by("-academic_year").values("pk")[:1]


def _page(name: str, academy: Academy) -> str:
    try:
        return reverse(name, args=[academy.slug])
    except NoReverseMatch:
        return ""
