"""A head sets a target, a new run brings a figure, and the head writes what it means: with script and without."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from celt.lib.terms import year_on
from plans.models import Meaning, Priority
from tests import factories as make
from tests.browser import Opened, OpenPage
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fine(opened: Opened) -> None:
    """Nothing that axe, the console or a phone would complain of."""
    assert opened.problems() == []
    assert opened.sideways() == 0
    assert opened.complaints == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_a_target_to_what_the_next_figure_means(
    cast: Cast, client_of: Callable[..., Client], open_page: OpenPage, script: bool
) -> None:
    year = year_on(timezone.localdate())
    for position, name in enumerate(("Autumn", "Summer"), start=1):
        make.CheckpointFactory(trust=cast.trust, name=name, position=position)
    score = {"academy": cast.own, "measure": "reading_sas_mean", "sd_disadvantaged": 12.0, "value_other": 104.0}
    make.GapFigureFactory(**score, academic_year=year - 1, checkpoint="Summer", value_disadvantaged=96.4, gap=-7.6)
    priority = make.PriorityFactory(plan=make.PlanFactory(academy=cast.own), title="Every pupil talks first")
    head = client_of(cast.headteacher)

    opened = open_page(reverse("plans:priority_show", args=[priority.pk]), client=head, script=script)
    page = opened.page
    page.get_by_role("link", name="Set the target").click()
    page.get_by_label("Measure").select_option("reading_sas_mean")
    if script:
        page.wait_for_url("**measure=reading_sas_mean**")
    page.get_by_label("Which figure").select_option("dis")
    if not script:
        page.get_by_role("button", name="Show").click()
    page.get_by_role("heading", name="Disadvantaged pupils in the standardised reading test").wait_for()
    assert page.get_by_role("radio", name="96.4").is_checked()
    page.get_by_label("Target (points)").fill("90")
    if script:
        page.get_by_text("a target of 90 would be a step back").wait_for()
    page.get_by_role("button", name="Set the target").click()
    assert "They are at 96.4; a target of 90 would be a step back." in page.locator("[role=alert]").inner_text()
    assert page.get_by_label("Target (points)").input_value() == "90"
    page.get_by_label("Target (points)").fill("99.4")
    if script:
        page.get_by_text("3 points more on average for each of 20").wait_for()
        fine(opened)
    page.get_by_role("button", name="Set the target").click()
    page.get_by_text("The target is set.").wait_for()
    target = Priority.objects.get()
    assert (float(target.baseline or 0), float(target.target or 0), target.target_checkpoint) == (96.4, 99.4, "Summer")

    # A night passes; the run brings this autumn's figure.
    make.GapFigureFactory(**score, academic_year=year, checkpoint="Autumn", value_disadvantaged=97.6, gap=-6.4)
    page.goto(page.url.split("/plans/")[0] + "/")
    opened.settle()
    page.get_by_role("link", name="New figures for disadvantaged pupils in the standardised reading test").click()
    assert "96.4 to 97.6; target 99.4" in page.locator("h1").inner_text()
    assert "The change so far may be chance." in page.locator(".aim").inner_text()
    page.get_by_role("textbox", name="What it means").fill("It rose a little, and may be chance.")
    if script:
        fine(opened)
    page.get_by_role("button", name="Save what it means").click()
    assert "It rose a little" in page.locator("#meanings").inner_text()
    assert Meaning.objects.get().reading["value"] == 97.6
    page.goto(page.url.split("/plans/")[0] + "/")
    opened.settle()
    assert page.get_by_role("link", name="New figures").count() == 0


def test_a_governor_reads_it_on_a_phone(cast: Cast, client_of: Callable[..., Client], open_page: OpenPage) -> None:
    year = year_on(timezone.localdate())
    make.GapFigureFactory(academy=cast.own, academic_year=year - 1)
    priority = make.PriorityFactory(
        plan=make.PlanFactory(academy=cast.own), measure="ks2_reading_exp", better="lower", baseline=17.5, target=9,
        baseline_year=year - 1, baseline_checkpoint="Statutory", target_year=year, target_checkpoint="Statutory",
    )  # fmt: skip
    make.MeaningFactory(priority=priority, says="We look again in the summer.")
    url = reverse("plans:priority_show", args=[priority.pk])
    opened = open_page(url, client=client_of(cast.governor), width=390, scheme="dark")
    told = opened.page.locator(".aim").inner_text()
    assert "18 points behind" in told
    assert "9 points behind" in told
    assert "We look again in the summer." in opened.page.locator("#meanings").inner_text()
    assert opened.page.get_by_role("link", name="Change the target").count() == 0
    fine(opened)
