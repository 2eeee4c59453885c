"""Records as evidence: what each person may choose and read, and a form that loses nothing that others put there."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academies.access import person_for
from academies.forms.evidence import MOST, EvidenceField
from academies.providers import records
from academies.selectors.came_of_it import came_of_it
from academies.selectors.records import NOT_YOURS, named_records
from accounts.models import User
from celt.ui.edits import SeenForm
from tests import factories as make

pytestmark = pytest.mark.django_db


def choices(user: User, cast: Any) -> dict[str, list[str]]:
    found = records.choices(user, person_for(user), cast.own)
    return {kind.slug: [record.key for record in lines] for kind, lines in found}


def form_of(user: User, cast: Any, kept: list[str], data: str | None = None) -> SeenForm:
    class EvidenceForm(SeenForm):
        evidence = EvidenceField(user, person_for(user), cast.own, kept=kept)

    return EvidenceForm(QueryDict(data) if data is not None else None, now={"evidence": kept})


def test_each_is_offered_what_they_may_open(cast):
    concern = make.ConcernFactory(academy=cast.own, title="Reading fell")
    inspection = make.InspectionFactory(academy=cast.own)
    head = choices(cast.headteacher, cast)
    assert head["concern"] == [f"concern:{concern.pk}"]
    assert head["inspection"] == [f"inspection:{inspection.pk}"]
    assert "gap:ks2_reading_exp" in head["gap"]
    assert "gap:ks4_attainment8" not in head["gap"]  # its pupils do not sit it
    governor = choices(cast.governor, cast)
    assert "concern" not in governor
    assert governor["inspection"] == head["inspection"]
    assert not choices(cast.sibling_head, cast).keys() & {"concern", "inspection", "gap", "decision"}


def test_what_one_may_not_open_keeps_its_place_and_says_nothing(cast):
    concern = make.ConcernFactory(academy=cast.own, title="Reading fell")
    inspection = make.InspectionFactory(academy=cast.own)
    elsewhere = make.ConcernFactory(academy=cast.sibling, title="Elsewhere")
    keys = [f"concern:{concern.pk}", f"inspection:{inspection.pk}", f"concern:{elsewhere.pk}", "x:1", "concern:9 or 1"]
    head = named_records(cast.headteacher, person_for(cast.headteacher), cast.own, keys)
    assert [record.says for record in head] == [
        "Concern: Reading fell", "Graded inspection", NOT_YOURS, NOT_YOURS, NOT_YOURS,
    ]  # fmt: skip
    governor = named_records(cast.governor, person_for(cast.governor), cast.own, keys)
    assert [record.says for record in governor] == [NOT_YOURS, "Graded inspection", NOT_YOURS, NOT_YOURS, NOT_YOURS]
    assert not governor[0].url


def test_a_gap_as_a_record_says_no_figure(cast):
    make.GapFigureFactory(academy=cast.own)
    (record,) = named_records(cast.headteacher, person_for(cast.headteacher), cast.own, ["gap:ks2_reading_exp"])
    assert (record.says, record.note) == ("Gap in reading, key stage 2", "")
    assert record.url.startswith(reverse("dashboards:academy", args=[cast.own.slug]))


def test_a_key_that_another_put_there_stays(cast):
    """A senior leader may see no concerns; what the head named stays ticked, and is sent back with the rest."""
    concern = make.ConcernFactory(academy=cast.own, title="Reading fell")
    kept = [f"concern:{concern.pk}"]
    form = form_of(cast.senior_leader, cast, kept)
    drawn = str(form["evidence"])
    assert "Reading fell" not in drawn
    assert f'value="{kept[0]}" checked' in drawn
    assert drawn.index(NOT_YOURS) < drawn.index("<details")  # what is chosen comes first
    sent = form_of(cast.senior_leader, cast, kept, f"evidence={kept[0]}&evidence=gap:ks2_reading_exp")
    assert sent.is_valid()
    assert sent.cleaned_data["evidence"] == [*kept, "gap:ks2_reading_exp"]


def test_nobody_names_a_record_that_they_may_not_open(cast):
    concern = make.ConcernFactory(academy=cast.own)
    form = form_of(cast.senior_leader, cast, [], f"evidence=concern:{concern.pk}")
    assert form.errors["evidence"] == ["One of the records is not here any more, or you may not open it. Choose again."]


def test_too_many_are_refused_and_stay_chosen(cast):
    for number in range(MOST + 1):
        make.ConcernFactory(academy=cast.own, title=f"Concern {number}")
    keys = choices(cast.headteacher, cast)["concern"]
    form = form_of(cast.headteacher, cast, [], "&".join(f"evidence={key}" for key in keys))
    assert form.errors["evidence"] == ["You chose 31 records; 30 can stand here. Keep those that show it best."]
    assert str(form["evidence"]).count("checked") == MOST + 1


def test_two_people_who_choose_are_shown_both(cast):
    concern = make.ConcernFactory(academy=cast.own, title="Reading fell")
    seen = form_of(cast.headteacher, cast, [f"concern:{concern.pk}"])["seen"].value()
    form = form_of(cast.headteacher, cast, ["gap:ks2_maths_exp"], f"seen={seen}&evidence=concern:{concern.pk}")
    assert not form.is_valid()
    (theirs,) = form.theirs
    assert (theirs.now, theirs.typed) == ("Gap in maths, key stage 2", "Concern: Reading fell")


def test_an_academys_records_cost_a_fixed_number_of_queries(cast):
    person, costs = person_for(cast.headteacher), []
    for _ in range(2):
        for _ in range(20):
            make.ConcernFactory(academy=cast.own)
        with CaptureQueriesContext(connection) as asked:
            records.choices(cast.headteacher, person, cast.own)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_a_record_shows_what_the_plan_made_of_it(cast, client_of):
    concern = make.ConcernFactory(academy=cast.own, title="Reading fell")
    key = f"concern:{concern.pk}"
    plan = make.PlanFactory(academy=cast.own)
    make.PriorityFactory(plan=plan, title="Talk before writing", evidence=[key, "gap:ks2_reading_exp"])
    told = came_of_it(cast.headteacher, person_for(cast.headteacher), cast.own, key)
    assert [one.says for one in told.answered] == ["Priority: Talk before writing"]
    assert [link.label for link in told.links] == ["Make an action of this"]
    leader = came_of_it(cast.trust_leader, person_for(cast.trust_leader), cast.own, key)
    assert leader.answered
    assert not leader.links  # they read plans and do not write them
    make.GapFigureFactory(academy=cast.own)
    make.GapFigureFactory(academy=None, trust=cast.trust, level="trust", phase="")
    for url in (
        reverse("academies:concern_show", args=[concern.pk]),
        f"{reverse('dashboards:academy', args=[cast.own.slug])}?measure=ks2_reading_exp",
    ):
        page = client_of(cast.headteacher).get(url).content.decode()
        assert "Priority: Talk before writing" in page
        assert "Make an action of this" in page
