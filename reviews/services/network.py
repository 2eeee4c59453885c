"""Networks of academies that visit one another: made, changed and ended by the trust's leaders."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy, Trust
from accounts.models import User
from reviews.models import Network, NetworkPlace

REFUSED = "Networks are put together by the trust’s leaders."
FEWEST = 2


@transaction.atomic
def make_network(*, by: User, trust: Trust, name: str, academies: Iterable[Academy]) -> Network:
    """Raises PermissionDenied or ValidationError."""
    if not user_can(by, Permission.RUN_ROUNDS, trust=trust):
        raise PermissionDenied(REFUSED)
    network = Network(trust=trust, name=name.strip())
    wanted = _wanted(network, academies)
    network.full_clean()
    network.save()
    _place(network, wanted)
    return network


@transaction.atomic
def change_network(*, by: User, network: Network, name: str, academies: Iterable[Academy]) -> Network:
    """Its name and who is in it. Rounds that were planned stay. Raises PermissionDenied or ValidationError."""
    locked = _locked(by, network)
    locked.name = name.strip()
    wanted = _wanted(locked, academies)
    locked.full_clean()
    locked.save(update_fields=["name"])
    _place(locked, wanted)
    return locked


@transaction.atomic
def end_network(*, by: User, network: Network) -> Network:
    """No round is planned in it any more; those that were stay. Raises PermissionDenied or ValidationError."""
    locked = _locked(by, network)
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at"])
    return locked


def _locked(by: User, network: Network) -> Network:
    locked: Network | None = (
        Network.objects.editable_by(by).select_for_update(of=("self",)).filter(pk=network.pk).first()
    )
    if locked is None:
        raise PermissionDenied(REFUSED)
    if locked.ended_at:
        raise ValidationError("This network has ended. Make a new one if it is needed again.")
    return locked


def _wanted(network: Network, academies: Iterable[Academy]) -> dict[int, Academy]:
    wanted = {academy.pk: academy for academy in academies}
    if len(wanted) < FEWEST:
        raise ValidationError({"academies": "Choose at least two academies: they visit one another."})
    if any(academy.trust_id != network.trust_id for academy in wanted.values()):
        raise ValidationError({"academies": "Choose academies of this trust."})
    return wanted


def _place(network: Network, wanted: dict[int, Academy]) -> None:
    held = {place.academy_id: place for place in network.places.select_for_update(of=("self",))}
    for pk, academy in wanted.items():
        if pk not in held:
            NetworkPlace.objects.create(network=network, academy=academy)
    for pk, place in held.items():
        if pk not in wanted:
            place.delete()
