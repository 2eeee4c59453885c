"""The plan in a real browser: the page, editing in place, two people at one priority; narrow, wide, light, dark."""

from typing import Any

import pytest
from django.urls import reverse

from plans.models import Plan, Priority
from tests import factories as make
from tests.browser import OpenPage
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(cast: Cast) -> Plan:
    plan = make.PlanFactory(academy=cast.own, rationale="Reading fell in Year 4.")
    for number in range(3):
        priority = make.PriorityFactory(
            plan=plan, title=f"Aim {number}", owner=cast.teacher, condition="repertoire", pillar="improvement",
            target_group="Disadvantaged pupils in Year 4", theory=make.TheoryFactory(trust=cast.trust, academy=None),
        )  # fmt: skip
        make.SuccessCriterionFactory(priority=priority)
        make.ActionFactory(priority=priority, owner=cast.senior_leader)
    return plan


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_the_plan_and_a_priority_read_well_everywhere(
    cast: Cast, plan: Plan, open_page: OpenPage, client_of: Any, width: int, scheme: str
) -> None:
    for address in (
        reverse("plans:plan", args=[cast.own.slug]),
        reverse("plans:priority_show", args=[plan.priorities.all()[0].pk]),
    ):
        opened = open_page(address, width=width, scheme=scheme, client=client_of(cast.headteacher))
        opened.page.wait_for_load_state("networkidle")
        for fold in opened.page.locator("details.fold > summary").all():
            fold.click()
        assert opened.problems() == []
        assert opened.sideways() == 0
        assert opened.complaints == []


@pytest.mark.parametrize("script", [True, False])
def test_a_text_is_edited_where_it_stands(
    cast: Cast, plan: Plan, open_page: OpenPage, client_of: Any, script: bool
) -> None:
    opened = open_page(reverse("plans:plan", args=[cast.own.slug]), client=client_of(cast.headteacher), script=script)
    block = opened.page.locator("#rationale")
    block.locator("summary", has_text="Edit").click()
    block.get_by_label("Why these priorities").fill("Writing fell in Year 3.")
    block.get_by_role("button", name="Save").click()
    opened.page.wait_for_url("**/plan/**#rationale")
    assert opened.page.locator("#rationale").inner_text().count("Writing fell in Year 3.") == 1
    plan.refresh_from_db()
    assert plan.rationale == "Writing fell in Year 3."


def test_two_people_at_one_priority_the_second_sees_both_versions(
    cast: Cast, plan: Plan, open_page: OpenPage, client_of: Any
) -> None:
    priority: Priority = plan.priorities.all()[0]
    address = reverse("plans:priority_edit", args=[priority.pk])
    first = open_page(address, client=client_of(cast.headteacher)).page
    second = open_page(address, client=client_of(cast.senior_leader)).page
    first.get_by_label("What is to change").fill("Talk before writing")
    first.get_by_role("button", name="Save the priority").click()
    first.wait_for_url("**/priorities/*/")
    second.get_by_label("What is to change").fill("Talk, then write")
    second.get_by_role("button", name="Save the priority").click()
    both = second.get_by_role("row", name="What is to change")
    both.wait_for()
    assert "Talk before writing" in both.inner_text()
    assert "Talk, then write" in both.inner_text()
    assert second.get_by_label("What is to change").input_value() == "Talk, then write"
    second.get_by_role("button", name="Save the priority").click()
    second.wait_for_url("**/priorities/*/")
    priority.refresh_from_db()
    assert priority.title == "Talk, then write"
