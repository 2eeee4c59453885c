"""Reviews: their lists, one with its steps, its team, the head's reply."""

from typing import Any

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from tests.access.routes.shape import SIGNED_IN, Route, name_of, row_of, slug
from tests.cast import World
from tests.worlds.review import text

READS, SEES, RUNS = Permission.READ_REVIEWS, Permission.VIEW_REVIEWS, Permission.RUN_REVIEWS


def said(what: str) -> Any:
    return lambda world, academy: text(academy, what)


def step(kind: str, name: str) -> Any:
    return lambda world, academy: {"pk": world.of(kind, academy).pk, "step": name}


def title(kind: str) -> Any:
    return lambda world, academy: world.of(kind, academy).title


def planned(world: World, academy: Academy) -> dict[str, Any]:
    return {"framework": world.of("framework", academy).pk, "starts": "2026-12-01"}


def changed(world: World, academy: Academy) -> dict[str, Any]:
    return {**planned(world, academy), "title": "Reading, changed", "focus": "Who reads least?"}


def member(world: World, academy: Academy) -> dict[str, Any]:
    person = world.cast.outsider if academy == world.cast.foreign else world.cast.coach
    return {"person": person.pk, "role": "observer"}


def of(name: str, kind: str, **more: Any) -> Route:
    """A page for whoever runs reviews; the academy's leaders, who see the review, are refused."""
    return Route(f"reviews:{name}", RUNS, args=row_of(kind), seen_by=SEES, shows=title(kind), **more)


def of_step(kind: str, name: str, **post: Any) -> Route:
    return Route(
        "reviews:review_step", RUNS, args=step(kind, name), case=name, seen_by=SEES, shows=title(kind),
        post=lambda world, academy: post,
    )  # fmt: skip


ROUTES: tuple[Route, ...] = (
    Route("reviews:review_list", SIGNED_IN),
    Route("reviews:review_list", SIGNED_IN, query="?state=under_way&family=reading&year=2026&sort=-starts"),
    Route("reviews:review_csv", SIGNED_IN),
    Route("reviews:academy_reviews", READS, args=slug, shows=title("review published")),
    Route("reviews:review_new", RUNS, args=slug, shows=name_of, post=planned),
    Route("reviews:review_show", SEES, args=row_of("review planned"), seen_by=None, shows=said("planned")),
    Route("reviews:review_show", SEES, args=row_of("review shared"), seen_by=None, shows=said("shared"), case="shared"),
    Route("reviews:review_show", SEES, args=row_of("review answered"), seen_by=None, shows=said("reply"), case="reply"),
    Route(
        "reviews:review_show", READS, args=row_of("review published"), seen_by=None, shows=said("published"),
        case="published",
    ),
    of("review_edit", "review planned", post=changed),
    of("review_summary", "review drafted", post=lambda w, a: {"summary": "Most read every day."}),
    of("review_answer", "review answered", post=lambda w, a: {"says": "It was mended."}),
    of("member_add", "review planned", post=member),
    Route(
        "reviews:member_end", RUNS, args=row_of("review seat"), seen_by=SEES,
        post=lambda w, a: {"on": timezone.localdate().isoformat()},
    ),
    of_step("review planned", "begin"),
    of_step("review planned", "call_off", says="The head is away."),
    of_step("review drafted", "reopen", says="A part is missing."),
    of_step("review answered", "publish"),
    Route(
        "reviews:review_reply", Permission.ANSWER_REVIEW, args=row_of("review shared"), seen_by=SEES,
        shows=title("review shared"), post=lambda w, a: {"says": "Every fact is right."},
    ),
)  # fmt: skip
