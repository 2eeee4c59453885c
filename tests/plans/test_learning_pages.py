"""Pages of learning: what each reader finds and may do, what is typed and refused, who is shown what another did."""

import csv
import datetime
import io

import pytest
from django.utils import timezone

from academies.models.academy import Status
from plans.models import Enquiry, LearningTeam, TeamMeeting, Tour
from plans.services.tour_story import offer_tour_story
from tests import factories as make
from tests.cast import Cast
from toolkit.services.story import answer_story

DAY = datetime.timedelta(days=1)
WORD = '<p class="MsoNormal">Half a <b>sentence</b> each.<o:p></o:p></p><p class="MsoNormal">Then strips.</p>'
pytestmark = pytest.mark.django_db


@pytest.fixture
def team(cast: Cast) -> LearningTeam:
    team = make.LearningTeamFactory(academy=cast.own, name="Talk before writing")
    make.TeamMemberFactory(team=team, person=cast.teacher)
    return team


@pytest.fixture
def enquiry(cast: Cast, team: LearningTeam) -> Enquiry:
    return make.EnquiryFactory(
        academy=cast.own, team=team, question="Do strips help?", state="trying", log=cast.headteacher
    )  # fmt: skip


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_an_empty_academy_says_what_will_stand_there(cast, client_of):
    said = text(client_of(cast.headteacher).get("/academies/heronwick/learning/"))
    assert f"No learning team meets at {cast.own} yet." in said
    assert "Set up a team" in said
    assert "Set up a team" not in text(client_of(cast.trust_leader).get("/academies/heronwick/learning/"))


def test_the_overview_says_what_comes_next_and_to_whom(cast, client_of, team, enquiry, today):
    make.TeamMeetingFactory(team=team, on=today - DAY)
    Enquiry.objects.filter(pk=enquiry.pk).update(due=today - DAY)
    make.EnquiryFactory(academy=cast.own, state="looking", found="It did.", log=cast.headteacher)
    head = text(client_of(cast.headteacher).get("/academies/heronwick/learning/"))
    assert "two enquiries are under way, and one of them waits for a decision." in head
    assert "is not noted yet." in head
    assert "Evidence was due on" in head
    assert "Note the meeting: Talk before writing" in head
    assert "Decide: " in head
    member = text(client_of(cast.teacher).get("/academies/heronwick/learning/"))
    assert "Note the meeting: Talk before writing" in member
    assert "Decide: " not in member
    reader = text(client_of(cast.trust_leader).get("/academies/heronwick/learning/"))
    assert "is not noted yet." in reader
    assert "Note the meeting" not in reader


@pytest.mark.parametrize("who", ["governor", "trustee"])
def test_governors_and_trustees_are_told_none_of_it(cast, client_of, team, enquiry, who):
    client = client_of(getattr(cast, who))
    assert client.get("/academies/heronwick/learning/").status_code == 403
    assert client.get(f"/learning/teams/{team.pk}/").status_code == 404
    assert client.get(f"/enquiries/{enquiry.pk}/").status_code == 404
    for page in ("/", "/academies/heronwick/", "/academies/heronwick/timeline/", "/calendar/"):
        said = client.get(page).content.decode()
        assert "Talk before writing" not in said
        assert "Do strips help?" not in said


def test_what_was_pasted_from_word_is_made_plain(cast, client_of, team, today):
    said = {"on": today.isoformat(), "notes": WORD}
    client_of(cast.teacher).post(f"/learning/teams/{team.pk}/meetings/new/", said)
    assert TeamMeeting.objects.get().notes.split() == ["Half", "a", "sentence", "each.", "Then", "strips."]


def test_fifty_thousand_characters_are_refused_and_kept(cast, client_of, team, today):
    said = {"on": today.isoformat(), "notes": "word " * 10_000}
    response = client_of(cast.teacher).post(f"/learning/teams/{team.pk}/meetings/new/", said)
    assert "characters long and 20,000 fit" in text(response)
    assert response.content.decode().count("word ") >= 10_000 - 1
    assert not TeamMeeting.objects.exists()


