"""What the dashboards say on a home page: figures that are new, and a run that failed, to whom it concerns."""

import pytest
from django.utils import timezone

from academies.access import Person, Role
from dashboards.models import FigureStatus, GapFigure, RunStatus
from dashboards.todos import figure_todos, run_todos
from tests import factories as make

pytestmark = pytest.mark.django_db


def said(user):
    memberships = list(user.memberships.select_related("trust", "academy"))
    person = Person(memberships, memberships[0].trust if memberships else None)
    return [*run_todos(user, person), *figure_todos(user, person)]


def test_a_headteacher_is_led_to_their_academy(world):
    (todo,) = said(world.cast.headteacher)
    assert todo.says.startswith("Disadvantaged pupils at Heronwick Primary Academy ")
    assert "18 points" in todo.says
    assert todo.url == "/dashboards/academies/heronwick/"
    assert "2024/25, statutory. Computed today at " in todo.note


def test_a_figure_of_too_few_pupils_is_not_told(world):
    GapFigure.objects.update(status=FigureStatus.SUPPRESSED, reader_status=FigureStatus.SUPPRESSED)
    for person in (world.cast.headteacher, world.cast.governor, world.cast.trust_leader):
        (todo,) = said(person)
        assert todo.says.startswith("There are too few pupils")
        assert "points" not in todo.says + todo.note


def test_a_governor_is_told_only_what_governors_may_read(world):
    GapFigure.objects.update(reader_status=FigureStatus.SUPPRESSED)
    assert "too few pupils" in said(world.cast.governor)[0].says
    assert "18 points" in said(world.cast.headteacher)[0].says


@pytest.mark.parametrize("role", [Role.TRUST_LEADER, Role.TRUSTEE, Role.DATA_LEAD])
def test_who_reads_the_trust_is_led_to_the_trust(role, world):
    todo, *places = said(world.cast.people[role])
    assert todo.url == "/dashboards/"
    assert "18 points" in todo.says
    assert 1 <= len(places) <= 2
    assert all(place.url.startswith("/dashboards/academies/") for place in places)


@pytest.mark.parametrize("role", [Role.TEACHER, Role.MODERATOR])
def test_who_reads_no_figure_hears_of_none(role, world):
    assert said(world.cast.people[role]) == []


def test_nobody_hears_nothing(world):
    assert said(world.cast.nobody) == []


def test_a_failed_run_is_told_to_whom_it_concerns(world):
    make.GapRunFactory(trust=world.cast.trust, status=RunStatus.FAILED, published_at=None)
    assert "did not finish" in said(world.cast.trust_leader)[0].says
    assert "did not finish" in said(world.cast.administrator)[0].says
    assert all("finish" not in todo.says for todo in said(world.cast.governor))
    make.GapRunFactory(trust=world.cast.trust, published_at=timezone.now())
    assert "finish" not in said(world.cast.trust_leader)[0].says, "a later run that went well ends the matter"


def test_without_figures_there_is_nothing_to_read(cast):
    assert said(cast.headteacher) == []
