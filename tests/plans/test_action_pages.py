"""Pages of actions: adding one, saying how it goes in place and on a page, lists, and what each reader is told."""

import csv
import datetime
import io

import pytest

from celt.lib.terms import last_day_of_year
from plans.models import Action, ActionUpdate, Priority
from plans.models.action import Rag
from tests import factories as make
from tests.cast import Cast

HTMX = {"HX-Request": "true"}


@pytest.fixture
def priority(cast: Cast) -> Priority:
    return make.PriorityFactory(plan__academy=cast.own, title="Talk before writing")


@pytest.fixture
def action(cast: Cast, priority: Priority, today: datetime.date) -> Action:
    return make.ActionFactory(
        priority=priority, says="Nadia Quillmore trains every team", owner=cast.teacher, cost=1200, staff_days="2.5",
        due=today + datetime.timedelta(days=9), rag=Rag.AMBER, rag_says="The printer is broken.",
    )  # fmt: skip


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_an_action_is_added_and_the_plan_shows_it(cast: Cast, client_of, priority, today) -> None:
    client = client_of(cast.headteacher)
    said = {
        "says": "Every team is trained", "owner": cast.teacher.pk, "due": today.isoformat(), "cost": "£1,200.50",
        "staff_days": "2.5",
    }  # fmt: skip
    response = client.post(f"/plans/priorities/{priority.pk}/actions/new/", said, follow=True)
    made = Action.objects.get()
    assert (str(made.cost), str(made.staff_days), made.owner) == ("1200.50", "2.5", cast.teacher)
    assert response.redirect_chain[0][0].endswith(f"#action-{made.pk}")
    assert "“Every team is trained” stands in the plan." in text(response)
    assert "£1,200.50" in text(response)


def test_add_another_opens_the_form_again(cast: Cast, client_of, priority, today) -> None:
    url = f"/plans/priorities/{priority.pk}/actions/new/"
    said = {"says": "Every team is trained", "due": today.isoformat(), "again": "1"}
    assert client_of(cast.senior_leader).post(url, said).url == url


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"due": "2031-01-01"}, "carried over into the next plan"),
        ({"due": "soon"}, "This is no date."),
        ({"cost": "-3"}, "A cost is 0 or more."),
        ({"cost": "plenty"}, "“plenty” is not an amount in pounds. Write it as 1200 or £1,200.50."),
        ({"cost": "9999999999"}, "is more than 999,999 pounds"),
        ({"staff_days": "x"}, "is not a number of days"),
        ({"starts": "2031-01-01"}, "Choose an earlier day"),
        ({"says": "x" * 241}, "This is 241 characters long and 240 fit. Split it into two actions."),
        ({"owner": "999999"}, "They do not work at Heronwick Primary Academy now. Choose somebody who does."),
    ],
    ids=str,
)
def test_what_cannot_be_added_says_what_to_do_and_keeps_what_was_typed(
    cast: Cast, client_of, priority, today, wrong, says
) -> None:
    said = {"says": "Every team is trained", "due": today.isoformat(), "cost": "17", **wrong}
    page = text(client_of(cast.headteacher).post(f"/plans/priorities/{priority.pk}/actions/new/", said))
    assert says in page
    assert not Action.objects.exists()
    for value in said.values():
        assert value in page or value == "999999"


def test_markup_pasted_from_a_word_processor_becomes_plain(cast: Cast, client_of, priority, today) -> None:
    pasted = '<p class=MsoNormal>Every <b>team</b> is trained<o:p></o:p></p>\r\n<p class="MsoNormal">in autumn</p>'
    said = {"says": pasted, "due": today.isoformat()}
    client_of(cast.headteacher).post(f"/plans/priorities/{priority.pk}/actions/new/", said)
    assert Action.objects.get().says == "Every team is trained in autumn"


def test_how_it_goes_is_said_in_place_of_its_line(cast: Cast, client_of, action) -> None:
    client, url = client_of(cast.headteacher), f"/plans/actions/{action.pk}/report/"
    form = client.get(f"{url}?spot=", headers=HTMX)
    assert form.content.lstrip().startswith(b"<li")
    assert "HX-Request" in form["Vary"]
    wrong = client.post(url, {"goes": "red", "says": " ", "seen": "0"}, headers=HTMX)
    assert "Say in a sentence why." in text(wrong)
    line = client.post(url, {"goes": "red", "says": "Nobody came.", "seen": "0"}, headers=HTMX)
    assert line.content.lstrip().startswith(b"<li")
    assert "Off course" in text(line)
    assert "Nobody came." in text(line)
    action.refresh_from_db()
    assert (action.rag, action.rag_says) == ("red", "Nobody came.")
    assert client.get(f"/plans/actions/{action.pk}/line/", headers=HTMX).content.lstrip().startswith(b"<li")


