"""The plan's page and a priority's: what stands there, editing in place, what comes back to mend, who reads what."""

import datetime
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from academies.access import Role, person_for
from academies.models.academy import Status
from academies.providers import timeline, todo
from celt.lib.terms import year_on
from plans.models import Plan, Priority
from plans.models.priority import Met
from plans.rules.year import year_slug
from tests import factories as make
from tests.cast import Cast

DAY = datetime.timedelta(days=1)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return make.PlanFactory(academy=cast.own, rationale="Reading fell in Year 4.")


@pytest.fixture
def priority(plan: Plan) -> Priority:
    return make.PriorityFactory(plan=plan, title="Talk before writing")


@pytest.fixture
def head(cast: Cast, client_of: Any) -> Client:
    found: Client = client_of(cast.headteacher)
    return found


def page(client: Client, name: str, *args: Any, query: str = "") -> str:
    answer = client.get(reverse(f"plans:{name}", args=args) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def said(answer: Any) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_the_title_answers_and_what_presses_stands_first(cast: Cast, head: Client, priority: Priority) -> None:
    today = timezone.localdate()
    make.ActionFactory(priority=priority, says="Train every teacher", due=today - DAY, cost=1200, staff_days=4)
    make.ActionFactory(priority=priority, says="Visit classes", due=today + 14 * DAY, cost=300)
    make.ActionFactory(priority=priority, says="Far away", due=today + 15 * DAY)
    html = page(head, "plan", cast.own.slug)
    assert f"{cast.own} works on one priority: none of three actions are done, one is overdue" in html
    pressing = html.split("These two weeks")[1].split('id="rings-title"')[0]
    assert pressing.index("Train every teacher") < pressing.index("Visit classes")
    assert "Far away" not in pressing
    assert "£1,500 and 4 staff days" in html
    assert "One priority still wants something" in html


def test_without_a_plan_the_head_finds_the_first_step_and_a_reader_who_takes_it(
    cast: Cast, head: Client, client_of: Any
) -> None:
    begin = reverse("plans:plan_begin", args=[cast.own.slug])
    html = page(head, "plan", cast.own.slug)
    assert "has no plan for" in html
    assert begin in html
    html = page(client_of(cast.governor), "plan", cast.own.slug)
    assert "The headteacher begins the plan." in html
    assert begin not in html


def test_a_plan_is_begun_with_what_goes_on(cast: Cast, head: Client) -> None:
    year = year_on(timezone.localdate())
    before = make.PlanFactory(academy=cast.own, academic_year=year - 1, vision="All read.")
    old = make.PriorityFactory(plan=before, title="Talk")
    make.ActionFactory(priority=old)
    assert "Talk (with 1 open action)" in page(head, "plan_begin", cast.own.slug)
    answer = head.post(
        reverse("plans:plan_begin", args=[cast.own.slug]), {"year": year, "priorities": [old.pk], "texts": "on"}
    )
    plan = Plan.objects.get(academic_year=year)
    assert answer["Location"] == reverse("plans:plan_year", args=[cast.own.slug, year_slug(year)])
    assert "with 1 priority from the year before" in said(answer)
    assert (plan.vision, plan.priorities.get().continues) == ("All read.", old)
    assert "Talk" in page(head, "plan_year", cast.own.slug, year_slug(year - 1)), "last year's can still be read"
    again = head.post(reverse("plans:plan_begin", args=[cast.own.slug]), {"year": year})
    assert "has a plan for" in again.content.decode()


def test_a_closed_academy_says_so(cast: Cast, head: Client, plan: Plan) -> None:
    cast.own.status, cast.own.closed = Status.CLOSED, datetime.date(2026, 8, 31)
    cast.own.save()
    sentence = f"{cast.own} closed on 31 August 2026; its plans can be read, not changed."
    html = page(head, "plan", cast.own.slug)
    assert sentence in html
    assert "Add a priority" not in html
    year = year_slug(plan.academic_year)
    for name, args in (("plan_begin", ()), ("plan_edit", (year,)), ("priority_new", (year,))):
        assert sentence in page(head, name, cast.own.slug, *args)
    sent = head.post(reverse("plans:plan_edit", args=[cast.own.slug, year]) + "?part=vision", {"vision": "Mine"})
    html = sent.content.decode()
    assert sentence in html
    assert "Mine" in html, "what was typed stays in the form"


def test_a_year_that_is_over_is_read_and_no_other_spelling_is_an_address(cast: Cast, head: Client) -> None:
    year = year_on(timezone.localdate()) - 2
    make.PriorityFactory(plan=make.PlanFactory(academy=cast.own, academic_year=year), title="Long ago")
    html = page(head, "plan_year", cast.own.slug, year_slug(year))
    assert "Long ago" in html
    assert "is over. Its plan could be changed until" in html
    assert "Edit" not in html.split("Behind the plan")[1]
    for wrong in (f"{year}", f"{year}-{year + 1}", "2024-26", "words", year_slug(year - 1)):
        assert head.get(reverse("plans:plan_year", args=[cast.own.slug, wrong])).status_code == 404


def edit(client: Client, plan: Plan, part: str, **sent: str) -> Any:
    address = reverse("plans:plan_edit", args=[plan.academy.slug, year_slug(plan.academic_year)])
    return client.post(f"{address}?part={part}", sent)


def test_a_text_is_edited_where_it_stands(cast: Cast, head: Client, plan: Plan) -> None:
    html = page(head, "plan", cast.own.slug)
    address = reverse("plans:plan_edit", args=[cast.own.slug, year_slug(plan.academic_year)])
    for part in ("rationale", "vision", "monitoring"):
        assert f'action="{address}?part={part}"' in html
    answer = edit(head, plan, "vision", vision="Every child reads.")
    assert answer.url.endswith("#vision")
    plan.refresh_from_db()
    assert (plan.vision, plan.rationale) == ("Every child reads.", "Reading fell in Year 4.")
    assert head.get(f"{address}?part=academic_year").status_code == 404


def test_fifty_thousand_characters_come_back_with_a_sentence_and_nothing_is_lost(
    cast: Cast, head: Client, plan: Plan, priority: Priority
) -> None:
    long = "long " * 10_000
    for answer in (
        edit(head, plan, "vision", vision=long),
        head.post(reverse("plans:priority_edit", args=[priority.pk]), {"title": "Talk", "rationale": long}),
        head.post(reverse("plans:priority_edit", args=[priority.pk]), {"title": long}),
        head.post(reverse("plans:criterion_add", args=[priority.pk]), {"says": long}),
    ):
        assert answer.status_code == 200
        html = answer.content.decode()
        assert "characters long" in html
        assert long.strip() in html
    plan.refresh_from_db()
    assert plan.vision == ""


def test_what_was_pasted_from_a_word_processor_is_made_plain(cast: Cast, head: Client, plan: Plan) -> None:
    edit(head, plan, "vision", vision="<p class=MsoNormal>Every child<o:p></o:p></p><ul><li>reads</li></ul>")
    plan.refresh_from_db()
    assert plan.vision == "Every child\n\n- reads"


def test_two_people_editing_one_priority_the_second_sees_both_versions(
    cast: Cast, client_of: Any, head: Client, priority: Priority
) -> None:
    address = reverse("plans:priority_edit", args=[priority.pk])
    seen = head.get(address).context["form"]["seen"].value()
    client_of(cast.senior_leader).post(address, {"title": "Talk first", "owner": cast.teacher.pk})
    answer = head.post(address, {"title": "Talk before all else", "seen": seen})
    html = answer.content.decode()
    assert "Somebody else changed this while you wrote" in html
    assert "Talk first" in html
    assert 'value="Talk before all else"' in html
    assert cast.teacher.full_name in html, "a name, not its number"
    priority.refresh_from_db()
    assert priority.title == "Talk first"
    again = answer.context["form"]["seen"].value()
    head.post(address, {"title": "Talk before all else", "owner": cast.teacher.pk, "seen": again})
    priority.refresh_from_db()
    assert (priority.title, priority.owner) == ("Talk before all else", cast.teacher)


def test_a_sixth_priority_and_an_owner_of_another_academy_are_refused(
    cast: Cast, head: Client, plan: Plan, priority: Priority
) -> None:
    address = reverse("plans:priority_new", args=[cast.own.slug, year_slug(plan.academic_year)])
    answer = head.post(address, {"title": "Read", "owner": cast.sibling_teacher.pk})
    assert "owner" in answer.context["form"].errors
    make.PriorityFactory.create_batch(4, plan=plan)
    assert "A plan has five priorities at most" in page(
        head, "priority_new", cast.own.slug, year_slug(plan.academic_year)
    )
    html = head.post(address, {"title": "A sixth one"}).content.decode()
    assert "A plan has five priorities at most" in html
    assert "A sixth one" in html, "what was typed stays in the form"


def test_an_owner_who_has_left_is_shown_plainly_with_what_to_do(
    cast: Cast, head: Client, client_of: Any, priority: Priority
) -> None:
    left = make.UserFactory(full_name="Dagobert Wincanton")
    Priority.objects.filter(pk=priority.pk).update(owner=left)
    assert "Dagobert Wincanton has left: choose who leads it now" in page(head, "plan", cast.own.slug)
    assert "Dagobert Wincanton (has left: choose another)" in page(head, "priority_edit", priority.pk)
    (told,) = [t for t in todo.collect(cast.headteacher, person_for(cast.headteacher)) if "priority" in t.says]
    assert "somebody new to lead it" in told.says
    assert told.note == "Dagobert Wincanton, who leads “Talk before writing”, has left: choose another."


def test_priorities_are_moved_dropped_and_taken_up_from_their_pages(
    cast: Cast, head: Client, plan: Plan, priority: Priority
) -> None:
    second = make.PriorityFactory(plan=plan, title="Read aloud")
    head.post(reverse("plans:priority_move", args=[second.pk]), {"to": "up"})
    assert [each.title for each in plan.priorities.all()] == ["Read aloud", "Talk before writing"]
    answer = head.post(reverse("plans:priority_move", args=[second.pk]), {"to": "sideways"})
    assert "Say whether it goes up or down." in said(answer)
    assert "Say in a sentence why it is dropped." in (
        head.post(reverse("plans:priority_drop", args=[second.pk]), {"because": " "}).content.decode()
    )
    head.post(reverse("plans:priority_drop", args=[second.pk]), {"because": "The review found it secure."})
    html = page(head, "plan", cast.own.slug)
    assert "One priority was dropped" in html
    assert "The review found it secure." in html
    assert "Take it up again" in page(head, "priority_show", second.pk)
    head.post(reverse("plans:priority_take_up", args=[second.pk]))
    assert "One priority was dropped" not in page(head, "plan", cast.own.slug)


def test_a_criterion_is_added_and_judged_on_the_priority(head: Client, priority: Priority) -> None:
    head.post(reverse("plans:criterion_add", args=[priority.pk]), {"says": "Nine of ten retell a story"})
    criterion = priority.criteria.get()
    assert "Not yet judged" in page(head, "priority_show", priority.pk)
    address = reverse("plans:criterion_edit", args=[criterion.pk])
    answer = head.post(address, {"says": criterion.says, "met": "met", "note": ""})
    assert "Say what shows it" in answer.content.decode()
    head.post(address, {"says": criterion.says, "met": "met", "note": "All did in June."})
    criterion.refresh_from_db()
    assert (criterion.met, criterion.note) == (Met.MET, "All did in June.")
    head.post(reverse("plans:criterion_put_away", args=[criterion.pk]))
    assert "Nine of ten retell" not in page(head, "priority_show", priority.pk)
    assert head.get(address).status_code == 404


@pytest.mark.parametrize("role", [Role.GOVERNOR, Role.TRUSTEE])
def test_readers_see_reasons_resources_and_monitoring_and_no_name_below_the_head(
    cast: Cast, client_of: Any, plan: Plan, role: Role
) -> None:
    Plan.objects.filter(pk=plan.pk).update(
        rationale=f"{cast.teacher.full_name} found it.", monitoring="The head looks each term."
    )
    by_teacher = make.PriorityFactory(plan=plan, owner=cast.teacher, rationale=f"Ask {cast.senior_leader.full_name}.")
    make.PriorityFactory(plan=plan, owner=cast.headteacher)
    make.ActionFactory(priority=by_teacher, owner=cast.senior_leader, cost=900)
    reader = client_of(cast.people[role])
    for html in (page(reader, "plan", cast.own.slug), page(reader, "priority_show", by_teacher.pk)):
        assert cast.teacher.full_name not in html
        assert cast.senior_leader.full_name not in html
        assert "A member of staff" in html
        assert "£900" in html
        assert "Edit" not in html
    html = page(reader, "plan", cast.own.slug)
    assert "A member of staff found it." in html
    assert "The head looks each term." in html
    assert f"Led by {cast.headteacher.full_name}" in html
    assert html.index("Why these priorities") < html.index("Priorities</h2>"), "readers read first why"


def test_a_trust_leader_reads_and_does_not_write(cast: Cast, client_of: Any, plan: Plan, priority: Priority) -> None:
    leader = client_of(cast.trust_leader)
    html = page(leader, "plan", cast.own.slug)
    assert priority.title in html
    assert "Add a priority" not in html
    assert leader.post(reverse("plans:priority_edit", args=[priority.pk]), {"title": "Mine"}).status_code == 403
    assert edit(leader, plan, "vision", vision="Mine").status_code == 403


def test_the_head_is_told_at_home_what_the_plan_lacks(cast: Cast) -> None:
    def told() -> list[str]:
        return [t.says for t in todo.collect(cast.headteacher, person_for(cast.headteacher)) if "plan" in t.says]

    year = year_on(timezone.localdate())
    assert any(f"{cast.own} has no plan for" in says for says in told())
    plan = make.PlanFactory(academy=cast.own, academic_year=year)
    assert not any("has no plan for" in says for says in told())
    make.PriorityFactory(plan=plan, owner=cast.teacher)
    says = [t.says for t in todo.collect(cast.headteacher, person_for(cast.headteacher)) if "priority" in t.says]
    assert any("wants a theory of action and a target" in sentence for sentence in says)
    nobody_else = [t.says for t in todo.collect(cast.governor, person_for(cast.governor))]
    assert not any("wants a theory" in sentence for sentence in nobody_else)


def test_beginning_and_dropping_stand_on_the_timeline(cast: Cast, plan: Plan, priority: Priority) -> None:
    Priority.objects.filter(pk=priority.pk).update(
        dropped_at=timezone.now(), dropped_because=f"{cast.teacher.full_name} finished it."
    )

    def moments(user: Any) -> list[tuple[str, str]]:
        return [(m.says, m.note) for m in timeline.collect(user, person_for(user), cast.own)]

    label = year_slug(plan.academic_year).replace("-", "/")
    staff = moments(cast.headteacher)
    assert (f"The plan for {label} was begun", "") in staff
    assert ("A priority was dropped: Talk before writing", f"{cast.teacher.full_name} finished it.") in staff
    assert ("A priority was dropped: Talk before writing", "A member of staff finished it.") in moments(cast.governor)
    assert moments(cast.teacher) == []
