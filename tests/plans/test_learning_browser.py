"""A teacher who is a member notes a meeting and carries the enquiry on, the head decides, a story is offered. In a real
browser; the teacher's part without script too."""

import datetime
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from plans.models import Enquiry, TeamMeeting
from tests import factories as make
from tests.browser import OpenPage
from tests.cast import Cast
from toolkit.models import Story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def enquiry(cast: Cast) -> Enquiry:
    team = make.LearningTeamFactory(academy=cast.own, name="Talk before writing")
    make.TeamMemberFactory(team=team, person=cast.teacher)
    make.TeamMeetingFactory(team=team, on=timezone.localdate())
    return make.EnquiryFactory(
        academy=cast.own, team=team, question="Do strips help?", state="trying", log=cast.headteacher
    )  # fmt: skip


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_teacher_notes_a_meeting_and_carries_an_enquiry_on(
    open_page: OpenPage, cast: Cast, client_of, enquiry, script
) -> None:
    opened = open_page("/", width=390, script=script, client=client_of(cast.teacher))
    opened.settle()
    page = opened.page
    page.get_by_role("link", name="Talk before writing meets today.").click()
    page.get_by_label("What was said and decided").fill("Strips work where they are used at once.")
    page.get_by_label("What each will try before the next meeting").fill("Use them within ten minutes.")
    page.get_by_role("button", name="Note the meeting").click()
    expect(page.get_by_text("Strips work where they are used at once.")).to_be_visible()
    expect(page.get_by_role("heading", name="What each said they would try")).to_be_visible()
    page.get_by_role("link", name="Carry it on: Do strips help?").click()
    page.locator("summary", has_text="Go on to the evidence").click()
    page.get_by_label("How the trial went").fill("Four weeks, two classes.")
    page.get_by_role("button", name="Go on to the evidence").click()
    expect(page.get_by_text("The evidence is being looked at. Write what was found next.")).to_be_visible()
    expect(page.locator("summary", has_text="Stop it early")).to_have_count(0)
    page.get_by_role("link", name="Write what was found").click()
    page.get_by_label("What we found").fill("Drafts were twice as long.")
    if script:
        assert opened.problems() == opened.complaints == []
        assert opened.sideways() == 0
    page.get_by_role("button", name="Save what was found").click()
    expect(page.get_by_text("Drafts were twice as long.")).to_be_visible()
    enquiry.refresh_from_db()
    assert (enquiry.state, enquiry.found) == ("looking", "Drafts were twice as long.")
    assert TeamMeeting.objects.get().written_by == cast.teacher


def test_the_head_decides_and_what_was_decided_stands(open_page: OpenPage, cast: Cast, client_of, enquiry) -> None:
    today = timezone.localdate()
    meeting = TeamMeeting.objects.get()
    TeamMeeting.objects.filter(pk=meeting.pk).update(notes="We looked at the books.")
    Enquiry.objects.filter(pk=enquiry.pk).update(state="looking", found="Drafts were twice as long.", due=today)
    opened = open_page("/", client=client_of(cast.headteacher))
    opened.settle()
    page = opened.page
    page.get_by_role("link", name="An enquiry waits for your decision: Do strips help?").click()
    expect(page.get_by_label("What we found")).to_have_value("Drafts were twice as long.")
    page.get_by_label("Adopt it: everybody does it from now on").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_text("Name the evidence: at least one record")).to_be_visible()
    page.locator("summary", has_text="Meetings of learning teams").click()
    page.get_by_label(re.compile("Meeting of Talk before writing")).check()
    page.get_by_label("What that means in classrooms").fill("Everybody, from Monday.")
    assert opened.problems() == opened.complaints == []
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Do strips help? Adopt, decided on")
    expect(page.get_by_role("link", name="Meeting of Talk before writing")).to_be_visible()
    expect(page.get_by_text("Everybody, from Monday.").first).to_be_visible()
    expect(page.get_by_role("link", name="Change", exact=True)).to_have_count(0)


def test_a_tour_is_walked_and_a_story_of_it_offered(open_page: OpenPage, cast: Cast, client_of) -> None:
    tour = make.TourFactory(academy=cast.own, title="From talk to page", on=timezone.localdate())
    opened = open_page(f"/tours/{tour.pk}/", client=client_of(cast.headteacher))
    page = opened.page
    page.get_by_label("Year group and subject").fill("Year 4, writing")
    page.get_by_role("button", name="Add the stop").click()
    expect(page.get_by_role("heading", name="Year 4, writing")).to_be_visible()
    page.get_by_role("link", name="It was walked").click()
    page.get_by_label("What visitors took away").fill("Every child could say why.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Tell a story of Year 4, writing").click()
    expect(page.get_by_label("At which stop")).to_have_value(str(tour.stops.get().pk))
    page.get_by_label("Title").fill("Strips")
    page.get_by_label("What was seen").fill("The best sentence of a pair goes on a strip.")
    page.get_by_role("button", name="Keep the story").click()
    page.get_by_role("button", name="Offer to the toolkit: Strips").click()
    expect(page.get_by_text("Offered, waits for the trust’s answer")).to_be_visible()
    assert opened.problems() == opened.complaints == []
    leader = open_page("/toolkit/stories/", client=client_of(cast.trust_leader)).page
    expect(leader.get_by_role("link", name="Strips")).to_be_visible()
    assert Story.objects.get().came_from == f"tour:{tour.pk}"


def test_a_route_sheet_is_one_page_of_paper(open_page: OpenPage, cast: Cast, client_of) -> None:
    theory = make.TheoryFactory(trust=cast.trust)
    tour = make.TourFactory(academy=cast.own, theory=theory, on=timezone.localdate() + datetime.timedelta(days=9))
    for year in range(1, 5):
        make.TourStopFactory(tour=tour, place=f"Year {year}, writing", look_for="Who asks, who answers?")
    page = open_page(f"/tours/{tour.pk}/route/", client=client_of(cast.teacher)).page
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", paper)) == 1
    page.emulate_media(media="print")
    expect(page.get_by_text("Print this page")).to_be_hidden()
    expect(page.get_by_text("What will you take away?")).to_be_visible()
