"""The pages: a calm history, entering in two steps, putting right with both versions, the trust's tables, files."""

import datetime
from collections.abc import Callable

import pytest
from django.test import Client

from academies.inspection import FRAMEWORKS
from academies.models import Inspection
from accounts.models import User
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
LIST, ADD, TRUST = "/academies/heronwick/inspections/", "/academies/heronwick/inspections/add/", "/inspections/"
CHANGE = "From 10 November 2025 inspections end in a report card; its grades cannot be compared with those before."


def card_of(grade: str = "strong", **more: str) -> dict[str, str]:
    """What the second step sends."""
    grades = make.grades_of("report_card_2025", grade)
    return {"started": "2026-03-10", "kind": "graded", **{f"area_{a}": g for a, g in grades.items()}, **more}


def text_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def test_history_tells_where_the_framework_changed(cast: Cast, client_of: ClientOf) -> None:
    for day in ("2022-05-10", "2023-10-04", "2026-03-10"):
        make.InspectionFactory(academy=cast.own, started=datetime.date.fromisoformat(day))
    page = text_of(client_of(cast.governor), LIST)
    assert "Expected standard in 6 areas (inspected on 10 March 2026)." in page
    places = [
        page.index(text) for text in ("inspection of 10 March 2026", CHANGE, "of 4 October 2023", "of 10 May 2022")
    ]
    assert places == sorted(places), "latest first, and the sentence between the two frameworks"
    assert page.count(CHANGE) == 1
    assert "From September 2024" not in page, "no inspection stands under that framework"
    assert "Enter an inspection" not in page, "a governor enters none"


def test_an_empty_history_says_what_will_stand_there(cast: Cast, client_of: ClientOf) -> None:
    page = text_of(client_of(cast.trust_leader), LIST)
    assert f"No graded inspection of {cast.own} is recorded yet." in page
    assert "Inspections will stand here" in page
    assert ADD in page


def test_what_is_set_aside_is_shown_to_those_who_record(cast: Cast, client_of: ClientOf) -> None:
    one = make.InspectionFactory(academy=cast.own)
    leader = client_of(cast.trust_leader)
    leader.post(f"/inspections/{one.pk}/set-aside/", {"why": "Of the school next door."})
    assert "Of the school next door." in text_of(leader, LIST)
    for person in (cast.headteacher, cast.governor):
        assert "next door" not in text_of(client_of(person), LIST)
    assert "It counts no longer." in text_of(client_of(cast.headteacher), f"/inspections/{one.pk}/")
    leader.post(f"/inspections/{one.pk}/set-aside/")
    assert not Inspection.objects.get().set_aside_at


def test_entering_in_two_steps(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trust_leader)
    assert "Show its areas and grades" in text_of(client, ADD)
    second = text_of(client, f"{ADD}?started=2026-03-10&kind=graded")
    assert "Attendance and behaviour" in second
    assert "Exceptional" in second
    assert "Outstanding" not in second
    answer = client.post(ADD, card_of(report_url="https://reports.example.org/1"))
    assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
    assert Inspection.objects.get().judgements.count() == 6


@pytest.mark.parametrize(
    ("query", "has", "lacks"),
    [
        ("started=2024-08-31&kind=graded", "Overall effectiveness", "Inclusion"),
        ("started=2024-09-01&kind=graded", "Quality of education", "Overall effectiveness"),
        ("started=2025-02-05&kind=ungraded", "in the report’s words", "Quality of education"),
        ("started=2019-08-31&kind=graded", "Inspections are kept here from 1 September 2019", "Quality of education"),
        ("started=2999-01-01&kind=graded", "This day is still to come", "Inclusion"),
        ("started=2026-01-01&kind=ungraded", "There are no ungraded inspections under the report card", "Inclusion"),
        ("started=gestern&kind=graded", "Enter a valid date", "Inclusion"),
        ("started=&kind=graded", "Fill this in", "Inclusion"),
        ("started=2026-01-01&kind=made-up", "Show its areas and grades", "Inclusion"),
    ],
)
def test_the_second_step_speaks_of_the_framework_of_the_day(
    query: str, has: str, lacks: str, cast: Cast, client_of: ClientOf
) -> None:
    page = text_of(client_of(cast.data_lead), f"{ADD}?{query}")
    assert has in page
    assert lacks not in page


def test_nothing_typed_is_lost(cast: Cast, client_of: ClientOf) -> None:
    sent = card_of(area_achievement="", report_url="https://reports.example.org/7", area_inclusion="exceptional")
    page = client_of(cast.trust_leader).post(ADD, sent).content.decode()
    assert "Every graded inspection grades this area" in page
    assert "https://reports.example.org/7" in page
    assert '<option value="exceptional" selected' in page
    assert not Inspection.objects.exists()


def test_a_category_that_the_grades_do_not_mean_is_asked_about(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.trust_leader)
    odd = card_of(area_leadership_and_governance="urgent_improvement", safeguarding="not_met")
    page = client.post(ADD, odd).content.decode()
    assert "these grades mean special measures; entered is no category of concern" in page
    assert "It is right, the report says so" in page
    assert not Inspection.objects.exists()
    visit = {"started": "2026-06-02", "kind": "monitoring", "area_inclusion": "expected"}
    assert client.post(ADD, {**visit, "concern_category": "special_measures"}).status_code == 302, "it grades a part"
    Inspection.objects.all().delete()
    assert client.post(ADD, {**odd, "sure": "on"}).status_code == 302
    assert Inspection.objects.get().concern_category == "", "what is entered is what counts"


