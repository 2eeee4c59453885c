"""The pages of snapshots and of paper, over the web: who reads which edition, what is compared, what is refused."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from plans.models import Snapshot
from plans.rules.year import year_slug
from plans.services.snapshot import SAY_WHAT_FOR, take_snapshot
from tests import factories as make

TITLE = "Governors’ meeting, December"


@pytest.fixture
def plan(cast):
    found = make.PlanFactory(academy=cast.own, vision="Every child reads.")
    priority = make.PriorityFactory(plan=found, title="Rehearsed talk", owner=cast.teacher)
    make.ActionFactory(priority=priority, says="Train the teams", owner=cast.teacher, rag="red", rag_says="Books late.")
    return found


@pytest.fixture
def snapshot(cast, plan):
    return take_snapshot(by=cast.headteacher, plan=plan, title=TITLE)


def of(name, plan):
    return reverse(f"plans:{name}", args=[plan.academy.slug, year_slug(plan.academic_year)])


def printed(response) -> str:
    assert response.headers["Content-Type"] == "application/pdf"
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages).split())


PAGES = ("plan_print", "plan_summary", "plan_pdf", "plan_summary_pdf")
OF_SNAPSHOT = ("snapshot_show", "snapshot_summary", "snapshot_pdf", "snapshot_summary_pdf")


def read(client, url) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return printed(response) if url.endswith(".pdf") else response.content.decode()


@pytest.mark.parametrize("who", ["governor", "trustee"])
@pytest.mark.parametrize("name", PAGES + OF_SNAPSHOT)
def test_readers_read_no_name_below_the_head(cast, client_of, plan, snapshot, name, who):
    url = reverse(f"plans:{name}", args=[snapshot.pk]) if name in OF_SNAPSHOT else of(name, plan)
    told = read(client_of(getattr(cast, who)), url)
    assert "Rehearsed talk" in told
    assert cast.teacher.full_name not in told
    assert "Books late." not in told


@pytest.mark.parametrize("who", ["headteacher", "senior_leader", "trust_leader"])
@pytest.mark.parametrize("name", ["plan_print", "plan_pdf", "snapshot_show", "snapshot_pdf"])
def test_staff_read_who_does_what(cast, client_of, plan, snapshot, name, who):
    url = reverse(f"plans:{name}", args=[snapshot.pk]) if name in OF_SNAPSHOT else of(name, plan)
    told = read(client_of(getattr(cast, who)), url)
    assert cast.teacher.full_name in told
    assert "Books late." in told


def test_a_head_who_governs_elsewhere_reads_as_a_reader(cast, client_of, snapshot):
    """Two views of one set of figures could be subtracted from each other."""
    make.MembershipFactory(user=cast.headteacher, academy=cast.sibling, role="governor")
    told = client_of(cast.headteacher).get(reverse("plans:snapshot_show", args=[snapshot.pk])).content.decode()
    assert cast.teacher.full_name not in told


def test_a_file_is_named_for_what_it_is(cast, client_of, plan, snapshot):
    response = client_of(cast.governor).get(reverse("plans:snapshot_summary_pdf", args=[snapshot.pk]))
    name = f"heronwick-plan-two-pages-{year_slug(plan.academic_year)}-{snapshot.taken_at:%Y-%m-%d}.pdf"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_snapshot_without_a_title_is_refused_in_a_sentence(cast, client_of, plan):
    response = client_of(cast.headteacher).post(of("snapshot_take", plan), {"title": "  "})
    assert response.status_code == 200
    assert SAY_WHAT_FOR in response.content.decode()
    assert not Snapshot.objects.exists()


def test_a_title_too_long_is_refused_and_kept(cast, client_of, plan):
    response = client_of(cast.headteacher).post(of("snapshot_take", plan), {"title": "x" * 121})
    assert response.status_code == 200
    assert "x" * 121 in response.content.decode()


def test_taking_one_leads_to_it(cast, client_of, plan):
    response = client_of(cast.headteacher).post(of("snapshot_take", plan), {"title": TITLE}, follow=True)
    assert TITLE in response.content.decode()
    assert Snapshot.objects.get().taken_by == cast.headteacher


@pytest.mark.parametrize("year", ["2026-28", "2026", "1812-13", "x"])
def test_a_year_that_is_none_is_not_found(cast, client_of, plan, year):
    assert client_of(cast.headteacher).get(f"/academies/heronwick/plan/{year}/two-pages/").status_code == 404


def test_what_changed_is_told_and_nothing_else(cast, client_of, plan, snapshot):
    plan.priorities.update(title="Talk before writing")
    response = client_of(cast.governor).get(reverse("plans:snapshot_compare", args=[snapshot.pk, "now"]))
    told = response.content.decode()
    assert "Title: from Rehearsed talk to Talk before writing" in told
    assert "Where we want to be" not in told
    assert "one thing was changed" in told


def test_the_older_of_two_comes_first_however_they_are_named(cast, client_of, plan, snapshot):
    plan.priorities.update(title="Talk before writing")
    newer = take_snapshot(by=cast.headteacher, plan=plan, title="January")
    for pair in ([snapshot.pk, newer.pk], [newer.pk, snapshot.pk]):
        told = client_of(cast.governor).get(reverse("plans:snapshot_compare", args=pair)).content.decode()
        assert "from Rehearsed talk to Talk before writing" in told


def test_where_nothing_changed_the_page_says_so(cast, client_of, snapshot):
    told = client_of(cast.governor).get(reverse("plans:snapshot_compare", args=[snapshot.pk, "now"])).content.decode()
    assert "Nothing changed" in told


def test_two_academies_are_not_compared(cast, client_of, snapshot):
    """Not even by a leader who reads both."""
    other = make.SnapshotFactory(plan__academy=cast.sibling)
    address = reverse("plans:snapshot_compare", args=[snapshot.pk, other.pk])
    assert client_of(cast.trust_leader).get(address).status_code == 404
    assert client_of(cast.governor).get(address).status_code == 404


@pytest.mark.parametrize("other", ["0", "99999999", "then", "9" * 40])
def test_what_is_no_snapshot_is_not_found(cast, client_of, snapshot, other):
    address = reverse("plans:snapshot_compare", args=[snapshot.pk, other])
    assert client_of(cast.headteacher).get(address).status_code == 404


@pytest.mark.parametrize(
    ("first", "second"), [("", ""), ("now", "now"), ("x", "now"), ("1" * 30, "now"), ("own", "own"), ("own", "other")]
)
def test_a_choice_that_is_none_comes_back_with_a_sentence(cast, client_of, snapshot, first, second):
    pks = {"own": snapshot.pk, "other": make.SnapshotFactory(plan__academy=cast.sibling).pk}
    asked = {"first": pks.get(first, first), "second": pks.get(second, second)}
    response = client_of(cast.trust_leader).get(reverse("plans:snapshot_pair", args=["heronwick"]), asked, follow=True)
    assert "Choose two different snapshots" in response.content.decode()


def test_two_that_were_chosen_are_compared(cast, client_of, snapshot):
    asked = {"first": "now", "second": snapshot.pk}
    response = client_of(cast.governor).get(reverse("plans:snapshot_pair", args=["heronwick"]), asked)
    assert response.headers["Location"] == reverse("plans:snapshot_compare", args=[snapshot.pk, "now"])


def test_the_list_narrows_by_year_and_readers_have_no_column_of_names(cast, client_of, snapshot):
    make.SnapshotFactory(plan=make.PlanFactory(academy=cast.own, academic_year=2024), title="The old one")
    address = reverse("plans:snapshot_list", args=["heronwick"])
    told = client_of(cast.governor).get(address, {"year": "2024/25"}).content.decode()
    table = told.split("<tbody>")[1].split("</tbody>")[0]
    assert "The old one" in table
    assert TITLE not in table
    assert cast.headteacher.full_name in client_of(cast.senior_leader).get(address).content.decode()


def test_the_empty_plan_and_the_empty_list_say_what_will_stand_there(cast, client_of):
    empty = make.PlanFactory(academy=cast.own)
    client = client_of(cast.headteacher)
    assert "Nothing is written in this plan yet" in client.get(of("plan_print", empty)).content.decode()
    assert "Nothing is written in this plan yet" in printed(client.get(of("plan_pdf", empty)))
    listed = client.get(reverse("plans:snapshot_list", args=["heronwick"])).content.decode()
    assert "will stand here" in listed
    assert of("snapshot_take", empty) in listed


def test_a_closed_academy_s_plan_is_read_and_printed_and_no_snapshot_is_offered(cast, client_of, plan, snapshot):
    cast.own.status, cast.own.closed = "closed", plan.begun_at.date()
    cast.own.save()
    client = client_of(cast.headteacher)
    assert client.get(of("plan_pdf", plan)).status_code == 200
    assert "its plans can be read, not changed" in client.get(of("snapshot_take", plan)).content.decode()
    assert (
        "its plans can be read, not changed" in client.post(of("snapshot_take", plan), {"title": "x"}).content.decode()
    )
    assert Snapshot.objects.count() == 1


def test_from_the_plan_s_page_one_click_tells_what_changed_since_the_last_snapshot(cast, client_of, plan):
    client, address = client_of(cast.governor), reverse("plans:snapshot_pair", args=["heronwick"])
    assert (
        f"{address}?first=newest&amp;second=now"
        in client.get(reverse("plans:plan", args=["heronwick"])).content.decode()
    )
    asked = {"first": "newest", "second": "now"}
    assert "nothing to compare" in client.get(address, asked, follow=True).content.decode()
    taken = take_snapshot(by=cast.headteacher, plan=plan, title=TITLE)
    to = reverse("plans:snapshot_compare", args=[taken.pk, "now"])
    assert client.get(address, asked).headers["Location"] == to
