"""Letters go once, whatever happens to the run; what cannot be sent is tried again and told."""

from __future__ import annotations

import datetime
import smtplib

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from academies import tasks
from academies.models import Letter, LetterChoice, Membership
from academies.models.letter import LetterKind, LetterState, ReminderKind
from academies.selectors.letter import weekly_parts
from academies.services import letters as service
from academies.services.letters import (
    choose_letters,
    left_to_send,
    send_again,
    send_letter,
    stop_by_token,
    write_reminders,
    write_weekly,
)
from tests import factories as make

pytestmark = pytest.mark.django_db
UTC = datetime.UTC
MONDAY = datetime.date(2026, 11, 23)
NOW = datetime.datetime(2026, 11, 23, 6, 20, tzinfo=UTC)


@pytest.fixture(autouse=True)
def something_to_tell(monkeypatch):
    """Each person's letter has one line; what it says is tested elsewhere."""
    from academies.rules.letter import LetterLine, LetterPart

    parts = (LetterPart("What needs you", (LetterLine("A review needs you.", "/"),)),)
    monkeypatch.setattr(service, "weekly_parts", lambda user, day: parts)
    monkeypatch.setattr(service, "reminder_parts", lambda user, day, off: parts)


def write(now: datetime.datetime = NOW) -> list[int]:
    return write_weekly(today=timezone.localdate(now), now=now)


def send_all(now: datetime.datetime = NOW) -> int:
    return sum(send_letter(letter=pk, now=now) for pk in write(now))


def test_everybody_who_holds_a_role_gets_one_and_nobody_else(cast):
    send_all()
    to = sorted(address for message in mail.outbox for address in message.to)
    expected = sorted(user.email for user in {m.user for m in Membership.objects.all()})
    assert to == expected
    assert cast.nobody.email not in to


def test_the_second_run_of_a_week_writes_to_nobody_again(cast):
    sent = send_all()
    later = NOW + datetime.timedelta(days=2)
    assert send_all(later) == 0
    assert len(mail.outbox) == sent == Letter.objects.count()
    assert send_all(NOW + datetime.timedelta(days=7)) == sent


def test_who_comes_during_the_week_gets_this_weeks_letter_once(cast):
    send_all()
    before = len(mail.outbox)
    make.MembershipFactory(user=cast.nobody, role="teacher", academy=cast.own, trust=cast.trust)
    assert send_all() == 1
    assert mail.outbox[before].to == [cast.nobody.email]


def test_a_role_that_ended_and_an_account_that_closed_get_none(cast):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Membership.objects.filter(user=cast.teacher).update(ends=yesterday)
    cast.coach.is_active = False
    cast.coach.save()
    cast.governor.email = ""
    write()
    written = set(Letter.objects.values_list("user", flat=True))
    assert not written & {cast.teacher.pk, cast.coach.pk}


def test_a_letter_taken_twice_goes_once(cast):
    (first, *_) = write()
    assert send_letter(letter=first, now=NOW)
    assert not send_letter(letter=first, now=NOW)
    assert len(mail.outbox) == 1


def test_a_letter_that_another_worker_takes_while_its_text_is_made_goes_once(cast, monkeypatch):
    (first, *_) = write()

    def meanwhile(user, day):
        Letter.objects.filter(pk=first).update(state=LetterState.SENDING, touched_at=NOW)
        return weekly_parts(user, day)

    monkeypatch.setattr(service, "weekly_parts", meanwhile)
    assert not send_letter(letter=first, now=NOW)
    assert mail.outbox == []


class Killed(BaseException):
    """What ends a worker: nothing catches it."""


