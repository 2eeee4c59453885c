"""The pages of frameworks: what they say, to whom, what they refuse, and that nothing typed is lost."""

import re

import pytest
from django.urls import reverse

from reviews.models import Framework
from reviews.services.framework import ensure_frameworks, next_version, put_in_use, retire_framework
from reviews.services.framework_parts import change_section
from reviews.strategy import FRAMEWORKS
from tests import factories as make

pytestmark = pytest.mark.django_db

QUESTION = {
    "asks": "Who hears a story every day?",
    "look_for": "Adults who read\nVoices",
    "kinds": ["pupils", "lesson"],
}


@pytest.fixture
def leader(cast, client_of):
    return client_of(cast.trust_leader)


@pytest.fixture
def used(cast):
    return make.framework_in_use(
        "Phonics", "Books at home", trust=cast.trust, name="Reading", about="How children read."
    )


@pytest.fixture
def draft(cast, used):
    return next_version(by=cast.trust_leader, framework=used, why="Fluency is asked too.")


def text(response) -> str:
    """What the page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("&#x27;", "'")


def to(name, *args):
    return reverse(f"reviews:{name}", args=args)


class TestTheList:
    def test_a_trust_without_one_takes_over_the_strategys(self, leader, cast, client_of):
        assert f"Take over the strategy’s {len(FRAMEWORKS)}" in text(leader.get(to("framework_list")))
        assert "Take over" not in text(client_of(cast.headteacher).get(to("framework_list")))
        page = text(leader.post(to("framework_start"), follow=True))
        assert "Nine frameworks are in use, for reading, writing, oracy" in page
        assert "The strategy has" not in page

    def test_what_was_never_taken_over_is_offered_beside_ones_own(self, leader, used):
        page = text(leader.get(to("framework_list")))
        assert f"The strategy has {len(FRAMEWORKS)} more that you have not" in page

    def test_it_filters_and_orders_by_its_address(self, leader, cast):
        taken = ensure_frameworks(cast.trust)
        make.ReviewFactory(academy=cast.own, framework=next(each for each in taken if each.family == "send"))
        page = leader.get(to("framework_list"), {"about": "reading", "for": "secondary"})
        assert [line.name for line in page.context["shown"]] == ["Reading in secondaries"]
        page = leader.get(to("framework_list"), {"for": "primary"})
        assert "Oracy" in [line.name for line in page.context["shown"]]
        assert "Writing in secondaries" not in [line.name for line in page.context["shown"]]
        page = leader.get(to("framework_list"), {"order": "used", "about": "nonsense"})
        assert next(line.name for line in page.context["shown"]) == "Special educational needs"
        assert "1 review" in text(page)

    def test_a_draft_stands_with_what_it_follows_and_only_for_who_writes(self, leader, cast, client_of, draft):
        page = leader.get(to("framework_list"))
        assert [line.name for line in page.context["shown"]] == ["Reading"]
        assert to("framework_edit", draft.pk) in page.content.decode()
        assert [line.framework for line in leader.get(to("framework_list") + "?status=draft").context["shown"]] == [
            draft
        ]
        theirs = client_of(cast.headteacher).get(to("framework_list"))
        assert "Go on with the draft" not in text(theirs)
        assert not client_of(cast.headteacher).get(to("framework_list") + "?status=draft").context["shown"]

    def test_a_first_draft_and_that_of_a_retired_one_stand_by_themselves(self, leader, cast, used):
        first = make.FrameworkFactory(trust=cast.trust, name="Music", family="other")
        retire_framework(by=cast.trust_leader, framework=used)
        back = next_version(by=cast.trust_leader, framework=used, why="It is needed after all.")
        shown = [line.framework for line in leader.get(to("framework_list")).context["shown"]]
        assert shown == [back, first]
        assert [line.framework for line in leader.get(to("framework_list") + "?status=retired").context["shown"]] == [
            used
        ]

    def test_its_file_holds_the_same_rows(self, leader, cast):
        ensure_frameworks(cast.trust)
        rows = leader.get(to("framework_csv"), {"about": "writing"}).content.decode().splitlines()
        assert rows[0].lstrip("\ufeff").startswith("Framework,About,For,Version,Status")
        assert len(rows) == 3
        assert rows[1].startswith("Writing in primaries,Writing,Primary academies,1,In use")

    def test_only_who_writes_frameworks_has_it_in_the_side_navigation(self, leader, cast, client_of):
        assert "Review frameworks" in text(leader.get(reverse("home")))
        assert "Review frameworks" not in text(client_of(cast.headteacher).get(reverse("home")))


class TestOneVersion:
    def test_it_says_what_is_asked_and_where(self, cast, client_of):
        ensure_frameworks(cast.trust)
        framework = Framework.objects.get(name="Reading in primaries")
        page = text(client_of(cast.governor).get(to("framework_show", framework.pk)))
        assert "Reading in primaries: 21 questions in 7 parts." in page
        assert "Strong enough to share" in page
        assert "Can each child read the book in their hands, and the one in their bag?" in page
        assert "They name no pupil and no teacher" in page
        assert "Make the next version" not in page
        assert "Retire it" not in page

    def test_it_is_narrowed_to_where_the_reviewer_goes(self, leader, cast):
        ensure_frameworks(cast.trust)
        framework = Framework.objects.get(name="Reading in primaries")
        page = leader.get(to("framework_show", framework.pk), {"place": "parents"})
        kinds = [asked.prompt.kinds for part in page.context["page"].parts for asked in part.asked]
        assert len(kinds) == 2
        assert "Parent voice: the 2 questions that it can answer." in text(page)
        assert all("parents" in each for each in kinds)
        assert [part.section.name for part in page.context["page"].parts] == ["Reading at home and remotely"]
        everything = leader.get(to("framework_show", framework.pk), {"place": "moon"})
        assert len(everything.context["page"].parts) == 7

    def test_one_without_a_scale_says_so(self, leader, cast):
        ensure_frameworks(cast.trust)
        page = text(leader.get(to("framework_show", Framework.objects.get(name="Oracy").pk)))
        assert "No part is put on a scale" in page

    def test_the_team_of_a_review_reads_its_framework_and_no_other(self, cast, client_of, used):
        other = make.framework_in_use(trust=cast.trust, name="Oracy in rooms", family="oracy")
        moderator = client_of(cast.moderator)
        assert moderator.get(to("framework_show", used.pk)).status_code == 404
        review = make.ReviewFactory(academy=cast.own, framework=used)
        make.ReviewMemberFactory(review=review, person=cast.moderator, role="moderator")
        page = moderator.get(to("framework_show", used.pk))
        assert page.status_code == 200
        assert f'href="{to("framework_list")}"' not in page.content.decode()
        assert moderator.get(to("framework_show", other.pk)).status_code == 404
        assert moderator.get(to("framework_list")).status_code == 403

    def test_an_older_version_says_that_it_is_retired_and_leads_on(self, leader, cast, used, draft):
        put_in_use(by=cast.trust_leader, framework=draft)
        page = leader.get(to("framework_show", used.pk))
        assert "is retired: no review is planned with it" in text(page)
        assert to("framework_show", draft.pk) in page.content.decode()
        assert "Make the next version" not in text(page)


class TestTheWayIntoUse:
    def test_a_next_version_is_begun_with_its_reason(self, leader, used):
        assert "Say in a sentence why it changes" in text(leader.post(to("framework_next", used.pk), {"changes": ""}))
        answer = leader.post(to("framework_next", used.pk), {"changes": "Fluency."})
        draft = Framework.objects.get(version=2)
        assert answer.url == to("framework_edit", draft.pk)
        assert leader.get(to("framework_next", used.pk)).url == to("framework_edit", draft.pk)

    def test_what_somebody_else_began_is_said_and_the_reason_kept(self, leader, used, draft):
        page = leader.post(to("framework_next", used.pk), {"changes": "My reason, typed in full."})
        assert "already began a draft, version 2" in text(page)
        assert "My reason, typed in full." in text(page)

    def test_it_is_put_in_use_from_a_page_that_says_what_that_does(self, leader, used, draft):
        page = text(leader.get(to("framework_use", draft.pk)))
        assert "Version 1 is retired by it." in page
        assert "Fluency is asked too." in page
        leader.post(to("framework_use", draft.pk))
        draft.refresh_from_db()
        assert draft.status == "in_use"
        assert leader.get(to("framework_use", draft.pk)).url == to("framework_show", draft.pk)

    def test_one_that_is_not_whole_says_what_is_missing(self, leader, cast):
        draft = make.FrameworkFactory(trust=cast.trust, name="Music")
        page = text(leader.get(to("framework_use", draft.pk)))
        assert "cannot be put in use yet" in page
        assert "Write at least one part." in page
        assert "Write at least one part." in text(leader.post(to("framework_use", draft.pk), follow=True))

    def test_retiring_and_discarding(self, leader, used, draft):
        assert "is discarded" in text(leader.post(to("framework_discard", draft.pk), follow=True))
        assert "is retired: no review is planned" in text(leader.post(to("framework_retire", used.pk), follow=True))
        assert "retired already" in text(leader.post(to("framework_retire", used.pk), follow=True))
        assert "is no longer used" in text(leader.post(to("framework_discard", used.pk), follow=True))

    def test_a_new_framework(self, leader, used):
        words = {"name": "reading", "family": "other", "about": "Long words.", "scale": "Low\nMiddle\nHigh"}
        page = text(leader.post(to("framework_new"), words))
        assert "a framework called “Reading” already" in page
        assert "Long words." in page
        assert "3 to 6 words" in text(leader.post(to("framework_new"), {**words, "name": "Music", "scale": "Low"}))
        leader.post(to("framework_new"), {**words, "name": "Music"})
        assert Framework.objects.get(name="Music").scale == ["Low", "Middle", "High"]


class TestTheDraft:
    def test_its_own_words(self, leader, draft):
        page = leader.get(to("framework_edit", draft.pk))
        assert "The draft is whole" in text(page)
        assert 'name="family"' not in page.content.decode()
        leader.post(to("framework_edit", draft.pk), {"about": "All of it.", "scale": "A\nB\nC", "changes": "Why."})
        draft.refresh_from_db()
        assert (draft.about, draft.scale, draft.changes) == ("All of it.", ["A", "B", "C"], "Why.")

    def test_a_part_and_a_question_open_where_they_stand(self, leader, draft):
        section = draft.sections.first()
        page = leader.get(to("section_edit", section.pk)).content.decode()
        assert f'action="{to("section_edit", section.pk)}"' in page
        prompt = section.prompts.first()
        page = leader.get(to("prompt_edit", prompt.pk)).content.decode()
        assert f'action="{to("prompt_edit", prompt.pk)}"' in page
        assert f'id="prompt-{prompt.pk}"' in page

    def test_parts_and_questions_are_written_moved_and_taken_out(self, leader, draft):
        leader.post(to("section_add", draft.pk), {"name": "Fluency", "about": "Pace."})
        section = draft.sections.get(name="Fluency")
        answer = leader.post(to("prompt_add", section.pk), QUESTION)
        prompt = section.prompts.get()
        assert answer.url == f"{to('framework_edit', draft.pk)}#prompt-{prompt.pk}"
        assert prompt.kinds == ["lesson", "pupils"]
        leader.post(to("prompt_edit", prompt.pk), {**QUESTION, "asks": "Who listens?"})
        prompt.refresh_from_db()
        assert prompt.asks == "Who listens?"
        leader.post(to("section_move", section.pk), {"to": "up"})
        assert [s.name for s in draft.sections.all()] == ["Phonics", "Fluency", "Books at home"]
        leader.post(to("section_edit", section.pk), {"name": "Pace", "about": ""})
        leader.post(to("prompt_remove", prompt.pk))
        assert not section.prompts.exists()
        leader.post(to("section_remove", section.pk))
        assert [s.name for s in draft.sections.all()] == ["Phonics", "Books at home"]

    def test_what_cannot_be_saved_comes_back_with_what_was_typed(self, leader, draft):
        section = draft.sections.first()
        page = text(leader.post(to("prompt_add", section.pk), {"asks": "Who hears?", "look_for": "Long thoughts"}))
        assert "Say where it shows: at least one." in page
        assert "Long thoughts" in page
        page = text(leader.post(to("section_add", draft.pk), {"name": "phonics", "about": "Typed with care."}))
        assert "Another part of this framework bears this name." in page
        assert "Typed with care." in page

    def test_two_people_on_one_part_see_both_versions(self, leader, cast, draft):
        section = draft.sections.first()
        form = leader.get(to("section_edit", section.pk)).context["form"]
        change_section(by=cast.second_leader, section=section, name="Phonics first", about="Daily.")
        page = leader.post(
            to("section_edit", section.pk), {"name": "Phonics", "about": "Mine.", "seen": form["seen"].value()}
        )
        assert "Somebody else changed this while you wrote" in text(page)
        assert "Phonics first" in text(page)
        assert "Mine." in text(page)

    def test_put_in_use_meanwhile_it_is_refused_and_nothing_typed_is_lost(self, leader, cast, draft):
        section = draft.sections.first()
        put_in_use(by=cast.second_leader, framework=draft)
        page = text(leader.post(to("prompt_add", section.pk), QUESTION))
        assert "Make the next version" in page
        assert str(QUESTION["asks"]) in page
        page = text(leader.post(to("framework_edit", draft.pk), {"about": "Typed in full.", "changes": "Why."}))
        assert "Make the next version" in page
        assert "Typed in full." in page
        assert leader.get(to("section_edit", section.pk)).url == to("framework_show", draft.pk)

    def test_what_was_taken_out_meanwhile_is_not_there(self, leader, draft):
        section = draft.sections.first()
        gone = to("section_edit", section.pk)
        section.delete()
        assert leader.post(gone, {"name": "Phonics"}).status_code == 404
