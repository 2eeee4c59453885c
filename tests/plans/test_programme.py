"""The trust's programme: what it begins with, and what a leader changes of it."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from plans.models import Stage, StageActivity
from plans.services.programme import (
    add_activity,
    archive_activity,
    change_activity,
    change_stage,
    ensure_programme,
    move_activity,
    start_programme,
)
from plans.strategy import STAGES
from plans.strategy.stages import SHOWN_BY
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def stages(cast) -> list[Stage]:
    return ensure_programme(cast.trust)


def names(stage: Stage) -> list[str]:
    rows = stage.activities.filter(archived_at__isnull=True).order_by("order", "pk")
    return list(rows.values_list("name", flat=True))


def test_the_strategys_stages_with_every_activity(stages):
    assert [(s.number, s.shortest_terms, s.longest_terms) for s in stages] == [(1, 2, 3), (2, 2, 3), (3, 2, 3)]
    assert [len(names(stage)) for stage in stages] == [7, 5, 5]
    assert names(stages[1])[3] == "First cycle of enquiry"
    assert {a.shown_by for stage in STAGES for a in stage.activities} == {"", *SHOWN_BY}


def test_asked_for_again_it_changes_nothing_that_the_trust_changed(cast, stages):
    activity = stages[0].activities.first()
    change_activity(by=cast.trust_leader, activity=activity, name="Our own first step")
    archive_activity(by=cast.trust_leader, activity=stages[0].activities.last())
    ensure_programme(cast.trust)
    assert StageActivity.objects.filter(stage__trust=cast.trust).count() == 17
    assert names(stages[0])[0] == "Our own first step"
    assert len(names(stages[0])) == 6


def test_activities_are_added_moved_put_away_and_brought_back(cast, stages):
    new = add_activity(by=cast.trust_leader, stage=stages[2], name="  A  conference ")
    assert names(stages[2])[-1] == "A conference"
    move_activity(by=cast.trust_leader, activity=new, way="up")
    assert names(stages[2])[-2] == "A conference"
    move_activity(by=cast.trust_leader, activity=new, way="down")
    move_activity(by=cast.trust_leader, activity=new, way="down")
    assert names(stages[2])[-1] == "A conference"
    archive_activity(by=cast.trust_leader, activity=new)
    assert "A conference" not in names(stages[2])
    with pytest.raises(ValidationError, match="Bring it back"):
        move_activity(by=cast.trust_leader, activity=new, way="up")
    archive_activity(by=cast.trust_leader, activity=new, archived=False)
    assert names(stages[2])[-1] == "A conference"


def test_what_academies_logged_stays_when_it_is_put_away(cast, stages):
    progress = make.ActivityProgressFactory(academy=cast.own, activity=stages[0].activities.first())
    archive_activity(by=cast.trust_leader, activity=progress.activity)
    progress.refresh_from_db()
    assert progress.state == "under_way"


def test_two_activities_of_one_name_are_refused(cast, stages):
    with pytest.raises(ValidationError, match="Stage two has an activity called"):
        add_activity(by=cast.trust_leader, stage=stages[0], name="first CYCLE of enquiry")


def test_terms_the_wrong_way_round_are_refused(cast, stages):
    with pytest.raises(ValidationError, match="longest time is shorter"):
        change_stage(by=cast.trust_leader, stage=stages[0], name="One", about="", shortest_terms=4, longest_terms=3)
    for n in (0, 10):
        with pytest.raises(ValidationError):
            change_stage(by=cast.trust_leader, stage=stages[0], name="One", about="", shortest_terms=n, longest_terms=n)


def test_only_a_leader_of_the_trust_changes_it(cast, stages):
    activity = stages[0].activities.first()
    for who in (cast.headteacher, cast.governor, cast.administrator, cast.foreign_leader):
        for change in (
            lambda who=who: change_stage(
                by=who, stage=stages[0], name="x", about="", shortest_terms=1, longest_terms=1
            ),
            lambda who=who: add_activity(by=who, stage=stages[0], name="x"),
            lambda who=who: change_activity(by=who, activity=activity, name="x"),
            lambda who=who: move_activity(by=who, activity=activity, way="down"),
            lambda who=who: archive_activity(by=who, activity=activity),
            lambda who=who: start_programme(by=who, trust=cast.trust),
        ):
            with pytest.raises(PermissionDenied):
                change()


def test_the_page_offers_the_strategys_stages_to_a_trust_without_any(cast, client_of):
    client, url = client_of(cast.trust_leader), reverse("plans:programme")
    assert b"Take the strategy" in client.get(url).content
    assert client.post(url).status_code == 302
    page = client.get(url).content.decode()
    assert "Three stages with 17 activities" in page
    assert "No open academy is in it now." in page


def test_two_leaders_change_one_activity(cast, client_of, stages):
    activity = stages[0].activities.first()
    url = reverse("plans:activity_edit", args=[activity.pk])
    first, second = client_of(cast.trust_leader), client_of(cast.second_leader)
    seen = second.get(url).context["form"]["seen"].value()
    assert first.post(url, {"name": "The first way", "about": "", "seen": seen}).status_code == 302
    answer = second.post(url, {"name": "The second way", "about": "", "seen": seen})
    assert answer.status_code == 200
    assert "Somebody else changed this" in (text := answer.content.decode())
    assert "The first way" in text
    assert "The second way" in text


def test_a_refused_name_keeps_what_was_typed(cast, client_of, stages):
    url = reverse("plans:activity_new", args=[stages[0].pk])
    answer = client_of(cast.trust_leader).post(url, {"name": "First cycle of enquiry", "about": "A long thought."})
    assert answer.status_code == 200
    assert "A long thought." in answer.content.decode()
    assert "already" in answer.content.decode()
