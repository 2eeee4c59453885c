import datetime

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import Builder, Route, name_of, row_of, slug
from tests.cast import World

SEES, MANAGES = Permission.VIEW_SUPPORT, Permission.MANAGE_SUPPORT


def plan(world: World, academy: Academy) -> dict[str, str]:
    return {"planned_on": str(timezone.localdate() + datetime.timedelta(days=9)), "focus": "Writing"}


def done(world: World, academy: Academy) -> dict[str, str]:
    return {"on": str(timezone.localdate()), "note": "Agreed."}


def reason(world: World, academy: Academy) -> dict[str, str]:
    return {"reason": "It was recorded by mistake."}


def more(world: World, academy: Academy) -> dict[str, str]:
    return {"kind": "visit", "due": str(timezone.localdate()), "reason": "The new head asked for it."}


def of_promise(name: str, post: Builder, kind: str = "promise") -> Route:
    """A form about one promise: for whoever manages support there; others who see support are refused."""
    return Route(f"academies:{name}", MANAGES, args=row_of(kind), seen_by=SEES, post=post)


ROUTES: tuple[Route, ...] = (
    Route("academies:support_trust", SEES, needed=True),
    Route("academies:support_trust", SEES, needed=True, query="?state=late&kind=visit&sort=-academy"),
    Route("academies:support_trust_csv", SEES, needed=True),
    Route("academies:support_academies_csv", SEES, needed=True),
    Route("academies:support", SEES, args=slug, shows=name_of),
    Route("academies:support_csv", SEES, args=slug, shows=lambda w, a: f"Reading at {a}"),
    Route("academies:promise_show", SEES, args=row_of("promise"), seen_by=None, shows=name_of),
    Route("academies:promise_show", SEES, args=row_of("days"), seen_by=None, case="with a delivery"),
    of_promise("promise_plan", plan),
    of_promise("promise_record", done),
    of_promise("promise_call_off", reason),
    of_promise("delivery_strike", reason, "delivery"),
    Route("academies:promise_new", MANAGES, args=slug, post=more),
)
