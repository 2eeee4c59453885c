"""Agreements: proposed, changed, signed, declined, withdrawn, worked, closed; and what is refused on the way."""

from __future__ import annotations

import datetime
import threading
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from academies.access import Role
from academies.models import Deployment, ReleasedDays
from academies.models.academy import Status
from academies.models.deployment import DeploymentStatus
from academies.services import deployments as services
from tests import factories as make
from tests.factories.deployment import days_ahead


def terms(**changes):
    return {
        "person": "Somebody Lent",
        "focus_kind": "practice",
        "focus": "Talk in mathematics",
        "area": None,
        "days_pledged": Decimal("4"),
        "starts": days_ahead(-20),
        "ends": days_ahead(40),
        "intended_impact": "Pupils explain.",
        **changes,
    }


def offered(cast, **changes) -> Deployment:
    return services.propose(by=cast.headteacher, giver=cast.own, receiver=cast.sibling, **terms(**changes))


def agreed(cast, **changes) -> Deployment:
    made = offered(cast, **changes)
    signed = services.sign(by=cast.headteacher, deployment=made, side="giver", seen=made.proposed_at)
    return services.sign(by=cast.sibling_head, deployment=signed, side="receiver", seen=made.proposed_at)


def total(deployment: Deployment) -> Decimal:
    """The sum of what stands, taken anew from the lines."""
    return deployment.releases.filter(struck_at=None).aggregate(days=Sum("days"))["days"] or Decimal(0)


class TestProposing:
    def test_nothing_is_signed_by_proposing(self, cast) -> None:
        made = offered(cast)
        assert (made.status, made.giver_signed_by, made.receiver_signed_by) == ("proposed", None, None)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"starts": days_ahead(10), "ends": days_ahead(9)}, "ends"),
            ({"days_pledged": Decimal("0")}, "days_pledged"),
            ({"days_pledged": Decimal("1.3")}, "days_pledged"),
            ({"focus": ""}, "focus"),
            ({"intended_impact": ""}, "intended_impact"),
        ],
    )
    def test_bad_terms_are_refused_beside_their_field(self, cast, changes, field) -> None:
        with pytest.raises(ValidationError) as refused:
            offered(cast, **changes)
        assert field in refused.value.message_dict
        assert not Deployment.objects.exists()

    def test_an_academy_lends_nobody_to_itself(self, cast) -> None:
        with pytest.raises(ValidationError, match="does not lend people to itself"):
            services.propose(by=cast.headteacher, giver=cast.own, receiver=cast.own, **terms())

    def test_nor_to_another_trust_nor_to_an_academy_that_closed(self, cast) -> None:
        with pytest.raises(ValidationError, match="different trusts"):
            services.propose(by=cast.headteacher, giver=cast.own, receiver=cast.foreign, **terms())
        cast.sibling.status = Status.CLOSED
        cast.sibling.save()
        with pytest.raises(ValidationError, match="is not open"):
            offered(cast)

    def test_an_area_of_another_kind_or_trust_is_refused(self, cast) -> None:
        area = make.SupportAreaFactory(trust=cast.trust, kind="area", name="Attendance")
        foreign = make.SupportAreaFactory(trust=cast.foreign_trust)
        with pytest.raises(ValidationError, match="Attendance is an area of work"):
            offered(cast, focus_kind="subject", area=area)
        with pytest.raises(ValidationError, match="another trust"):
            offered(cast, area=foreign)
        assert offered(cast, focus_kind="area", area=area).area == area

    @pytest.mark.parametrize("who", ["senior_leader", "governor", "trustee", "data_lead", "outsider", "nobody"])
    def test_others_propose_nothing(self, cast, who) -> None:
        by = cast.everyone[who]
        with pytest.raises(PermissionDenied):
            services.propose(by=by, giver=cast.own, receiver=cast.sibling, **terms())

    def test_either_side_and_the_trust_may_propose(self, cast) -> None:
        for by in (cast.headteacher, cast.sibling_head, cast.trust_leader):
            services.propose(by=by, giver=cast.own, receiver=cast.sibling, **terms())
        assert Deployment.objects.count() == 3

    def test_what_it_comes_from_is_about_the_receiver(self, cast) -> None:
        concern = make.ConcernFactory(academy=cast.own)
        with pytest.raises(ValidationError, match="about another academy"):
            services.propose(by=cast.trust_leader, giver=cast.own, receiver=cast.sibling, concern=concern, **terms())