def test_said_at_the_top_of_the_plan_the_list_below_says_it_too(cast: Cast, client_of, action) -> None:
    url = f"/plans/actions/{action.pk}/report/?spot=-top"
    page = text(client_of(cast.headteacher).post(url, {"goes": "done", "seen": "0"}, headers=HTMX))
    assert f'id="action-{action.pk}-top"' in page
    assert f'id="action-{action.pk}" hx-swap-oob="true"' in page
    again = client_of(cast.headteacher).get(f"/plans/actions/{action.pk}/report/?spot=<script>", headers=HTMX)
    assert "<script>" not in text(again)


@pytest.mark.parametrize(
    ("back", "leads"),
    [
        ("plan", "/academies/heronwick/plan/"),
        ("list", "/academies/heronwick/actions/"),
        ("mine", "/plans/actions/mine/"),
        ("//evil.example", "/plans/actions/"),
    ],
)  # fmt: skip
def test_without_script_a_report_leads_back_to_where_it_was_opened(cast, client_of, action, back, leads) -> None:
    url = f"/plans/actions/{action.pk}/report/?back={back}"
    response = client_of(cast.headteacher).post(url, {"goes": "green", "says": "Begun.", "seen": "0"})
    assert response.status_code == 302
    assert response.url.startswith(leads)


def test_done_dropped_and_open_again(cast: Cast, client_of, action, today) -> None:
    client, url = client_of(cast.headteacher), f"/plans/actions/{action.pk}/report/"
    tomorrow = today + datetime.timedelta(days=1)
    assert "has not come yet" in text(client.post(url, {"goes": "done", "on": tomorrow.isoformat()}))
    client.post(url, {"goes": "done", "on": today.isoformat()})
    action.refresh_from_db()
    assert (action.state, action.done_on) == ("done", today)
    assert "Say why it is opened again." in text(client.post(url, {"says": ""}))
    client.post(url, {"says": "Two are missing."})
    assert "Say why it is dropped" in text(client.post(url, {"goes": "dropped", "says": ""}))
    client.post(url, {"goes": "dropped", "says": "No money."})
    action.refresh_from_db()
    assert (action.state, action.done_on, ActionUpdate.objects.count()) == ("dropped", None, 3)
    page = text(client.get(f"/plans/actions/{action.pk}/"))
    assert page.index("No money.") < page.index("Two are missing.") < page.index("Done.")


def test_two_people_at_once_the_second_is_shown_both(cast: Cast, client_of, action) -> None:
    url = f"/plans/actions/{action.pk}/report/"
    client_of(cast.teacher).post(url, {"goes": "red", "says": "Nobody came.", "seen": "0"})
    second = client_of(cast.headteacher).post(url, {"goes": "green", "says": "It runs.", "seen": "0"}, headers=HTMX)
    page = text(second)
    assert "Somebody else said how it goes while you wrote: off course, “Nobody came.”" in page
    assert "It runs." in page
    seen = ActionUpdate.objects.get().pk
    assert f'name="seen" value="{seen}"' in page
    client_of(cast.headteacher).post(url, {"goes": "green", "says": "It runs.", "seen": str(seen)})
    action.refresh_from_db()
    assert action.rag == "green"


def test_two_people_changing_one_action_the_second_is_shown_both(cast: Cast, client_of, action) -> None:
    client, url = client_of(cast.headteacher), f"/plans/actions/{action.pk}/edit/"
    seen = client.get(url).context["form"].initial["seen"]
    said = {"says": "Mine", "due": action.due.isoformat(), "cost": "5", "owner": cast.teacher.pk, "seen": seen}
    client_of(cast.senior_leader).post(url, {**said, "says": "Theirs"})
    page = text(client.post(url, said))
    assert "Somebody else changed this while you wrote" in page
    assert "Theirs" in page
    assert "Mine" in page
    action.refresh_from_db()
    assert action.says == "Theirs"


def test_a_governor_reads_what_is_done_and_what_it_costs_and_no_name_below_the_head(
    cast: Cast, client_of, action
) -> None:
    make.ActionUpdateFactory(action=action, by=cast.senior_leader, says="Said by somebody.")
    client = client_of(cast.governor)
    pages = [
        text(client.get(url))
        for url in (
            f"/plans/actions/{action.pk}/", "/academies/heronwick/actions/", "/academies/heronwick/actions/actions.csv",
            "/academies/heronwick/plan/",
        )
    ]  # fmt: skip
    for page in pages:
        assert "a member of staff trains every team" in page.lower()
        assert "Needs attention" in page
        for hidden in (cast.teacher.full_name, cast.senior_leader.full_name, "printer", "Said by somebody"):
            assert hidden not in page
        assert "How does it go?" not in page
    assert "£1,200" in pages[0]
    assert "2.5 staff days" in pages[0]
    assert "Who does it" not in pages[2]


