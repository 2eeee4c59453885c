"""Targets and what new figures mean: set from the readings, told through the door, written once for each new figure."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from academies.access import person_for
from academies.models.academy import Status
from academies.providers import timeline
from accounts.models import User
from dashboards.models import FigureStatus, GapFigure
from plans.models import Meaning, Priority
from plans.selectors.target import targets
from plans.selectors.target_told import TargetTold
from plans.services.meaning import write_meaning
from plans.services.target import Aim, clear_target, set_target
from plans.todos.meanings import meaning_todos
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 22)
START = (2025, "Statutory")
HIDDEN = {"n_disadvantaged": 8, "reader_status": FigureStatus.SUPPRESSED}


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *a, **k: TODAY)


@pytest.fixture
def priority(cast: Any) -> Priority:
    """Of this year's plan of the cast's own academy, with a gap of 14 points in last year's results to start from."""
    for position, name in enumerate(("Autumn", "Spring", "Summer", "Statutory"), start=1):
        make.CheckpointFactory(trust=cast.trust, name=name, position=position)
    figure(cast)
    return make.PriorityFactory(
        plan=make.PlanFactory(academy=cast.own, academic_year=2026), title="Talk before writing"
    )


def figure(cast: Any, at: tuple[int, str] = START, gap: float = -14.0, **values: Any) -> GapFigure:
    reached = {"value_disadvantaged": 60.0, "value_other": 60.0 - gap, "ci_low": gap - 20, "ci_high": gap + 20}
    place = {"academy": cast.own, "academic_year": at[0], "checkpoint": at[1]}
    return make.GapFigureFactory(**{**place, **reached, "gap": gap, **values})


def aim(**said: Any) -> Aim:
    usual: dict[str, Any] = {
        "measure": "ks2_reading_exp", "figure_of": "gap", "breakdown": "all", "start": START, "target": Decimal(9),
        "by": (2026, "Statutory"),
    }  # fmt: skip
    return Aim(**{**usual, **said})


def set_usual(cast: Any, priority: Priority, **said: Any) -> Priority:
    return set_target(priority=priority, by=cast.headteacher, aim=aim(**said))


def told(user: User, priority: Priority) -> TargetTold:
    return targets(user, person_for(user), [Priority.objects.get(pk=priority.pk)])[priority.pk]


def todos(user: User) -> list[str]:
    return [todo.says for todo in meaning_todos(user, person_for(user))]


# Setting it.


def test_a_target_starts_from_the_figure_as_it_is(cast, priority):
    done = set_usual(cast, priority)
    assert (done.baseline, done.baseline_year, done.baseline_checkpoint) == (Decimal(14), *START)
    assert (done.target, done.target_year, done.target_checkpoint) == (Decimal(9), 2026, "Statutory")
    assert done.better == "lower"


def test_what_disadvantaged_pupils_reach_goes_the_measures_own_way(cast, priority):
    done = set_usual(cast, priority, figure_of="dis", target=Decimal(70))
    assert (done.baseline, done.better) == (Decimal(60), "higher")


