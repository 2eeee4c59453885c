"""Deciding, confirming, answering and withdrawing a category: who may, what is refused and in which words."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from academies.access import Person, Role
from academies.evidence import Evidence, from_json, gather, to_json
from academies.models import CategoryDecision, Membership, SupportPromise
from academies.models.decision import Answer, DecisionStatus
from academies.models.scheme import SchemeStatus
from academies.rules.decision import usual_period
from academies.services.decisions import (
    AWAITING,
    answer_decision,
    decide_category,
    moderate_decision,
    withdraw_decision,
)
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WEEK = datetime.timedelta(weeks=1)


@pytest.fixture
def scheme(cast):
    return make.scheme_in_use(cast.trust)


@pytest.fixture
def tier(scheme):
    return {tier.word: tier for tier in scheme.tiers.all()}


def person_of(user, trust):
    return Person(list(Membership.objects.filter(user=user).select_related("trust")), trust)


def evidence_of(cast, scheme, *, rests_on=("test_gap",), **figures) -> Evidence:
    with make.told(**figures):
        evidence = gather(cast.trust_leader, person_of(cast.trust_leader, cast.trust), cast.own, scheme)
    assert evidence is not None
    return evidence.resting_on(rests_on)


def decide(cast, tier, **named: Any) -> CategoryDecision:
    usual = {
        "by": cast.trust_leader,
        "academy": cast.own,
        "scheme": tier.scheme,
        "tier": tier,
        "starts": TODAY,
        "ends": TODAY + 40 * WEEK,
        "rationale": "The gap narrowed.",
    }
    return decide_category(**{**usual, **named})


def refusal(error: pytest.ExceptionInfo[ValidationError], field: str = "__all__") -> str:
    said = error.value
    return " ".join(said.message_dict[field] if hasattr(said, "error_dict") else said.messages)


def test_a_decision_waits_for_a_second_person_and_keeps_what_was_known(cast, scheme, tier):
    evidence = evidence_of(cast, scheme, test_gap=make.a_fact(12.4, 6, 19), test_attendance=make.a_fact(96))
    decision = decide(cast, tier["Repair"], evidence=evidence)
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.AWAITING
    assert decision.proposed_tier == tier["Repair"], "of two middles the one with more support"
    kept = from_json(decision.evidence)
    assert kept is not None
    assert [piece.label for piece in kept.used] == ["Gap at reading"]
    gap = kept.pieces[0]
    assert (gap.reading.figure.value, gap.n, gap.source, gap.spans) == (12.4, 40, "Gap run of the night", True)
    assert "cannot tell them apart" in gap.says
    assert to_json(kept)["readings"] == to_json(evidence)["readings"]


def test_only_leaders_decide(cast, tier):
    for somebody in (cast.headteacher, cast.governor, cast.data_lead, cast.administrator, cast.foreign_leader):
        with pytest.raises(PermissionDenied):
            decide(cast, tier["Repair"], by=somebody)


@pytest.mark.parametrize(
    ("named", "field", "says"),
    [
        ({"rationale": "  "}, "rationale", "Say why."),
        ({"ends": TODAY - WEEK}, "ends", "is before the first"),
        ({"ends": TODAY + 120 * WEEK}, "ends", "two years at most"),
        ({"starts": datetime.date(26, 9, 1), "ends": datetime.date(27, 8, 31)}, "starts", "Check the year"),
    ],
)
def test_what_does_not_hold_together_is_refused(named, field, says, cast, tier):
    with pytest.raises(ValidationError) as error:
        decide(cast, tier["Repair"], **named)
    assert says in refusal(error, field)
    assert not CategoryDecision.objects.exists()


def test_a_category_of_another_scheme_is_refused(cast, tier):
    other = make.scheme_in_use(cast.foreign_trust).tiers.get(word="Repair")
    with pytest.raises(ValidationError, match="Choose a category of Levels of support, version 1"):
        decide(cast, other, scheme=tier["Repair"].scheme)
    with pytest.raises(ValidationError, match="scheme that the trust has in use"):
        decide(cast, other)
    draft = make.whole_draft(cast.trust, version=2)
    with pytest.raises(ValidationError, match="scheme that the trust has in use"):
        decide(cast, draft.tiers.get(word="Repair"))


def test_a_subject_of_another_trust_and_one_put_away_are_refused(cast, tier):
    for area in (
        make.SupportAreaFactory(trust=cast.foreign_trust),
        make.SupportAreaFactory(trust=cast.trust, archived=True),
    ):
        with pytest.raises(ValidationError, match="subject or area of this trust"):
            decide(cast, tier["Repair"], area=area)


def test_a_criterion_without_a_figure_is_neither_met_nor_failed(cast, scheme, tier):
    """It moves no proposal, and nothing can rest on it."""
    evidence = evidence_of(
        cast, scheme, test_gap=make.a_fact(3), test_attendance=make.a_fact(None, why_none="Not handed in."),
        rests_on=("test_attendance",),
    )  # fmt: skip
    assert evidence.proposed is not None
    assert evidence.proposed.word == "Sustain"
    assert evidence.without == "“Attendance” has no figure and counts neither way."
    with pytest.raises(ValidationError) as error:
        decide(cast, tier["Sustain"], evidence=evidence)
    assert "“Attendance” has no figure" in refusal(error, "evidence")


def test_a_criterion_that_does_not_apply_is_no_gap_in_the_evidence(cast, scheme):
    only = evidence_of(cast, scheme, test_gap=make.a_fact(12), test_attendance=make.a_fact(None, applies=False))
    assert only.rests.startswith("It rests on 1 of 1 criterion.")
    assert [piece.label for piece in only.not_asked] == ["Attendance"]
    assert only.without_figure == []


def test_a_decision_rests_on_something_where_there_is_evidence(cast, scheme, tier):
    nothing = evidence_of(cast, scheme, test_gap=make.a_fact(3), rests_on=())
    with pytest.raises(ValidationError) as error:
        decide(cast, tier["Sustain"], evidence=nothing)
    assert "Tick what you rest the decision on" in refusal(error, "evidence")
    bare = evidence_of(cast, scheme, rests_on=())
    assert decide(cast, tier["Sustain"], evidence=bare).proposed_tier is None


def test_evidence_is_for_who_may_see_staffs_figures(cast, scheme):
    assert gather(cast.governor, person_of(cast.governor, cast.trust), cast.own, scheme) is None
    assert gather(cast.trustee, person_of(cast.trustee, cast.trust), cast.own, scheme) is None
    assert gather(cast.headteacher, person_of(cast.headteacher, cast.trust), cast.own, scheme) is not None
    assert gather(cast.headteacher, person_of(cast.headteacher, cast.trust), cast.sibling, scheme) is None


def test_the_second_of_two_who_decide_at_once_is_told_of_the_first(cast, tier):
    decide(cast, tier["Repair"])
    with pytest.raises(ValidationError) as error:
        decide(cast, tier["Improve"], by=cast.second_leader)
    assert error.value.code == AWAITING
    assert refusal(error).startswith("Imogen Thackerwell decided Repair for Heronwick Primary Academy")
    # Another subject, and another academy, have a decision of their own.
    decide(cast, tier["Improve"], area=make.SupportAreaFactory(trust=cast.trust))
    decide(cast, tier["Improve"], academy=cast.sibling)


def test_a_period_within_a_later_decision_is_refused_with_its_days(cast, tier):
    make.DecisionFactory(academy=cast.own, tier=tier["Improve"], starts=TODAY + WEEK, ends=TODAY + 9 * WEEK)
    with pytest.raises(ValidationError) as error:
        decide(cast, tier["Repair"], ends=TODAY + 3 * WEEK)
    assert f"Improve is in force from {(TODAY + WEEK).day} " in refusal(error, "starts")
    decide(cast, tier["Repair"], ends=TODAY + WEEK - datetime.timedelta(days=1))


def test_confirming_ends_the_earlier_decision_the_day_before_and_moves_what_is_owed(cast, tier):
    before = moderate_decision(
        by=cast.second_leader,
        decision=decide(cast, tier["Sustain"], starts=TODAY - 10 * WEEK),
        tier=tier["Sustain"],
    )
    assert SupportPromise.objects.filter(decision=before).exists()
    after = moderate_decision(by=cast.second_leader, decision=decide(cast, tier["Repair"]), tier=tier["Repair"])
    before.refresh_from_db()
    assert (before.ends, before.closed_early) == (TODAY - datetime.timedelta(days=1), True)
    assert before.planned_end == TODAY + 40 * WEEK, "what was decided stands beside it"
    later = SupportPromise.objects.standing().filter(decision=before, due__gt=before.ends)
    assert [promise.kind for promise in later] == ["category_review"], "this decision was that review, so it stands"
    assert not SupportPromise.objects.open().filter(pk__in=later).exists()
    owed = SupportPromise.objects.standing().filter(decision=after)
    assert owed.filter(kind="visit").count() >= 2
    in_force = CategoryDecision.objects.on(TODAY).of_whole_academy().get(academy=cast.own)
    assert in_force == after


def test_who_decided_does_not_moderate(cast, tier):
    decision = decide(cast, tier["Repair"])
    with pytest.raises(ValidationError, match="You decided this one"):
        moderate_decision(by=cast.trust_leader, decision=decision, tier=tier["Repair"])
    for somebody in (cast.headteacher, cast.trustee, cast.foreign_leader):
        with pytest.raises(PermissionDenied):
            moderate_decision(by=somebody, decision=decision, tier=tier["Repair"])
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.AWAITING


def test_another_category_needs_a_reason_and_stands_beside_what_was_decided(cast, tier):
    decision = decide(cast, tier["Stabilise"])
    with pytest.raises(ValidationError) as error:
        moderate_decision(by=cast.second_leader, decision=decision, tier=tier["Repair"], reason=" ")
    assert "Say why Repair and not Stabilise" in refusal(error, "reason")
    moderated = moderate_decision(
        by=cast.second_leader, decision=decision, tier=tier["Repair"], reason="The plan has had two terms."
    )
    assert (moderated.tier, moderated.confirmed_tier, moderated.was_changed) == (
        tier["Stabilise"],
        tier["Repair"],
        True,
    )
    assert SupportPromise.objects.filter(decision=moderated, kind="visit").count() <= tier["Repair"].visits


def test_the_second_of_two_who_moderate_at_once_is_told(cast, tier):
    third = make.MembershipFactory(academy=None, trust=cast.trust, role=Role.TRUST_LEADER).user
    decision = decide(cast, tier["Repair"])
    moderate_decision(by=cast.second_leader, decision=decision, tier=tier["Repair"])
    with pytest.raises(ValidationError, match="Leopold Ravensbourne confirmed this decision meanwhile"):
        moderate_decision(by=third, decision=decision, tier=tier["Improve"], reason="I see it otherwise.")
    with pytest.raises(ValidationError, match="It stands"):
        withdraw_decision(by=cast.trust_leader, decision=decision, reason="Too late.")


def test_a_decision_under_a_scheme_that_was_replaced_is_not_confirmed(cast, scheme, tier):
    decision = decide(cast, tier["Repair"])
    type(scheme).objects.filter(pk=scheme.pk).update(status=SchemeStatus.RETIRED)
    make.scheme_in_use(cast.trust, version=2)
    with pytest.raises(ValidationError, match="was replaced after this was decided"):
        moderate_decision(by=cast.second_leader, decision=decision, tier=tier["Repair"])


def test_old_decisions_keep_their_scheme_when_the_next_version_comes(cast, scheme, tier):
    old = moderate_decision(by=cast.second_leader, decision=decide(cast, tier["Repair"]), tier=tier["Repair"])
    type(scheme).objects.filter(pk=scheme.pk).update(status=SchemeStatus.RETIRED)
    fresh = make.scheme_in_use(cast.trust, version=2).tiers.get(word="Repair")
    decide(cast, fresh, starts=TODAY + WEEK)
    old.refresh_from_db()
    assert old.confirmed_tier.scheme.version == 1


def test_the_head_answers_and_may_answer_anew(cast, tier):
    decision = decide(cast, tier["Repair"])
    with pytest.raises(PermissionDenied, match="once it is confirmed"):
        answer_decision(by=cast.headteacher, decision=decision, answer=Answer.ACCEPTS)
    moderate_decision(by=cast.second_leader, decision=decision, tier=tier["Repair"])
    for somebody in (cast.trust_leader, cast.governor, cast.sibling_head, cast.outsider):
        with pytest.raises(PermissionDenied):
            answer_decision(by=somebody, decision=decision, answer=Answer.ACCEPTS)
    with pytest.raises(ValidationError) as error:
        answer_decision(by=cast.headteacher, decision=decision, answer=Answer.DISAGREES, says=" ")
    assert "Say what you disagree with" in refusal(error, "says")
    answer_decision(by=cast.headteacher, decision=decision, answer=Answer.DISAGREES, says="One year group only.")
    last = answer_decision(by=cast.headteacher, decision=decision, answer=Answer.ACCEPTS, says="Agreed now.")
    assert last.answer == Answer.ACCEPTS
    history: Any = CategoryDecision._meta.get_field("events").related_model
    earlier = history.objects.filter(pgh_obj_id=last.pk, answer_says="One year group only.")
    assert earlier.exists(), "the history keeps each answer"


def test_a_withdrawn_decision_stays_and_makes_room(cast, tier):
    decision = decide(cast, tier["Repair"])
    with pytest.raises(ValidationError) as error:
        withdraw_decision(by=cast.trust_leader, decision=decision, reason="")
    assert "Say why" in refusal(error, "reason")
    with pytest.raises(PermissionDenied):
        withdraw_decision(by=cast.headteacher, decision=decision, reason="No.")
    gone = withdraw_decision(by=cast.trust_leader, decision=decision, reason="A figure was wrong.")
    assert (gone.status, gone.withdrawn_by) == (DecisionStatus.WITHDRAWN, cast.trust_leader)
    assert not CategoryDecision.objects.visible_to(cast.headteacher).exists(), "the head never sees it"
    decide(cast, tier["Improve"])
    with pytest.raises(ValidationError, match="withdrew this decision meanwhile: A figure was wrong"):
        moderate_decision(by=cast.second_leader, decision=decision, tier=tier["Repair"])


def test_concerns_are_taken_up_of_the_same_academy_alone(cast, tier):
    ours, theirs = (make.ConcernFactory(academy=academy) for academy in (cast.own, cast.sibling))
    with pytest.raises(ValidationError, match="another academy"):
        decide(cast, tier["Repair"], concerns=[ours, theirs])
    assert not CategoryDecision.objects.exists(), "nothing is written by halves"
    assert list(decide(cast, tier["Repair"], concerns=[ours]).concerns.all()) == [ours]


@pytest.mark.parametrize(
    ("today", "latest", "period"),
    [
        ("2026-11-22", None, ("2026-11-22", "2027-08-31")),
        ("2026-07-20", "2026-08-31", ("2026-09-01", "2027-08-31")),
        ("2026-11-22", "2027-08-31", ("2026-11-22", "2027-08-31")),
        ("2026-07-01", None, ("2026-07-01", "2027-08-31")),
    ],
)
def test_a_form_offers_the_rest_of_the_academic_year(today, latest, period):
    day = datetime.date.fromisoformat
    offered = usual_period(day(today), day(latest) if latest else None)
    assert offered == (day(period[0]), day(period[1]))
