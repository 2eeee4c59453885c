"""The components: what they take shows, what they are not given does not, and nothing inline stands in them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from celt.lib.charts import ChartCard
from celt.lib.sentences import dis, oth, say
from celt.ui.nav import NavItem, navigation, register, tabs
from celt.ui.parts import Choice, Filter, Link, Moment, Stat, Status, Step, Todo
from celt.ui.tables import IntervalColumn, LinkColumn, NumberColumn, StatusColumn, Table, csv_response

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def drawn(name: str, /, **context: Any) -> str:
    request = RequestFactory().get("/somewhere/?sort=gap&year=2024/25")
    request.user = AnonymousUser()
    return render_to_string(f"components/{name}.html", context, request=request)


def test_every_component_opens_with_its_parameters() -> None:
    for template in (TEMPLATES / "components").glob("*.html"):
        assert template.read_text().startswith(("{# ", "{% comment %}\n")), template.name


def test_no_template_carries_inline_style_or_script() -> None:
    """The policy would refuse them, so they would silently not work."""
    wrong = re.compile(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)", re.IGNORECASE)
    found = [str(path) for path in TEMPLATES.rglob("*.html") if wrong.search(path.read_text())]
    assert found == []


@pytest.mark.django_db
def test_policy_allows_nothing_unsafe(client: Client) -> None:
    policy = client.get("/account/login/")["Content-Security-Policy"]
    assert "unsafe-" not in policy
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy


def test_style_sheets_keep_the_groups_colours_for_the_groups() -> None:
    """Only the two classes, the token file and the two groups' marks name those colours."""
    for sheet in (Path(settings.BASE_DIR) / "static" / "css").glob("*.css"):
        if sheet.name == "tokens.css":
            continue
        for line in sheet.read_text().splitlines():
            if "var(--dis)" in line or "var(--oth)" in line:
                assert re.match(r"^\.?[\w .-]*\.(dis|oth) \{", line.strip()), f"{sheet.name}: {line}"


def test_page_header_answers_in_the_groups_colours_and_escapes() -> None:
    html = drawn(
        "page_header",
        answer=say(dis("Pupils <b>"), " are behind ", oth(), "."),
        crumbs=[Link("Trust", "/trust/"), Link("Reading")],
        provenance=["386 pupils", Link("How to read a gap", "/help/")],
        actions=[Link("Log", "/log/", primary=True)],
    )
    assert '<span class="dis">Pupils &lt;b&gt;</span> are behind <span class="oth">other pupils</span>.' in html
    assert 'aria-current="page">Reading' in html
    assert 'href="/help/"' in html
    assert "btn-primary" in html


def test_filter_bar_is_a_get_form_that_remembers() -> None:
    bar = Filter("year", "Year", [Choice("2024", "2024/25"), Choice("2023", "2023/24")], "2023")
    html = drawn("filter_bar", filters=[bar], target="figures")
    assert 'method="get"' in html
    assert 'hx-target="#figures"' in html
    assert '<option value="2023" selected>2023/24</option>' in html
    assert "hx-get" not in drawn("filter_bar", filters=[bar])


class Gaps(Table):
    name = LinkColumn("Academy", url="url")
    gap = NumberColumn("Gap", kind="points", strong=True)
    interval = IntervalColumn("95% interval")
    reading = StatusColumn("Reading it", orderable=False)


ROWS = [
    {"name": "Heronmoor", "url": "/h/", "gap": -34.4, "interval": (-48.0, -20.0), "reading": Status("wider", "bad")},
    {"name": "=Dunes()", "url": "", "gap": None, "interval": None, "reading": Status("not shown")},
]


def test_table_shows_signs_sorts_by_address_and_keeps_the_rest_of_it() -> None:
    html = drawn("data_table", table=Gaps(ROWS, order_by="gap"))
    assert "\u221234" in html
    assert "\u221248 to \u221220" in html
    assert "status-bad" in html
    assert 'aria-sort="ascending"' in html
    assert "year=2024" in html
    assert '<th scope="row"' in html
    assert ">\u2013<" in html


def test_table_as_csv_holds_raw_values_and_no_formula() -> None:
    text = csv_response(Gaps(ROWS), "gaps.csv").content.decode("utf-8-sig")
    assert (
        'Academy,Gap,"95% interval, low","95% interval, high",Reading it\r\nHeronmoor,-34.4,-48.0,-20.0,wider' in text
    )
    assert "'=Dunes()" in text


