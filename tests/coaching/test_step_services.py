"""A step that no longer fits is set aside by either of the two, with a reason, and taken up again; nobody else's is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from academies.reader_scope import reading_as
from coaching.models import ActionStep, Cycle, StepState, Word
from coaching.selectors.cycle import cycle_place
from coaching.selectors.cycle_show import cycle_page
from coaching.selectors.visit import steps_to_check
from coaching.services.observation import start_visit
from coaching.services.step import set_aside_step, take_up_step
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
WHY = "The class has a new teacher."


@pytest.fixture
def cycle(cast: Cast) -> Cycle:
    approach = make.ApproachFactory(trust=cast.trust)
    with reading_as(cast.coach):
        made: Cycle = make.CycleFactory(academy=cast.own, coach=cast.coach, coachee=cast.teacher, approach=approach)
        make.fed_back(made, days_ago=30)
    return made


def the_step() -> ActionStep:
    step: ActionStep = ActionStep.objects.select_related("visit").get()
    return step


@pytest.mark.parametrize("who", ["coach", "teacher"])
def test_either_sets_it_aside_and_both_read_why(cast: Cast, cycle: Cycle, who: str) -> None:
    by = getattr(cast, who)
    with reading_as(by):
        set_aside_step(by=by, step=the_step(), why=f"  {WHY} ")
        set_aside_step(by=by, step=the_step(), why="And again")
    with reading_as(cast.coach):
        assert the_step().state == StepState.SET_ASIDE
        assert [(word.says, word.by) for word in Word.objects.all()] == [(f"I set this step aside: {WHY}", by)]
        visit = start_visit(by=cast.coach, cycle=cycle)
        assert steps_to_check(cast.coach, visit) == ([], {})
    with reading_as(cast.teacher):
        page = cycle_page(cast.teacher, cycle_place(cast.teacher, cycle))
        assert (page.revisits, page.step, page.steps[0].told) == ([], None, "Set aside")


def test_it_is_taken_up_again(cast: Cast, cycle: Cycle) -> None:
    with reading_as(cast.teacher):
        take_up_step(by=cast.teacher, step=the_step())
        assert Word.objects.count() == 0, "what is worked on already is no news"
        set_aside_step(by=cast.teacher, step=the_step(), why=WHY)
        take_up_step(by=cast.teacher, step=the_step())
        assert (the_step().state, the_step().settled_at) == (StepState.OPEN, None)
        assert Word.objects.count() == 2


def test_without_a_reason_when_secure_or_by_others_it_stays(cast: Cast, cycle: Cycle) -> None:
    with reading_as(cast.coach):
        step = the_step()
        with pytest.raises(ValidationError, match="why it no longer fits"):
            set_aside_step(by=cast.coach, step=step, why=" ")
        with pytest.raises(PermissionDenied):
            set_aside_step(by=cast.headteacher, step=step, why=WHY)
        ActionStep.objects.update(state=StepState.SECURE, settled_at=step.visit.fed_back_at)
        with pytest.raises(ValidationError, match="secure"):
            set_aside_step(by=cast.coach, step=step, why=WHY)
        assert the_step().state == StepState.SECURE


def test_the_page_asks_why_and_keeps_what_was_typed(cast: Cast, client_of: ClientOf, cycle: Cycle) -> None:
    client = client_of(cast.teacher)
    with reading_as(cast.teacher):
        step = the_step()
    home, aside = reverse("coaching:cycle_show", args=[cycle.pk]), reverse("coaching:step_set_aside", args=[step.pk])
    assert aside in client.get(home).content.decode()
    assert "Say in a few words" in client.post(aside, {"why": ""}).content.decode()
    assert client.post(aside, {"why": WHY}).url == home  # type: ignore[attr-defined]
    shown = client.get(home).content.decode()
    assert "Set aside." in shown
    assert reverse("coaching:step_take_up", args=[step.pk]) in shown
    visit = client.get(reverse("coaching:visit_show", args=[step.visit_id])).content.decode()
    assert WHY in visit
    assert "Set aside since" in visit
    assert "after 8 weeks" not in visit, "nobody is asked to look back at it"
    client.post(reverse("coaching:step_take_up", args=[step.pk]))
    with reading_as(cast.teacher):
        assert the_step().state == StepState.OPEN


def test_a_visit_is_proposed_for_the_day_of_the_rhythm(cast: Cast, client_of: ClientOf, cycle: Cycle) -> None:
    page = client_of(cast.coach).get(reverse("coaching:visit_plan", args=[cycle.pk]))
    proposed = page.context["form"]["day"].value()
    assert proposed >= timezone.localdate()
    assert proposed.weekday() < 5
