"""Instructional rounds: planned, changed, and moved on step by step, each step a line of a log that only grows."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy
from accounts.models import User
from reviews.models import Network, Round
from reviews.models.round import ROUND_TOLD, RoundState
from reviews.rules.round import NotNow, NotYours, StepName, after, refused_to
from reviews.selectors.round import round_parties
from reviews.services.naming import refuse_names
from reviews.services.review import why_none_planned
from reviews.services.round_gate import hold_round
from reviews.services.round_log import log, moved_on
from reviews.services.round_standing import round_standing
from reviews.services.visitor import seat
from toolkit.models import Practice, Theory
from toolkit.selectors.practice_choice import practices_for
from toolkit.selectors.theory import theories_for


@transaction.atomic
def plan_round(
    *,
    by: User,
    network: Network,
    host: Academy,
    problem: str,
    day: datetime.date,
    theory: Theory | None = None,
    practice: str = "",
    focus: Practice | None = None,
    follow_up_on: datetime.date | None = None,
    facilitator: User | None = None,
) -> Round:
    """Plans it; the host's staff know of it from now on. Raises PermissionDenied or ValidationError."""
    if not user_can(by, Permission.RUN_ROUNDS, academy=host):
        raise PermissionDenied("A round is planned by the host’s head or a leader of the trust.")
    if reason := why_none_planned(host, "round"):
        raise ValidationError(reason)
    _refuse_network(by, network, host)
    _refuse_theory(by, theory, host)
    _refuse_practice(by, focus, host)
    _refuse_past(day)
    _refuse_nothing(problem)
    round = Round(
        network=network, host=host, problem=problem.strip(), theory=theory, practice=practice.strip(), focus=focus,
        day=day, follow_up_on=follow_up_on, planned_by=by,
    )  # fmt: skip
    refuse_names(host, problem=round.problem, practice=round.practice)
    round.full_clean()
    round.save()
    log(round, "plan", "", by)
    if facilitator is not None:
        _seat_facilitator(by, round, facilitator)
    return round


@transaction.atomic
def change_round(
    *,
    by: User,
    round: Round,
    problem: str,
    day: datetime.date,
    network: Network | None = None,
    theory: Theory | None = None,
    practice: str = "",
    focus: Practice | None = None,
    follow_up_on: datetime.date | None = None,
) -> Round:
    """All of it while it is prepared; then its days alone: what visitors were told that they come for stands.

    `network`: None keeps it. Raises PermissionDenied or ValidationError.
    """
    locked = hold_round(by, round)
    if locked.state in (RoundState.FOLLOWED, RoundState.CALLED_OFF):
        raise ValidationError("This round has ended, and stands as it is.")
    if locked.state in ROUND_TOLD and day != locked.day:
        raise ValidationError({"day": "The visit is over, and its day stands."})
    chosen = network or locked.network
    said = (problem.strip(), theory and theory.pk, practice.strip(), focus and focus.pk, chosen.pk)
    if said != (locked.problem, locked.theory_id, locked.practice, locked.focus_id, locked.network_id):
        if locked.state != RoundState.PREPARING:
            raise ValidationError(
                "The visitors came for this problem of practice: it stands. Only the days can still be changed."
            )
        if chosen.pk != locked.network_id:
            _refuse_network(by, chosen, locked.host)
        if theory is not None and theory.pk != locked.theory_id:
            _refuse_theory(by, theory, locked.host)
        if focus is not None and focus.pk != locked.focus_id:
            _refuse_practice(by, focus, locked.host)
        _refuse_nothing(problem)
        refuse_names(locked.host, problem=problem, practice=practice)
    if day != locked.day and locked.state == RoundState.PREPARING:
        _refuse_past(day)
    locked.problem, locked.theory, locked.practice, locked.network = problem.strip(), theory, practice.strip(), chosen
    locked.focus, locked.day, locked.follow_up_on = focus, day, follow_up_on
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def take_round_step(*, by: User, round: Round, step: StepName, says: str = "", seen: str = "") -> Round:
    """Moves it on. `seen`: the state that the page showed; a step that rests on an older one is refused, so that two
    who press at once move it once. Raises PermissionDenied or ValidationError, each with what to do."""
    locked: Round | None = (
        Round.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("host", "network")
        .filter(pk=round.pk)
        .first()
    )
    if locked is None:
        raise PermissionDenied(refused_to(step))
    if seen and seen != locked.state:
        raise ValidationError(moved_on(locked))
    try:
        then = after(step, round_standing(locked), round_parties(by, locked), says=says)
    except NotYours as error:
        raise PermissionDenied(str(error)) from error
    except NotNow as error:
        raise ValidationError(str(error)) from error
    refuse_names(locked.host, says=says)
    at = timezone.now()
    if step == "agree":
        locked.agreed_at = at
    elif step == "follow":
        locked.came = says.strip()
    locked.state = RoundState(then)
    locked.full_clean()
    locked.save()
    log(locked, step, says, by, at)
    return locked


def networks_of(by: User, host: Academy) -> list[Network]:
    """Those in use that have the host in them."""
    return list(Network.objects.visible_to(by).in_use().filter(trust=host.trust_id, places__academy=host))


def _refuse_network(by: User, network: Network, host: Academy) -> None:
    if network.pk not in {offered.pk for offered in networks_of(by, host)}:
        raise ValidationError({"network": f"{host} is not in this network. Choose one that it is in."})


def _refuse_theory(by: User, theory: Theory | None, host: Academy) -> None:
    if theory is not None and not theories_for(by, host).filter(pk=theory.pk).exists():
        raise ValidationError({"theory": "This theory of action cannot be found any more. Choose another, or none."})


def _refuse_practice(by: User, practice: Practice | None, host: Academy) -> None:
    if practice is not None and not practices_for(by, host.trust_id).filter(pk=practice.pk).exists():
        raise ValidationError(
            {"focus": "This practice is not in use in the toolkit any more. Choose another, or none."}
        )


def _refuse_nothing(problem: str) -> None:
    if not problem.strip():
        raise ValidationError({"problem": "Say which problem of practice the round looks at."})


def _refuse_past(day: datetime.date) -> None:
    if day < timezone.localdate():
        raise ValidationError({"day": "This day has passed already. Choose one to come."})


def _seat_facilitator(by: User, round: Round, facilitator: User) -> None:
    try:
        seat(by, round, facilitator, facilitates=True)
    except ValidationError as error:
        raise ValidationError({"facilitator": error.messages}) from error
