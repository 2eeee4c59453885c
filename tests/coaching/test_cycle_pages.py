"""The pages of coaching: what each of the two sees, what they are told in words, and what nobody else finds."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from academies.models import Membership
from academies.reader_scope import reading_as
from coaching.models import Cycle, CycleState, Opening, Revisit, Visit, VisitState
from tests import factories as make
from tests.access.reading import text_of


@pytest.fixture
def cycle(cast):
    with reading_as(cast.coach):
        return make.CycleFactory(academy=cast.own, coach=cast.coach, coachee=cast.teacher, goal="All think first.")


@pytest.fixture
def visit(cast, cycle):
    with reading_as(cast.coach):
        return make.fed_back(cycle, step="Count to four.")


def page(client_of, user, name, *args, query=""):
    return text_of(client_of(user).get(reverse(f"coaching:{name}", args=args) + query))


def test_a_teacher_with_three_minutes_sees_step_visit_and_goal(cast, cycle, visit, client_of):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with reading_as(cast.coach):
        make.VisitFactory(cycle=cycle, day=tomorrow, at=datetime.time(9, 20), where="Year 4, maths")
    shown = page(client_of, cast.teacher, "home")
    assert "Count to four." in shown
    assert "Callum comes tomorrow at 9.20: Year 4, maths." in shown
    assert "All think first." in shown
    assert "Read Callum’s feedback" in shown


def test_a_coach_sees_who_is_due_and_starts_with_one_tap(cast, cycle, client_of):
    colleague = make.colleague_of(cast.own, full_name="Hester Wraxall")
    with reading_as(cast.coach):
        make.fed_back(cycle, days_ago=3)
        late = make.CycleFactory(academy=cast.own, coach=cast.coach, coachee=colleague)
        make.fed_back(late, days_ago=30)
    shown = page(client_of, cast.coach, "home")
    assert "One colleague is due a visit: Hester." in shown
    assert shown.index("Hester Wraxall") < shown.index("Nadia Quillmore")
    assert reverse("coaching:visit_start", args=[late.pk]) in shown


def test_the_wall_is_told_in_plain_words(cast, cycle, client_of):
    assert "Only you and Callum read this. You see every opening." in page(
        client_of, cast.teacher, "cycle_show", cycle.pk
    )
    assert "Only you and Nadia read this. Nadia sees every opening." in page(
        client_of, cast.coach, "cycle_show", cycle.pk
    )


@pytest.mark.parametrize("who", ["headteacher", "administrator", "trust_leader", "senior_leader", "nobody", "outsider"])
@pytest.mark.parametrize("name", ["cycle_show", "record", "record_pdf", "openings", "openings_csv", "cycle_close"])
def test_whoever_is_neither_finds_nothing(who, name, cast, cycle, client_of):
    assert client_of(getattr(cast, who)).get(reverse(f"coaching:{name}", args=[cycle.pk])).status_code == 404


def test_each_opening_stands_in_the_coachees_list(cast, cycle, client_of):
    client = client_of(cast.coach)
    for name in ("cycle_show", "record", "record_pdf"):
        assert client.get(reverse(f"coaching:{name}", args=[cycle.pk])).status_code == 200
    shown = page(client_of, cast.teacher, "openings", cycle.pk)
    assert shown.count("Callum Featherstane") >= 3
    assert "the whole record" in shown
    listed = page(client_of, cast.teacher, "openings_csv", cycle.pk)
    assert listed.count("Callum Featherstane") == 3


def test_what_a_reload_shows_is_kept_by_no_cache(cast, cycle, client_of):
    response = client_of(cast.teacher).get(reverse("coaching:cycle_show", args=[cycle.pk]))
    assert response["Cache-Control"] == "no-store, private"


def test_a_colleague_is_found_by_name_and_invited(cast, client_of):
    make.ApproachFactory(trust=cast.trust)
    client = client_of(cast.teacher)
    assert cast.coach.full_name not in page(client_of, cast.teacher, "invite", query="?q=Ca")
    assert cast.coach.full_name in page(client_of, cast.teacher, "invite", query="?q=feather")
    assert cast.foreign_teacher.full_name not in page(client_of, cast.teacher, "invite", query="?q=jessamyne")
    address = reverse("coaching:invite") + f"?person={cast.coach.pk}"
    with reading_as(cast.teacher):
        model = cast.trust.coaching_models.get()
    sent = {"part": "coachee", "approach": model.pk, "focus": "Waiting"}
    refused = client.post(address, sent)
    assert "own words" in text_of(refused)
    assert "Waiting" in text_of(refused)
    assert client.post(address, {**sent, "goal": "They think."}).status_code == 302
    assert "Nadia Quillmore would like you to be their coach." in page(client_of, cast.coach, "home")
    assert "already" in text_of(client.post(address, {**sent, "goal": "They think."}))


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "1e3", "²", "-1"])
def test_a_number_of_nobody_invites_nobody(number, cast, client_of):
    response = client_of(cast.teacher).get(reverse("coaching:invite"), {"person": number})
    assert "This person cannot be invited" in text_of(response)


def test_oneself_is_not_invited(cast, client_of):
    response = client_of(cast.teacher).get(reverse("coaching:invite") + f"?person={cast.teacher.pk}", follow=True)
    assert "Nobody coaches themselves" in text_of(response)


def test_an_invitation_is_accepted_with_a_goal_and_what_was_typed_stays(cast, client_of):
    with reading_as(cast.coach):
        invited = make.InvitationFactory(academy=cast.own, coach=cast.coach, coachee=cast.teacher)
    address, client = reverse("coaching:invitation", args=[invited.pk]), client_of(cast.teacher)
    refused = text_of(client.post(address, {"answer": "accept", "yes-goal": " ", "yes-says": "With pleasure"}))
    assert "With pleasure" in refused
    assert client.post(address, {"answer": "accept", "yes-goal": "They think.", "yes-says": ""}).status_code == 302
    with reading_as(cast.teacher):
        assert Cycle.objects.get(pk=invited.pk).state == CycleState.ACTIVE
    assert client.get(address).status_code == 302


def test_an_invitation_that_ran_out_says_so_and_leads_to_a_new_one(cast, client_of):
    with reading_as(cast.coach):
        invited = make.InvitationFactory(
            academy=cast.own, coach=cast.coach, coachee=cast.teacher,
            expires_on=timezone.localdate() - datetime.timedelta(days=2),
        )  # fmt: skip
    shown = page(client_of, cast.teacher, "invitation", invited.pk)
    assert "has run out" in shown
    assert f"?person={cast.coach.pk}" in shown
    assert "Yes, let us begin" not in shown


def test_the_inviter_takes_back_and_does_not_answer(cast, client_of):
    with reading_as(cast.coach):
        invited = make.InvitationFactory(academy=cast.own, coach=cast.coach, coachee=cast.teacher)
    address = reverse("coaching:invitation", args=[invited.pk])
    assert client_of(cast.coach).post(address, {"answer": "accept"}).status_code == 403
    assert client_of(cast.coach).post(address, {"answer": "back"}).status_code == 302
    assert "taken back" in page(client_of, cast.teacher, "invitation", invited.pk)


def test_closing_twice_and_writing_after_it_get_a_sentence(cast, cycle, client_of):
    client, address = client_of(cast.teacher), reverse("coaching:cycle_close", args=[cycle.pk])
    assert client.post(address, {"why": "done", "came": "They all think."}).status_code == 302
    again = text_of(client.post(address, {"why": "done", "came": "Once more"}))
    assert "This cycle is closed" in again
    assert "Once more" in again
    planned = text_of(client.get(reverse("coaching:visit_plan", args=[cycle.pk]), follow=True))
    assert "This cycle is closed" in planned


def test_two_who_change_a_cycle_at_once_lose_nothing(cast, cycle, client_of):
    address = reverse("coaching:cycle_edit", args=[cycle.pk])
    client = client_of(cast.teacher)
    seen = client.get(address).context["form"].initial["seen"]
    client_of(cast.coach).post(address, {"focus": "Second answers", "rhythm_weeks": "4"})
    answer = client.post(address, {"goal": "They add.", "focus": "Mine", "rhythm_weeks": "2", "seen": seen})
    assert "Somebody else changed this" in text_of(answer)
    assert "Second answers" in text_of(answer)
    assert "Mine" in text_of(answer)


def test_a_visit_is_planned_moved_and_called_off(cast, cycle, client_of):
    client, day = client_of(cast.teacher), timezone.localdate() + datetime.timedelta(days=5)
    assert client.post(reverse("coaching:visit_plan", args=[cycle.pk]), {"day": day}).status_code == 302
    with reading_as(cast.teacher):
        visit = Visit.objects.get()
    moved = client.post(reverse("coaching:visit_move", args=[visit.pk]), {"day": day, "at": "10:15", "where": "Hall"})
    assert moved.status_code == 302
    past = client.post(reverse("coaching:visit_move", args=[visit.pk]), {"day": "2020-01-01"})
    assert "passed already" in text_of(past)
    assert client.post(reverse("coaching:visit_call_off", args=[visit.pk]), {"why": "A trip"}).status_code == 302
    with reading_as(cast.teacher):
        visit.refresh_from_db()
    assert (visit.state, visit.called_off_why) == (VisitState.CALLED_OFF, "A trip")
    assert "not planned any more" in text_of(client.get(reverse("coaching:visit_move", args=[visit.pk]), follow=True))


def test_a_look_back_takes_two_taps_and_the_coach_does_not_answer_it(cast, visit, client_of):
    with reading_as(cast.coach):
        due = make.RevisitFactory(step=visit.step)
    address = reverse("coaching:revisit", args=[due.pk])
    assert "Count to four." in text_of(client_of(cast.teacher).get(address))
    assert client_of(cast.coach).get(address).status_code == 403
    assert client_of(cast.headteacher).get(address).status_code == 404
    assert client_of(cast.teacher).post(address, {"holding": "yes"}).status_code == 302
    with reading_as(cast.teacher):
        assert Revisit.objects.get().holding == "yes"


def test_one_page_is_shared_read_and_taken_back(cast, visit, client_of):
    head, address = cast.headteacher, reverse("coaching:share_add", args=[visit.pk])
    read = reverse("coaching:shared", args=[visit.pk])
    assert client_of(head).get(read).status_code == 404
    assert head.full_name in text_of(client_of(cast.teacher).get(address + "?q=bracken"))
    assert client_of(cast.teacher).post(address, {"person": head.pk}).status_code == 302
    shown = text_of(client_of(head).get(read))
    assert "Count to four." in shown
    assert "All think first." not in shown
    assert "Nadia Quillmore: the visit of" in page(client_of, head, "shared_with_me")
    with reading_as(cast.teacher):
        assert Opening.objects.get(person=head).what == "shared"
        share = visit.shares.get()
    assert client_of(head).post(reverse("coaching:share_end", args=[share.pk])).status_code == 403
    assert client_of(cast.teacher).post(reverse("coaching:share_end", args=[share.pk])).status_code == 302
    assert client_of(head).get(read).status_code == 404
    assert client_of(head).get(reverse("coaching:cycle_show", args=[visit.cycle_id])).status_code == 404


def test_the_record_holds_what_was_given_and_no_draft(cast, cycle, visit, client_of):
    with reading_as(cast.coach):
        make.CoachingNoteFactory(visit=visit, says="Eleven hands.")
        draft = make.VisitFactory(
            cycle=cycle, state=VisitState.OBSERVED, started_at=timezone.now(), praise="Not told yet.", question="Why?"
        )
        make.CoachingNoteFactory(visit=draft, says="Still being written.")
    for name in ("record", "record_pdf"):
        for who in (cast.teacher, cast.coach):
            shown = page(client_of, who, name, cycle.pk)
            assert "Eleven hands." in shown
            assert "Count to four." in shown
            assert "Not told yet." not in shown
            assert "Still being written." not in shown


def test_markup_is_shown_as_it_was_typed(cast, client_of):
    with reading_as(cast.coach):
        bad = make.CycleFactory(
            academy=cast.own, coach=cast.coach, coachee=cast.teacher, goal="<script>alert(1)</script>"
        )
    body = client_of(cast.teacher).get(reverse("coaching:cycle_show", args=[bad.pk])).content.decode()
    assert "<script>alert(1)" not in body
    assert "&lt;script&gt;alert(1)" in body


def test_a_coach_from_outside_reaches_coaching_and_the_toolkit_and_no_directory(cast, client_of):
    client = client_of(cast.external_coach)
    assert client.get(reverse("coaching:home")).status_code == 200
    assert client.get(reverse("coaching:invite")).status_code == 403
    links = text_of(client.get(reverse("home")))
    assert reverse("coaching:home") in links
    for address in (reverse("coaching:approach_list"), "/people/", "/dashboards/"):
        assert client.get(address).status_code in (403, 404)


def test_who_has_left_keeps_the_own_record_and_the_coach_reads_no_more(cast, cycle, visit, client_of):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.filter(user__in=(cast.coach, cast.teacher)).update(ends=yesterday)
    address = reverse("coaching:record", args=[cycle.pk])
    assert client_of(cast.coach).get(address).status_code == 404
    assert "Count to four." in text_of(client_of(cast.teacher).get(address))
    assert "Callum" in page(client_of, cast.teacher, "home")


def test_reminders_are_switched_by_each_person(cast, client_of):
    client = client_of(cast.teacher)
    assert client.post(reverse("coaching:reminders"), {"by_mail": "on"}).status_code == 302
    form = client.get(reverse("coaching:reminders")).context["form"]
    assert (form.initial["at_home"], form.initial["by_mail"]) == (False, True)


def test_a_trust_adds_changes_and_puts_away_a_model(cast, client_of):
    client = client_of(cast.trust_leader)
    assert "No model of coaching yet" in text_of(client.get(reverse("coaching:approach_list")))
    said = {
        "name": "Side by side", "says": "Two plan one lesson.", "rhythm_weeks": "2", "visits": "4",
        "praise_prompt": "a", "question_prompt": "b", "step_prompt": "c", "rehearse_prompt": "d",
    }  # fmt: skip
    assert client.post(reverse("coaching:approach_new"), said).status_code == 302
    model = cast.trust.coaching_models.get()
    refused = text_of(client.post(reverse("coaching:approach_away", args=[model.pk]), follow=True))
    assert "the last model in use" in refused
    other = make.ApproachFactory(trust=cast.trust)
    assert "already" in text_of(client.post(reverse("coaching:approach_edit", args=[other.pk]), said))
    assert client.post(reverse("coaching:approach_away", args=[other.pk])).status_code == 302
    assert client_of(cast.headteacher).get(reverse("coaching:approach_list")).status_code == 403


def test_a_trust_begins_with_the_models_that_ship(cast, client_of):
    client, start = client_of(cast.trust_leader), reverse("coaching:approach_start")
    assert start in client.get(reverse("coaching:approach_list")).content.decode()
    assert client.post(start).status_code == client.post(start).status_code == 302
    names = list(cast.trust.coaching_models.values_list("name", flat=True))
    assert names == ["Instructional coaching", "Peer coaching", "Leadership coaching"]
    page = client.get(reverse("coaching:approach_list")).content.decode()
    assert start not in page
    assert all(name in page for name in names)


@pytest.mark.parametrize("name", ["cycle_show", "record", "openings"])
def test_a_long_record_costs_no_more_queries(name, cast, cycle, client_of, django_assert_max_num_queries):
    with reading_as(cast.coach):
        for number in range(12):
            visit = make.fed_back(cycle, days_ago=number + 1)
            make.StepCheckFactory(step=visit.step, visit=visit)
            make.WordFactory(visit=visit)
    client, address = client_of(cast.teacher), reverse(f"coaching:{name}", args=[cycle.pk])
    client.get(address)
    with django_assert_max_num_queries(16):
        client.get(address)
