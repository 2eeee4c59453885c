"""Agreements on home pages, in timelines and in calendars."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from academies.access import Person, Role
from academies.happenings.deployments import deployment_events
from academies.models import Membership
from academies.moments.deployments import deployment_moments
from academies.todos.deployments import deployment_todos
from tests import factories as make
from tests.factories.deployment import days_ahead


def person_of(user) -> Person:
    roles = list(Membership.objects.filter(user=user).select_related("trust"))
    return Person(roles, roles[0].trust if roles else None)


def told(user) -> list[str]:
    return [todo.says for todo in deployment_todos(user, person_of(user))]


def between(cast, made=make.DeploymentFactory, **more):
    return made(giver=cast.own, receiver=cast.sibling, **more)


class TestTodos:
    def test_both_heads_are_asked_to_sign_until_they_have(self, cast) -> None:
        offer = between(cast)
        assert told(cast.headteacher) == [f"Sign the agreement with {cast.sibling}."]
        assert told(cast.sibling_head) == [f"Sign the agreement with {cast.own}."]
        offer.giver_signed_by, offer.giver_signed_at = cast.headteacher, timezone.now()
        offer.save()
        assert told(cast.headteacher) == []
        assert told(cast.sibling_head) == [f"Sign the agreement with {cast.own}."]

    def test_many_are_one_line(self, cast) -> None:
        for _ in range(4):
            between(cast)
        assert told(cast.headteacher) == ["Four agreements wait for your signature."]

    def test_a_leader_hears_of_what_waits_too_long(self, cast) -> None:
        between(cast)
        assert told(cast.trust_leader) == []
        twelve_days_ago = timezone.now() - datetime.timedelta(days=12)
        between(cast, proposed_at=twelve_days_ago)
        assert told(cast.trust_leader) == [
            f"The agreement between {cast.own} and {cast.sibling} has waited 12 days for a signature."
        ]
        between(cast, proposed_at=twelve_days_ago - datetime.timedelta(days=3))
        assert told(cast.trust_leader) == ["Two agreements wait for signatures, the longest for 15 days."]

    def test_the_giver_is_asked_what_came_of_it_once_it_is_over(self, cast) -> None:
        between(cast, make.AgreedFactory)
        assert told(cast.headteacher) == []
        over = between(cast, make.AgreedFactory, ends=days_ahead(-6))
        (says,) = told(cast.headteacher)
        assert says.startswith(f"Your support for {cast.sibling} ended on ")
        assert told(cast.sibling_head) == []
        assert told(cast.trust_leader) == [], "a fortnight is left to the heads"
        over.ends = days_ahead(-20)
        over.status, over.giver_signed_by, over.receiver_signed_by = "proposed", None, None
        over.giver_signed_at = over.receiver_signed_at = None
        over.save()
        over.status, over.giver_signed_by, over.receiver_signed_by = "agreed", cast.headteacher, cast.sibling_head
        over.giver_signed_at = over.receiver_signed_at = timezone.now()
        over.save()
        assert told(cast.trust_leader) == ["One agreement is over, and nobody has said what came of it."]

    @pytest.mark.parametrize("who", [Role.GOVERNOR, Role.TRUSTEE, Role.SENIOR_LEADER, Role.DATA_LEAD])
    def test_who_can_do_nothing_hears_nothing(self, cast, who) -> None:
        between(cast)
        between(cast, make.AgreedFactory, ends=days_ahead(-30))
        assert told(cast.people[who]) == []
        assert told(cast.outsider) == []

    def test_it_costs_one_query(self, cast, django_assert_num_queries) -> None:
        for _ in range(9):
            between(cast)
        person = person_of(cast.trust_leader)
        with django_assert_num_queries(1):
            list(deployment_todos(cast.trust_leader, person))


class TestTimelines:
    def test_both_academies_tell_it_from_their_side(self, cast) -> None:
        between(cast, make.AgreedFactory, focus="Fluency", person="Theodosia Lentworth")
        between(cast)
        person = person_of(cast.trust_leader)
        gave = list(deployment_moments(cast.trust_leader, person, cast.own))
        got = list(deployment_moments(cast.trust_leader, person, cast.sibling))
        assert [m.says for m in gave] == [f"Support to {cast.sibling} agreed by both heads: Fluency"]
        assert [m.says for m in got] == [f"Support from {cast.own} agreed by both heads: Fluency"]
        assert "Lentworth" not in str(gave + got)

    def test_what_came_of_it_stands_there_newest_first(self, cast) -> None:
        deployment = between(cast, make.AgreedFactory, focus="Fluency")
        deployment.status, deployment.actual_impact = "closed", "Five of seven classes."
        deployment.ended_by, deployment.ended_at = cast.headteacher, timezone.now()
        deployment.save()
        moments = list(deployment_moments(cast.headteacher, person_of(cast.headteacher), cast.own))
        assert [m.says for m in moments] == [
            f"Support to {cast.sibling} finished: Fluency",
            f"Support to {cast.sibling} agreed by both heads: Fluency",
        ]
        assert moments[0].note == "Five of seven classes."

    def test_who_sees_no_support_reads_none(self, cast) -> None:
        between(cast, make.AgreedFactory)
        assert not list(deployment_moments(cast.teacher, person_of(cast.teacher), cast.own))


class TestCalendars:
    def events(self, cast, user, academies, first, last):
        return list(deployment_events(user, person_of(user), academies, first, last))

    def test_it_lands_on_both_from_its_first_day_to_its_last(self, cast) -> None:
        deployment = between(cast, make.AgreedFactory, focus="Fluency")
        between(cast)
        found = self.events(cast, cast.trust_leader, [cast.own, cast.sibling], days_ahead(-5), days_ahead(5))
        assert {(e.academy, e.title) for e in found} == {
            (cast.own.pk, f"Support to {cast.sibling}: Fluency"),
            (cast.sibling.pk, f"Support from {cast.own}: Fluency"),
        }
        assert {(e.starts, e.ends, e.load) for e in found} == {(deployment.starts, deployment.ends, 1)}
        assert len({e.uid for e in found}) == 2

    def test_only_what_touches_the_days_and_the_academies_asked_for(self, cast) -> None:
        between(cast, make.AgreedFactory)
        assert len(self.events(cast, cast.trust_leader, [cast.own], days_ahead(60), days_ahead(70))) == 1
        assert self.events(cast, cast.trust_leader, [cast.own], days_ahead(61), days_ahead(70)) == []
        assert self.events(cast, cast.outsider, [cast.own], days_ahead(-5), days_ahead(5)) == []
