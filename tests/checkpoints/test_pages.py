"""The pages of each role: what is asked of an academy, what a governor may know, and that nothing typed is lost."""

from __future__ import annotations

import pytest
from django.urls import reverse

from academies.access import Role, person_for
from academies.providers import events, timeline, todo
from checkpoints.models import CheckpointDecision, HandIn
from checkpoints.services.checkpoint import name_owner, set_checkpoint
from checkpoints.services.decision import decide_none
from checkpoints.services.follow_up import follow_up
from tests.checkpoints.play import handed_in, in_days

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def url(name: str, place) -> str:
    return reverse(f"checkpoints:{name}", args=[place.checkpoint_id, place.academy.slug])


def test_the_trust_sees_who_handed_in_and_where_a_decision_lacks(client_of, cast, place, figure):
    handed_in(place, cast.headteacher)
    told = text(client_of(cast.trust_leader).get(reverse("checkpoints:checkpoint_show", args=[place.checkpoint_id])))
    assert "1 academy of 2 has handed in" in told
    assert f"{cast.own} and {cast.sibling} still lack a decision." in told
    assert "Close the checkpoint" not in told


def test_an_academy_sees_its_own_part_alone(client_of, cast, place):
    told = text(client_of(cast.headteacher).get(reverse("checkpoints:checkpoint_list")))
    assert cast.own.name in told
    assert cast.sibling.name not in told
    assert url("hand_in_new", place) in told


def test_handing_in_shows_the_figures_first_and_keeps_what_was_typed(client_of, cast, place, figure):
    head = client_of(cast.headteacher)
    address = url("hand_in_new", place)
    assert "6 points behind" in text(head.get(address))
    again = text(head.post(address, {"confirms": "", "comment": "The boiler broke."}))
    assert "Say whether the figures are right." in again
    assert "The boiler broke." in again
    assert head.post(address, {"confirms": "right", "comment": "The boiler broke."}).status_code == 302
    assert HandIn.objects.get().by == cast.headteacher


def test_a_governor_reads_what_runs_and_no_small_figure(client_of, cast, place, figure, decided):
    handed_in(place, cast.headteacher)
    one = decided(what="Calls home by ten")
    governor = client_of(cast.governor)
    for address in (
        url("place_show", place),
        reverse("checkpoints:intervention_show", args=[one.pk]),
        reverse("checkpoints:intervention_list"),
    ):
        told = text(governor.get(address))
        assert "Calls home by ten" in told
        assert "6 points behind" not in told
        assert "8 disadvantaged" not in told
        assert "The lychgate was shut." not in told, "what an academy says of few pupils is for staff"
        assert "The attendance lead" not in told
    assert "6 points behind" in text(client_of(cast.headteacher).get(url("place_show", place)))


def test_staff_who_govern_elsewhere_read_as_governors(client_of, cast, place, figure):
    from tests import factories as make

    handed_in(place, cast.headteacher)
    make.MembershipFactory(user=cast.headteacher, role=Role.GOVERNOR, academy=cast.sibling)
    assert "6 points behind" not in text(client_of(cast.headteacher).get(url("place_show", place)))


def test_deciding_on_none_needs_its_reason(client_of, cast, place):
    leader = client_of(cast.trust_leader)
    again = text(leader.post(url("decision_new", place), {"decides": "none", "none-because": ""}))
    assert "Without a reason it is no decision." in again
    assert not CheckpointDecision.objects.exists()
    leader.post(url("decision_new", place), {"decides": "none", "none-because": "Level with others."})
    assert CheckpointDecision.objects.get().because == "Level with others."


def test_deciding_on_an_intervention_and_what_is_lacking(client_of, cast, place, figure):
    leader, address = client_of(cast.trust_leader), url("decision_new", place)
    said = {
        "decides": "intervention", "because": "It widened.", "what": "Calls home by ten", "who": "The office",
        "for_whom": "Year 5", "promises": "A point.", "starts": in_days(2), "ends": in_days(1),
        "line": place.checkpoint.lines.get().pk, "origin": "",
    }  # fmt: skip
    again = text(leader.post(address, said))
    assert "It would end before it begins." in again
    assert "Calls home by ten" in again
    assert leader.post(address, {**said, "ends": in_days(60)}).status_code == 302
    assert "Calls home by ten" in text(leader.get(url("place_show", place)))


def test_setting_one_without_a_use_is_refused_and_loses_nothing(client_of, cast):
    sent = {"title": "Spring", "serves": "", "decides": "The board", "hand_in_by": in_days(3), "decide_by": in_days(9)}
    told = text(client_of(cast.trust_leader).post(reverse("checkpoints:checkpoint_new"), sent))
    assert "What serves none is not asked for." in told
    assert "The board" in told
    assert "Choose at least one figure" in told
    assert "Choose at least one academy" in told


