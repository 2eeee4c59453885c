"""An action of a plan that is about a practice of the toolkit."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from celt.lib.terms import last_day_of_year, year_on
from plans.models import Action
from plans.services.action import add_action, change_action
from tests import factories as make


@pytest.fixture
def practice(cast):
    return make.PublishedPracticeFactory(trust=cast.trust, slug="waiting", title="Wait, then choose")


@pytest.fixture
def priority(cast):
    year = year_on(timezone.localdate())
    return make.PriorityFactory(plan=make.PlanFactory(academy=cast.own, academic_year=year))


@pytest.fixture
def due(priority):
    return last_day_of_year(priority.plan.academic_year)


def test_it_is_chosen_in_the_form_and_shown_with_a_link(cast, client_of, priority, practice, due):
    client = client_of(cast.headteacher)
    said = {"says": "Teachers wait five seconds", "due": due, "practice": practice.pk}
    assert client.post(reverse("plans:action_new", args=[priority.pk]), said).status_code == 302
    action = Action.objects.get()
    assert action.practice == practice
    page = client.get(reverse("plans:action_show", args=[action.pk])).content.decode()
    assert reverse("toolkit:practice_show", args=["waiting"]) in page
    client.post(reverse("plans:action_edit", args=[action.pk]), {**said, "practice": ""})
    assert Action.objects.get().practice is None


def test_what_is_put_away_is_offered_to_nothing_new_and_stays_where_it_was_named(
    cast, client_of, priority, practice, due
):
    action = add_action(priority=priority, by=cast.headteacher, says="Wait", due=due, practice=practice)
    practice.archived_at = timezone.now()
    practice.save()
    assert change_action(action=action, by=cast.headteacher, says="Wait longer", practice=practice).practice == practice
    with pytest.raises(ValidationError) as refused:
        add_action(priority=priority, by=cast.headteacher, says="Again", due=due, practice=practice)
    assert "practice" in refused.value.message_dict
    new = client_of(cast.headteacher).get(reverse("plans:action_new", args=[priority.pk])).context["form"]
    assert "practice" not in new.fields
    edit = client_of(cast.headteacher).get(reverse("plans:action_edit", args=[action.pk])).context["form"]
    assert (str(practice.pk), practice.title) in edit.fields["practice"].choices


def test_a_practice_of_another_trust_is_refused_by_service_and_database(cast, priority, due):
    foreign = make.PublishedPracticeFactory(trust=cast.foreign_trust)
    with pytest.raises(ValidationError):
        add_action(priority=priority, by=cast.headteacher, says="Wait", due=due, practice=foreign)
    action = make.ActionFactory(priority=priority)
    with pytest.raises(IntegrityError, match="one trust"), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(practice=foreign)
