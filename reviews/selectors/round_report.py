"""A round's report as somebody may read it, and as a PDF."""

from __future__ import annotations

import datetime

from django.utils import timezone

from academies.access import Permission, roles_with
from academies.models import Membership
from accounts.models import User
from celt.lib import pdf
from celt.lib.days import british
from reviews.models import NextWork, RoundVisitor
from reviews.models.next_work import Horizon as When
from reviews.models.round import RoundState
from reviews.rules.next_work import came_says
from reviews.rules.round_report import Horizon, RoundReport, SeenTold, WorkTold, answer, as_data, named, took_part
from reviews.selectors.next_work import outcome_word
from reviews.selectors.round import RoundPlace
from reviews.selectors.round_pattern import patterns_of

TEMPLATE = "round"
DRAFT = "A draft: the visitors have not agreed on the next work yet, and read this alone."


def round_report_of(user: User, place: RoundPlace) -> RoundReport:
    """For somebody who may read it. Five queries: patterns (two), visitors, their roles, next work."""
    round = place.round
    patterns = patterns_of(round)
    rows = list(NextWork.objects.visible_to(user).standing().filter(round=round))
    pieces = [(row, _told(row)) for row in rows]
    came = came_says([row.outcome for row in rows])
    who, names = _visitors(place)
    return RoundReport(
        academy=round.host.name,
        title="Instructional round",
        day=british(round.day),
        network=round.network.name,
        agreed=british(timezone.localtime(round.agreed_at).date()) if round.agreed_at else "",
        standing="" if place.agreed else DRAFT,
        answer=answer(place.short, len(patterns), len(rows), came),
        problem=round.problem,
        theory=round.theory.name if round.theory else "",
        theory_when=round.theory.when if round.theory else "",
        theory_then=round.theory.then if round.theory else "",
        practice=round.practice,
        took_part=who,
        named=names,
        patterns=tuple(SeenTold(pattern.pattern, pattern.told) for pattern in patterns),
        prediction=round.prediction,
        work=tuple(
            Horizon(label, tuple(told for row, told in pieces if row.horizon == slug)) for slug, label in When.choices
        ),
        follow_up=_follow_up(place),
        came=round.came,
        came_says=came,
    )


def round_report_file(report: RoundReport, on: datetime.datetime) -> bytes:
    """The report as a tagged PDF."""
    return pdf.pdf(TEMPLATE, as_data(report), on=on)


def _told(row: NextWork) -> WorkTold:
    word = outcome_word(row.outcome)
    return WorkTold(row.pk, row.says, row.who, word.word if word else "", word.tone if word else "", row.outcome_says)


def _follow_up(place: RoundPlace) -> str:
    round = place.round
    if round.state == RoundState.FOLLOWED or round.follow_up_on is None:
        return ""
    day = british(round.follow_up_on)
    return f"The follow-up is on {day}." if round.follow_up_on >= place.today else f"The follow-up was due on {day}."


def _visitors(place: RoundPlace) -> tuple[str, str]:
    """In numbers for everybody; by name besides for the host's staff and the visitors. Two queries."""
    round = place.round
    seats = list(RoundVisitor.objects.current().filter(round=round).select_related("person"))
    held = Membership.objects.current(round.day).filter(
        trust=round.host.trust_id,
        user__in=[seat.person_id for seat in seats],
        role__in=roles_with(Permission.VIEW_ROUNDS),
    )
    roles = list(held.values_list("user", "academy"))
    placed = {person for person, academy in roles if academy is not None}
    others = {person for person, academy in roles if academy is None} - placed
    academies = {academy for _, academy in roles if academy is not None}
    told = took_part(len(seats), len(academies), len(others), place.standing.classrooms)
    if not place.staff:
        return told, ""
    leads = next((seat.person.full_name for seat in seats if seat.facilitates), "")
    return told, named(leads, [seat.person.full_name for seat in seats if not seat.facilitates])