def says(user) -> list[str]:
    return [one.says for one in todo.collect(user, person_for(user))]


def test_home_tells_each_what_waits(cast, place, checkpoint, figure):
    assert f"Hand in for Autumn checkpoint at {cast.own}." in says(cast.headteacher)
    assert not any("Autumn checkpoint" in one for one in says(cast.governor))
    handed_in(place, cast.headteacher)
    assert not any("Hand in" in one for one in says(cast.headteacher))
    assert any(one.startswith(f"Decide for {cast.own}") for one in says(cast.trust_leader))
    for each in checkpoint.places.all():
        decide_none(by=cast.trust_leader, place=each, because="Level.")
    assert "Every academy has its decision at Autumn checkpoint. Close it." in says(cast.trust_leader)


def test_calendars_hold_both_days_and_the_timeline_what_was_decided(cast, place):
    person = person_for(cast.headteacher)
    found = events.collect(cast.headteacher, person, [cast.own], in_days(0), in_days(30))
    assert {e.title: e.starts for e in found if "checkpoint" in e.title} == {
        "Autumn checkpoint: hand in": in_days(5), "Autumn checkpoint: decision": in_days(15),
    }  # fmt: skip
    decide_none(by=cast.trust_leader, place=place, because="Level with others.")
    moments = timeline.collect(cast.governor, person_for(cast.governor), cast.own)
    assert any(one.says == "No intervention was needed at Autumn checkpoint" for one in moments)


def test_an_academys_own_page_and_its_profile_tell_what_runs_there(client_of, cast, place, figure, decided):
    one = decided(what="Calls home by ten")
    address = reverse("checkpoints:academy_checkpoints", args=[cast.own.slug])
    for who in (cast.headteacher, cast.governor, cast.trust_leader):
        told = text(client_of(who).get(address))
        assert "One intervention runs at" in told
        assert reverse("checkpoints:intervention_show", args=[one.pk]) in told
        assert url("place_show", place) in told
        assert "The attendance lead" not in told
        part = text(client_of(who).get(address, headers={"HX-Request": "true"}))
        assert "Calls home by ten" in part
        assert "<html" not in part
        profile = text(client_of(who).get(reverse("academies:academy_detail", args=[cast.own.slug])))
        assert f'hx-get="{address}"' in profile
    assert client_of(cast.teacher).get(address).status_code == 403
    assert client_of(cast.sibling_head).get(address).status_code == 404


def test_who_decides_is_named_to_staff_and_below_the_head_to_nobody_else(client_of, cast, checkpoint, place, figure):
    name_owner(by=cast.trust_leader, place=place, owner=cast.senior_leader)
    told = text(client_of(cast.governor).get(url("place_show", place)))
    assert cast.senior_leader.full_name not in told
    assert "A leader decides by" in told
    assert cast.senior_leader.full_name not in text(
        client_of(cast.governor).get(reverse("checkpoints:checkpoint_list"))
    )
    assert cast.senior_leader.full_name in text(client_of(cast.headteacher).get(url("place_show", place)))


def test_what_a_decision_does_not_rest_on_is_said(client_of, cast, place, figure):
    decide_none(by=cast.trust_leader, place=place, because="Level with others.")
    head = client_of(cast.headteacher)
    assert "It was decided without a hand-in." in text(head.get(url("place_show", place)))
    handed_in(place, cast.headteacher)
    assert "It was decided before the academy handed in" in text(head.get(url("place_show", place)))


def test_an_owner_of_one_academy_decides_for_no_other(client_of, cast, place, checkpoint):
    name_owner(by=cast.trust_leader, place=place, owner=cast.headteacher)
    other = checkpoint.places.get(academy=cast.sibling)
    head = client_of(cast.headteacher)
    assert head.get(url("decision_new", place)).status_code == 200
    assert client_of(cast.trust_leader).get(url("decision_new", place)).status_code == 403
    assert head.get(url("decision_new", other)).status_code == 404


def test_the_next_checkpoint_asks_the_academys_leaders_how_an_intervention_goes(cast, place, setting, figure, decided):
    one = decided(what="Calls home by ten")
    asks = f"Say how “Calls home by ten” goes at {cast.own}."
    assert asks not in says(cast.headteacher)
    later = set_checkpoint(**{**setting, "title": "Spring checkpoint", "owners": {cast.own: cast.trust_leader}})
    for who in (cast.headteacher, cast.trust_leader):
        assert asks in says(who)
    for who in (cast.governor, cast.teacher, cast.sibling_head):
        assert asks not in says(who)
    follow_up(by=cast.headteacher, intervention=one, went="going_on", says="It goes as planned.")
    assert asks not in says(cast.headteacher)
    assert later.places.get().follow_ups.count() == 1
