"""A round that looks at a practice of the toolkit."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from reviews.models import Round
from reviews.services.round import change_round, plan_round
from tests import factories as make

PROBLEM = "What do pupils do while they are stuck?"


@pytest.fixture
def network(cast):
    return make.NetworkFactory(trust=cast.trust, academies=[cast.own, cast.sibling])


@pytest.fixture
def practice(cast):
    return make.PublishedPracticeFactory(trust=cast.trust, slug="fading", title="Help that fades")


@pytest.fixture
def day():
    return timezone.localdate() + datetime.timedelta(days=14)


def test_it_is_chosen_in_the_form_and_shown_with_a_link(cast, client_of, network, practice, day):
    client = client_of(cast.headteacher)
    said = {"network": network.pk, "problem": PROBLEM, "day": day, "focus": practice.pk, "practice": "", "theory": ""}
    assert client.post(reverse("reviews:round_new", args=[cast.own.slug]), said).status_code == 302
    round = Round.objects.get()
    assert round.focus == practice
    page = client.get(reverse("reviews:round_show", args=[round.pk])).content.decode()
    assert reverse("toolkit:practice_show", args=["fading"]) in page
    client.post(reverse("reviews:round_edit", args=[round.pk]), {**said, "focus": ""})
    assert Round.objects.get().focus is None


def test_changing_its_days_keeps_the_practice(cast, client_of, network, practice, day):
    round = make.RoundFactory(host=cast.own, network=network, focus=practice, day=day)
    make.bring_round_to(round, "observing")
    later = day + datetime.timedelta(days=60)
    client_of(cast.headteacher).post(
        reverse("reviews:round_edit", args=[round.pk]), {"day": round.day, "follow_up_on": later}
    )
    round.refresh_from_db()
    assert (round.focus, round.follow_up_on) == (practice, later)


def test_what_visitors_came_for_stands(cast, network, practice, day):
    round = make.RoundFactory(host=cast.own, network=network, day=day)
    make.bring_round_to(round, "observing")
    with pytest.raises(ValidationError, match="it stands"):
        change_round(by=cast.headteacher, round=round, problem=round.problem, day=round.day, focus=practice)
    with pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.filter(pk=round.pk).update(focus=practice)


def test_a_practice_of_another_trust_is_refused_by_service_and_database(cast, network, day):
    foreign = make.PublishedPracticeFactory(trust=cast.foreign_trust)
    with pytest.raises(ValidationError) as refused:
        plan_round(by=cast.headteacher, network=network, host=cast.own, problem=PROBLEM, day=day, focus=foreign)
    assert "focus" in refused.value.message_dict
    round = make.RoundFactory(host=cast.own, network=network, day=day)
    with pytest.raises(IntegrityError, match="one trust"), transaction.atomic():
        Round.objects.filter(pk=round.pk).update(focus=foreign)
