"""Rows of the addresses of surveys: for who makes them, who hands them out, who reads them, and who answers."""

from __future__ import annotations

from typing import Any

from academies.access import Permission
from academies.models import Academy
from accounts.models import User
from reviews.models import Survey
from tests.access.routes.shape import EVERYBODY, Route, nothing, row_of
from tests.cast import Cast, World
from tests.worlds.survey import PUBLIC, text

RUNS, KNOWS, READS = Permission.RUN_REVIEWS, Permission.VIEW_REVIEWS, Permission.READ_REVIEWS


def draft_says(world: World, academy: Academy) -> str:
    return text(academy, "draft")


def open_says(world: World, academy: Academy) -> str:
    return text(academy, "open one")


def told_says(world: World, academy: Academy) -> str:
    return text(academy, "question told")


def a_set(world: World, academy: Academy) -> dict[str, Any]:
    return {"begin": "general_parents"}


def its_words(world: World, academy: Academy) -> dict[str, Any]:
    survey = world.of("survey draft", academy)
    return {"title": "You and books", "opens": survey.opens, "closes": survey.closes}


def a_last_day(world: World, academy: Academy) -> dict[str, Any]:
    return {"closes": world.of("survey open", academy).closes}


def a_question(world: World, academy: Academy) -> dict[str, Any]:
    return {"says": "Somebody hears me read.", "scale": "often"}


def up(world: World, academy: Academy) -> dict[str, Any]:
    return {"to": "up"}


def step(kind: str, name: str) -> Any:
    return lambda world, academy: {"pk": world.of(kind, academy).pk, "step": name}


def public(world: World, academy: Academy) -> dict[str, Any]:
    return {"token": PUBLIC}


def an_answer(world: World, academy: Academy) -> dict[str, Any]:
    question = Survey.objects.get(token=PUBLIC).questions.first()
    assert question is not None
    return {f"q{question.pk}": "3"}


def gathers(cast: Cast, user: User, academy: Academy | None) -> bool:
    """Trust leaders are on the teams of these reviews; who does not gather writes no notes."""
    return user in ([cast.foreign_leader] if academy == cast.foreign else [cast.trust_leader, cast.second_leader])


def closed_says(world: World, academy: Academy) -> str:
    return text(academy, "one that is closed")


def a_note(world: World, academy: Academy) -> dict[str, Any]:
    return {"says": "Two in three read at home."}


def first_question(world: World, academy: Academy) -> dict[str, Any]:
    return {"pk": world.of("survey answered", academy).pk, "number": 1}


REVIEW, DRAFT, OPEN = row_of("survey review"), row_of("survey draft"), row_of("survey open")
TOLD, QUESTION, ANSWERED = row_of("survey told"), row_of("survey question"), row_of("survey answered")
ANSWERS = "pupils and parents hold no account; the link is all that they need, and nothing else opens with it"
# Drafts are known to who makes them; once open, the academy's leaders hand them out.
ROUTES: tuple[Route, ...] = (
    Route("reviews:survey_new", RUNS, args=REVIEW, seen_by=KNOWS, post=a_set),
    Route("reviews:survey_show", RUNS, args=DRAFT, case="of a draft", seen_by=None, shows=draft_says),
    Route("reviews:survey_show", KNOWS, args=OPEN, case="of one that is open", seen_by=None, shows=open_says),
    Route("reviews:survey_show", READS, args=TOLD, case="with results", seen_by=None, shows=told_says),
    Route("reviews:survey_show", KNOWS, args=ANSWERED, case="not shared yet", seen_by=None, shows=closed_says),
    Route("reviews:survey_csv", READS, args=TOLD, seen_by=None, shows=told_says),
    Route("reviews:survey_edit", RUNS, args=DRAFT, seen_by=None, post=its_words),
    Route("reviews:survey_edit", RUNS, args=OPEN, case="its last day", seen_by=KNOWS, post=a_last_day),
    Route("reviews:survey_step", RUNS, args=step("survey draft", "open"), seen_by=None, get=405, post=nothing),
    Route(
        "reviews:survey_step", RUNS, args=step("survey open", "close"), case="to close", seen_by=KNOWS, get=405,
        post=nothing,
    ),
    Route("reviews:survey_preview", KNOWS, args=OPEN, seen_by=None, shows=open_says),
    Route("reviews:survey_share", KNOWS, args=OPEN, seen_by=None),
    Route("reviews:survey_poster", KNOWS, args=OPEN, seen_by=None),
    Route("reviews:survey_question_add", RUNS, args=DRAFT, seen_by=None, post=a_question),
    Route("reviews:survey_question_edit", RUNS, args=QUESTION, seen_by=None, shows=draft_says, post=a_question),
    Route("reviews:survey_question_move", RUNS, args=QUESTION, seen_by=None, get=405, post=up),
    Route("reviews:survey_question_remove", RUNS, args=QUESTION, seen_by=None, get=405, post=nothing),
    Route(
        "reviews:survey_note", RUNS, args=first_question, may=gathers, seen_by=KNOWS, shows=closed_says, post=a_note
    ),
    Route("reviews:voice", EVERYBODY, ANSWERS, args=public, places=False, post=an_answer),
    Route("reviews:voice_thanks", EVERYBODY, ANSWERS, args=public, places=False),
)  # fmt: skip