def test_the_second_who_notes_a_meeting_sees_both_notes(cast, client_of, team, today):
    meeting = make.TeamMeetingFactory(team=team, on=today)
    first, second = client_of(cast.teacher), client_of(cast.headteacher)
    seen = second.get(f"/learning/meetings/{meeting.pk}/").context["form"]["seen"].value()
    first.post(f"/learning/meetings/{meeting.pk}/", {"on": today.isoformat(), "notes": "Nadia’s note."})
    sent = {"on": today.isoformat(), "notes": "The head’s note.", "seen": seen}
    said = text(second.post(f"/learning/meetings/{meeting.pk}/", sent))
    assert "Somebody else changed this while you wrote" in said
    assert "Nadia’s note." in said
    assert "The head’s note." in said
    meeting.refresh_from_db()
    assert meeting.notes == "Nadia’s note."


def test_a_row_of_meetings_is_planned_and_the_next_guessed(cast, client_of, team, today):
    client = client_of(cast.teacher)
    first = today + 3 * DAY
    client.post(f"/learning/teams/{team.pk}/meetings/plan/", {"on": first.isoformat(), "every": "2", "times": "3"})
    assert sorted(TeamMeeting.objects.values_list("on", flat=True)) == [first, first + 14 * DAY, first + 28 * DAY]
    form = client.get(f"/learning/teams/{team.pk}/meetings/plan/").context["form"]
    assert (form["on"].value(), form["every"].value()) == (first + 42 * DAY, "2")


def test_a_step_refused_keeps_what_was_typed(cast, client_of, enquiry):
    url = f"/enquiries/{enquiry.pk}/step/"
    client_of(cast.senior_leader).post(url, {"look-step": "look", "look-says": "Six weeks."})
    late = {"look-step": "look", "look-says": "I was slower, but saw more.", "look-seen": enquiry.steps.first().pk}
    said = text(client_of(cast.teacher).post(url, late))
    assert "Petra Lindqvarn carried it on while you wrote: looking at the evidence." in said
    assert "I was slower, but saw more." in said
    assert client_of(cast.coach).post(url, late).status_code == 403
    assert client_of(cast.sibling_head).post(url, late).status_code == 404
    assert client_of(cast.teacher).get(url).url == f"/enquiries/{enquiry.pk}/"


def test_a_decision_that_came_second_loses_nothing_typed(cast, client_of, team, today):
    enquiry = make.EnquiryFactory(academy=cast.own, team=team, state="looking", log=cast.headteacher)
    meeting = make.TeamMeetingFactory(team=team, on=today, notes="Books were looked at.")
    first, second = client_of(cast.senior_leader), client_of(cast.headteacher)
    form = second.get(f"/enquiries/{enquiry.pk}/decide/").context["form"]
    sent = {
        "found": "Drafts were longer.", "evidence": [f"meeting:{meeting.pk}"], "decision": "adopt",
        "decision_says": "Everybody, from Monday.", "seen": form["seen"].value(), "last": form["last"].value(),
    }  # fmt: skip
    assert first.post(f"/enquiries/{enquiry.pk}/decide/", {**sent, "decision": "drop"}).status_code == 302
    said = text(second.post(f"/enquiries/{enquiry.pk}/decide/", sent))
    assert "Everybody, from Monday." in said
    assert "while you wrote" in said
    assert second.get(f"/enquiries/{enquiry.pk}/decide/").status_code == 302, "there is nothing left to decide"
    enquiry.refresh_from_db()
    assert enquiry.decision == "drop"
    shown = text(second.get(f"/enquiries/{enquiry.pk}/"))
    assert "Meeting of Talk before writing" in shown
    assert "Plan a further cycle" in shown


def test_a_further_cycle_is_shown_with_those_before_it(cast, client_of, team):
    before = make.EnquiryFactory(
        academy=cast.own, team=team, question="Do partners help?", state="stopped", log=cast.headteacher
    )  # fmt: skip
    client = client_of(cast.headteacher)
    form = client.get(f"/academies/heronwick/enquiries/new/?follows={before.pk}").context["form"]
    assert form["team"].value() == team.pk
    today = timezone.localdate().isoformat()
    said = {"question": "Do strips help?", "starts": today, "due": today}
    client.post(f"/academies/heronwick/enquiries/new/?follows={before.pk}", said)
    after = Enquiry.objects.get(question="Do strips help?")
    for one in (before, after):
        shown = text(client.get(f"/enquiries/{one.pk}/"))
        assert "From cycle to cycle" in shown
        assert shown.index("Do partners help?</") < shown.rindex("Do strips help?</")


