"""A letter to each head of the cast that could not be sent, and one's switches."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.letters import stop_token
from academies.models import Academy
from academies.models.letter import LetterKind, LetterState
from tests import factories as make
from tests.cast import World

WHY = "The mail server could not be reached. Check EMAIL_URL, and that the server is up."


def heads(world: World) -> dict[int, object]:
    cast = world.cast
    return {cast.own.pk: cast.headteacher, cast.sibling.pk: cast.sibling_head, cast.foreign.pk: cast.outsider}


def build(world: World) -> None:
    for academy in (world.cast.own, world.cast.sibling, world.cast.foreign):
        user = heads(world)[academy.pk]
        letter = make.LetterFactory(user=user, day=timezone.localdate(), state=LetterState.FAILED, tries=3, reason=WHY)
        world.put("letter", academy, letter)
        make.LetterChoiceFactory(user=user, reminders_off=["plan"])


def token_of_nobody(world: World) -> str:
    return stop_token(world.cast.nobody, LetterKind.WEEKLY)


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More letters that failed, to people of the trust."""
    for number, academy in enumerate(academies):
        role = make.MembershipFactory(role="teacher", academy=academy, trust=academy.trust)
        make.LetterFactory(
            user=role.user,
            day=timezone.localdate() - datetime.timedelta(days=7 * number),
            state=LetterState.FAILED,
            tries=3,
            reason=WHY,
        )
