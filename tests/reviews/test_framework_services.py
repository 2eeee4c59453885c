"""How frameworks come about: the strategy's own, drafts, versions, and their parts."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from academies.models.academy import Phase
from reviews.models import Framework, FrameworkPrompt, FrameworkSection
from reviews.models.framework import Family, FrameworkStatus
from reviews.selectors.framework import frameworks_for
from reviews.services.framework import (
    change_framework,
    discard_draft,
    ensure_frameworks,
    faults,
    new_framework,
    next_version,
    put_in_use,
    retire_framework,
    start_frameworks,
)
from reviews.services.framework_parts import (
    GONE,
    PROMPTS_AT_MOST,
    SECTIONS_AT_MOST,
    add_prompt,
    add_section,
    change_prompt,
    change_section,
    move_prompt,
    move_section,
    remove_prompt,
    remove_section,
)
from reviews.strategy import FRAMEWORKS
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def used(cast):
    return make.framework_in_use(trust=cast.trust, name="Reading", about="How children read.")


@pytest.fixture
def draft(cast, used):
    return next_version(by=cast.trust_leader, framework=used, why="Fluency is asked too.")


def said(error) -> str:
    return " ".join(error.value.messages)


class TestTheStrategysOwn:
    def test_they_are_taken_over_whole_and_in_use(self, cast):
        taken = ensure_frameworks(cast.trust)
        assert {each.name for each in taken} == {told.name for told in FRAMEWORKS}
        assert {each.status for each in taken} == {FrameworkStatus.IN_USE}
        for told in FRAMEWORKS:
            framework = next(each for each in taken if each.name == told.name)
            sections = list(framework.sections.prefetch_related("prompts"))
            assert [section.name for section in sections] == [section.name for section in told.sections]
            for section, each in zip(sections, told.sections, strict=True):
                assert [p.asks for p in section.prompts.all()] == [p.asks for p in each.prompts]
                assert [p.look_for.splitlines() for p in section.prompts.all()] == [
                    list(p.look_for) for p in each.prompts
                ]

    def test_a_second_time_changes_nothing(self, cast):
        first = {each.pk for each in ensure_frameworks(cast.trust)}
        assert {each.pk for each in ensure_frameworks(cast.trust)} == first
        assert Framework.objects.filter(trust=cast.trust).count() == len(FRAMEWORKS)

    def test_what_a_trust_retired_stays_retired(self, cast):
        retired = ensure_frameworks(cast.trust)[0]
        retire_framework(by=cast.trust_leader, framework=retired)
        assert retired.pk not in {each.pk for each in ensure_frameworks(cast.trust)}

    def test_what_it_wrote_itself_stands_beside_them(self, cast, used):
        assert used in ensure_frameworks(cast.trust)

    def test_only_who_writes_frameworks_takes_them_over(self, cast):
        for person in (cast.headteacher, cast.trustee, cast.foreign_leader):
            with pytest.raises(PermissionDenied):
                start_frameworks(by=person, trust=cast.trust)
        assert start_frameworks(by=cast.second_leader, trust=cast.trust)


class TestForAnAcademy:
    def test_of_its_phase_or_of_every_phase_and_in_use(self, cast, used, draft):
        primary = make.framework_in_use(trust=cast.trust, name="Primaries", phase=Phase.PRIMARY)
        secondary = make.framework_in_use(trust=cast.trust, name="Secondaries", phase=Phase.SECONDARY)
        make.framework_in_use(trust=cast.foreign_trust, name="Elsewhere")
        assert frameworks_for(cast.trust_leader, cast.own) == [used, primary]
        assert frameworks_for(cast.headteacher, cast.sibling) == [used, secondary]

    @pytest.mark.parametrize(
        ("phase", "names"),
        [
            (Phase.ALL_THROUGH, {"Primaries", "Secondaries"}),
            (Phase.SPECIAL, {"Primaries", "Secondaries"}),
            (Phase.SIXTEEN_PLUS, {"Secondaries"}),
        ],
    )
    def test_of_mixed_ages(self, cast, phase, names):
        make.framework_in_use(trust=cast.trust, name="Primaries", phase=Phase.PRIMARY)
        make.framework_in_use(trust=cast.trust, name="Secondaries", phase=Phase.SECONDARY)
        academy = make.AcademyFactory(trust=cast.trust, phase=phase)
        assert {each.name for each in frameworks_for(cast.trust_leader, academy)} == names

    def test_a_sixth_form_is_offered_what_is_written_for_sixth_forms(self, cast):
        own = make.framework_in_use(trust=cast.trust, name="Sixth forms", phase=Phase.SIXTEEN_PLUS)
        academy = make.AcademyFactory(trust=cast.trust, phase=Phase.SIXTEEN_PLUS)
        assert frameworks_for(cast.trust_leader, academy) == [own]

    def test_nobody_from_elsewhere_is_offered_any(self, cast, used):
        assert frameworks_for(cast.foreign_leader, cast.own) == []
        assert frameworks_for(cast.teacher, cast.own) == []


class TestANewOne:
    def test_it_begins_as_an_empty_draft(self, cast):
        draft = new_framework(
            by=cast.trust_leader,
            trust=cast.trust,
            family=Family.OTHER,
            name="  Music   lessons ",
            scale=["A", "B", "C"],
        )
        assert (draft.name, draft.status, draft.version, draft.scale) == ("Music lessons", "draft", 1, ["A", "B", "C"])

    def test_a_name_stands_for_one_framework(self, cast, used):
        with pytest.raises(ValidationError) as error:
            new_framework(by=cast.trust_leader, trust=cast.trust, family=Family.ORACY, name="reading")
        assert "a framework called “Reading” already" in said(error)

    @pytest.mark.parametrize("scale", [["Good", "Bad"], ["One", "Two", "two"], [*"ABCDEFG"], ["A", "B", "C" * 41]])
    def test_a_scale_that_cannot_be_one_is_refused(self, cast, scale):
        with pytest.raises(ValidationError) as error:
            new_framework(by=cast.trust_leader, trust=cast.trust, family=Family.OTHER, name="Music", scale=scale)
        assert "scale" in error.value.message_dict

    def test_others_write_none(self, cast):
        for person in (cast.headteacher, cast.governor, cast.foreign_leader):
            with pytest.raises(PermissionDenied):
                new_framework(by=person, trust=cast.trust, family=Family.OTHER, name="Music")


class TestTheNextVersion:
    def test_it_copies_all_and_the_one_in_use_stays(self, cast, used, draft):
        assert (draft.version, draft.based_on, draft.changes) == (2, used, "Fluency is asked too.")
        assert [s.name for s in draft.sections.all()] == [s.name for s in used.sections.all()]
        assert list(FrameworkPrompt.objects.filter(section__framework=draft).values_list("asks", "kinds")) == list(
            FrameworkPrompt.objects.filter(section__framework=used).values_list("asks", "kinds")
        )
        used.refresh_from_db()
        assert used.status == FrameworkStatus.IN_USE

    def test_a_second_draft_is_refused_with_who_began_the_first(self, cast, used, draft):
        with pytest.raises(ValidationError, match=f"{cast.trust_leader} already began a draft, version 2"):
            next_version(by=cast.second_leader, framework=used, why="Me too.")

    def test_it_needs_a_reason(self, cast, used):
        with pytest.raises(ValidationError, match="Say in a sentence why"):
            next_version(by=cast.trust_leader, framework=used, why="  ")

    def test_it_is_made_of_the_one_in_use(self, cast, used, draft):
        put_in_use(by=cast.trust_leader, framework=draft)
        with pytest.raises(ValidationError, match="Another version is in use now"):
            next_version(by=cast.trust_leader, framework=used, why="Back to the old one.")
        with pytest.raises(ValidationError, match="Another version is in use now"):
            next_version(
                by=cast.trust_leader, framework=next_version(by=cast.trust_leader, framework=draft, why="A"), why="B"
            )

    def test_a_retired_one_comes_back_as_a_next_version(self, cast, used):
        retire_framework(by=cast.trust_leader, framework=used)
        back = next_version(by=cast.trust_leader, framework=used, why="It is needed after all.")
        assert put_in_use(by=cast.trust_leader, framework=back).version == 2

    def test_its_name_is_that_of_the_version_before(self, cast, draft):
        changed = change_framework(
            by=cast.trust_leader,
            framework=draft,
            about="All of it.",
            scale=[],
            changes="Why.",
            name="Sums",
            family="send",
        )
        assert (changed.name, changed.family, changed.about, changed.scale) == ("Reading", "reading", "All of it.", [])

    def test_a_first_draft_can_be_named_otherwise(self, cast):
        draft = new_framework(by=cast.trust_leader, trust=cast.trust, family=Family.OTHER, name="Music")
        changed = change_framework(
            by=cast.trust_leader, framework=draft, about="", scale=[], name="Singing", phase=Phase.PRIMARY
        )
        assert (changed.name, changed.family, changed.phase) == ("Singing", Family.OTHER, Phase.PRIMARY)


class TestPuttingInUse:
    def test_the_one_before_is_retired_on_the_day(self, cast, used, draft):
        now = put_in_use(by=cast.second_leader, framework=draft)
        used.refresh_from_db()
        assert (now.status, now.in_use_from, now.put_in_use_by) == ("in_use", timezone.localdate(), cast.second_leader)
        assert used.status == FrameworkStatus.RETIRED

    def test_every_fault_is_said_at_once(self, cast):
        draft = new_framework(by=cast.trust_leader, trust=cast.trust, family=Family.OTHER, name="Music")
        add_section(by=cast.trust_leader, framework=draft, name="Singing")
        with pytest.raises(ValidationError) as error:
            put_in_use(by=cast.trust_leader, framework=draft)
        assert error.value.messages == [
            "Say what such a review finds out.",
            "“Singing” asks nothing yet: write a question, or take the part out.",
        ]
        draft.refresh_from_db()
        assert draft.is_draft

    def test_a_draft_without_parts_or_reason_is_not_whole(self, cast, used, draft):
        for section in draft.sections.all():
            remove_section(by=cast.trust_leader, section=section)
        draft = change_framework(by=cast.trust_leader, framework=draft, about="All.", scale=[], changes=" ")
        assert faults(draft) == ["Say what is new in this version.", "Write at least one part."]

    def test_a_draft_that_was_overtaken_begins_again(self, cast, used, draft):
        """Version 1 was retired and came back as another version, while this draft lay about."""
        Framework.objects.filter(pk=draft.pk).update(based_on=None)
        with pytest.raises(ValidationError, match="Version 1 came into use after this draft was begun"):
            put_in_use(by=cast.trust_leader, framework=draft)

    def test_twice_is_refused_in_a_sentence(self, cast, draft):
        put_in_use(by=cast.trust_leader, framework=draft)
        with pytest.raises(ValidationError, match=r"Version 2 is in use since .* Make the next version"):
            put_in_use(by=cast.second_leader, framework=draft)

    def test_others_put_nothing_in_use_and_retire_nothing(self, cast, used, draft):
        for person in (cast.headteacher, cast.governor, cast.foreign_leader):
            with pytest.raises(PermissionDenied):
                put_in_use(by=person, framework=draft)
            with pytest.raises(PermissionDenied):
                retire_framework(by=person, framework=used)
            with pytest.raises(PermissionDenied):
                discard_draft(by=person, framework=draft)

    def test_what_was_never_in_use_is_discarded_not_retired(self, cast, used, draft):
        with pytest.raises(ValidationError, match="Discard the draft instead"):
            retire_framework(by=cast.trust_leader, framework=draft)
        discard_draft(by=cast.trust_leader, framework=draft)
        assert list(Framework.objects.filter(name="Reading")) == [used]
        with pytest.raises(ValidationError, match="is in use since"):
            discard_draft(by=cast.trust_leader, framework=used)

    def test_retired_twice_is_refused(self, cast, used):
        retire_framework(by=cast.trust_leader, framework=used)
        with pytest.raises(ValidationError, match="retired already"):
            retire_framework(by=cast.trust_leader, framework=used)


class TestParts:
    def test_they_stand_in_the_order_given(self, cast, draft):
        added = add_section(by=cast.trust_leader, framework=draft, name=" Fluency ", about="Pace and sense.")
        move_section(by=cast.trust_leader, section=added, up=True)
        assert [s.name for s in draft.sections.all()] == ["Phonics", "Fluency", "Books at home"]
        for _ in range(3):
            move_section(by=cast.trust_leader, section=added, up=True)
        assert [s.name for s in draft.sections.all()] == ["Fluency", "Phonics", "Books at home"]
        move_section(by=cast.trust_leader, section=added, up=False)
        assert [s.name for s in draft.sections.all()] == ["Phonics", "Fluency", "Books at home"]

    def test_a_name_stands_once(self, cast, draft):
        with pytest.raises(ValidationError, match="Another part of this framework bears this name"):
            add_section(by=cast.trust_leader, framework=draft, name="phonics")
        section = draft.sections.get(name="Phonics")
        assert change_section(by=cast.trust_leader, section=section, name="PHONICS").name == "PHONICS"

    def test_questions_are_kept_plain_and_their_places_in_order(self, cast, draft):
        section = draft.sections.first()
        prompt = add_prompt(
            by=cast.trust_leader, section=section, asks=" Who  reads? ", look_for="- Books\n\n\u2022 Voices\n",
            kinds=["documents", "lesson", "nowhere"],
        )  # fmt: skip
        assert (prompt.asks, prompt.look_for, prompt.kinds) == ("Who reads?", "Books\nVoices", ["lesson", "documents"])
        move_prompt(by=cast.trust_leader, prompt=prompt, up=True)
        assert section.prompts.first() == prompt
        move_prompt(by=cast.trust_leader, prompt=prompt, up=False)
        assert section.prompts.last() == prompt
        changed = change_prompt(by=cast.trust_leader, prompt=prompt, asks="Who listens?", kinds=["pupils"])
        assert (changed.asks, changed.look_for, changed.kinds) == ("Who listens?", "", ["pupils"])
        remove_prompt(by=cast.trust_leader, prompt=prompt)
        assert not section.prompts.filter(pk=prompt.pk).exists()

    @pytest.mark.parametrize(("asks", "kinds"), [("Who reads?", []), ("", ["lesson"]), ("?" * 241, ["lesson"])])
    def test_a_question_says_what_and_where(self, cast, draft, asks, kinds):
        with pytest.raises(ValidationError):
            add_prompt(by=cast.trust_leader, section=draft.sections.first(), asks=asks, kinds=kinds)

    def test_there_is_an_end_to_them(self, cast, draft):
        section = draft.sections.first()
        for _ in range(PROMPTS_AT_MOST - section.prompts.count()):
            add_prompt(by=cast.trust_leader, section=section, asks="Why?", kinds=["data"])
        with pytest.raises(ValidationError, match="questions at most"):
            add_prompt(by=cast.trust_leader, section=section, asks="Why?", kinds=["data"])
        for number in range(SECTIONS_AT_MOST - draft.sections.count()):
            add_section(by=cast.trust_leader, framework=draft, name=f"More {number}")
        with pytest.raises(ValidationError, match="parts at most"):
            add_section(by=cast.trust_leader, framework=draft, name="One too many")

    def test_what_somebody_else_took_out_is_said_to_be_gone(self, cast, draft):
        section = FrameworkSection.objects.filter(framework=draft)[0]
        prompt = FrameworkPrompt.objects.select_related("section").get(section=section)
        remove_section(by=cast.second_leader, section=FrameworkSection.objects.get(pk=section.pk))
        with pytest.raises(ValidationError, match=GONE):
            change_section(by=cast.trust_leader, section=section, name="Phonics again")
        with pytest.raises(ValidationError, match=GONE):
            change_prompt(by=cast.trust_leader, prompt=prompt, asks="Why?", kinds=["data"])

    def test_a_version_in_use_is_changed_by_no_service(self, cast, used):
        section = used.sections.first()
        prompt = section.prompts.select_related("section").get()
        for change in (
            lambda: change_framework(by=cast.trust_leader, framework=used, about="", scale=[]),
            lambda: add_section(by=cast.trust_leader, framework=used, name="More"),
            lambda: remove_section(by=cast.trust_leader, section=section),
            lambda: add_prompt(by=cast.trust_leader, section=section, asks="Why?", kinds=["data"]),
            lambda: move_prompt(by=cast.trust_leader, prompt=prompt, up=True),
        ):
            with pytest.raises(ValidationError, match="Make the next version"):
                change()

    def test_a_draft_discarded_meanwhile_is_said_to_be(self, cast, draft):
        stale = Framework.objects.get(pk=draft.pk)
        discard_draft(by=cast.second_leader, framework=draft)
        with pytest.raises(ValidationError, match="discarded meanwhile"):
            add_section(by=cast.trust_leader, framework=stale, name="More")

    def test_others_change_no_draft(self, cast, draft):
        for person in (cast.headteacher, cast.trustee):
            with pytest.raises(ValidationError, match="discarded meanwhile"):
                add_section(by=person, framework=draft, name="More")
        with pytest.raises(PermissionDenied):
            add_section(by=cast.headteacher, framework=put_in_use(by=cast.trust_leader, framework=draft), name="More")