class TestSigning:
    def test_it_is_agreed_once_both_heads_have_signed(self, cast) -> None:
        deployment = agreed(cast)
        assert deployment.status == DeploymentStatus.AGREED
        assert (deployment.giver_signed_by, deployment.receiver_signed_by) == (cast.headteacher, cast.sibling_head)

    @pytest.mark.parametrize("side", ["giver", "receiver"])
    def test_no_leader_of_the_trust_signs_for_a_head(self, cast, side) -> None:
        made = offered(cast)
        with pytest.raises(PermissionDenied, match="Only the head of"):
            services.sign(by=cast.trust_leader, deployment=made, side=side, seen=made.proposed_at)

    def test_no_head_signs_for_the_other(self, cast) -> None:
        made = offered(cast)
        with pytest.raises(PermissionDenied, match=f"Only the head of {cast.sibling}"):
            services.sign(by=cast.headteacher, deployment=made, side="receiver", seen=made.proposed_at)

    def test_a_head_of_both_signs_each_side_on_purpose(self, cast) -> None:
        make.MembershipFactory(user=cast.headteacher, academy=cast.sibling, role=Role.HEADTEACHER)
        made = offered(cast)
        half = services.sign(by=cast.headteacher, deployment=made, side="giver", seen=made.proposed_at)
        assert (half.status, half.receiver_signed_by) == (DeploymentStatus.PROPOSED, None)
        whole = services.sign(by=cast.headteacher, deployment=made, side="receiver", seen=made.proposed_at)
        assert whole.status == DeploymentStatus.AGREED

    def test_nobody_signs_terms_that_changed_since_they_were_read(self, cast) -> None:
        made = offered(cast)
        services.change_terms(by=cast.trust_leader, deployment=made, **terms(days_pledged=Decimal("9")))
        with pytest.raises(ValidationError, match="changed while you read"):
            services.sign(by=cast.headteacher, deployment=made, side="giver", seen=made.proposed_at)

    def test_nobody_signs_twice(self, cast) -> None:
        made = offered(cast)
        services.sign(by=cast.headteacher, deployment=made, side="giver", seen=made.proposed_at)
        with pytest.raises(ValidationError, match="nothing to sign"):
            services.sign(by=cast.headteacher, deployment=made, side="giver", seen=made.proposed_at)


class TestChanging:
    def test_both_signatures_fall_and_the_log_stays(self, cast) -> None:
        deployment = agreed(cast)
        services.log_days(by=cast.headteacher, deployment=deployment, on=days_ahead(-3), days=Decimal("1.5"))
        deployment.refresh_from_db()
        changed = services.change_terms(by=cast.sibling_head, deployment=deployment, **terms(days_pledged=Decimal("9")))
        changed.refresh_from_db()
        assert (changed.status, changed.giver_signed_by, changed.receiver_signed_at) == ("proposed", None, None)
        assert (changed.proposed_by, changed.days_released) == (cast.sibling_head, Decimal("1.5"))

    def test_the_same_terms_change_nothing(self, cast) -> None:
        deployment = agreed(cast)
        assert services.change_terms(by=cast.headteacher, deployment=deployment, **terms()).status == "agreed"

    def test_a_pledge_below_what_was_worked_is_refused(self, cast) -> None:
        deployment = agreed(cast)
        services.log_days(by=cast.headteacher, deployment=deployment, on=days_ahead(-3), days=Decimal("3"))
        deployment.refresh_from_db()
        with pytest.raises(ValidationError, match="3 days are worked already"):
            services.change_terms(by=cast.headteacher, deployment=deployment, **terms(days_pledged=Decimal("2")))

    def test_the_second_of_two_who_change_it_is_told(self, cast) -> None:
        read_by_both = offered(cast)
        services.change_terms(by=cast.sibling_head, deployment=read_by_both, **terms(focus="Fluency"))
        with pytest.raises(ValidationError, match="changed while you read"):
            services.change_terms(by=cast.headteacher, deployment=read_by_both, **terms(focus="Phonics"))
        assert Deployment.objects.get().focus == "Fluency"


