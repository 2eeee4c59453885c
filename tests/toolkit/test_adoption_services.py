"""Academies that work with what others gave: as it is, in a version of their own, and no longer; and case studies."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InternalError, transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from academies.access import Person, person_for
from accounts.models import User
from tests import factories as make
from tests.cast import Cast
from toolkit.models import Adoption, Piece, Story
from toolkit.models.library import AdoptionHow, PieceKind, PieceState
from toolkit.selectors.family import Kin, family_of
from toolkit.services.adoption import adapt_piece, adopt_piece, end_adoption
from toolkit.services.case_study import make_case_study
from toolkit.services.piece import take_piece_step
from toolkit.services.piece_file import FILES


@pytest.fixture
def given(cast: Cast) -> Piece:
    """Published by the other academy, with a lesson on a practice, a source and a file."""
    piece: Piece = make.PieceFactory(academy=cast.sibling, title="Arguments", written_by=cast.sibling_head)
    practice = make.PublishedPracticeFactory(trust=cast.trust)
    make.LessonFactory(piece=piece, practice=practice)
    make.PiecePracticeFactory(piece=piece, practice=practice)
    make.PieceSourceFactory(piece=piece)
    make.PieceFileFactory(piece=piece)
    make.PieceFileFactory(piece=piece, struck_at=timezone.now())
    return piece


def tree(kin: Kin | None) -> object:
    return (kin.title, [tree(child) for child in kin.children]) if kin else None


def person(user: User) -> Person:
    return person_for(user)


def test_as_it_is_is_said_once(cast: Cast, given: Piece) -> None:
    first = adopt_piece(by=cast.coach, piece=given, academy=cast.own, says=" Year 5,  both classes ")
    assert (first.how, first.says) == (AdoptionHow.ADOPTED, "Year 5, both classes")
    assert adopt_piece(by=cast.headteacher, piece=given, academy=cast.own, says="Again") == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.bulk_create([Adoption(piece=given, academy=cast.own, how="adopted", by=cast.coach)])


def test_who_may_not_say_it(cast: Cast, given: Piece) -> None:
    for who in (cast.teacher, cast.governor, cast.sibling_head, cast.outsider):
        with pytest.raises(PermissionDenied):
            adopt_piece(by=who, piece=given, academy=cast.own)
        with pytest.raises(PermissionDenied):
            adapt_piece(by=who, piece=given, academy=cast.own)
    with pytest.raises(PermissionDenied):
        adopt_piece(by=cast.outsider, piece=given, academy=cast.foreign)
    with pytest.raises(ValidationError, match="own already"):
        adopt_piece(by=cast.sibling_head, piece=given, academy=cast.sibling)
    with pytest.raises(ValidationError):
        adopt_piece(by=cast.coach, piece=given, academy=cast.own, says=f"By {cast.teacher.full_name}")
    take_piece_step(by=cast.sibling_head, piece=given, step="put_away")
    with pytest.raises(ValidationError, match="nothing new is built"):
        adapt_piece(by=cast.coach, piece=given, academy=cast.own)


def test_one_click_makes_the_academys_own_with_everything(cast: Cast, given: Piece) -> None:
    own = adapt_piece(by=cast.coach, piece=given, academy=cast.own)
    assert (own.academy, own.adapted_from, own.state) == (cast.own, given, PieceState.DRAFT)
    assert own.lessons.get().practice == given.lessons.get().practice
    assert own.practices.get().practice == given.practices.get().practice
    assert own.sources.get().citation == given.sources.get().citation
    theirs, mine = given.files.get(struck_at__isnull=True), own.files.get()
    assert (mine.name, mine.sha256) == (theirs.name, theirs.sha256)
    assert mine.stored_as != theirs.stored_as
    assert FILES.path_of(mine.stored_as).read_bytes() == FILES.path_of(theirs.stored_as).read_bytes()
    # Pressed again, it leads to the one that there is.
    assert adapt_piece(by=cast.headteacher, piece=given, academy=cast.own) == own
    assert own.adoption.how == AdoptionHow.ADAPTED


def test_a_file_that_is_gone_stops_no_version(cast: Cast, given: Piece) -> None:
    FILES.take_away(given.files.get(struck_at__isnull=True).stored_as)
    assert not adapt_piece(by=cast.coach, piece=given, academy=cast.own).files.exists()


def test_a_version_that_is_put_away_ends_the_use_of_it(cast: Cast, given: Piece) -> None:
    own = adapt_piece(by=cast.coach, piece=given, academy=cast.own)
    take_piece_step(by=cast.coach, piece=own, step="put_away")
    assert Adoption.objects.get(adaptation=own).ended_at is not None
    take_piece_step(by=cast.coach, piece=Piece.objects.get(pk=own.pk), step="bring_back")
    assert Adoption.objects.get(adaptation=own).ended_at is None


def test_the_end_says_what_came_of_it(cast: Cast, given: Piece) -> None:
    adoption = adopt_piece(by=cast.coach, piece=given, academy=cast.own)
    for found in ("", "  ", f"{cast.teacher.full_name} left."):
        with pytest.raises(ValidationError):
            end_adoption(by=cast.headteacher, adoption=adoption, found=found)
    with pytest.raises(PermissionDenied):
        end_adoption(by=cast.sibling_head, adoption=adoption, found="No.")
    ended = end_adoption(by=cast.headteacher, adoption=adoption, found="The slides ran long.")
    assert ended.ended_at is not None
    with pytest.raises(ValidationError, match="stopped"):
        end_adoption(by=cast.headteacher, adoption=adoption, found="Again.")
    with pytest.raises(InternalError), transaction.atomic():
        ended.delete()
    # They may begin anew.
    assert adopt_piece(by=cast.coach, piece=given, academy=cast.own) != adoption


def test_the_family_goes_two_generations_down_and_shows_no_draft(cast: Cast, given: Piece) -> None:
    third = make.AcademyFactory(trust=cast.trust)
    own = adapt_piece(by=cast.coach, piece=given, academy=cast.own)
    family = family_of(cast.sibling_teacher, person(cast.sibling_teacher), given)
    assert tree(family.root) == ("Arguments", [])
    assert family.making == [cast.own.name]
    take_piece_step(by=cast.coach, piece=own, step="publish")
    grandchild = adapt_piece(by=cast.trust_leader, piece=own, academy=third)
    take_piece_step(by=cast.trust_leader, piece=grandchild, step="publish")
    adopt_piece(by=cast.trust_leader, piece=given, academy=third)
    whole: object = ("Arguments", [("Arguments", [("Arguments", [])])])
    for piece in (given, own, grandchild):
        seen = family_of(cast.sibling_teacher, person(cast.sibling_teacher), piece)
        assert tree(seen.root) == whole
    family = family_of(cast.sibling_teacher, person(cast.sibling_teacher), given)
    assert [line.academy for line in family.users] == [third.name]
    assert (family.versions, family.used_at) == (1, 2)
    assert family.says == "one academy uses it as it is and one made it its own"


def taken(cast: Cast, **more: object) -> Story:
    story: Story = make.StoryFactory(
        academy=cast.own, says="We read every method aloud. Fewer beakers broke.", offered_by=cast.headteacher,
        status="taken", answered_by=cast.trust_leader, answered_at=timezone.now(), **more,
    )  # fmt: skip
    return story


def test_a_taken_story_becomes_one_case_study(cast: Cast) -> None:
    story = taken(cast, came_from="tour:1")
    study = make_case_study(by=cast.coach, story=story)
    assert (study.kind, study.story, study.academy, study.state) == (PieceKind.CASE_STUDY, story, cast.own, "draft")
    assert story.says in study.body
    assert make_case_study(by=cast.trust_leader, story=story) == study
    for who in (cast.teacher, cast.sibling_head, cast.governor, cast.outsider):
        with pytest.raises(PermissionDenied):
            make_case_study(by=who, story=story)


def test_a_story_that_waits_is_no_case_study(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="stands in the toolkit"):
        make_case_study(by=cast.headteacher, story=make.StoryFactory(academy=cast.own))


def test_what_is_made_of_a_case_study_is_no_case_study(cast: Cast) -> None:
    study = make.PieceFactory(academy=cast.sibling, kind=PieceKind.CASE_STUDY)
    assert adapt_piece(by=cast.coach, piece=study, academy=cast.own).kind == PieceKind.GUIDANCE
