import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from academies.models.support import SupportKind
from accounts.models import User
from tests import factories as make
from tests.cast import World

SOON = datetime.timedelta(days=20)


def _teacher(world: World, academy: Academy) -> User:
    """Somebody of the academy whom governors must not read about."""
    cast = world.cast
    return {cast.own: cast.teacher, cast.sibling: cast.sibling_teacher}.get(academy, cast.foreign_teacher)


def build(world: World) -> None:
    """A planned visit that a decision owes ("promise"), and leader days of which some are delivered ("days",
    "delivery"). Teachers lead them; the note names one, and so does why a line was struck
    out."""
    for academy in world.academies:
        teacher, today = _teacher(world, academy), timezone.localdate()
        visit = make.PromiseFactory(
            academy=academy,
            decision=world.of("decision", academy),
            reason="",
            planned_on=today + SOON,
            lead=teacher,
            focus=f"Reading at {academy}",
            made_by=teacher,
        )
        days = make.PromiseFactory(academy=academy, kind=SupportKind.LEADER_DAYS, amount=3, lead=teacher)
        delivery = make.DeliveryFactory(
            promise=days, amount=1, led_by=teacher, recorded_by=teacher, note=f"{teacher} took part in it."
        )
        make.DeliveryFactory(
            promise=days, recorded_by=teacher, struck_at=timezone.now(), struck_by=teacher,
            struck_reason=f"{teacher} was away.",
        )  # fmt: skip
        make.PromiseFactory(academy=academy, due=today - SOON)
        world.plant(academy, "what support is about", visit.focus, Permission.VIEW_SUPPORT)
        world.put("promise", academy, visit)
        world.put("days", academy, days)
        world.put("delivery", academy, delivery)


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More rows, for the new academies and for the cast's own."""
    today, days = timezone.localdate(), world.of("days", world.cast.own)
    for academy in (*academies, world.cast.own, world.cast.own):
        lead = make.UserFactory()
        make.PromiseFactory(academy=academy, planned_on=today + SOON, lead=lead)
        make.PromiseFactory(academy=academy, due=today - SOON, lead=lead)
        make.DeliveryFactory(promise=make.PromiseFactory(academy=academy), led_by=lead)
        make.DeliveryFactory(promise=days, led_by=make.UserFactory())
