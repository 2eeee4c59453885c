"""Practices: who writes, reviews, publishes and puts away; and what the database holds past the services."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from tests import factories as make
from tests.cast import Cast
from toolkit.models import Practice, PracticeStep, PracticeVersion, SearchEntry
from toolkit.services.content import Content, StepText, content_of
from toolkit.services.practice import (
    archive_practice,
    change_about,
    stamp,
    start_practice,
    start_version,
    take_version_step,
    write_version,
)
from toolkit.services.starter import ensure_practices, start_practices
from toolkit.strategy.practice import PRACTICES

pytestmark = pytest.mark.django_db
ABOUT: dict[str, Any] = {"kind": "teaching", "strand": "memory", "phases": ["primary"]}
WRITERS = ("trust_leader", "headteacher", "senior_leader", "coach")
OTHERS = (
    "teacher", "governor", "trustee", "data_lead", "moderator", "administrator", "external_coach", "outsider",
    "nobody", "foreign_leader",
)  # fmt: skip


@pytest.fixture
def practice(cast: Cast) -> Practice:
    return make.PublishedPracticeFactory(trust=cast.trust, title="Ask, wait, choose")


@pytest.fixture
def draft(cast: Cast, practice: Practice) -> PracticeVersion:
    return start_version(by=cast.coach, practice=practice)


def asked(cast: Cast, draft: PracticeVersion) -> PracticeVersion:
    return take_version_step(by=cast.coach, version=draft, step="ask", reviewer=cast.headteacher)


def ready(cast: Cast, draft: PracticeVersion) -> PracticeVersion:
    return take_version_step(by=cast.headteacher, version=asked(cast, draft), step="approve")


class TestWhoWrites:
    @pytest.mark.parametrize("who", WRITERS)
    def test_begins_a_practice_and_owns_it(self, cast: Cast, who: str) -> None:
        by = getattr(cast, who)
        version = start_practice(by=by, trust=cast.trust, title="  Say it   first ", subjects=["Art", "art"], **ABOUT)
        practice = version.practice
        assert (practice.title, practice.slug, practice.owner) == ("Say it first", "say-it-first", by)
        assert practice.subjects == ["Art"]
        assert (version.number, version.state, practice.current) == (1, "draft", None)

    @pytest.mark.parametrize("who", OTHERS)
    def test_others_begin_and_write_nothing(self, cast: Cast, draft: PracticeVersion, who: str) -> None:
        by = getattr(cast, who)
        with pytest.raises(PermissionDenied):
            start_practice(by=by, trust=cast.trust, title="Say it first", **ABOUT)
        with pytest.raises(PermissionDenied):
            start_version(by=by, practice=draft.practice)
        with pytest.raises(PermissionDenied):
            write_version(by=by, version=draft, content=make.practice_content("Mine"))
        for step in ("ask", "take_back", "return", "approve", "publish", "drop"):
            with pytest.raises(PermissionDenied):
                take_version_step(by=by, version=draft, step=step, says="x")
        with pytest.raises(PermissionDenied):
            archive_practice(by=by, practice=draft.practice)

    def test_one_name_once(self, cast: Cast, practice: Practice, draft: PracticeVersion) -> None:
        with pytest.raises(ValidationError, match="There is a practice called “Ask, wait, choose” already"):
            start_practice(by=cast.coach, trust=cast.trust, title="ask, WAIT, choose", **ABOUT)
        make.PublishedPracticeFactory(trust=cast.trust, title="Taken")
        with pytest.raises(ValidationError, match="called “Taken”"):
            write_version(by=cast.coach, version=draft, content=make.practice_content("taken"))
        make.PublishedPracticeFactory(trust=cast.foreign_trust, title="Theirs")
        assert start_practice(by=cast.coach, trust=cast.trust, title="Theirs", **ABOUT).title == "Theirs"

    def test_an_address_is_free_and_leads_nowhere_else(self, cast: Cast) -> None:
        made = [
            start_practice(by=cast.coach, trust=cast.trust, title=title, **ABOUT).practice.slug
            for title in ("New", "Ask!", "Ask?", "…")
        ]
        assert made == ["new-2", "ask", "ask-2", "practice"]

    def test_a_theory_is_the_trusts_own(self, cast: Cast) -> None:
        for theory in (make.TheoryFactory(trust=cast.foreign_trust), make.TheoryFactory(academy=cast.own)):
            with pytest.raises(ValidationError, match="trust’s own theories"):
                start_practice(by=cast.coach, trust=cast.trust, title="Say it", theory=theory, **ABOUT)


class TestWriting:
    def test_a_new_version_says_what_is_published_with_the_same_keys(self, cast: Cast, practice: Practice) -> None:
        draft = start_version(by=cast.coach, practice=practice)
        assert draft.number == 2
        assert practice.current is not None
        assert content_of(draft) == content_of(practice.current)
        assert start_version(by=cast.senior_leader, practice=practice) == draft

    def test_a_reworded_step_keeps_its_key_and_a_borrowed_key_is_refused(
        self, cast: Cast, draft: PracticeVersion
    ) -> None:
        before = content_of(draft)
        foreign = make.PublishedPracticeFactory(trust=cast.trust)
        stolen = foreign.current.steps.first().key
        first, second = before.steps
        steps = [second, replace(first, says="Write three."), StepText("Thank.", stolen), replace(first), StepText(" ")]
        write_version(by=cast.coach, version=draft, content=replace(before, steps=steps))
        after = content_of(draft).steps
        assert [step.says for step in after] == [second.says, "Write three.", "Thank.", first.says]
        assert [step.key for step in after[:2]] == [second.key, first.key]
        assert stolen not in {step.key for step in after}
        assert len({step.key for step in after}) == 4

    def test_what_is_taken_out_is_gone_and_the_history_knows_it(self, cast: Cast, draft: PracticeVersion) -> None:
        before = content_of(draft)
        write_version(
            by=cast.coach, version=draft, content=replace(before, steps=before.steps[:1], examples=[], sources=[])
        )
        assert len(content_of(draft).steps) == 1
        assert not draft.examples.exists()
        gone: Any = apps.get_model("toolkit.PracticeStepEvent").objects
        assert gone.filter(pgh_label="delete", says=before.steps[1].says).exists()

    def test_too_much_is_refused_with_a_sentence(self, cast: Cast, draft: PracticeVersion) -> None:
        many = [StepText(f"Step {n}") for n in range(11)]
        with pytest.raises(ValidationError, match="Nobody practises more than 10"):
            write_version(by=cast.coach, version=draft, content=make.practice_content("Ask", steps=many))
        lines = [str(n) for n in range(13)]
        with pytest.raises(ValidationError, match="looks for more than 12"):
            write_version(by=cast.coach, version=draft, content=make.practice_content("Ask", looks_like=lines))
        assert len(content_of(draft).steps) == 2

    def test_it_names_nobody(self, cast: Cast, draft: PracticeVersion) -> None:
        named = replace(content_of(draft), what=f"Ask as {cast.teacher.full_name} does.")
        with pytest.raises(ValidationError, match="This names"):
            write_version(by=cast.coach, version=draft, content=named)

    def test_only_a_draft_is_written_on(self, cast: Cast, draft: PracticeVersion) -> None:
        content = content_of(draft)
        asked(cast, draft)
        with pytest.raises(ValidationError, match="Take it back"):
            write_version(by=cast.coach, version=draft, content=content)


class TestTheWay:
    def test_written_reviewed_published(self, cast: Cast, practice: Practice, draft: PracticeVersion) -> None:
        old = practice.current
        assert old is not None
        content = replace(content_of(draft), title="Ask and wait", changes="Shorter.")
        write_version(by=cast.coach, version=draft, content=content)
        published = take_version_step(by=cast.trust_leader, version=ready(cast, draft), step="publish")
        practice.refresh_from_db()
        old.refresh_from_db()
        assert (practice.current, practice.title, old.state) == (published, "Ask and wait", "superseded")
        assert (published.reviewed_by, published.published_by) == (cast.headteacher, cast.trust_leader)
        assert SearchEntry.objects.get(practice=practice).title == "Ask and wait"

    def test_who_wrote_last_or_asked_does_not_review(self, cast: Cast, draft: PracticeVersion) -> None:
        write_version(by=cast.senior_leader, version=draft, content=content_of(draft))
        take_version_step(by=cast.coach, version=draft, step="ask", reviewer=cast.headteacher)
        for who in (cast.senior_leader, cast.coach):
            with pytest.raises(PermissionDenied, match="neither who wrote on it last nor who asked"):
                take_version_step(by=who, version=draft, step="approve")
        assert take_version_step(by=cast.trust_leader, version=draft, step="approve").state == "ready"

    @pytest.mark.parametrize("who", ["teacher", "governor", "outsider", "external_coach"])
    def test_who_does_not_write_is_not_asked(self, cast: Cast, draft: PracticeVersion, who: str) -> None:
        with pytest.raises(ValidationError, match="does not write in the toolkit"):
            take_version_step(by=cast.coach, version=draft, step="ask", reviewer=getattr(cast, who))

    def test_nobody_asks_nobody_or_themselves(self, cast: Cast, draft: PracticeVersion) -> None:
        for nobody in (None, cast.coach):
            with pytest.raises(ValidationError, match=r"Choose the colleague|cannot review it"):
                take_version_step(by=cast.coach, version=draft, step="ask", reviewer=nobody)

    def test_what_came_back_is_mended_and_asked_for_again(self, cast: Cast, draft: PracticeVersion) -> None:
        back = take_version_step(by=cast.headteacher, version=asked(cast, draft), step="return", says="Step two.")
        assert (back.state, back.review, back.reviewed_by) == ("draft", "Step two.", cast.headteacher)
        again = asked(cast, back)
        assert (again.state, again.review, again.reviewed_by) == ("in_review", "", None)

    def test_nobody_approves_words_that_they_never_read(self, cast: Cast, draft: PracticeVersion) -> None:
        seen = stamp(asked(cast, draft))
        back = take_version_step(by=cast.coach, version=draft, step="take_back")
        write_version(by=cast.coach, version=back, content=replace(content_of(back), what="Something else."))
        asked(cast, back)
        with pytest.raises(ValidationError, match="while you read it"):
            take_version_step(by=cast.headteacher, version=draft, step="approve", seen=seen)

    def test_a_dropped_version_leaves_the_published_one_and_makes_room(
        self, cast: Cast, draft: PracticeVersion
    ) -> None:
        take_version_step(by=cast.coach, version=draft, step="drop")
        practice = Practice.objects.get(pk=draft.practice_id)
        assert practice.current.number == 1  # type: ignore[union-attr]
        assert start_version(by=cast.coach, practice=practice).number == 3

    def test_only_the_trusts_leaders_publish(self, cast: Cast, draft: PracticeVersion) -> None:
        version = ready(cast, draft)
        for who in ("coach", "headteacher", "senior_leader", "sibling_head"):
            with pytest.raises(PermissionDenied):
                take_version_step(by=getattr(cast, who), version=version, step="publish")


class TestKeeping:
    def test_where_it_belongs_and_who_keeps_it(self, cast: Cast, practice: Practice) -> None:
        kept: dict[str, Any] = {**ABOUT, "subjects": ["Art"], "theory": None}
        changed = change_about(by=cast.trust_leader, practice=practice, owner=cast.coach, **kept)
        assert (changed.strand, changed.subjects, changed.owner) == ("memory", ["Art"], cast.coach)
        with pytest.raises(ValidationError, match="does not write"):
            change_about(by=cast.trust_leader, practice=practice, owner=cast.teacher, **kept)
        with pytest.raises(PermissionDenied):
            change_about(by=cast.coach, practice=practice, owner=cast.coach, **kept)

    def test_put_away_and_brought_back(self, cast: Cast, practice: Practice) -> None:
        archive_practice(by=cast.trust_leader, practice=practice)
        assert not Practice.objects.in_use().exists()
        assert not SearchEntry.objects.filter(practice=practice).exists()
        with pytest.raises(ValidationError, match="put away"):
            start_version(by=cast.coach, practice=practice)
        make.PublishedPracticeFactory(trust=cast.trust, title=practice.title)
        with pytest.raises(ValidationError, match="already"):
            archive_practice(by=cast.trust_leader, practice=practice, archived=False)


class TestStarter:
    def test_a_trust_gets_all_once_with_their_words(self, cast: Cast) -> None:
        made = ensure_practices(cast.trust)
        assert {practice.slug for practice in made} == {told.slug for told in PRACTICES}
        assert len(made) >= 12
        assert ensure_practices(cast.trust) == []
        told = PRACTICES[0]
        said: Content = content_of(Practice.objects.get(trust=cast.trust, slug=told.slug).current)  # type: ignore[arg-type]
        assert [step.says for step in said.steps] == list(told.steps)
        assert [source.citation for source in said.sources] == [source.citation for source in told.sources]

    def test_what_the_trust_made_of_them_stays(self, cast: Cast) -> None:
        told = PRACTICES[0]
        make.PublishedPracticeFactory(trust=cast.trust, title=told.title.upper(), slug="ours")
        assert told.slug not in {practice.slug for practice in ensure_practices(cast.trust)}
        second = Practice.objects.get(trust=cast.trust, slug=PRACTICES[1].slug)
        archive_practice(by=cast.trust_leader, practice=second)
        assert ensure_practices(cast.trust) == []

    def test_it_is_begun_by_who_keeps_the_toolkit_or_by_a_command(self, cast: Cast, capsys: Any) -> None:
        with pytest.raises(PermissionDenied):
            start_practices(by=cast.coach, trust=cast.trust)
        call_command("start_toolkit", trust=cast.trust.slug)
        assert f"{len(PRACTICES)} practices published" in capsys.readouterr().out
        assert not Practice.objects.filter(trust=cast.foreign_trust).exists()
        with pytest.raises(CommandError, match="no trust called"):
            call_command("start_toolkit", trust="nowhere")


class TestTheDatabaseHolds:
    def refuses(self, change: Any) -> None:
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            change()

    def test_what_was_published_stands(self, practice: Practice) -> None:
        now = practice.current_id
        assert now is not None
        version = PracticeVersion.objects.filter(pk=now)
        self.refuses(lambda: version.update(what="Something else."))
        self.refuses(lambda: version.update(state="draft"))
        self.refuses(lambda: PracticeStep.objects.filter(version=practice.current_id).update(says="Else."))
        self.refuses(lambda: PracticeStep.objects.create(version_id=now, says="More.", key=uuid.uuid4()))
        self.refuses(lambda: PracticeStep.objects.filter(version=practice.current_id).delete())
        self.refuses(lambda: Practice.objects.filter(pk=practice.pk).delete())

    def test_one_version_is_open_and_one_published(self, practice: Practice, draft: PracticeVersion) -> None:
        self.refuses(lambda: make.PracticeVersionFactory(practice=practice, number=7))
        whole = {"what": "a", "why": "b", "strength": "early", "published_at": timezone.now()}
        self.refuses(lambda: make.PracticeVersionFactory(practice=practice, number=7, state="published", **whole))

    def test_a_practice_shows_its_own_published_version(self, cast: Cast, practice: Practice, draft: Any) -> None:
        other = make.PublishedPracticeFactory(trust=cast.trust)
        for version in (other.current_id, draft.pk):
            self.refuses(lambda wrong=version: Practice.objects.filter(pk=practice.pk).update(current=wrong))

    def test_who_wrote_does_not_review(self, cast: Cast, draft: PracticeVersion) -> None:
        self.refuses(lambda: PracticeVersion.objects.filter(pk=draft.pk).update(reviewed_by=draft.written_by_id))