def test_the_heads_own_name_is_read_by_governors(cast: Cast, client_of, action) -> None:
    Action.objects.update(owner=cast.headteacher)
    assert cast.headteacher.full_name in text(client_of(cast.governor).get(f"/plans/actions/{action.pk}/"))


def test_a_teacher_sees_and_reports_on_their_own_actions_and_on_no_other(cast: Cast, client_of, action) -> None:
    other = make.ActionFactory(priority=action.priority, says="The sackbut is bought")
    client = client_of(cast.teacher)
    mine = text(client.get("/plans/actions/mine/"))
    assert "One action is yours to do: it is due within 14 days." in mine
    assert "sackbut" not in mine
    page = text(client.get(f"/plans/actions/{action.pk}/"))
    assert "The printer is broken." in page or "Nobody has said yet" in page
    assert f"/plans/priorities/{action.priority_id}/" not in page
    assert client.get(f"/plans/actions/{other.pk}/").status_code == 404
    assert client.get(f"/plans/actions/{action.pk}/edit/").status_code == 403
    assert client.get("/academies/heronwick/actions/").status_code == 403
    done = client.post(f"/plans/actions/{action.pk}/report/?back=plan", {"goes": "done", "seen": "0"})
    assert done.url == f"/plans/actions/{action.pk}/"
    assert "Everything that you had to do is done." in text(client.get("/plans/actions/mine/"))


def test_the_list_narrows_sorts_and_is_a_file(cast: Cast, client_of, priority, action, today) -> None:
    late = make.ActionFactory(priority=priority, says="Late", due=today - datetime.timedelta(days=3), cost="300.50")
    make.ActionFactory(priority=priority, says="Ended", state="done", done_on=today)
    make.ActionFactory(priority=priority, says="Far", due=last_day_of_year(priority.plan.academic_year))
    client, url = client_of(cast.headteacher), "/academies/heronwick/actions/"

    def told(query: str) -> list[str]:
        return [row.record.says for row in client.get(url + query).context["table"].page.object_list]

    everything = client.get(url)
    assert "One of four actions is done, one is overdue" in text(everything).replace("one of", "One of")
    assert told("")[0] == "Late"
    assert told("?due=overdue") == ["Late"]
    assert told("?due=soon") == [action.says]
    assert told("?rag=amber") == [action.says]
    assert told("?rag=none") == ["Late", "Far"]
    assert told("?state=done") == ["Ended"]
    assert told(f"?owner={cast.teacher.pk}") == [action.says]
    assert told(f"?owner=nobody&priority={priority.pk}&state=open") == ["Late", "Far"]
    assert told("?due=nonsense&owner=%00")[0] == "Late"
    assert told("?sort=-cost")[0] == action.says
    rows = list(csv.DictReader(io.StringIO(client.get(f"{url}actions.csv?due=overdue").content.decode("utf-8-sig"))))
    assert [(row["Action"], row["Due"], row["Cost in pounds"]) for row in rows] == [
        ("Late", late.due.isoformat(), "300.50")
    ]


def test_last_years_actions_are_one_choice_away(cast: Cast, client_of, action) -> None:
    year = action.priority.plan.academic_year - 1
    make.ActionFactory(priority__plan__academy=cast.own, priority__plan__academic_year=year, says="Of last year")
    page = text(client_of(cast.governor).get(f"/academies/heronwick/actions/?year={year}-{(year + 1) % 100}"))
    assert "Of last year" in page
    assert "trains every team" not in page


def test_who_has_left_is_said_and_another_can_be_chosen(cast: Cast, client_of, action, today) -> None:
    cast.teacher.memberships.update(ends=today - datetime.timedelta(days=1))
    client = client_of(cast.headteacher)
    assert f"{cast.teacher.full_name} has left" in text(client.get(f"/plans/actions/{action.pk}/"))
    form = text(client.get(f"/plans/actions/{action.pk}/edit/"))
    assert f"{cast.teacher.full_name} (has left: choose another)" in form
    assert "Choose who does it now." in form
    listed = client.get("/academies/heronwick/actions/?owner=left").context["table"].page.object_list
    assert [row.record.line.pk for row in listed] == [action.pk]


def test_a_record_is_named_as_evidence_and_read_by_whoever_may_open_it(cast: Cast, client_of, action) -> None:
    client, url = client_of(cast.headteacher), f"/plans/actions/{action.pk}/evidence/"
    assert "What shows how it went" in text(client.get(url))
    assert "One of the records is not here any more" in text(client.post(url, {"evidence": "concern:999"}))
    client.post(url, {"evidence": "gap:ks2_reading_exp"})
    action.refresh_from_db()
    assert action.evidence == ["gap:ks2_reading_exp"]
    assert "key stage 2" in text(client_of(cast.governor).get(f"/plans/actions/{action.pk}/"))