def test_a_worker_killed_before_it_sends_loses_no_letter(cast, monkeypatch):
    written = write()
    with monkeypatch.context() as patched:
        patched.setattr(service, "weekly_parts", lambda user, day: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            send_letter(letter=written[0], now=NOW)
    soon = NOW + datetime.timedelta(minutes=15)
    assert left_to_send(now=soon) == written
    assert all(send_letter(letter=pk, now=soon) for pk in written)
    assert len(mail.outbox) == len(written)


def test_a_worker_killed_while_it_sends_is_told_and_sends_nothing_twice(cast, monkeypatch):
    (first, *_) = write()

    def cut_off(message, fail_silently=False):
        mail.outbox.append(message)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(EmailMultiAlternatives, "send", cut_off)
        with pytest.raises(Killed):
            send_letter(letter=first, now=NOW)
    later = NOW + datetime.timedelta(hours=1)
    assert first not in left_to_send(now=later)
    assert Letter.objects.get(pk=first).state == LetterState.UNSURE
    assert not send_letter(letter=first, now=later)
    assert len(mail.outbox) == 1
    assert first in Letter.objects.astray().values_list("pk", flat=True)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (ConnectionRefusedError("no"), "could not be reached"),
        (TimeoutError("slow"), "could not be reached"),
        (smtplib.SMTPAuthenticationError(535, b"no"), "EMAIL_URL"),
        (smtplib.SMTPRecipientsRefused({"secret@example.org": (550, b"no")}), "refused the person’s address"),
        (smtplib.SMTPSenderRefused(550, b"no", "me@example.org"), "DEFAULT_FROM_EMAIL"),
        (smtplib.SMTPDataError(554, b"no"), "refused the letter"),
        (RuntimeError("x"), "worker’s log"),
    ],
)
def test_a_refusal_is_kept_in_words_without_an_address_and_tried_again(cast, monkeypatch, error, says):
    (first, *_) = write()
    with monkeypatch.context() as patched:
        patched.setattr(EmailMultiAlternatives, "send", lambda self, fail_silently=False: (_ for _ in ()).throw(error))
        assert not send_letter(letter=first, now=NOW)
    letter = Letter.objects.get(pk=first)
    assert (letter.state, letter.tries) == (LetterState.FAILED, 1)
    assert says in letter.reason
    assert "@" not in letter.reason
    assert first not in left_to_send(now=NOW + datetime.timedelta(minutes=9))
    later = NOW + datetime.timedelta(minutes=11)
    assert first in left_to_send(now=later)
    assert send_letter(letter=first, now=later)
    letter.refresh_from_db()
    assert (letter.state, letter.tries, letter.reason) == (LetterState.SENT, 2, "")


def test_a_text_that_cannot_be_made_is_tried_again_too(cast, monkeypatch):
    (first, *_) = write()
    with monkeypatch.context() as patched:
        patched.setattr(service, "weekly_parts", lambda user, day: (_ for _ in ()).throw(ValueError("a bug")))
        assert not send_letter(letter=first, now=NOW)
    assert Letter.objects.get(pk=first).state == LetterState.FAILED
    assert send_letter(letter=first, now=NOW)


def test_one_refusal_is_no_news_to_the_administrator_and_a_second_is(cast):
    letter = make.LetterFactory(user=cast.teacher, state=LetterState.FAILED, tries=1)
    assert not Letter.objects.editable_by(cast.administrator).astray().exists()
    Letter.objects.filter(pk=letter.pk).update(tries=2)
    assert Letter.objects.editable_by(cast.administrator).astray().get() == letter
    assert not Letter.objects.editable_by(cast.foreign_leader).exists()
    assert not Letter.objects.editable_by(cast.teacher).exists()
    assert Letter.objects.visible_to(cast.teacher).get() == letter


def test_a_letter_whose_day_has_passed_is_given_up_and_told(cast):
    letter = make.LetterFactory(user=cast.teacher, state=LetterState.FAILED, tries=9, day=MONDAY, written_at=NOW)
    assert left_to_send(now=NOW + datetime.timedelta(days=3)) == [letter.pk]
    assert left_to_send(now=NOW + datetime.timedelta(days=4)) == []
    letter.refresh_from_db()
    assert letter.state == LetterState.LATE
    assert letter in Letter.objects.astray()


