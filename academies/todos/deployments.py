"""Agreements on somebody's home page: to sign, to say what came of them, and for leaders those that stand still."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.agreements import agreement_of, party_of
from academies.models import Deployment
from academies.models.deployment import DeploymentStatus
from academies.providers import JoinedTodos, Todo, Weight
from academies.rules.deployment import SIDES, SIGN, Agreement, Party, Side, Step, days_words, open_steps, waits_for
from academies.selectors.together import Asked
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import counted, opened

# Days after which a leader is told that nobody signed, and that nobody said what came of it.
PATIENCE, REST = 7, 14
# More than so many of a kind are told in one line.
APART = 3


def _asked(user: User, person: Person) -> Sequence[Asked]:
    if person.trust is None or not person.can(Permission.PROPOSE_DEPLOYMENT):
        return ()
    today = timezone.localdate()
    found = (
        Deployment.objects.editable_by(user)
        .filter(giver__trust=person.trust)
        .filter(Q(status=DeploymentStatus.PROPOSED) | Q(status=DeploymentStatus.AGREED, ends__lt=today))
        .select_related("giver", "receiver")
    )
    return (Asked(found),)


def _told(user: User, person: Person, found: Sequence[Deployment]) -> Iterator[Todo]:
    today = timezone.localdate()
    to_sign: list[tuple[Deployment, Side]] = []
    to_close, waiting, silent = [], [], []
    for deployment in sorted(found, key=lambda each: (each.proposed_at, each.pk)):
        agreement, party = agreement_of(deployment), party_of(user, person, deployment)
        steps = open_steps(agreement, party, today)
        mine = [side for side in SIDES if SIGN[side] in steps]
        to_sign += [(deployment, side) for side in mine]
        if _says_what_came(agreement, party, steps):
            to_close.append(deployment)
        elif party.for_trust and agreement.status == DeploymentStatus.AGREED:
            silent += [deployment] if (today - deployment.ends).days > REST else []
        elif party.for_trust and not mine and (today - _day(deployment)).days > PATIENCE:
            waiting.append(deployment)
    yield from _to_sign(to_sign)
    yield from _to_close(to_close)
    yield from _waiting(waiting, today)
    yield from _silent(silent)


deployment_todos = JoinedTodos(_asked, _told)


def _says_what_came(agreement: Agreement, party: Party, steps: frozenset[Step]) -> bool:
    return agreement.status == DeploymentStatus.AGREED and party.leads_giver and Step.CLOSE in steps


def _to_sign(found: Sequence[tuple[Deployment, Side]]) -> Iterator[Todo]:
    if len(found) > APART:
        says = f"{opened(len(found), 'agreement')} wait for your signature."
        yield Todo(says, _list("proposed"), "Read each and sign it, or decline with a reason.", Weight.WAITING)
        return
    for deployment, side in found:
        other = deployment.receiver if side == "giver" else deployment.giver
        gives = f"to {other}" if side == "giver" else f"from {other}"
        yield Todo(
            f"Sign the agreement with {other}.",
            reverse("academies:deployment_sign", args=[deployment.pk]),
            f"{days_words(float(deployment.days_pledged)).capitalize()} {gives} from {british(deployment.starts)}: "
            f"{deployment.focus}.",
            Weight.WAITING,
        )


def _to_close(found: Sequence[Deployment]) -> Iterator[Todo]:
    if len(found) > APART:
        says = f"{opened(len(found), 'agreement')} of yours are over: say what was different afterwards."
        yield Todo(says, _list("late"), "", Weight.WAITING)
        return
    for deployment in found:
        ended = f"Your support for {deployment.receiver} ended on {british(deployment.ends)}"
        yield Todo(
            f"{ended}: say what was different afterwards.",
            reverse("academies:deployment_close", args=[deployment.pk]),
            f"{deployment.focus}: {deployment.worked_of_pledged} days were worked.",
            Weight.WAITING,
        )


def _waiting(found: Sequence[Deployment], today: datetime.date) -> Iterator[Todo]:
    if not found:
        return
    first = found[0]
    days = counted((today - _day(first)).days, "day")
    if len(found) == 1:
        between = f"The agreement between {first.giver} and {first.receiver}"
        show = reverse("academies:deployment_show", args=[first.pk])
        yield Todo(f"{between} has waited {days} for a signature.", show, f"{waits_for(agreement_of(first))}.")
        return
    says = f"{opened(len(found), 'agreement')} wait for signatures, the longest for {days}."
    yield Todo(says, _list("proposed"), "Ask the heads, or withdraw what is no longer wanted.")


def _silent(found: Sequence[Deployment]) -> Iterator[Todo]:
    if not found:
        return
    are, them = ("is", "it") if len(found) == 1 else ("are", "them")
    says = f"{opened(len(found), 'agreement')} {are} over, and nobody has said what came of {them}."
    yield Todo(says, _list("late"), "The next agreement is better for knowing.", Weight.KNOW)


def _day(deployment: Deployment) -> datetime.date:
    return timezone.localdate(deployment.proposed_at)


def _list(state: str) -> str:
    return f"{reverse('academies:deployment_list')}?state={state}"
