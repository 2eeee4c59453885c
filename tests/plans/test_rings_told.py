"""What self-evaluations tell to homes, timelines, calendars, decisions and evidence: each person what they may know."""

import datetime

import pytest
from django.utils import timezone

from academies.access import person_for
from academies.models.academy import Status
from academies.providers import events, facts, records, timeline, todo
from plans.models import SelfEvaluation
from plans.models.evaluation import Standing
from plans.strategy import CONDITIONS
from tests import factories as make

DAY = datetime.timedelta(days=1)


@pytest.fixture
def opened(cast):
    closes = timezone.localdate() + 7 * DAY
    return make.SelfEvaluationFactory(academy=cast.own, opened_by=cast.headteacher, closes_on=closes)


def todos(user):
    return [
        each.says for each in todo.collect(user, person_for(user)) if "rate" in each.says or "evaluation" in each.says
    ]


def test_who_works_there_is_asked_to_rate_until_all_of_it_is(cast, opened):
    assert any("Please rate Heronwick Primary Academy" in says for says in todos(cast.teacher))
    for condition in CONDITIONS:
        make.ConditionRatingFactory(evaluation=opened, by=cast.teacher, condition=condition)
    assert todos(cast.teacher) == []
    for other in (cast.governor, cast.trust_leader, cast.sibling_teacher, cast.outsider, cast.nobody):
        assert todos(other) == []


def test_a_closed_academy_asks_nobody(cast, opened):
    cast.own.status = Status.CLOSED
    cast.own.save()
    assert todos(cast.teacher) == []


def test_the_head_is_told_how_many_rated_and_after_the_day_to_agree(cast, opened):
    make.ConditionRatingFactory(evaluation=opened, by=cast.teacher)
    assert "One person has rated Heronwick Primary Academy so far." in todos(cast.headteacher)
    SelfEvaluation.objects.filter(pk=opened.pk).update(closes_on=timezone.localdate() - DAY)
    assert "One person has rated Heronwick Primary Academy: agree what holds." in todos(cast.headteacher)
    assert not any("has rated" in says for says in todos(cast.senior_leader))


def test_the_head_is_reminded_of_one_older_than_a_year(cast):
    old = timezone.now() - 400 * DAY
    make.agreed_evaluation(academy=cast.own, opened_by=cast.headteacher, agreed_at=old)
    assert "The last self-evaluation of Heronwick Primary Academy is 13 months old." in todos(cast.headteacher)
    assert todos(cast.senior_leader) == []
    make.agreed_evaluation(academy=cast.own, opened_by=cast.headteacher)
    assert todos(cast.headteacher) == []


def test_the_timeline_tells_readers_what_was_agreed_and_raters_the_way_there(cast, opened):
    make.agree(opened, by=cast.headteacher)
    make.SelfEvaluationFactory(academy=cast.own, opened_by=cast.headteacher)

    def told(user):
        moments = timeline.collect(user, person_for(user), cast.own)
        return [m.says for m in moments if "Self-evaluation" in m.says]

    assert told(cast.governor) == ["Self-evaluation of autumn 2026 agreed"]
    assert sorted(told(cast.teacher)) == [
        "Self-evaluation of autumn 2026 agreed",
        "Self-evaluation of autumn 2026 opened",
    ]


def test_the_day_to_rate_by_stands_in_the_calendars_of_those_who_rate(cast, opened):
    def told(user):
        found = events.collect(user, person_for(user), [cast.own], timezone.localdate(), opened.closes_on)
        return [event.title for event in found if event.uid == f"self-evaluation-{opened.pk}"]

    assert told(cast.teacher) == ["Rate the conditions of the five rings"]
    assert told(cast.governor) == []


def test_the_fact_counts_what_stands_firmly_with_its_day(cast):
    make.agreed_evaluation(
        {"literacy": Standing.SECURE, "numeracy": Standing.EMBEDDED}, academy=cast.own, opened_by=cast.headteacher
    )
    person = person_for(cast.trust_leader)
    found = facts.collect(cast.trust_leader, person, [cast.own, cast.sibling], kinds={"rings.firm"})
    fact = found[cast.own.pk]["rings.firm"]
    assert (fact.value, fact.figure, fact.n) == (10.0, "2 of 20", 20)
    assert fact.as_of == timezone.localdate()
    missing = found[cast.sibling.pk]["rings.firm"]
    assert missing.value is None
    assert missing.why_none
    assert "rings.firm" not in facts.collect(cast.data_lead, person_for(cast.data_lead), [cast.own])[cast.own.pk]


def test_an_agreed_one_can_be_named_as_evidence_by_who_may_open_it(cast, opened):
    agreed = make.agree(opened, by=cast.headteacher)
    gathering = make.SelfEvaluationFactory(academy=cast.own, opened_by=cast.headteacher)
    keys = [f"evaluation:{agreed.pk}", f"evaluation:{gathering.pk}", "evaluation:x", "evaluation:" + "9" * 40]

    def named(user):
        return set(records.named(user, person_for(user), cast.own, keys))

    assert named(cast.governor) == named(cast.teacher) == {f"evaluation:{agreed.pk}"}
    assert named(cast.outsider) == named(cast.sibling_head) == set()
    offered = records.choices(cast.headteacher, person_for(cast.headteacher), cast.own)
    assert [r.key for kind, found in offered if kind.slug == "evaluation" for r in found] == [f"evaluation:{agreed.pk}"]