@pytest.mark.parametrize(
    ("said", "field", "says"),
    [
        ({"target": Decimal(18)}, "target", "The gap is 14 points; a target of 18 would widen it."),
        ({"figure_of": "dis", "target": Decimal(120)}, "target", "A share is 100% at most"),
        (
            {"figure_of": "dis", "target": Decimal(50)},
            "target",
            "They are at 60%; a target of 50 would be a step back.",
        ),
        ({"by": (2026, "Midsummer")}, "target_checkpoint", "The trust has no such checkpoint."),
        ({"by": (2025, "Statutory")}, "target_year", "A target of this plan is due in 2026/27 at the earliest"),
        ({"by": (2031, "Statutory")}, "target_year", "A target of this plan is due in 2026/27 at the earliest"),
        ({"measure": "ks4_attainment8"}, "measure", "No pupils of Heronwick Primary Academy sit this measure."),
        ({"measure": "handwriting"}, "measure", "No pupils of Heronwick Primary Academy sit this measure."),
        ({"figure_of": "both"}, "figure_of", "Choose the gap, or what disadvantaged pupils reach."),
        ({"breakdown": "year:6"}, "breakdown", "Choose among the groups that have figures."),
        ({"start": None}, "start", "Choose the figure that it starts from."),
        ({"start": (2020, "Autumn")}, "start", "There is no figure of Autumn 2020/21."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(cast, priority, said, field, says):
    with pytest.raises(ValidationError) as refused:
        set_usual(cast, priority, **said)
    assert refused.value.message_dict[field][0].startswith(says)
    assert Priority.objects.get(pk=priority.pk).target is None


def test_a_checkpoint_before_the_start_is_refused(cast, priority):
    figure(cast, (2026, "Spring"))
    with pytest.raises(ValidationError, match="Autumn 2026/27 is not after Spring 2026/27"):
        set_usual(cast, priority, start=(2026, "Spring"), by=(2026, "Autumn"))


def test_a_start_of_too_few_pupils_is_refused(cast, priority):
    GapFigure.objects.update(status=FigureStatus.SUPPRESSED, reader_status=FigureStatus.SUPPRESSED)
    with pytest.raises(ValidationError, match="Too few pupils to show"):
        set_usual(cast, priority)
    with pytest.raises(ValidationError, match="Every figure here is of too few pupils to show"):
        set_usual(cast, priority, start=None)


def test_where_there_is_no_figure_yet_a_target_stands_without_a_start(cast, priority):
    GapFigure.objects.all().delete()
    done = set_usual(cast, priority, start=None)
    assert (done.baseline, done.target) == (None, Decimal(9))
    assert told(cast.headteacher, done).word == "No figure to judge it by yet"


def test_only_who_writes_the_plan_sets_it(cast, priority):
    set_target(priority=priority, by=cast.senior_leader, aim=aim())
    for user in (cast.trust_leader, cast.governor, cast.teacher, cast.sibling_head, cast.outsider):
        with pytest.raises(PermissionDenied):
            set_target(priority=priority, by=user, aim=aim())
        with pytest.raises(PermissionDenied):
            clear_target(priority=priority, by=user)


def test_a_dropped_priority_and_a_closed_academy_take_none(cast, priority):
    cast.own.status = Status.CLOSED
    cast.own.save()
    with pytest.raises(ValidationError, match="can be read, not changed"):
        set_usual(cast, priority)
    cast.own.status = Status.OPEN
    cast.own.save()
    Priority.objects.filter(pk=priority.pk).update(dropped_at=timezone.now(), dropped_because="Done.")
    with pytest.raises(ValidationError, match="was dropped"):
        set_usual(cast, priority)


def test_a_target_can_be_taken_away(cast, priority):
    done = clear_target(priority=set_usual(cast, priority), by=cast.headteacher)
    assert (done.target, done.baseline, done.measure) == (None, None, "")


def test_the_database_keeps_the_direction(cast, priority):
    set_usual(cast, priority)
    with pytest.raises(IntegrityError), transaction.atomic():
        Priority.objects.filter(pk=priority.pk).update(target=Decimal(20))


# Telling it.


def test_it_says_from_now_and_to(cast, priority):
    set_usual(cast, priority, figure_of="dis", target=Decimal(70))
    assert told(cast.headteacher, priority).says == (
        "From 60% in Statutory 2025/26; target 70% by Statutory 2026/27; no figure to judge it by yet"
    )
    figure(cast, (2026, "Statutory"), value_disadvantaged=72.0)
    now = told(cast.headteacher, priority)
    assert now.says == "60% to 72%; target 70% by Statutory 2026/27; reached, may be chance"
    assert now.means == "about 2 of 20 disadvantaged pupils more"


def test_a_gap_that_narrowed_because_others_fell_says_so(cast, priority):
    set_usual(cast, priority)
    figure(cast, (2026, "Statutory"), gap=-8.0, value_disadvantaged=58.0, value_other=66.0)
    assert told(cast.headteacher, priority).moved == (
        "Disadvantaged pupils are down 2 points, other pupils are down 8 points. The gap is narrower because other "
        "pupils fell back."
    )


def test_a_mock_is_on_the_way_and_not_the_result(cast, priority):
    set_usual(cast, priority)
    figure(cast, (2025, "Autumn"), gap=-30.0)
    figure(cast, (2026, "Autumn"), gap=-25.0)
    now = told(cast.headteacher, priority)
    assert (now.now, now.word) == ("", "No figure to judge it by yet")
    assert now.on_the_way == "On the way: 25 points behind in Autumn 2026/27, 30 points behind the year before"


def test_a_reader_never_sees_a_hidden_start_nor_what_gives_it_away(cast, priority, client_of):
    GapFigure.objects.update(**HIDDEN, value_disadvantaged=37.5, gap=-23.0)
    set_usual(cast, priority, target=Decimal(19))
    assert told(cast.headteacher, priority).start == "23 points behind"
    for reader in (cast.governor, cast.trustee):
        seen = told(reader, priority)
        assert (
            seen.says == "A target is set. Its figures are of too few pupils to show here: ask the head how it stands."
        )
        assert not any((seen.start, seen.now, seen.goal, seen.means, seen.n, seen.picture, seen.interval))
        page = client_of(reader).get(reverse("plans:priority_show", args=[priority.pk])).content.decode()
        for hidden in ("23 points", "19 points", "37.5", "of 8 dis"):
            assert hidden not in page


def test_a_reader_never_sees_a_hidden_figure_that_was_written_about(cast, priority, client_of):
    set_usual(cast, priority)
    figure(cast, (2026, "Statutory"), gap=-11.0, **HIDDEN)
    write_meaning(priority=priority, by=cast.headteacher, says="It holds.", about=(2026, "Statutory"))
    assert told(cast.headteacher, priority).meanings[0].figure == "11 points behind"
    seen = told(cast.governor, priority)
    assert (seen.meanings[0].says, seen.meanings[0].figure) == ("It holds.", "")
    assert seen.now == "Too few pupils to show."
    assert seen.now_value is None
    page = client_of(cast.governor).get(reverse("plans:priority_show", args=[priority.pk])).content.decode()
    assert "It holds." in page
    assert "11 points" not in page


def test_many_plans_cost_the_queries_of_one(cast, priority, django_assert_max_num_queries):
    set_usual(cast, priority)
    rows = [priority.pk]
    for academy in make.AcademyFactory.create_batch(14, trust=cast.trust):
        make.GapFigureFactory(academy=academy)
        more = make.PriorityFactory(plan=make.PlanFactory(academy=academy), measure="ks2_reading_exp")
        make.MeaningFactory(priority=more)
        rows.append(more.pk)
    person = person_for(cast.trust_leader)
    for wanted in (rows[:1], rows):
        found = list(Priority.objects.filter(pk__in=wanted))
        with django_assert_max_num_queries(8):
            assert len(targets(cast.trust_leader, person, found)) == len(wanted)


# Writing what it means.


def test_a_new_figure_asks_once_and_a_run_that_changes_nothing_asks_for_nothing(cast, priority):
    set_usual(cast, priority)
    assert todos(cast.headteacher) == []
    figure(cast, (2026, "Autumn"), gap=-12.0)
    says = "New figures for the gap in reading, key stage 2: write what they mean."
    assert todos(cast.headteacher) == todos(cast.senior_leader) == [says]
    for user in (cast.trust_leader, cast.governor, cast.teacher, cast.sibling_head):
        assert todos(user) == []
    write_meaning(priority=priority, by=cast.headteacher, says="It narrows.", about=(2026, "Autumn"))
    assert todos(cast.headteacher) == []
    # The next night's run: a new row of the same figure, computed anew.
    GapFigure.objects.filter(checkpoint="Autumn").delete()
    again = figure(cast, (2026, "Autumn"), gap=-12.2)
    assert todos(cast.headteacher) == []
    # A late file changes what the figure says.
    GapFigure.objects.filter(pk=again.pk).update(gap=-16.0)
    assert todos(cast.headteacher) == [says]


def test_new_figures_of_several_priorities_are_one_line_on_the_home_page(cast, priority):
    more = make.PriorityFactory(plan=priority.plan, title="Every child a reader.", order=9)
    for one in (priority, more):
        set_usual(cast, one)
    figure(cast, (2026, "Autumn"), gap=-12.0)
    (todo,) = meaning_todos(cast.headteacher, person_for(cast.headteacher))
    assert todo.says == "New figures for two priorities: write what they mean."
    assert "Every child a reader" in todo.note
    assert todo.url == reverse("plans:meaning_add", args=[priority.pk])
    write_meaning(priority=priority, by=cast.headteacher, says="It narrows.", about=(2026, "Autumn"))
    (todo,) = meaning_todos(cast.headteacher, person_for(cast.headteacher))
    assert todo.url == reverse("plans:meaning_add", args=[more.pk])


def test_what_was_written_stands_and_the_list_grows(cast, priority, client_of):
    set_usual(cast, priority)
    figure(cast, (2026, "Autumn"), gap=-12.0)
    for says in ("It narrows.", "It narrows.", "We think it is real."):
        write_meaning(priority=priority, by=cast.headteacher, says=says, about=(2026, "Autumn"))
    first = Meaning.objects.order_by("pk").first()
    assert first is not None
    assert Meaning.objects.count() == 2  # sent twice is written once
    assert (first.reading["value"], first.reading["n"]) == (12.0, 20)
    with pytest.raises(Exception, match="meanings_only_grow"), transaction.atomic():
        Meaning.objects.update(says="Otherwise.")
    moments = timeline.collect(cast.governor, person_for(cast.governor), cast.own)
    assert [m.note for m in moments if "Autumn 2026/27" in m.says] == ["We think it is real.", "It narrows."]


def test_a_figure_that_came_meanwhile_is_read_first(cast, priority, client_of):
    set_usual(cast, priority)
    figure(cast, (2026, "Autumn"), gap=-12.0)
    client, url = client_of(cast.headteacher), reverse("plans:meaning_add", args=[priority.pk])
    assert 'value="2026:Autumn"' in client.get(url).content.decode()
    figure(cast, (2026, "Spring"), gap=-10.0)
    typed = {"says": "It narrows, we think.", "about": "2026:Autumn"}
    page = client.post(url, typed).content.decode()
    assert "A newer figure came while you wrote: 10 points behind in Spring 2026/27." in page
    assert "It narrows, we think." in page
    assert not Meaning.objects.exists()
    assert client.post(url, {**typed, "about": "2026:Spring"}).status_code == 302


@pytest.mark.parametrize("says", ["", "   \n "])
def test_nothing_written_is_refused(cast, priority, says):
    set_usual(cast, priority)
    with pytest.raises(ValidationError, match="A sentence is enough"):
        write_meaning(priority=priority, by=cast.headteacher, says=says, about=START)


def test_only_who_writes_the_plan_writes_it(cast, priority):
    set_usual(cast, priority)
    for user in (cast.trust_leader, cast.governor, cast.sibling_head):
        with pytest.raises(PermissionDenied):
            write_meaning(priority=priority, by=user, says="It holds.", about=START)


def test_readers_are_told_no_name_of_staff_in_what_it_means(cast, priority):
    set_usual(cast, priority)
    write_meaning(priority=priority, by=cast.senior_leader, says="Nadia Quillmore led it.", about=START)
    line = told(cast.governor, priority).meanings[0]
    assert (line.says, line.by) == ("A member of staff led it.", "A member of staff")
    assert told(cast.headteacher, priority).meanings[0].says == "Nadia Quillmore led it."


# Its page.


def sent(**said: Any) -> dict[str, Any]:
    return {
        "measure": "ks2_reading_exp", "figure_of": "gap", "breakdown": "all", "start": "2025:Statutory",
        "target": "9", "target_checkpoint": "Statutory", "target_year": "2026", **said,
    }  # fmt: skip


def test_the_page_starts_with_the_surest_figure_and_says_what_a_pupil_is_worth(cast, priority, client_of):
    figure(cast, (2026, "Autumn"), gap=-30.0)
    url = reverse("plans:target_edit", args=[priority.pk])
    page = client_of(cast.headteacher).get(f"{url}?measure=ks2_reading_exp").content.decode()
    (chosen,) = [radio for radio in page.split("<input") if 'name="start"' in radio and "checked" in radio]
    assert 'value="2025:Statutory"' in chosen
    assert "One pupil is 5 points." in page
    assert "1 pupil more: <b>9 points behind</b>" in page


def test_a_wrong_target_stays_as_typed_with_its_sentence(cast, priority, client_of):
    page = client_of(cast.headteacher).post(reverse("plans:target_edit", args=[priority.pk]), sent(target="18"))
    assert page.status_code == 200
    assert "The gap is 14 points; a target of 18 would widen it." in page.content.decode()
    assert 'value="18"' in page.content.decode()


@pytest.mark.parametrize(
    "said",
    [
        {"target": "a lot"}, {"target": "9.75"}, {"target": "1e9"}, {"target": "NaN"}, {"target_year": "1066"},
        {"target_checkpoint": "Midsummer"}, {"measure": "ks4_em_4"}, {"breakdown": "year:6"}, {"start": "x"},
        {"start": ""}, {"figure_of": "both"}, {"target": ""},
    ],
)  # fmt: skip
def test_bad_input_is_answered_with_a_sentence(cast, priority, client_of, said):
    response = client_of(cast.headteacher).post(reverse("plans:target_edit", args=[priority.pk]), sent(**said))
    assert response.status_code == 200
    assert "to mend" in response.content.decode()
    assert Priority.objects.get(pk=priority.pk).target is None


def test_of_two_people_who_set_it_the_second_is_shown_both(cast, priority, client_of):
    client, url = client_of(cast.headteacher), reverse("plans:target_edit", args=[priority.pk])
    seen = client.get(f"{url}?measure=ks2_reading_exp").content.decode().split('name="seen" value="')[1].split('"')[0]
    set_usual(cast, priority, target=Decimal(11))
    page = client.post(url, sent(target="9", seen=seen)).content.decode()
    assert "Somebody else changed this while you wrote" in page
    assert Priority.objects.get(pk=priority.pk).target == 11


def test_htmx_asks_for_what_a_target_means_alone(cast, priority, client_of):
    url = reverse("plans:target_edit", args=[priority.pk])
    part = client_of(cast.headteacher).get(url, sent(target="4"), headers={"HX-Request": "true", "HX-Target": "means"})
    assert "about 2 of 20 disadvantaged pupils more" in part.content.decode()
    assert "<html" not in part.content.decode()


def test_the_plan_offers_to_write_what_a_new_figure_means_and_takes_it_in_place(
    cast: Any, priority: Priority, client_of: Any
) -> None:
    priority = set_usual(cast, priority)
    figure(cast, at=(2026, "Autumn"), gap=-11.0)
    client, plan = client_of(cast.headteacher), reverse("plans:plan", args=[cast.own.slug])
    url, spot = reverse("plans:meaning_add", args=[priority.pk]), f"means-{priority.pk}"
    assert f'id="{spot}"' in client.get(plan).content.decode()
    assert f'id="{spot}"' not in client_of(cast.governor).get(plan).content.decode()
    here = client.get(url, headers={"HX-Request": "true", "HX-Target": spot}).content.decode()
    assert "<h1" not in here
    assert f'action="{url}?back=plan"' in here
    sent = {"says": "The gap narrows.", "about": "2026:Autumn"}
    assert client.post(f"{url}?back=plan", sent).url == f"{plan}#priority-{priority.pk}"
    assert f'id="{spot}"' not in client.get(plan).content.decode()
