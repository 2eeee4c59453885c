"""The pages of readers: who finds which edition, what is refused and why, and what governors are told first."""

import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from celt.lib.terms import year_on
from dashboards.models import FigureStatus
from readers.models import BoardMeeting, Edition
from readers.services.edition import issue_edition, prepare_edition
from tests import factories as make


def day(ahead: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=ahead)


@pytest.fixture
def meeting(cast):
    return make.BoardMeetingFactory(academy=cast.own, on=day(9), title="Full board, autumn")


@pytest.fixture
def plan(cast):
    found = make.PlanFactory(
        academy=cast.own, academic_year=year_on(timezone.localdate()),
        monitoring=f"{cast.teacher.full_name} looks each week.",
    )  # fmt: skip
    make.PriorityFactory(plan=found, title="Rehearsed talk", rationale="Ask Mrs Quillmore.", owner=cast.teacher)
    return found


def figure(cast, **values):
    values = {"academy": cast.own, "measure": "ks2_rwm_exp", **values}
    return make.GapFigureFactory(run=make.GapRunFactory(trust=cast.trust), **values)


@pytest.fixture
def figures(cast):
    """The trust's figure, by which a measure is found, and the academy's, which readers may see."""
    figure(cast, academy=None, trust=cast.trust, level="trust", phase="")
    return figure(cast, value_disadvantaged=61.25, value_other=83.75, gap=-22.5, ci_low=-37.0, ci_high=-8.0)


@pytest.fixture
def edition(cast, meeting, plan, figures):
    return issue_edition(
        by=cast.headteacher, edition=prepare_edition(by=cast.headteacher, meeting=meeting, word="Look at attendance.")
    )


def show(edition) -> str:
    return reverse("readers:edition_show", args=[edition.pk])


def read(client, edition) -> tuple[str, str]:
    """The page and the PDF as text."""
    page = client.get(show(edition))
    paper = client.get(reverse("readers:edition_pdf", args=[edition.pk]))
    assert (page.status_code, paper.status_code) == (200, 200)
    told = " ".join(" ".join(one.extract_text() for one in PdfReader(io.BytesIO(paper.content)).pages).split())
    return page.content.decode(), told


@pytest.mark.parametrize("who", ["governor", "trustee", "headteacher", "trust_leader"])
def test_nobody_is_named_below_the_head_on_page_and_paper(cast, client_of, edition, who):
    for told in read(client_of(getattr(cast, who)), edition):
        assert "Rehearsed talk" in told
        assert "Look at attendance." in told
        assert "22.5" in told or "22 points" in told or "23 points" in told
        assert cast.teacher.full_name not in told
        assert "Quillmore" not in told


def test_what_readers_may_not_see_stands_neither_in_the_edition_nor_on_page_nor_paper(
    cast, client_of, meeting, figures
):
    """The head may see groups of six to ten; the board's pages are written as for who governs."""
    figures.reader_status = FigureStatus.SUPPRESSED
    figures.save()
    edition = issue_edition(by=cast.headteacher, edition=prepare_edition(by=cast.headteacher, meeting=meeting))
    kept = str(edition.content)
    for told in (kept, *read(client_of(cast.headteacher), edition), *read(client_of(cast.governor), edition)):
        assert "61.2" not in told
        assert "83.7" not in told
        assert "22.5" not in told
    assert "too few pupils" in kept


def test_a_proof_is_to_who_issues_it_alone(cast, client_of, meeting):
    proof = prepare_edition(by=cast.headteacher, meeting=meeting)
    for who in ("governor", "trustee", "senior_leader", "sibling_head", "teacher"):
        assert client_of(getattr(cast, who)).get(show(proof)).status_code == 404
    assert "This is a proof" in client_of(cast.trust_leader).get(show(proof)).content.decode()


def test_from_a_meeting_to_what_the_board_reads(cast, client_of):
    head = client_of(cast.headteacher)
    added = head.post(
        reverse("readers:meeting_add"), {"board": cast.own.slug, "on": str(day(12)), "title": "Full board"}
    )
    assert added.status_code == 302
    meeting = BoardMeeting.objects.get()
    proof = head.post(reverse("readers:edition_prepare", args=[meeting.pk]), {"word": "Read page two."}, follow=True)
    edition = Edition.objects.get()
    assert 'name="seen"' in proof.content.decode()
    head.post(reverse("readers:edition_issue", args=[edition.pk]), {"seen": edition.prepared_at.isoformat()})
    governor = client_of(cast.governor)
    assert "Read page two." in governor.get(show(edition)).content.decode()
    home = governor.get(reverse("home")).content.decode()
    todo = home[home.index('id="todo-title"') :]
    assert todo.index(show(edition)) < todo.index('href="/', todo.index(show(edition)) + 1)
    assert "Read the two pages for the meeting of" in todo


