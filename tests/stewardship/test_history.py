"""The page that tells what a record said before: to whoever may read the record, all of it, in words."""

import datetime
import re

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from academies.models import CategoryDecision, Contact
from academies.models.decision import DecisionStatus
from checkpoints.models import HandIn
from dashboards.models import GapRun
from plans.models import Plan
from pupils.measures import MEASURES
from stewardship.rules.coded import in_words
from stewardship.rules.history import pieces, told, words
from stewardship.rules.pages import PAGES
from stewardship.selectors.history import has_history
from tests import factories as make
from toolkit.models import Practice

pytestmark = pytest.mark.django_db
READING = MEASURES["ks2_reading_exp"].title


def address(record):
    meta = record._meta
    return reverse("stewardship:history_show", args=[meta.app_label, meta.model_name, record.pk])


@pytest.fixture
def contact(cast, client_of):
    contact = make.ContactFactory(academy=cast.own, name="Ottilie Brandreth", phone="01632 960001")
    client_of(cast.headteacher).post(
        f"/contacts/{contact.pk}/", {"name": "Ottilie Marchbank", "job": contact.job, "phone": "01632 960001"}
    )
    return contact


def test_a_change_is_told_with_who_when_before_and_after(cast, client_of, contact):
    text = client_of(cast.trust_leader).get(address(contact)).content.decode()
    assert "<del>Ottilie Brandreth</del>" in text
    assert "<ins>Ottilie Marchbank</ins>" in text
    assert f"{cast.headteacher}, Headteacher, on a page" in text
    assert "What they do there" in text, "the first state tells all that the record said"
    assert text.index("Changed on") < text.index("Made on"), "the newest first"


def test_what_a_command_changed_is_told_as_such(cast, client_of, contact):
    Contact.objects.filter(pk=contact.pk).update(job="Bursar")
    text = client_of(cast.trust_leader).get(address(contact)).content.decode()
    assert "<ins>Bursar</ins>" in text
    assert "in the background" in text


@pytest.mark.parametrize("who", ["governor", "trustee", "teacher", "outsider", "sibling_head"])
def test_it_is_for_nobody_else(who, cast, client_of, contact):
    assert client_of(getattr(cast, who)).get(address(contact)).status_code == 404


def test_a_long_text_shows_what_was_struck_and_what_was_added():
    told = pieces("We read aloud every day in each class", "We read aloud every morning in each class")
    assert [(p.kind, p.text) for p in told if p.kind != "same"] == [("struck", "day"), ("added", "morning")]


def test_a_head_reads_of_a_decision_what_came_after_it_was_confirmed(world, client_of):
    cast = world.cast
    tier, last_year = world.of("decision", cast.own).tier, timezone.localdate() - datetime.timedelta(days=400)
    decision = make.awaiting_decision(academy=cast.own, tier=tier, starts=last_year, ends=last_year)
    CategoryDecision.objects.filter(pk=decision.pk).update(
        status=DecisionStatus.CONFIRMED,
        moderated_by=cast.second_leader,
        moderated_at=timezone.now(),
        moderated_tier=tier,
    )
    whole = client_of(cast.trust_leader).get(address(decision)).content.decode()
    told = client_of(cast.headteacher).get(address(decision)).content.decode()
    assert whole.count("history-state") > told.count("history-state")
    assert "for those who wrote it" in told


def test_of_what_is_another_s_to_name_no_name_is_told(cast, client_of, world):
    """A key to a record that the reader may not see stays unnamed."""
    concern = make.ConcernFactory(academy=cast.own, title="Leaking roof")
    text = client_of(cast.headteacher).get(address(concern)).content.decode()
    assert "Leaking roof" in text


@pytest.mark.parametrize(
    "where",
    [
        "coaching/cycle/1",
        "academies/draft/1",
        "pupils/pupil/1",
        "reviews/surveysheet/1",
        "accounts/user/1",
        "auth/group/1",
        "nowhere/nothing/1",
        "academies/contact/one",
    ],
)
def test_there_is_none_of_what_no_page_shows(where, cast, client_of):
    assert client_of(cast.trust_leader).get(f"/care/history/{where}/").status_code == 404


@pytest.mark.parametrize("kind", ["decision", "concern", "plan", "practice"])
def test_a_history_leads_back_to_its_record(kind, world, client_of):
    record = {
        "decision": lambda: world.of("decision", world.cast.own),
        "concern": lambda: world.of("concern", world.cast.own),
        "plan": lambda: Plan.objects.filter(academy=world.cast.own).first(),
        "practice": lambda: Practice.objects.filter(trust=world.cast.trust).first(),
    }[kind]()
    client = client_of(world.cast.trust_leader)
    page = client.get(address(record)).content.decode()
    crumb = re.search(r'<nav[^>]*aria-label="Where you are".*?href="([^"]+)"', page, re.S)
    assert crumb
    assert address(record) in client.get(crumb[1]).content.decode()


def test_every_page_of_a_record_is_one():
    for label, (name, key) in PAGES.items():
        model = apps.get_model(label)
        assert has_history(model), label
        assert reverse(name, args=["a-slug" if key == "slug" else 1])


def test_a_table_of_values_leaves_out_what_says_nothing():
    says = {"url": "", "kind": "leadership.vacant", "as_of": "3 September", "trend": None, "left": 0}
    assert told(says) == "Kind: leadership.vacant, As of: 3 September, Left: 0"


def test_no_code_of_a_measure_or_of_another_record_is_told(world, client_of):
    run = make.GapRunFactory(trust=world.cast.trust)
    GapRun.objects.filter(pk=run.pk).update(
        touched={"assessments": ["ks2_reading"]}, measures=[{"slug": "ks2_reading_exp", "rows": 7, "error": ""}]
    )
    page = client_of(world.cast.trust_leader).get(address(run)).content.decode()
    assert "Assessments: Key stage 2 English reading" in page
    assert f"Rows: 7, Measure: {READING}" in page
    assert "ks2_" not in page
    many = GapRun._meta.get_field("measures")
    assert words(many, [{"slug": "gld"}] * 22, {}) == "22 entries; its own page shows them"
    assert in_words("origin", "gap:ks2_reading_exp") == f"Gap: {READING}"
    assert in_words("evidence", "evaluation:12") == "Evaluation 12"
    assert in_words("evidence", "see: the notes") == "see: the notes"
    assert in_words("note", "evaluation:12") == "evaluation:12", "what somebody typed stands as it was typed"
    assert in_words("breakdown", "sex:F") == "girls"


def test_what_was_frozen_is_left_to_its_own_page(world, client_of):
    handed = HandIn.objects.filter(place__academy=world.cast.own).latest("pk")
    page = client_of(world.cast.trust_leader).get(address(handed)).content.decode()
    assert "kept whole as it stood that day" in page
    assert handed.content["staff"][0]["measure"] not in page


def test_a_part_is_read_with_its_whole(world, client_of):
    from academies.models import ConcernEntry

    entry = ConcernEntry.objects.filter(concern__academy=world.cast.own).first()
    assert entry is not None
    assert has_history(ConcernEntry)
    assert client_of(world.cast.headteacher).get(address(entry)).status_code == 200
    assert client_of(world.cast.sibling_head).get(address(entry)).status_code == 404


def test_the_link_stands_only_where_it_leads_somewhere(world, client_of):
    decision = world.of("decision", world.cast.own)
    page = f"/decisions/{decision.pk}/"
    assert address(decision) in client_of(world.cast.headteacher).get(page).content.decode()
    assert address(decision) not in client_of(world.cast.governor).get(page).content.decode()
