"""The staff dashboard: who reads it, what it hides from them, what it offers, and that all of its forms hide alike."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Role, roles_with
from academies.row_scope import every_row
from celt.lib.terms import year_on
from dashboards import disclosure
from dashboards.models import FigureStatus, GapFigure, Level
from plans.models import Plan
from tests import factories as make
from tests.cast import World

ClientOf = Callable[..., Client]
READING = "?measure=ks2_reading_exp"
SMALL, SMALL_VALUE = 608_417, 43.2109  # what a group that is hidden from readers counts and reaches
pytestmark = pytest.mark.usefixtures("standing_world")
STAFF = (Role.TEACHER, Role.COACH, Role.SENIOR_LEADER, Role.HEADTEACHER)


@pytest.fixture
def figures(world: World) -> World:
    """Two years, year groups, and a group that staff may see elsewhere and readers may not."""
    run, own = world.runs[world.cast.trust.pk], world.cast.own
    with every_row():
        mine = {"run": run, "academy": own}
        make.GapFigureFactory(**mine, academic_year=make.YEAR - 1, gap=-21.0)
        for year in (4, 5):
            make.GapFigureFactory(**mine, breakdown=f"year:{year}", gap=-10.0 - year)
        few = {"reader_status": FigureStatus.SUPPRESSED, "n_disadvantaged": SMALL, "value_disadvantaged": SMALL_VALUE}
        make.GapFigureFactory(**mine, breakdown="sen:K", **few)
        make.GapFigureFactory(**mine, measure="ks2_maths_exp", gap=-SMALL_VALUE, **few)
        make.GapFigureFactory(**mine, academic_year=make.YEAR - 2, gap=-SMALL_VALUE, **few)
    return world


def address(world: World, file: str = "", query: str = READING) -> str:
    return reverse("dashboards:staff_academy", args=[world.cast.own.slug]) + file + query


def text(response: Any) -> str:
    assert response.status_code == 200
    return html.unescape(" ".join(response.content.decode().split()))


@pytest.mark.django_db
@pytest.mark.parametrize("role", STAFF)
def test_each_member_of_staff_is_led_to_their_own_academy(figures: World, client_of: ClientOf, role: Role) -> None:
    client = client_of(figures.cast.people[role])
    home = client.get("/").content.decode()
    straight = address(figures, query="")
    assert f'href="{straight}"' in home
    page = text(client.get(reverse("dashboards:staff"), follow=True))
    assert figures.cast.own.name in page
    assert "What this means" in page


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - set(STAFF)))
def test_nobody_else_has_it(figures: World, client_of: ClientOf, role: Role) -> None:
    """A governor sees the academy and so is refused; it is not hidden that the page exists."""
    client = client_of(figures.cast.people[role])
    assert client.get(reverse("dashboards:staff")).status_code == 403
    assert client.get(address(figures)).status_code == 403
    assert client.get(address(figures, "years.csv")).status_code == 403
    assert f'href="{reverse("dashboards:staff")}' not in client.get("/").content.decode()


@pytest.mark.django_db
def test_another_academys_is_not_there(figures: World, client_of: ClientOf) -> None:
    for stranger in (figures.cast.sibling_teacher, figures.cast.foreign_teacher, figures.cast.outsider):
        for file in ("", "years.csv", "groups.csv", "years.svg"):
            assert client_of(stranger).get(address(figures, file)).status_code == 404
    nobody = client_of(figures.cast.nobody)
    assert nobody.get(reverse("dashboards:staff")).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("role", STAFF)
def test_what_is_hidden_from_readers_is_in_no_form_of_it(figures: World, client_of: ClientOf, role: Role) -> None:
    """Neither value nor number, for a headteacher either, who reads both elsewhere."""
    client = client_of(figures.cast.people[role])
    found = {}
    for query in (READING, "?measure=ks2_maths_exp", f"{READING}&breakdown=sen:K", f"{READING}&year=2022/23"):
        for file in ("", "years.csv", "groups.csv", "year_groups.csv", "years.svg", "groups.svg"):
            answer = client.get(address(figures, file, query))
            if answer.status_code == 200:
                found[file, query] = answer.content.decode()
    assert len(found) > 15
    for where, content in found.items():
        assert "43.2" not in content, where
        assert str(SMALL) not in content.replace(",", ""), where
    assert "too few" in found["", READING]
    assert "SEN support,too few,,,too few,too few,too few,too few" in found["groups.csv", READING]
    assert "SEN support is not shown: 10 pupils or fewer" in found["", READING]


@pytest.mark.django_db
def test_the_narrow_way_gives_own_rows_alone_as_a_reader_sees_them(figures: World) -> None:
    teacher, head = figures.cast.teacher, figures.cast.headteacher
    every = GapFigure.objects.all()
    assert disclosure.figures(every, teacher, disclosure.Audience.READER) == []
    for person in (teacher, head):
        mine = disclosure.own_figures(every, person)
        assert {f.academy_id for f in mine} == {figures.cast.own.pk}
        assert {f.level for f in mine} == {Level.ACADEMY}
        hidden = [f for f in mine if f.reader_status == FigureStatus.SUPPRESSED]
        assert hidden
        assert {(f.gap, f.value_disadvantaged, f.n_disadvantaged, f.status) for f in hidden} == {
            (None, None, 0, FigureStatus.SUPPRESSED)
        }
    for role in set(Role) - set(STAFF):
        assert disclosure.own_figures(every, figures.cast.people[role]) == [], role


@pytest.mark.django_db
def test_a_role_that_ended_reads_nothing_more(figures: World, client_of: ClientOf) -> None:
    teacher = figures.cast.teacher
    teacher.memberships.update(ends=timezone.localdate() - timedelta(days=1))
    assert disclosure.own_figures(GapFigure.objects.all(), teacher) == []
    assert client_of(teacher).get(address(figures)).status_code == 404


@pytest.mark.django_db
def test_the_head_is_told_that_this_is_what_staff_see(figures: World, client_of: ClientOf) -> None:
    said = "This is what your staff see"
    own = f'href="/dashboards/academies/{figures.cast.own.slug}/?'
    for role, tells, leads in (
        (Role.HEADTEACHER, True, True),
        (Role.SENIOR_LEADER, True, True),
        (Role.COACH, False, True),
        (Role.TEACHER, False, False),
    ):
        page = text(client_of(figures.cast.people[role]).get(address(figures)))
        assert (said in page, own in page) == (tells, leads), role


@pytest.mark.django_db
def test_every_link_that_a_teacher_finds_there_opens(figures: World, client_of: ClientOf) -> None:
    client = client_of(figures.cast.teacher)
    page = client.get(address(figures)).content.decode()
    main = html.unescape(page[page.index("<main") : page.index("</main>")])
    links = {link.split("#")[0] for link in re.findall(r'href="(/[^"]*)"', main)}
    assert reverse("help:reading_a_gap") in links
    assert {link: status for link in links if (status := client.get(link).status_code) != 200} == {}


@pytest.mark.django_db
def test_key_stage_and_subject_narrow_and_a_year_group_is_looked_at(figures: World, client_of: ClientOf) -> None:
    with every_row():
        make.GapFigureFactory(
            run=figures.runs[figures.cast.trust.pk], academy=figures.cast.own, measure="phonics_exp", gap=-9.0
        )
    client = client_of(figures.cast.teacher)
    page = text(client.get(address(figures, query="?stage=Key+stage+2&subject=English+reading")))
    assert '<option value="ks2_reading_exp" selected>' in page
    assert "phonics_exp" not in page
    assert "ks2_maths_exp" not in page
    page = text(client.get(address(figures, query=f"{READING}&breakdown=year:4")))
    assert "Year 4 only" in page
    assert "are 14 points behind" in page or "difference of 14 points" in page
    # A measure outside the chosen key stage gives way to one within it, and what is unknown narrows nothing.
    page = text(client.get(address(figures, query="?stage=Key+stage+2&measure=phonics_exp")))
    assert '<option value="ks2_rwm_exp" selected>' in page, "the headline of the key stage"
    assert "phonics_exp" not in page[page.index("<main") : page.index("</main>")], "the frame repeats the address"
    assert "phonics_exp" in text(client.get(address(figures, query="?stage=nonsense")))


@pytest.mark.django_db
def test_it_names_the_plans_practices_and_nothing_else_of_the_plan(figures: World, client_of: ClientOf) -> None:
    cast, year = figures.cast, year_on(timezone.localdate())
    named, dropped, last_years, elsewhere = (
        make.PublishedPracticeFactory(trust=cast.trust, slug=slug, title=title)
        for slug, title in (
            ("wait", "Wait, then choose"), ("gone", "Gone again"), ("old", "Old hat"), ("there", "Of others"),
        )
    )  # fmt: skip
    for practice, academy, when, state in (
        (named, cast.own, year, "open"),
        (dropped, cast.own, year, "dropped"),
        (last_years, cast.own, year - 1, "open"),
        (elsewhere, cast.sibling, year, "open"),
    ):
        plan = Plan.objects.filter(academy=academy, academic_year=when).first() or make.PlanFactory(
            academy=academy, academic_year=when
        )
        priority = make.PriorityFactory(plan=plan, title="Secret priority")
        make.ActionFactory(priority=priority, practice=practice, says="A secret action", state=state)
    page = text(client_of(cast.teacher).get(address(figures)))
    assert reverse("toolkit:practice_show", args=["wait"]) in page
    for title in ("Gone again", "Old hat", "Of others", "Secret priority", "A secret action"):
        assert title not in page


@pytest.mark.django_db
def test_before_there_is_a_figure_it_says_what_will_stand_there(world: World, client_of: ClientOf) -> None:
    GapFigure.objects.filter(academy=world.cast.own).delete()
    page = text(client_of(world.cast.teacher).get(address(world)))
    assert "Your academy’s figures will stand here" in page


@pytest.mark.django_db
def test_costs_few_queries_and_no_more_with_more_rows(figures: World, client_of: ClientOf) -> None:
    client = client_of(figures.cast.teacher)
    client.get(address(figures))
    with CaptureQueriesContext(connection) as few:
        client.get(address(figures))
    with every_row():
        for year in range(1, 4):
            make.GapFigureFactory(
                run=figures.runs[figures.cast.trust.pk], academy=figures.cast.own, breakdown=f"year:{year}"
            )
    with CaptureQueriesContext(connection) as many:
        client.get(address(figures))
    assert len(many) == len(few) <= 15


@pytest.mark.django_db
def test_who_works_in_several_academies_chooses(figures: World, client_of: ClientOf) -> None:
    teacher = figures.cast.teacher
    make.MembershipFactory(user=teacher, role=Role.TEACHER, academy=figures.cast.sibling)
    make.MembershipFactory(user=teacher, role=Role.GOVERNOR, academy=make.AcademyFactory(trust=figures.cast.trust))
    page = text(client_of(teacher).get(reverse("dashboards:staff")))
    main = page[page.index("<main") :]
    assert main.count("/dashboards/staff/") == 2
    assert figures.cast.sibling.name in main


def test_the_permission_is_held_by_staff_alone() -> None:
    assert set(roles_with(Permission.VIEW_STAFF_DASHBOARD)) == set(STAFF)
