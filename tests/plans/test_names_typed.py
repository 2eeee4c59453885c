"""Names of staff that somebody typed into a plan: those who govern read them on no page, whoever typed them where."""

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.models import Priority
from plans.rules.year import year_slug
from plans.selectors.plan import running_year
from plans.services.snapshot import take_snapshot
from tests import factories as make
from toolkit.services.verdict import add_verdict


@pytest.fixture
def told(cast):
    """A plan, a dropped priority, a snapshot and a verdict that all name a teacher; the addresses that tell of them."""
    name = cast.teacher.full_name
    theory = make.TheoryFactory(trust=cast.own.trust)
    before = make.PlanFactory(academy=cast.own, academic_year=running_year() - 1)
    plan = make.PlanFactory(academy=cast.own, academic_year=running_year())
    earlier = make.PriorityFactory(plan=before, title=f"Long ago, {name} led phonics")
    priority = make.PriorityFactory(
        plan=plan, title=f"Talk, led by {name}", target_group=f"the class of {name}", theory=theory
    )
    Priority.objects.filter(pk=priority.pk).update(continues=earlier)
    make.PriorityFactory(plan=plan, title=f"Books, chosen by {name}", theory=None)
    make.PriorityFactory(
        plan=plan, title=f"Dropped with {name}", dropped_at=timezone.now(), dropped_because=f"{name} left"
    )
    snapshot = take_snapshot(by=cast.headteacher, plan=plan, title=f"Talk with {name}")
    add_verdict(by=cast.headteacher, theory=theory, academy=cast.own, held="held", says=f"{name} saw it in books.")
    slug, at = [cast.own.slug], [snapshot.pk]
    return [
        reverse("plans:plan", args=slug),
        reverse("plans:plan_year", args=[*slug, year_slug(plan.academic_year)]),
        reverse("plans:priority_show", args=[priority.pk]),
        reverse("plans:plan_list"),
        reverse("plans:plan_csv"),
        reverse("plans:alignment"),
        reverse("plans:alignment_csv"),
        reverse("plans:theories_in_use"),
        reverse("plans:theories_in_use_csv"),
        reverse("toolkit:theory_show", args=[theory.pk]),
        reverse("plans:snapshot_list", args=slug),
        reverse("plans:snapshot_csv", args=slug),
        reverse("plans:snapshot_show", args=at),
        reverse("plans:snapshot_summary", args=at),
        reverse("plans:snapshot_compare", args=[*at, "now"]),
    ]


@pytest.mark.parametrize("who", ["governor", "trustee"])
def test_readers_read_no_name_that_was_typed(cast, client_of, told, who):
    client = client_of(getattr(cast, who))
    pages = {url: client.get(url).content.decode() for url in told}
    assert [url for url, page in pages.items() if cast.teacher.full_name in page] == []
    # The pages tell the rest: it is the name alone that is left out.
    assert "led by a member of staff" in pages[told[0]]


def test_staff_read_what_was_typed(cast, client_of, told):
    client = client_of(cast.headteacher)
    silent = [url for url in told if cast.teacher.full_name not in client.get(url).content.decode()]
    assert silent == []
