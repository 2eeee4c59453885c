"""Setting, handing in, deciding, following up and closing: who may, what is refused, and in which words."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from checkpoints.models import CheckpointState, DecisionKind, InterventionState, TrustCheckpoint
from checkpoints.services.checkpoint import (
    call_off_checkpoint,
    change_checkpoint,
    close_checkpoint,
    name_owner,
    set_checkpoint,
    why_not_closed,
)
from checkpoints.services.decision import decide_none
from checkpoints.services.follow_up import follow_up
from checkpoints.services.hand_in import withdraw_hand_in
from tests.checkpoints.play import handed_in, in_days

pytestmark = pytest.mark.django_db


def test_without_a_use_there_is_no_collection(setting):
    for name in ("serves", "decides"):
        with pytest.raises(ValidationError) as refused:
            set_checkpoint(**{**setting, name: "  "})
        assert name in refused.value.message_dict
    assert not TrustCheckpoint.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"asks": []}, "asks"),
        ({"owners": {}}, "academies"),
        ({"decide_by": in_days(1), "hand_in_by": in_days(2)}, "decide_by"),
        ({"hand_in_by": in_days(-1)}, "hand_in_by"),
        ({"title": " "}, "title"),
    ],
)
def test_what_is_lacking_is_said_at_its_field(setting, wrong: dict[str, Any], field):
    with pytest.raises(ValidationError) as refused:
        set_checkpoint(**{**setting, **wrong})
    assert field in refused.value.message_dict


def test_only_the_trusts_leaders_set_one(setting, cast):
    for who in (cast.headteacher, cast.data_lead, cast.governor, cast.foreign_leader):
        with pytest.raises(PermissionDenied):
            set_checkpoint(**{**setting, "by": who})


def test_who_runs_no_interventions_cannot_own_the_decision(setting, cast, place):
    with pytest.raises(ValidationError, match="does not decide on interventions"):
        set_checkpoint(**{**setting, "owners": {cast.own: cast.governor}})
    with pytest.raises(ValidationError, match="does not decide on interventions"):
        name_owner(by=cast.trust_leader, place=place, owner=cast.sibling_head)
    assert name_owner(by=cast.trust_leader, place=place, owner=cast.headteacher).owner == cast.headteacher


def test_what_is_handed_in_is_the_figure_of_the_day_in_both_editions(place, figure, cast):
    made = handed_in(place, cast.headteacher)
    (staff,), (readers,) = made.content["staff"], made.content["readers"]
    assert (staff["value"], staff["n"], staff["at"]) == (6.0, 8, "Autumn")
    assert readers["value"] is None
    assert readers["n"] is None
    assert readers["why_none"]
    assert not made.late


def test_a_figure_that_changes_later_changes_nothing_that_was_handed_in(place, figure, cast):
    made = handed_in(place, cast.headteacher)
    figure.gap = -1.0
    figure.save()
    made.refresh_from_db()
    assert made.content["staff"][0]["value"] == 6.0


def test_late_is_possible_and_marked(place, figure, cast):
    TrustCheckpoint.objects.filter(pk=place.checkpoint_id).update(hand_in_by=in_days(-1))
    assert handed_in(place, cast.data_lead).late


def test_nobody_confirms_figures_that_are_not_there(place, cast):
    with pytest.raises(ValidationError, match="nobody can say that they are right"):
        handed_in(place, cast.headteacher)
    assert handed_in(place, cast.headteacher, confirms="not_in").comment
    place.hand_ins.get()


def test_what_is_wrong_has_to_be_said(place, figure, cast):
    with pytest.raises(ValidationError) as refused:
        handed_in(place, cast.headteacher, confirms="wrong", comment=" ")
    assert "comment" in refused.value.message_dict


@pytest.mark.parametrize("who", ["governor", "trust_leader", "teacher", "outsider", "sibling_head"])
def test_others_do_not_hand_in(place, figure, cast, who):
    with pytest.raises(PermissionDenied):
        handed_in(place, getattr(cast, who))


def test_a_correction_is_withdrawn_with_its_reason_and_handed_in_again(place, figure, cast):
    first = handed_in(place, cast.headteacher)
    with pytest.raises(ValidationError, match="handed in already"):
        handed_in(place, cast.headteacher)
    with pytest.raises(ValidationError, match="Say why"):
        withdraw_hand_in(by=cast.headteacher, hand_in=first, because=" ")
    withdraw_hand_in(by=cast.headteacher, hand_in=first, because="A file was missing.")
    handed_in(place, cast.headteacher)
    assert place.hand_ins.count() == 2
    assert place.hand_ins.standing().count() == 1


def test_from_the_day_of_decision_nothing_is_withdrawn(place, figure, cast, decided):
    made = handed_in(place, cast.headteacher)
    decided()
    with pytest.raises(ValidationError, match="frozen"):
        withdraw_hand_in(by=cast.headteacher, hand_in=made, because="Too late.")


def test_the_named_owner_alone_decides(place, cast):
    for who in (cast.second_leader, cast.headteacher, cast.governor):
        with pytest.raises(PermissionDenied):
            decide_none(by=who, place=place, because="All is well.")
    with pytest.raises(ValidationError, match="Without a reason"):
        decide_none(by=cast.trust_leader, place=place, because=" ")
    assert decide_none(by=cast.trust_leader, place=place, because="All is well.").kind == DecisionKind.NONE


def test_an_intervention_keeps_the_figure_that_it_started_from(place, figure, cast, decided):
    handed_in(place, cast.headteacher)
    made = decided()
    assert made.then["staff"]["value"] == 6.0
    assert made.then["readers"]["value"] is None
    assert made.decision.kind == DecisionKind.INTERVENTION


def test_none_may_still_become_an_intervention_and_not_the_other_way_round(place, cast, decided):
    decide_none(by=cast.trust_leader, place=place, because="All is well.")
    decision = decided().decision
    assert decision.kind == DecisionKind.INTERVENTION
    assert decision.because == "It widened."
    with pytest.raises(ValidationError, match="decided here already"):
        decide_none(by=cast.trust_leader, place=place, because="All is well.")


def test_the_same_intervention_sent_twice_is_there_once(decided):
    assert decided() == decided()
    assert decided(what="Another one") != decided()


def test_it_may_serve_only_what_the_plan_of_its_academy_holds(decided, cast):
    foreign = make_priority(cast.sibling)
    with pytest.raises(ValidationError) as refused:
        decided(origin=f"priority:{foreign.pk}")
    assert "origin" in refused.value.message_dict
    own = make_priority(cast.own)
    assert decided(origin=f"priority:{own.pk}").origin == f"priority:{own.pk}"


def make_priority(academy):
    from tests import factories as make

    return make.PriorityFactory(plan=make.PlanFactory(academy=academy))


def test_nothing_closes_while_an_academy_lacks_its_decision(checkpoint, place, cast, decided):
    decided()
    assert why_not_closed(checkpoint) == f"{cast.sibling} still lacks a decision."
    with pytest.raises(ValidationError, match=str(cast.sibling)):
        close_checkpoint(by=cast.trust_leader, checkpoint=checkpoint)
    decide_none(by=cast.trust_leader, place=checkpoint.places.get(academy=cast.sibling), because="Level with others.")
    assert close_checkpoint(by=cast.trust_leader, checkpoint=checkpoint).state == CheckpointState.CLOSED
    with pytest.raises(ValidationError, match="has ended"):
        change_checkpoint(by=cast.trust_leader, checkpoint=checkpoint, title="Other")


def closed(checkpoint, cast):
    decide_none(by=cast.trust_leader, place=checkpoint.places.get(academy=cast.sibling), because="Level.")
    close_checkpoint(by=cast.trust_leader, checkpoint=checkpoint)


def test_the_next_checkpoint_asks_what_became_of_the_intervention(checkpoint, setting, cast, decided):
    one = decided()
    closed(checkpoint, cast)
    following = set_checkpoint(**{**setting, "title": "Spring", "owners": {cast.own: cast.trust_leader}})
    decide_none(by=cast.trust_leader, place=following.places.get(), because="One runs.")
    assert "“Calls home by ten”" in why_not_closed(following)
    with pytest.raises(ValidationError, match="Nobody has said what became of"):
        close_checkpoint(by=cast.trust_leader, checkpoint=following)
    said = follow_up(by=cast.headteacher, intervention=one, went="changed", says="Twice a week.", ends=in_days(90))
    assert said.place == following.places.get()
    with pytest.raises(ValidationError, match="said already"):
        follow_up(by=cast.headteacher, intervention=one, went="going_on", says="Again.")
    one.refresh_from_db()
    assert one.ends == in_days(90)
    close_checkpoint(by=cast.trust_leader, checkpoint=following)


def test_what_has_ended_is_followed_no_more(cast, decided):
    one = decided(starts=in_days(0))
    follow_up(by=cast.trust_leader, intervention=one, went="ended", says="They left.")
    one.refresh_from_db()
    assert one.state == InterventionState.ENDED
    assert one.ended_on == in_days(0)
    with pytest.raises(ValidationError, match="has ended"):
        follow_up(by=cast.trust_leader, intervention=one, went="going_on", says="Still.")
    for who in (cast.governor, cast.data_lead, cast.sibling_head):
        with pytest.raises(PermissionDenied):
            follow_up(by=who, intervention=one, went="ended", says="Over.")


def test_one_that_was_set_wrongly_is_called_off_with_its_reason(checkpoint, cast, decided):
    with pytest.raises(ValidationError, match="Say why"):
        call_off_checkpoint(by=cast.trust_leader, checkpoint=checkpoint, because="")
    decided()
    with pytest.raises(ValidationError, match="decided here already"):
        call_off_checkpoint(by=cast.trust_leader, checkpoint=checkpoint, because="Set twice.")
