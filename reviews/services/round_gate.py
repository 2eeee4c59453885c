"""What every write on a round asks first: the round, locked, for somebody whose business it is."""

from __future__ import annotations

from typing import Literal

from django.core.exceptions import PermissionDenied

from accounts.models import User
from reviews.models import Round
from reviews.models.round import RoundQuerySet

Among = Literal["editable", "walked", "followed"]

REFUSED: dict[Among, str] = {
    "editable": "This is done by the round’s facilitator, the host’s head and the trust’s leaders.",
    "walked": "This is the visitors’ own. Whoever wants to read and write with them visits the round, openly.",
    "followed": "The host’s head says what came of a round, or a trust leader.",
}


def hold_round(by: User, round: Round, among: Among = "editable") -> Round:
    """The round with its host, locked until the transaction ends, so that two who write at once write one after the
    other. `among`: who prepares it and moves it on; who visits; who says what came of it. Raises PermissionDenied."""
    locked: Round | None = (
        allowed(by, among)
        .filter(pk=round.pk)
        .select_related("host")
        .select_for_update(of=("self",), no_key=True)
        .first()
    )
    if locked is None:
        raise PermissionDenied(REFUSED[among])
    return locked


def allowed(by: User, among: Among) -> RoundQuerySet:
    rounds: RoundQuerySet = Round.objects.all()
    if among == "editable":
        return rounds.editable_by(by)
    return rounds.walked_by(by) if among == "walked" else rounds.followed_by(by)