def test_csv_leaves_out_what_is_for_the_page_only() -> None:
    class Rows(Gaps):
        end = LinkColumn("Ending it", url="url", exclude_from_export=True)

    assert "Ending it" not in csv_response(Rows([{"end": "End"}]), "gaps.csv").content.decode()


def test_empty_table_says_so() -> None:
    assert "Nothing here yet." in drawn("data_table", table=Gaps([]))


def test_chart_card_without_a_chart_says_what_will_stand_there() -> None:
    card = ChartCard(
        "phonics", "Phonics", "No file yet.", None, empty="Phonics gaps will stand here.", csv_url="/x.csv"
    )
    html = drawn("chart_card", card=card)
    assert "Phonics gaps will stand here." in html
    assert "data-chart" not in html
    assert "/x.csv" not in html


@pytest.mark.parametrize(
    ("name", "context", "expected"),
    [
        ("status", {"word": "on course", "tone": "good"}, "status-good"),
        ("stat", {"stats": [Stat("Raw gap", "\u221234", "points", "24 pupils")]}, "24 pupils"),
        ("timeline", {"moments": [Moment(date(2026, 3, 4), "Review handed in", "/r/")]}, "4 March 2026"),
        ("todo", {"todos": [Todo("Heronmoor: widest gap", "/h/")]}, 'href="/h/"'),
        ("steps", {"steps": [Step("Choose", state="now")]}, 'aria-current="step"'),
        ("empty", {"heading": "No files yet", "action": Link("Bring one in", "/up/")}, 'href="/up/"'),
        ("progress", {"says": "Reading", "done": 3, "total": 10, "url": "/p/"}, 'hx-get="/p/"'),
        ("progress", {"says": "Reading"}, '<progress aria-label="Reading">'),
        ("confirm", {"says": "Undo?", "action": "/undo/", "button": "Undo", "inline": "Undo …"}, "<details"),
        ("notice", {"says": "Mend these", "tone": "bad", "items": ["Line 14"]}, 'role="alert"'),
        ("pagination", {"page": Paginator(range(90), 20).page(2)}, "21 to 40 of 90"),
    ],
)  # fmt: skip
def test_component_shows_what_it_is_given(name: str, context: dict[str, Any], expected: str) -> None:
    assert expected in drawn(name, **context)


def test_pagination_keeps_the_address() -> None:
    html = drawn("pagination", page=Paginator(range(90), 20).page(2), field="seite")
    assert "seite=3" in html
    assert "year=2024" in html


def test_confirming_posts_with_a_token() -> None:
    html = drawn("confirm", says="Undo?", action="/undo/", button="Undo")
    assert 'method="post"' in html
    assert "csrfmiddlewaretoken" in html


def test_navigation_marks_the_nearest_entry_and_groups_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("celt.ui.nav._providers", [])
    register(lambda request: [NavItem("Files", "/data/", "Data"), NavItem("Home", "/")])
    register(lambda request: [NavItem("Trust", "/t/", "Dashboards"), NavItem("One", "/t/one/", "Dashboards", 60)])
    groups = navigation(RequestFactory().get("/t/one/two/"))
    assert [group.label for group in groups] == ["", "Dashboards", "Data"]
    assert [(i.label, i.current) for g in groups for i in g.items if i.current] == [("One", "true")]


def test_an_entry_is_marked_on_each_of_its_tabs_and_they_stand_on_their_own_pages_alone(monkeypatch) -> None:
    monkeypatch.setattr("celt.ui.nav._providers", [])
    beside = (NavItem("All", "/all/"), NavItem("Used", "/used/"))
    register(lambda request: [NavItem("All", "/all/", tabs=beside), NavItem("Other", "/other/")])

    def there(path: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        groups = navigation(RequestFactory().get(path))
        entries = [(i.label, i.current) for g in groups for i in g.items if i.current]
        return entries, [(tab.label, tab.current) for tab in tabs(groups)]

    assert there("/used/") == ([("All", "true")], [("All", ""), ("Used", "page")])
    assert there("/all/") == ([("All", "page")], [("All", "page"), ("Used", "")])
    assert there("/used/one/") == ([("All", "true")], [])
    assert there("/other/") == ([("Other", "page")], [])


@pytest.mark.django_db
def test_theme_leads_back_only_to_this_site(client: Client) -> None:
    response = client.post("/theme/", {"theme": "dark", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"
    assert response.cookies["theme"].value == "dark"
    assert "theme" not in client.post("/theme/", {"theme": "<b>", "next": "/"}).cookies
    assert client.get("/theme/").status_code == 405