def test_two_who_put_one_inspection_right(cast: Cast, client_of: ClientOf) -> None:
    one = make.InspectionFactory(academy=cast.own)
    url = f"/inspections/{one.pk}/edit/"
    first, second = client_of(cast.trust_leader), client_of(cast.data_lead)
    seen = {c: c.get(url).context["form"]["seen"].value() for c in (first, second)}
    assert first.post(url, card_of("strong", safeguarding="met", seen=seen[first])).status_code == 302
    answer = second.post(url, card_of("exceptional", safeguarding="met", seen=seen[second]))
    page = answer.content.decode()
    assert "Somebody else changed this while you wrote" in page
    assert "<td>Strong standard</td><td>Exceptional</td>" in page.replace("\n", "")
    again = answer.context["form"]["seen"].value()
    assert second.post(url, card_of("exceptional", safeguarding="met", seen=again)).status_code == 302
    assert set(one.judgements.values_list("grade", flat=True)) == {"exceptional"}


def test_a_day_of_another_framework_is_refused_beside_its_field(cast: Cast, client_of: ClientOf) -> None:
    one = make.InspectionFactory(academy=cast.own)
    answer = client_of(cast.trust_leader).post(f"/inspections/{one.pk}/edit/", card_of(started="2025-11-09"))
    assert "Set this one aside and enter it anew" in answer.context["form"].errors["started"][0]


def test_names_of_staff_are_not_for_governors(cast: Cast, client_of: ClientOf) -> None:
    one = make.InspectionFactory(academy=cast.own, recorded_by=cast.data_lead)
    client_of(cast.trust_leader).post(f"/inspections/{one.pk}/edit/", card_of("strong", safeguarding="met"))
    client_of(cast.trust_leader).post(f"/inspections/{one.pk}/set-aside/", {"why": "Twice."})
    for url in (LIST, f"/inspections/{one.pk}/"):
        page = text_of(client_of(cast.governor), url)
        assert "Thackerwell" not in page
        assert "Vellacotte" not in page


def test_each_framework_has_its_own_table(cast: Cast, client_of: ClientOf) -> None:
    make.InspectionFactory(academy=cast.own)
    make.InspectionFactory(academy=cast.own, started=datetime.date(2023, 10, 4))
    poor = {**make.grades_of("graded_2019", "good"), "quality_of_education": "inadequate"}
    make.InspectionFactory(academy=cast.sibling, started=datetime.date(2023, 10, 4), grades=poor)
    make.InspectionFactory(academy=cast.foreign)
    client = client_of(cast.trust_leader)
    answer = client.get(TRUST)
    versions = {version.framework.slug: version.rows for version, _ in answer.context["tables"]}
    assert {slug: [row["academy"] for row in rows] for slug, rows in versions.items()} == {
        "report_card_2025": [cast.own.name], "graded_2019": [cast.sibling.name],
    }  # fmt: skip
    assert "One academy of 2 has a grade that asks for action." in answer.content.decode()
    governor = client_of(cast.governor).get(TRUST).content.decode()
    assert f"{cast.own} has no grade that asks for action." in governor
    shown = client.get(f"{TRUST}?show=asks").context["tables"]
    assert [version.framework.slug for version, _ in shown] == ["graded_2019"]
    assert [len(client.get(f"{TRUST}?{query}").context["tables"]) for query in (
        "phase=primary", "framework=graded_2019", "framework=graded_2024", "phase=made-up&framework=made-up",
    )] == [1, 1, 0, 2]  # fmt: skip


def test_sorting_one_table_leaves_the_other(cast: Cast, client_of: ClientOf) -> None:
    grades = make.grades_of("report_card_2025", "expected")
    for academy, grade in ((cast.own, "strong"), (cast.sibling, "urgent_improvement")):
        make.InspectionFactory(academy=academy, grades={**grades, "inclusion": grade})
    for order, first in (("inclusion", cast.sibling), ("-inclusion", cast.own)):
        ((_, table),) = client_of(cast.trust_leader).get(f"{TRUST}?report_card_2025-sort={order}").context["tables"]
        assert next(iter(table.rows)).record["academy"] == first.name, "by the scale, not by the alphabet"


def test_files(cast: Cast, client_of: ClientOf) -> None:
    make.InspectionFactory(academy=cast.own)
    make.InspectionFactory(academy=cast.own, started=datetime.date(2023, 10, 4), inspected_urn=111984)
    client = client_of(cast.governor)
    history = client.get(f"{LIST}inspections.csv").content.decode()
    assert (
        f'{cast.own},111984,"{FRAMEWORKS["graded_2019"].name}",2023-10-04,Graded,Overall effectiveness,Good' in history
    )
    trust = client.get(f"{TRUST}inspections.csv").content.decode()
    assert (
        f"{cast.own},{cast.own.urn},Report card,2026-03-10,Graded,Inclusion,Expected standard,Entered by hand" in trust
    )
    assert "2023-10-04" not in trust, "only where each academy stands today"


def test_wrong_method_and_other_trust(cast: Cast, client_of: ClientOf) -> None:
    one = make.InspectionFactory(academy=cast.foreign)
    client = client_of(cast.trust_leader)
    assert client.post(TRUST).status_code == 405
    for path in ("", "edit/"):
        assert client.get(f"/inspections/{one.pk}/{path}").status_code == 404
    assert client.post(f"/inspections/{one.pk}/set-aside/", {"why": "x"}).status_code == 404
    assert client.get("/academies/puffinscar/inspections/").status_code == 404
