"""Pieces of the library: who writes them, what can be published, and what their history keeps."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from academies.access import Role
from academies.models.academy import Status
from tests import factories as make
from tests.cast import Cast
from toolkit.models import Lesson, Piece, PiecePractice, SearchEntry
from toolkit.models.library import PieceState
from toolkit.services.library_starter import ensure_library
from toolkit.services.piece import start_piece, take_piece_step, write_piece
from toolkit.services.starter import ensure_practices
from toolkit.strategy.library import PIECES

WORDS: dict[str, Any] = {
    "kind": "sequence", "title": "  How  we argue ", "summary": "Six lessons.", "strand": "literacy",
    "phases": ["primary"], "subject": "English", "year_groups": "Year 5", "body": "Say it first.",
}  # fmt: skip
LESSONS = [{"title": f"Lesson {n}", "learns": f"They learn {n}.", "tasks": "", "practice": None} for n in (1, 2, 3)]


def piece(cast: Cast, **more: Any) -> Piece:
    return start_piece(by=cast.headteacher, trust=cast.trust, academy=cast.own, **{**WORDS, "lessons": LESSONS, **more})


def test_an_academy_begins_a_draft_that_nobody_else_reads(cast: Cast) -> None:
    begun = piece(cast, sources=[{"citation": "Mercer (2000)", "url": "", "says": "Talk."}])
    assert (begun.title, begun.state, begun.written_by) == ("How we argue", PieceState.DRAFT, cast.headteacher)
    assert [row.title for row in begun.lessons.all()] == ["Lesson 1", "Lesson 2", "Lesson 3"]
    assert begun.sources.get().citation == "Mercer (2000)"
    for reader in (cast.teacher, cast.governor, cast.sibling_head, cast.outsider, cast.nobody):
        assert not Piece.objects.visible_to(reader).filter(pk=begun.pk).exists()
    for writer in (cast.coach, cast.senior_leader, cast.trust_leader):
        assert Piece.objects.visible_to(writer).filter(pk=begun.pk).exists()
    assert not SearchEntry.objects.filter(piece=begun).exists()


def test_who_writes_nowhere_begins_nothing(cast: Cast) -> None:
    for who in (cast.teacher, cast.governor, cast.sibling_head, cast.outsider, cast.external_coach):
        with pytest.raises(PermissionDenied):
            start_piece(by=who, trust=cast.trust, academy=cast.own, **WORDS)
    with pytest.raises(PermissionDenied):
        start_piece(by=cast.headteacher, trust=cast.trust, **WORDS)
    with pytest.raises(PermissionDenied):
        # An academy's head cannot put something into another trust by naming it.
        start_piece(by=cast.headteacher, trust=cast.foreign_trust, academy=cast.own, **WORDS)
    assert start_piece(by=cast.trust_leader, trust=cast.trust, **WORDS).academy is None


def test_published_everybody_in_the_trust_reads_and_finds_it(cast: Cast) -> None:
    begun = piece(cast)
    take_piece_step(by=cast.coach, piece=begun, step="publish")
    for reader in (cast.teacher, cast.governor, cast.sibling_head, cast.sibling_teacher):
        assert Piece.objects.visible_to(reader).filter(pk=begun.pk).exists()
    assert not Piece.objects.visible_to(cast.outsider).filter(pk=begun.pk).exists()
    assert SearchEntry.objects.filter(piece=begun).exists()
    with pytest.raises(PermissionDenied):
        write_piece(by=cast.sibling_head, piece=begun, title="Taken over")
    take_piece_step(by=cast.headteacher, piece=begun, step="put_away")
    assert not SearchEntry.objects.filter(piece=begun).exists()
    assert Piece.objects.visible_to(cast.teacher).filter(pk=begun.pk).exists()
    with pytest.raises(ValidationError, match="Bring it back"):
        write_piece(by=cast.headteacher, piece=begun, title="Later")
    assert take_piece_step(by=cast.headteacher, piece=begun, step="bring_back").state == PieceState.PUBLISHED


def test_a_draft_that_is_put_away_stays_unread(cast: Cast) -> None:
    begun = piece(cast)
    take_piece_step(by=cast.headteacher, piece=begun, step="put_away")
    assert not Piece.objects.visible_to(cast.teacher).filter(pk=begun.pk).exists()
    assert take_piece_step(by=cast.headteacher, piece=begun, step="bring_back").state == PieceState.DRAFT


def test_what_has_no_lesson_is_no_sequence_yet(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="at least one lesson"):
        take_piece_step(by=cast.headteacher, piece=piece(cast, lessons=[]), step="publish")
    with pytest.raises(ValidationError, match="nothing to read yet"):
        take_piece_step(by=cast.headteacher, piece=piece(cast, kind="guidance", body=""), step="publish")


def test_rows_are_written_over_in_their_places(cast: Cast) -> None:
    begun = piece(cast)
    first, second, third = begun.lessons.all()
    write_piece(by=cast.coach, piece=begun, lessons=[LESSONS[0], {**LESSONS[1], "learns": "More."}])
    assert list(begun.lessons.values_list("pk", "learns")) == [(first.pk, "They learn 1."), (second.pk, "More.")]
    assert not Lesson.objects.filter(pk=third.pk).exists()
    # What is not said stays.
    write_piece(by=cast.coach, piece=begun, summary="Two lessons.")
    assert begun.lessons.count() == 2
    with pytest.raises(ValidationError, match="60 fit"):
        write_piece(by=cast.coach, piece=begun, lessons=LESSONS * 21)


def test_practices_are_of_the_trust_and_in_use(cast: Cast) -> None:
    ours = make.PublishedPracticeFactory(trust=cast.trust)
    begun = piece(cast, practices=[ours])
    for wrong in (make.PublishedPracticeFactory(trust=cast.foreign_trust), make.PracticeFactory(trust=cast.trust)):
        with pytest.raises(ValidationError, match="not in use"):
            write_piece(by=cast.headteacher, piece=begun, practices=[ours, wrong])
    assert list(PiecePractice.objects.filter(piece=begun).values_list("practice", flat=True)) == [ours.pk]
    write_piece(by=cast.headteacher, piece=begun, practices=[])
    assert not begun.practices.exists()


def test_nobody_of_the_staff_is_named(cast: Cast) -> None:
    for field in ("title", "summary", "body"):
        with pytest.raises(ValidationError) as refused:
            piece(cast, **{field: f"As {cast.teacher.full_name} does it."})
        assert cast.teacher.full_name in str(refused.value)
    with pytest.raises(ValidationError):
        piece(cast, lessons=[{**LESSONS[0], "tasks": f"Ask {cast.coach.full_name}."}])


def test_a_closed_academy_reads_and_no_longer_writes(cast: Cast) -> None:
    begun = piece(cast)
    cast.own.status, cast.own.closed = Status.CLOSED, begun.written_at.date()
    cast.own.save()
    with pytest.raises(ValidationError, match="can be read, not changed"):
        write_piece(by=cast.trust_leader, piece=begun, title="Later")
    with pytest.raises(ValidationError, match="can be read, not changed"):
        take_piece_step(by=cast.trust_leader, piece=begun, step="publish")


def test_the_database_keeps_what_a_piece_came_from(cast: Cast) -> None:
    begun, other = piece(cast), piece(cast, title="Another")
    for change in ({"academy": cast.sibling}, {"adapted_from": other}, {"trust": cast.foreign_trust}):
        with pytest.raises(InternalError), transaction.atomic():
            Piece.objects.filter(pk=begun.pk).update(**change)
    with pytest.raises(InternalError), transaction.atomic():
        begun.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Piece.objects.filter(pk=begun.pk).update(phases=["teatime"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Piece.objects.bulk_create(
            [make.PieceFactory.build(academy=cast.own, trust=cast.trust, adapted_from=make.PieceFactory())]
        )


def test_a_former_head_writes_no_more(cast: Cast) -> None:
    begun = piece(cast)
    left = make.UserFactory()
    make.MembershipFactory(
        user=left, role=Role.HEADTEACHER, academy=cast.own, starts=begun.written_at.date().replace(year=2020),
        ends=begun.written_at.date().replace(year=2021),
    )  # fmt: skip
    with pytest.raises(PermissionDenied):
        write_piece(by=left, piece=begun, title="Later")


def test_the_starter_comes_once_and_is_left_alone(cast: Cast) -> None:
    ensure_practices(cast.trust)
    made = ensure_library(cast.trust)
    assert {each.slug for each in made} == {told.slug for told in PIECES}
    sequence = next(each for each in made if each.kind == "sequence")
    assert sequence.year_groups == "Year 5"
    assert all(lesson.practice is not None for lesson in sequence.lessons.select_related("practice"))
    assert SearchEntry.objects.filter(piece=sequence).exists()
    take_piece_step(by=cast.trust_leader, piece=sequence, step="put_away")
    assert ensure_library(cast.trust) == []
    # Without the practices it stands all the same, and names none.
    bare = ensure_library(cast.foreign_trust)
    assert len(bare) == len(PIECES)
    assert not PiecePractice.objects.filter(piece__in=bare).exists()
