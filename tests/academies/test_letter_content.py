"""What stands in each role's letter: kinds, days, academies and ways; and not one word that was planted."""

from __future__ import annotations

import datetime
import re
from importlib import import_module

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academies.access import Role
from academies.letters import letter_message
from academies.models import Letter
from academies.models.letter import LetterKind
from academies.providers import EventKind, Todo, Weight, events, subjects, timeline, todo
from academies.providers.timeline import Change, ChangeKind
from academies.rules.letter import AT_MOST
from academies.selectors.letter import reminder_parts, weekly_parts
from tests import factories as make
from tests.factories import make_event
from tests.house.files import ROOT

pytestmark = pytest.mark.django_db
SECRET = "Nadia Quillmore cried when Abernethwaite failed by 741103"
MONDAY = datetime.date(2026, 11, 23)
DAY = datetime.timedelta(days=1)


def said(parts) -> list[str]:
    return [line.says for part in parts for line in part.lines]


def ways(parts) -> list[str]:
    return [line.path for part in parts for line in part.lines]


def changed(day: datetime.date, url: str, academy: int | None = None) -> Change:
    when = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    return Change(when, ChangeKind.REVIEW, SECRET, url, academy, SECRET)


def tell(monkeypatch, todos=(), happenings=(), changes=()):
    monkeypatch.setattr(todo, "collect", lambda user, person: list(todos))
    monkeypatch.setattr(events, "collect", lambda *page, **more: list(happenings))
    monkeypatch.setattr(timeline, "changes", lambda user, person, academies, since: list(changes))


def review(pk: int = 7) -> str:
    return reverse("reviews:review_show", args=[pk])


def test_a_todo_is_told_by_its_kind_and_leads_to_its_page(cast, monkeypatch):
    tell(monkeypatch, [Todo(SECRET, f"{review()}?says={SECRET}#{SECRET}", SECRET)])
    parts = weekly_parts(cast.headteacher, MONDAY)
    assert said(parts) == ["A review needs you."]
    assert ways(parts) == [review()]


def test_several_of_a_kind_are_one_line_without_a_number(cast, monkeypatch):
    tell(monkeypatch, [Todo(SECRET, review(n)) for n in range(3)])
    assert said(weekly_parts(cast.headteacher, MONDAY)) == ["Reviews need you."]


@pytest.mark.parametrize(
    "url",
    [
        reverse("academies:concern_show", args=[5]),
        reverse("coaching:cycle_show", args=[5]),
        reverse("academies:draft_list"),
        "/no/such/page/",
        "",
    ],
)
def test_what_nobody_named_is_something_and_its_address_is_kept_out(cast, monkeypatch, url):
    tell(monkeypatch, [Todo(SECRET, url)], changes=[changed(MONDAY - DAY, url)])
    parts = weekly_parts(cast.headteacher, MONDAY)
    assert said(parts) == ["Something needs you."]
    assert ways(parts) == [reverse("home")]


def test_a_path_that_holds_a_word_leads_home(cast, monkeypatch):
    tell(monkeypatch, [Todo(SECRET, reverse("toolkit:practice_show", args=["what-nadia-quillmore-does"]))])
    assert ways(weekly_parts(cast.teacher, MONDAY)) == [reverse("home")]


def test_what_one_may_merely_know_needs_nobody(cast, monkeypatch):
    tell(monkeypatch, [Todo(SECRET, review(), weight=Weight.KNOW)])
    assert weekly_parts(cast.headteacher, MONDAY) == ()


def test_what_comes_and_what_was_are_told_by_kind_day_and_academy(cast, monkeypatch):
    coming = make_event(cast.own.pk, MONDAY + 2 * DAY, title=SECRET, note=SECRET, url=review())
    was = make_event(cast.own.pk, MONDAY - 3 * DAY, title=SECRET, kind=EventKind.REVIEW, url=review(8))
    changes = [changed(MONDAY - DAY, review(9), cast.own.pk), changed(MONDAY, review(10), cast.own.pk)]
    tell(monkeypatch, happenings=[coming, was], changes=changes)
    parts = {part.heading: [line.says for line in part.lines] for part in weekly_parts(cast.headteacher, MONDAY)}
    assert parts == {
        "What is coming": ["Wednesday 25 November: Visit at Heronwick Primary Academy"],
        "What happened last week": [
            "A review at Heronwick Primary Academy",
            "Review at Heronwick Primary Academy",
        ],
    }


