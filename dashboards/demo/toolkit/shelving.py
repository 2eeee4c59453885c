"""Plays the demo's library: what academies gave, what others used as it was or made their own, what came of it, and a
case study made of a story."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction

from dashboards.demo.plans.acting import Cast
from dashboards.demo.strategy.clock import playing
from dashboards.demo.toolkit.handouts import Sheet, upload
from dashboards.demo.toolkit.shelved import ENDED, GIVEN, OWN, STUDY, USED, Given, Own, Row
from toolkit.models import Adoption, Piece, Practice, Story
from toolkit.models.story import StoryStatus
from toolkit.services.adoption import adapt_piece, adopt_piece, end_adoption
from toolkit.services.case_study import make_case_study
from toolkit.services.library_starter import ensure_library
from toolkit.services.piece import start_piece, take_piece_step, write_piece
from toolkit.services.piece_file import add_piece_file

SHIPPED = 430  # days ago


@transaction.atomic
def play_library(cast: Cast, today: datetime.date) -> int:
    """How many pieces there are then."""

    def day(ago: int) -> datetime.date:
        return today - datetime.timedelta(days=ago)

    with playing(day(SHIPPED)):
        ensure_library(cast.trust)
    practices = {practice.slug: practice for practice in Practice.objects.filter(trust=cast.trust)}
    pieces = {piece.slug: piece for piece in Piece.objects.filter(trust=cast.trust).exclude(slug="")}
    for told in GIVEN:
        pieces[told.key] = _give(cast, told, practices, day(told.ago))
    for own in OWN:
        pieces[own.key] = _make_own(cast, own, practices, pieces[own.of], day(own.ago))
    uses: dict[tuple[str, str], Adoption] = {}
    for used in USED:
        with playing(day(used.ago)):
            uses[used.of, used.slug] = adopt_piece(
                by=cast.head(used.slug, day(used.ago)), piece=pieces[used.of], academy=cast.academies[used.slug],
                says=used.says,
            )  # fmt: skip
    for ended in ENDED:
        with playing(day(ended.ago)):
            by = cast.head(ended.slug, day(ended.ago))
            end_adoption(by=by, adoption=uses[ended.of, ended.slug], found=ended.found)
    _tell_story(cast, practices, today)
    return Piece.objects.filter(trust=cast.trust).count()


def _give(cast: Cast, told: Given, practices: dict[str, Practice], day: datetime.date) -> Piece:
    by = cast.head(told.slug, day)
    with playing(day):
        piece = start_piece(
            by=by, trust=cast.trust, academy=cast.academies[told.slug], kind=told.kind, title=told.title,
            summary=told.summary, body=told.body, strand=told.strand, phases=told.phases, subject=told.subject,
            year_groups=told.years, lessons=_rows(told.lessons, practices), sources=[],
            practices=_named(told.practices, told.lessons, practices),
        )  # fmt: skip
        _add_files(by, piece, told.files)
        return take_piece_step(by=by, piece=piece, step="publish") if told.published else piece


def _make_own(cast: Cast, own: Own, practices: dict[str, Practice], of: Piece, day: datetime.date) -> Piece:
    by = cast.head(own.slug, day)
    with playing(day):
        piece = adapt_piece(by=by, piece=of, academy=cast.academies[own.slug])
    with playing(day + datetime.timedelta(days=6)):
        changed: dict[str, Any] = {"title": own.title, "summary": own.summary}
        if own.years:
            changed["year_groups"] = own.years
        if own.lessons:
            changed["lessons"] = _rows(own.lessons, practices)
            changed["practices"] = _named([], own.lessons, practices)
        piece = write_piece(by=by, piece=piece, **changed)
        _add_files(by, piece, own.files)
        return take_piece_step(by=by, piece=piece, step="publish") if own.published else piece


def _tell_story(cast: Cast, practices: dict[str, Practice], today: datetime.date) -> None:
    story = Story.objects.filter(
        academy=cast.academies[STUDY.slug], status=StoryStatus.TAKEN, title__startswith=STUDY.story
    ).first()
    if story is None or story.answered_at is None:
        return
    day = min(story.answered_at.date() + datetime.timedelta(days=20), today)
    by = cast.head(STUDY.slug, day)
    with playing(day):
        piece = make_case_study(by=by, story=story)
        piece = write_piece(
            by=by, piece=piece, summary=STUDY.summary, body=STUDY.body.format(says=story.says), strand=STUDY.strand,
            subject=STUDY.subject, year_groups=STUDY.years, practices=_named(STUDY.practices, (), practices),
        )  # fmt: skip
        take_piece_step(by=by, piece=piece, step="publish")


def _rows(lessons: tuple[Row, ...], practices: dict[str, Practice]) -> list[dict[str, Any]]:
    return [
        {"title": title, "learns": learns, "tasks": tasks, "practice": practices.get(slug)}
        for title, learns, tasks, slug in lessons
    ]


def _named(slugs: list[str], lessons: tuple[Row, ...], practices: dict[str, Practice]) -> list[Practice]:
    wanted = dict.fromkeys([*slugs, *(row[3] for row in lessons if row[3])])
    return [practices[slug] for slug in wanted if slug in practices]


def _add_files(by: Any, piece: Piece, files: tuple[Sheet, ...]) -> None:
    for sheet in files:
        add_piece_file(by=by, piece=piece, upload=upload(sheet), says=sheet.says)
