"""In a real browser: two heads sign, days are logged, it is closed; with script and without."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from academies.models import Deployment
from tests import factories as make
from tests.browser import OpenPage
from tests.factories.deployment import days_ahead

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at(name: str, deployment: Deployment) -> str:
    return reverse(f"academies:deployment_{name}", args=[deployment.pk])


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_the_proposal_to_what_came_of_it(open_page: OpenPage, cast: Any, client_of: Any, script: bool) -> None:
    leader, giver, receiver = (client_of(who) for who in (cast.trust_leader, cast.headteacher, cast.sibling_head))

    page = open_page(reverse("academies:deployment_new"), script=script, client=leader).page
    page.get_by_label("Who gives").select_option(label=cast.own.name)
    page.get_by_label("Who receives").select_option(label=cast.sibling.name)
    page.get_by_role("radio", name="Practice").check()
    page.get_by_label("What exactly").fill("Talk in mathematics")
    page.get_by_label("Who goes").fill("Theodosia Lentworth, head of year")
    page.get_by_label("Days pledged").fill("2.5")
    page.get_by_label("From").fill(days_ahead(-20).isoformat())
    page.get_by_label("Until").fill(days_ahead(-21).isoformat())
    page.get_by_label("What should be different").fill("Pupils explain how they know.")
    page.get_by_role("button", name="Propose it").click()
    assert page.get_by_text("The last day is before the first").first.is_visible()
    assert page.get_by_label("What exactly").input_value() == "Talk in mathematics"
    page.get_by_label("Until").fill(days_ahead(40).isoformat())
    page.get_by_role("button", name="Propose it").click()
    assert page.get_by_text(f"Waits for the heads of {cast.own} and {cast.sibling}").is_visible()
    assert page.get_by_role("link", name="Read and sign").count() == 0
    deployment = Deployment.objects.get()

    for client, academy in ((giver, cast.own), (receiver, cast.sibling)):
        page = open_page(reverse("home"), script=script, client=client).page
        page.get_by_role("link", name="Sign the agreement with").click()
        page.get_by_role("button", name=f"I sign for {academy}").click()
        assert page.get_by_text(f"You signed for {academy}.").is_visible()
    assert page.get_by_text("Both heads have signed: it is agreed.").is_visible()

    page = open_page(at("show", deployment), script=script, client=receiver).page
    for days, left in (("2", "0.5"), ("2", None), ("0.5", "0")):
        page.goto(page.url.split("/days")[0].rstrip("/") + "/days/")
        page.get_by_label("Days", exact=False).first.fill(days)
        page.get_by_label("What was done").fill("Planned together")
        page.get_by_role("button", name="Log days").click()
        if left is None:
            assert page.get_by_text("Only half a day of the pledge").first.is_visible()
            assert page.get_by_label("What was done").input_value() == "Planned together"
    deployment.refresh_from_db()
    assert deployment.days_released == Decimal("2.5")

    page = open_page(at("close", deployment), script=script, client=giver).page
    assert page.get_by_text("Pupils explain how they know.").is_visible()
    page.get_by_label("What was different afterwards").fill("In five of seven classes they do.")
    page.get_by_role("button", name="Finish").click()
    assert page.get_by_text("In five of seven classes they do.").is_visible()
    assert page.get_by_role("link", name="Log days").count() == 0


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_the_matrix_has_no_barrier(open_page: OpenPage, cast: Any, client_of: Any, width: int, scheme: str) -> None:
    academies = [cast.own, cast.sibling, *make.AcademyFactory.create_batch(11, trust=cast.trust)]
    for number, (giver, to) in enumerate(zip(academies, academies[3:], strict=False), start=1):
        make.AgreedFactory(giver=giver, receiver=to, days_pledged=Decimal(4 * number), starts=days_ahead(-1))
    opened = open_page(
        reverse("academies:ledger_trust"), width=width, scheme=scheme, client=client_of(cast.trust_leader)
    )
    assert opened.problems() == []
    assert opened.sideways() == 0
    matrix = opened.page.locator(".matrix-box")
    assert matrix.is_visible() == (width == 1280)
    if width == 1280:
        assert matrix.evaluate("box => box.scrollWidth - box.clientWidth") <= 1, "thirteen academies fit"