def test_a_long_week_ends_with_the_way_to_the_rest(cast, monkeypatch):
    tell(
        monkeypatch,
        happenings=[make_event(cast.own.pk, MONDAY + n * DAY, title=f"{n}", url=review(n)) for n in range(14)],
    )
    lines = said(weekly_parts(cast.headteacher, MONDAY))
    assert len(lines) == AT_MOST
    assert lines[-1] == "More stands in the calendar."


def test_reminders_are_of_tomorrow_for_whom_it_needs_and_for_kinds_not_switched_off(cast, monkeypatch):
    tomorrow = MONDAY + DAY
    mine = make_event(cast.own.pk, tomorrow, title=SECRET, kind=EventKind.PLAN, firm=False, people=(cast.teacher.pk,))
    heads = make_event(cast.own.pk, tomorrow, title=SECRET, kind=EventKind.REVIEW, url=review())
    later = make_event(cast.own.pk, tomorrow - DAY, tomorrow, title=SECRET, kind=EventKind.REVIEW)
    meeting = make_event(cast.own.pk, tomorrow, title=SECRET, kind=EventKind.MEETING)
    tell(monkeypatch, happenings=[mine, heads, later, meeting])
    assert said(reminder_parts(cast.teacher, MONDAY, ())) == ["Improvement plan at Heronwick Primary Academy"]
    assert said(reminder_parts(cast.headteacher, MONDAY, ())) == ["Review at Heronwick Primary Academy"]
    assert reminder_parts(cast.headteacher, MONDAY, ("review",)) == ()
    assert reminder_parts(cast.governor, MONDAY, ()) == ()
    assert reminder_parts(cast.sibling_head, MONDAY, ()) == ()


def test_the_mail_has_both_forms_the_headers_and_the_public_address(cast, monkeypatch, settings):
    settings.PUBLIC_URL = "https://gap.example.org"
    tell(monkeypatch, [Todo(SECRET, review())])
    letter = Letter(user=cast.teacher, kind=LetterKind.WEEKLY, day=MONDAY)
    letter_message(letter, weekly_parts(cast.teacher, MONDAY)).send()
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    stop = re.fullmatch(r"<(https://gap\.example\.org/letters/stop/[^>]+)>", sent.extra_headers["List-Unsubscribe"])
    assert stop
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (html, kind), *none = sent.alternatives
    assert (kind, none) == ("text/html", [])
    assert isinstance(html, str)
    for form in (str(sent.body), html):
        assert f"https://gap.example.org{review()}" in form
        assert stop[1] in form
        assert "A review needs you." in form
        assert not set(re.findall(r"https?://[^/\s\"<]+", form)) - {"https://gap.example.org"}
    assert "<img" not in html
    assert "Quillmore" not in html
    assert "Quillmore" not in sent.body


@pytest.mark.parametrize("role", [Role.HEADTEACHER, Role.TRUST_LEADER])
def test_a_letter_costs_the_same_for_one_academy_and_for_many(cast, role):
    user = cast.people[role]

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            weekly_parts(user, MONDAY)
            reminder_parts(user, MONDAY, ())
        return len(captured)

    before = cost()
    for number in range(12):
        make.AcademyFactory(trust=cast.trust, name=f"Larkspur {number}", slug=f"larkspur-{number}")
    assert cost() == before


def test_somebody_with_no_role_has_no_letter(cast):
    assert weekly_parts(cast.nobody, MONDAY) == ()
    assert reminder_parts(cast.nobody, MONDAY, ()) == ()


def test_what_each_app_names_for_letters_is_registered():
    """A file of subjects that nobody asks would leave its things "something"."""
    named = [path.parent.name for path in ROOT.glob("*/subjects.py")]
    assert {"academies", "checkpoints", "readers", "reviews"} <= set(named)
    for app in named:
        for subject, beginnings in import_module(f"{app}.subjects").NAMED:
            assert all(subjects.of(f"{beginning}x") == subject for beginning in beginnings), app