def test_a_correction_names_what_it_replaces_both_ways(cast, client_of, meeting, edition):
    head = client_of(cast.headteacher)
    refused = head.post(reverse("readers:edition_prepare", args=[meeting.pk]), {"word": "Kept as typed."})
    assert "Kept as typed." in refused.content.decode()
    assert Edition.objects.count() == 1
    head.post(reverse("readers:edition_prepare", args=[meeting.pk]), {"word": "", "corrects": "A wrong day."})
    second = Edition.objects.get(number=2)
    issue_edition(by=cast.headteacher, edition=second)
    governor = client_of(cast.governor)
    assert show(second) in governor.get(show(edition)).content.decode()
    newer = governor.get(show(second)).content.decode()
    assert show(edition) in newer
    assert "A wrong day." in newer


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"on": "", "title": "Full board"}, "Choose the day on which the board meets."),
        ({"on": "31 November", "title": "Full board"}, "Enter a valid date."),
        ({"on": "2027-01-20", "title": ""}, "Say which meeting it is"),
        ({"on": "2027-01-20", "title": "x" * 101}, "at most 100 characters"),
    ],
)
def test_a_meeting_that_cannot_be_kept_says_why_and_loses_nothing(cast, client_of, typed, says):
    response = client_of(cast.headteacher).post(reverse("readers:meeting_add"), {"board": cast.own.slug, **typed})
    assert says in response.content.decode()
    assert typed["title"] in response.content.decode()
    assert not BoardMeeting.objects.exists()


def test_a_board_that_is_not_ones_own_is_refused(cast, client_of):
    typed = {"board": cast.sibling.slug, "on": str(day(12)), "title": "Full board"}
    assert client_of(cast.headteacher).post(reverse("readers:meeting_add"), typed).status_code == 200
    assert not BoardMeeting.objects.exists()


def test_a_meeting_is_changed_or_called_off_by_who_keeps_it(cast, client_of, meeting):
    change, off = (reverse(f"readers:meeting_{name}", args=[meeting.pk]) for name in ("change", "call_off"))
    for who in ("governor", "trustee", "senior_leader"):
        assert client_of(getattr(cast, who)).post(off).status_code == 403
    head = client_of(cast.headteacher)
    head.post(change, {"on": str(day(20)), "title": "Full board, late"})
    meeting.refresh_from_db()
    assert (meeting.on, meeting.title) == (day(20), "Full board, late")
    head.post(off)
    assert "called off" in head.get(change).content.decode()
    assert "Called off" in client_of(cast.governor).get(reverse("readers:reader_list")).content.decode()


def test_who_issues_is_told_what_waits(cast, client_of, meeting):
    head = client_of(cast.headteacher)
    assert "its pages are not prepared" in head.get(reverse("home")).content.decode()
    prepare_edition(by=cast.headteacher, meeting=meeting)
    assert "waits to be issued" in head.get(reverse("home")).content.decode()
    assert "waits to be issued" not in client_of(cast.governor).get(reverse("home")).content.decode()


def test_boards_stand_in_the_calendar_and_on_the_timeline(cast, client_of, edition):
    governor = client_of(cast.governor)
    month = f"{edition.meeting.on:%Y-%m}"
    calendar = governor.get(reverse("academies:calendar"), {"month": month}).content.decode()
    assert "The board meets: Full board, autumn" in calendar
    profile = governor.get(reverse("academies:academy_timeline", args=[cast.own.slug])).content.decode()
    assert "Governors’ reader issued: Full board, autumn" in profile
    today = {"month": f"{timezone.localdate():%Y-%m}"}
    assert reverse("readers:edition_show", args=[edition.pk]) in governor.get("/calendar/", today).content.decode()
    newer = prepare_edition(by=cast.headteacher, meeting=edition.meeting, corrects="A figure was of last year.")
    issue_edition(by=cast.headteacher, edition=newer)
    calendar = governor.get("/calendar/", today).content.decode()  # of two editions, the one that stands
    assert reverse("readers:edition_show", args=[newer.pk]) in calendar
    assert reverse("readers:edition_show", args=[edition.pk]) not in calendar


def test_a_chart_is_a_picture_without_script(cast, client_of, edition):
    url = reverse("readers:edition_chart", args=[edition.pk, "gaps-years"])
    response = client_of(cast.governor).get(url)
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in response.content
    assert client_of(cast.governor).get(url.replace("gaps-years", "unknown")).status_code == 404
    assert client_of(cast.sibling_head).get(url).status_code == 404