class TestEnding:
    def test_a_head_declines_with_a_reason(self, cast) -> None:
        made = offered(cast)
        with pytest.raises(ValidationError, match="Say why"):
            services.decline(by=cast.sibling_head, deployment=made, reason="  ")
        declined = services.decline(by=cast.sibling_head, deployment=made, reason="Not before Easter.")
        assert (declined.status, declined.ended_by, declined.ended_reason) == (
            "declined",
            cast.sibling_head,
            "Not before Easter.",
        )

    def test_whoever_proposed_and_the_trust_withdraw_and_nobody_else(self, cast) -> None:
        with pytest.raises(PermissionDenied):
            services.withdraw(by=cast.sibling_head, deployment=offered(cast), reason="No.")
        assert services.withdraw(by=cast.headteacher, deployment=offered(cast), reason="Ill.").status == "withdrawn"
        assert services.withdraw(by=cast.trust_leader, deployment=agreed(cast), reason="Left.").status == "withdrawn"

    def test_it_is_closed_with_what_was_different(self, cast) -> None:
        deployment = agreed(cast)
        with pytest.raises(ValidationError, match="what was different"):
            services.close(by=cast.headteacher, deployment=deployment, actual_impact=" ")
        closed = services.close(by=cast.headteacher, deployment=deployment, actual_impact="Five of seven classes.")
        assert (closed.status, closed.actual_impact) == ("closed", "Five of seven classes.")
        with pytest.raises(ValidationError, match="is finished"):
            services.log_days(by=cast.headteacher, deployment=deployment, on=days_ahead(-1), days=Decimal("1"))

    def test_what_was_never_agreed_is_not_closed(self, cast) -> None:
        with pytest.raises(ValidationError, match="once both heads have signed"):
            services.close(by=cast.headteacher, deployment=offered(cast), actual_impact="Much.")


class TestDays:
    def test_the_total_is_always_the_sum_of_what_stands(self, cast) -> None:
        deployment = agreed(cast)
        lines = [
            services.log_days(by=by, deployment=deployment, on=days_ahead(-day), days=Decimal(days))
            for by, day, days in (
                (cast.headteacher, 9, "1"),
                (cast.sibling_head, 5, "0.5"),
                (cast.trust_leader, 0, "2"),
            )
        ]
        deployment.refresh_from_db()
        assert deployment.days_released == total(deployment) == Decimal("3.5")
        services.strike_days(by=cast.headteacher, released=lines[2], reason="That was a course.")
        deployment.refresh_from_db()
        assert deployment.days_released == total(deployment) == Decimal("1.5")
        with pytest.raises(ValidationError, match="struck out already"):
            services.strike_days(by=cast.headteacher, released=lines[2], reason="Again.")

    @pytest.mark.parametrize(
        ("on", "days", "field"),
        [
            (days_ahead(1), "1", "on"),
            (days_ahead(-21), "1", "on"),
            (days_ahead(-1), "4.5", "days"),
            (days_ahead(-1), "0.2", "days"),
        ],
    )
    def test_a_day_outside_and_more_than_the_pledge_are_refused(self, cast, on, days, field) -> None:
        deployment = agreed(cast)
        with pytest.raises(ValidationError) as refused:
            services.log_days(by=cast.headteacher, deployment=deployment, on=on, days=Decimal(days))
        assert list(refused.value.message_dict) == [field]
        assert not ReleasedDays.objects.exists()

    def test_no_days_before_both_heads_have_signed(self, cast) -> None:
        with pytest.raises(ValidationError, match="once both heads have signed"):
            services.log_days(by=cast.headteacher, deployment=offered(cast), on=days_ahead(-1), days=Decimal("1"))

    @pytest.mark.parametrize("who", ["senior_leader", "governor", "trustee"])
    def test_who_only_reads_logs_nothing(self, cast, who) -> None:
        with pytest.raises(PermissionDenied):
            services.log_days(by=cast.people[Role(who)], deployment=agreed(cast), on=days_ahead(-1), days=Decimal("1"))


@pytest.mark.django_db(transaction=True)
def test_two_logs_at_once_cannot_pass_the_pledge(cast) -> None:
    """Both find three days left and log two. The second waits for the first, and is told what is left."""
    deployment = agreed(cast, days_pledged=Decimal("3"))
    start = threading.Barrier(2)
    told: list[str] = []

    def log() -> None:
        try:
            start.wait()
            services.log_days(by=cast.headteacher, deployment=deployment, on=days_ahead(-1), days=Decimal("2"))
            told.append("logged")
        except ValidationError as refused:
            told.append(refused.messages[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=log) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    deployment.refresh_from_db()
    assert sorted(told, key=len)[0] == "logged"
    assert "Only 1 day of the pledge is left" in sorted(told, key=len)[1]
    assert deployment.days_released == total(deployment) == Decimal("2")


def test_a_signature_is_dated(cast) -> None:
    deployment = agreed(cast)
    assert deployment.giver_signed_at
    assert timezone.now() - deployment.giver_signed_at < datetime.timedelta(minutes=1)