def test_an_administrator_sends_again_what_went_astray_in_their_trust_alone(cast):
    here = make.LetterFactory(user=cast.teacher, state=LetterState.UNSURE, tries=1)
    there = make.LetterFactory(user=cast.foreign_teacher, state=LetterState.UNSURE, tries=1)
    late = make.LetterFactory(user=cast.coach, state=LetterState.LATE, tries=9)
    assert send_again(by=cast.administrator) == 1
    late.refresh_from_db()
    assert late.state == LetterState.DROPPED
    here.refresh_from_db()
    there.refresh_from_db()
    assert (here.state, there.state) == (LetterState.FAILED, LetterState.UNSURE)
    with pytest.raises(PermissionDenied):
        send_again(by=cast.trust_leader)


def test_who_switched_the_weekly_letter_off_gets_none_and_gets_it_again(cast):
    choose_letters(by=cast.teacher, weekly=False, reminders=ReminderKind.values)
    send_all()
    assert [cast.teacher.email] not in [message.to for message in mail.outbox]
    choose_letters(by=cast.teacher, weekly=True, reminders=ReminderKind.values)
    assert send_all() == 1
    assert mail.outbox[-1].to == [cast.teacher.email]


def test_a_letter_that_waits_is_dropped_when_its_reader_stops_it(cast):
    written = write()
    mine = Letter.objects.get(user=cast.teacher)
    choose_letters(by=cast.teacher, weekly=False, reminders=[])
    assert mine.pk in written
    assert not send_letter(letter=mine.pk, now=NOW)
    mine.refresh_from_db()
    assert mine.state == LetterState.DROPPED


def test_a_letter_with_nothing_to_tell_is_not_sent(cast, monkeypatch):
    monkeypatch.setattr(service, "weekly_parts", lambda user, day: ())
    assert send_all() == 0
    assert mail.outbox == []


def test_reminders_follow_their_own_switches(cast):
    choose_letters(by=cast.teacher, weekly=True, reminders=[])
    choose_letters(by=cast.coach, weekly=False, reminders=["plan"])
    write_reminders(today=MONDAY, now=NOW)
    written = set(Letter.objects.filter(kind=LetterKind.REMINDER).values_list("user", flat=True))
    assert cast.teacher.pk not in written
    assert cast.coach.pk in written


def test_an_unknown_kind_is_refused_and_changes_nothing(cast):
    with pytest.raises(ValidationError):
        choose_letters(by=cast.teacher, weekly=False, reminders=["coaching"])
    assert not LetterChoice.objects.exists()


def test_a_link_stops_its_own_kind_for_its_own_person(cast):
    from academies.letters import stop_token

    assert stop_by_token(token=stop_token(cast.teacher, LetterKind.WEEKLY)) == LetterKind.WEEKLY
    choice = LetterChoice.objects.get()
    assert (choice.user, choice.weekly, choice.reminders_off) == (cast.teacher, False, [])
    assert stop_by_token(token=stop_token(cast.teacher, LetterKind.REMINDER)) == LetterKind.REMINDER
    choice.refresh_from_db()
    assert choice.reminders_off == list(ReminderKind.values)


@pytest.mark.parametrize("change", [lambda t: t + "x", lambda t: "9" + t, lambda t: t.replace("weekly", "other")])
def test_a_link_that_was_changed_stops_nothing(cast, change):
    from academies.letters import stop_token

    assert stop_by_token(token=change(stop_token(cast.teacher, LetterKind.WEEKLY))) is None
    assert not LetterChoice.objects.exists()


def test_the_tasks_write_send_and_mend(cast, monkeypatch):
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)
    monkeypatch.setattr(tasks.send_one, "delay", lambda pk: tasks.send_one(pk))
    tasks.weekly_letters()
    tasks.weekly_letters()
    tasks.letters_left()
    assert len(mail.outbox) == Letter.objects.filter(kind=LetterKind.WEEKLY, state=LetterState.SENT).count() > 0
    before = len(mail.outbox)
    tasks.reminders()
    tasks.reminders()
    assert len(mail.outbox) - before == Letter.objects.filter(kind=LetterKind.REMINDER).count()


def test_writing_costs_the_same_for_few_and_many(cast, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        write()
    for _ in range(20):
        make.MembershipFactory(role="teacher", academy=cast.own, trust=cast.trust)
    with CaptureQueriesContext(connection) as many:
        write(NOW + datetime.timedelta(days=7))
    assert len(few) == len(many)
