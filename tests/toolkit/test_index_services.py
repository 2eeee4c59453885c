"""The index follows what is published, changed and put away; the database keeps each entry to one thing."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from tests import factories as make
from toolkit.models import SearchEntry
from toolkit.services import index
from toolkit.services.index import rebuild
from toolkit.services.offer import make_offer, withdraw_offer
from toolkit.services.practice import archive_practice
from toolkit.services.signal import add_signal
from toolkit.services.story import answer_story
from toolkit.services.theory import add_theory, archive_theory, change_theory

pytestmark = pytest.mark.django_db


def entries(**which):
    return SearchEntry.objects.filter(**which)


def test_a_theory_is_found_as_it_was_last_written(cast):
    by = cast.trust_leader
    theory = add_theory(by=by, trust=cast.trust, name="Talk first", when="pupils talk", then="they write more")
    assert entries(theory=theory).get().title == "Talk first"
    change_theory(by=by, theory=theory, name="Talk before writing", when="pupils talk", then="they write more")
    add_signal(by=by, theory=theory, of="pupils", says="Quoinstone sentences")
    entry = entries(theory=theory).get()
    assert entry.title == "Talk before writing"
    assert "Quoinstone" in entry.rest
    archive_theory(by=by, theory=theory)
    assert not entries(theory=theory).exists()
    archive_theory(by=by, theory=theory, archived=False)
    assert entries(theory=theory).exists()


def test_a_practice_enters_when_it_is_published_and_leaves_when_it_is_put_away(cast):
    practice = make.PublishedPracticeFactory(trust=cast.trust)
    assert entries(practice=practice).exists()
    archive_practice(by=cast.trust_leader, practice=practice)
    assert not entries(practice=practice).exists()


def test_a_story_enters_when_it_is_taken(cast):
    story = make.StoryFactory(academy=cast.sibling, offered_by=cast.sibling_head)
    index.put(story)
    assert not entries(story=story).exists()
    answer_story(by=cast.trust_leader, story=story, take=True, answer="")
    assert entries(story=story).exists()


def test_a_story_is_found_without_the_name_of_its_academy_or_of_its_academys_theory(cast):
    """Its page says neither to readers elsewhere; the index is the same for all of them."""
    own = make.TheoryFactory(trust=cast.trust, academy=cast.sibling, name="Tamarisk theory")
    story = make.StoryFactory(academy=cast.sibling, theory=own, offered_by=cast.sibling_head)
    answer_story(by=cast.trust_leader, story=story, take=True, answer="")
    entry = entries(story=story).get()
    said = " ".join((entry.title, entry.note, entry.known_as, entry.lead, entry.body, entry.rest))
    assert entry.note == "Story"
    assert cast.sibling.name not in said
    assert "Tamarisk" not in said


def test_an_offer_stands_while_it_stands_and_names_nobody(cast):
    said = {"practice": None, "subject": "Drama", "phases": ["secondary"], "says": "A scene.", "when": ""}
    offer = make_offer(by=cast.teacher, academy=cast.own, **said)
    entry = entries(offer=offer).get()
    assert cast.teacher.full_name not in f"{entry.title} {entry.note} {entry.lead} {entry.body} {entry.rest}"
    withdraw_offer(by=cast.teacher, offer=offer)
    assert not entries(offer=offer).exists()


def test_putting_twice_leaves_one_entry(cast):
    practice = make.PublishedPracticeFactory(trust=cast.trust)
    index.put(practice)
    index.put(practice)
    assert entries(practice=practice).count() == 1


def test_rebuilding_gives_what_the_services_kept_and_drops_the_rest(cast):
    practice = make.PublishedPracticeFactory(trust=cast.trust)
    kept = entries(practice=practice).values("title", "lead", "body", "rest", "known_as", "strand").get()
    make.PublishedPracticeFactory(trust=cast.foreign_trust)
    call_command("index_toolkit", verbosity=0)
    assert rebuild(cast.trust) == entries(trust=cast.trust).count() == 1
    assert entries(practice=practice).values("title", "lead", "body", "rest", "known_as", "strand").get() == kept
    assert entries(trust=cast.foreign_trust).count() == 1


def test_a_text_too_long_for_the_index_is_cut_and_not_refused(cast):
    piece = make.PieceFactory(academy=cast.own, body=" ".join(f"word{number}" for number in range(200_000)))
    index.put(piece)
    assert len(entries(piece=piece).get().body) <= 100_001


@pytest.mark.parametrize("change", [{"kind": "piece"}, {"practice": None}, {"strand": "algebra"}])
def test_an_entry_is_of_one_thing_in_the_database_too(cast, change):
    practice = make.PublishedPracticeFactory(trust=cast.trust)
    with pytest.raises(IntegrityError), transaction.atomic():
        entries(practice=practice).update(**change)