def test_the_list_narrows_sorts_and_exports(cast, client_of, team, enquiry):
    make.EnquiryFactory(academy=cast.own, question="Do partners help?", state="stopped", log=cast.headteacher)
    make.EnquiryFactory(
        academy=cast.own, question="=2+2", state="decided", decision="adopt", found="It did.", log=cast.headteacher
    )  # fmt: skip
    client = client_of(cast.trust_leader)
    answer = client.get("/academies/heronwick/enquiries/")
    assert "of the one that is decided, one was adopted." in text(answer)
    for query, expected in (
        ("state=open", ["Do strips help?"]),
        ("state=stopped", ["Do partners help?"]),
        ("state=decided-adopt", ["=2+2"]),
        (f"team={team.pk}", ["Do strips help?"]),
        ("sort=question", ["=2+2", "Do partners help?", "Do strips help?"]),
        ("state=invented", ["Do strips help?", "=2+2", "Do partners help?"]),
    ):
        rows = client.get(f"/academies/heronwick/enquiries/?{query}").context["table"].rows
        assert [row.record.question for row in rows] == expected, query
    file = client.get("/academies/heronwick/enquiries/enquiries.csv?state=decided-adopt").content.decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(file))
    assert (line["Question"], line["What was found"]) == ("'=2+2", "It did.")


def test_what_closed_can_be_read_not_changed(cast, client_of, team, enquiry):
    cast.own.status, cast.own.closed = Status.CLOSED, datetime.date(2026, 8, 31)
    cast.own.save()
    client = client_of(cast.headteacher)
    said = text(client.get("/academies/heronwick/learning/"))
    assert "closed on 31 August 2026; its plans can be read, not changed." in said
    assert "Set up a team" not in said
    assert client.get(f"/learning/teams/{team.pk}/edit/").status_code == 403
    assert "Next step" not in text(client.get(f"/enquiries/{enquiry.pk}/"))
    today = timezone.localdate().isoformat()
    late = client.post("/academies/heronwick/tours/new/", {"title": "A walk", "on": today})
    assert "can be read, not changed" in text(late)
    assert not Tour.objects.exists()


def test_the_route_sheet_names_stops_and_nobody(cast, client_of):
    tour = make.TourFactory(academy=cast.own, title="From talk to page", planned_by=cast.headteacher)
    make.TourStopFactory(tour=tour, place="Year 4, writing", look_for="Strips on desks")
    said = text(client_of(cast.teacher).get(f"/tours/{tour.pk}/route/"))
    assert "Year 4, writing" in said
    assert "Strips on desks" in said
    assert cast.headteacher.full_name not in said


@pytest.mark.parametrize(("take", "words"), [(True, "Taken into the toolkit"), (False, "Not taken")])
def test_the_trusts_answer_stands_at_the_tour_and_at_home(cast, client_of, take, words):
    tour = make.TourFactory(academy=cast.own, on=timezone.localdate(), state="walked", learnt="Much.")
    story = make.TourStoryFactory(tour=tour, title="Strips")
    client = client_of(cast.headteacher)
    offered = offer_tour_story(by=cast.headteacher, story=story).offered
    assert "Offered, waits for the trust’s answer" in text(client.get(f"/tours/{tour.pk}/"))
    assert offered is not None
    answer_story(by=cast.trust_leader, story=offered, take=take, answer="Tell us how long it took.")
    said = text(client.get(f"/tours/{tour.pk}/"))
    assert words in said
    assert "Tell us how long it took." in said
    assert "Take it back" not in said
    assert "Your story “Strips”" in text(client.get("/"))


def test_a_seat_and_a_team_can_be_exported(cast, client_of, team):
    make.TeamSeatFactory(academy=cast.own, person=cast.coach, role="reads the figures")
    client = client_of(cast.headteacher)
    assert "reads the figures" in client.get("/academies/heronwick/learning/improvement-team/team.csv").content.decode()
    assert "Talk before writing" in client.get("/academies/heronwick/learning/teams/teams.csv").content.decode()
    make.LearningTeamFactory(academy=cast.own, name="Last year’s team", ends=timezone.localdate() - DAY)
    for state, names in (("current", ["Talk before writing"]), ("ended", ["Last year’s team"])):
        table = client.get(f"/academies/heronwick/learning/teams/?state={state}").context["table"]
        assert [row.record.name for row in table.rows] == names
        file = client.get(f"/academies/heronwick/learning/teams/teams.csv?state={state}").content.decode()
        assert names[0] in file
        assert file.count("\n") == 2
    make.TeamMeetingFactory(team=team, notes="Noted.", on=timezone.localdate())
    assert "Noted." in client.get(f"/learning/teams/{team.pk}/meetings.csv").content.decode()
