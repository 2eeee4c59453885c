import datetime
from typing import Any

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import Route, name_of, nothing, row_of, slug
from tests.cast import World
from tests.worlds.reader import PROOFS, SAYS, TITLES

READS, ISSUES = Permission.VIEW_READERS, Permission.ISSUE_READERS
meeting, coming = row_of("board_meeting"), row_of("coming_meeting")
edition, proof = row_of("edition"), row_of("proof")


def title_of(world: World, academy: Academy) -> str:
    return TITLES[academy.slug]


def said(world: World, academy: Academy) -> str:
    return SAYS[academy.slug]


def proved(world: World, academy: Academy) -> str:
    return PROOFS[academy.slug]


def chart(world: World, academy: Academy) -> dict[str, Any]:
    """The planted edition draws nothing."""
    return {**edition(world, academy), "slug": "gaps-years"}


def another_day(world: World, academy: Academy) -> dict[str, Any]:
    return {"on": str(timezone.localdate() + datetime.timedelta(days=300)), "title": "Full board, summer"}


ROUTES: tuple[Route, ...] = (
    Route("readers:reader_list", READS, scope="anywhere", needed=True),
    Route("readers:academy_readers", READS, args=slug, shows=title_of),
    # Which board is named in the form: a POST without one is shown again.
    Route("readers:meeting_add", ISSUES, scope="anywhere", needed=True, post=another_day, post_answers=200),
    Route(
        "readers:meeting_change", ISSUES, args=coming, seen_by=READS, shows=name_of, post=another_day,
    ),
    Route("readers:meeting_call_off", ISSUES, args=coming, seen_by=READS, get=405, post=nothing),
    Route("readers:edition_prepare", ISSUES, args=coming, seen_by=READS, shows=name_of, post=nothing),
    Route("readers:edition_show", READS, args=edition, seen_by=None, shows=said),
    Route("readers:edition_show", ISSUES, args=proof, case="a proof", seen_by=None, shows=proved),
    Route("readers:edition_issue", ISSUES, args=proof, seen_by=None, get=405, post=nothing),
    Route("readers:edition_pdf", READS, args=edition, seen_by=None, shows=said),
    Route("readers:edition_chart", READS, args=chart, seen_by=None, get=404),
)  # fmt: skip
