"""Letters by e-mail: writing down whom to write to, sending each once, and the switches of those who get them.

A letter is a row before it is an e-mail. The row is unique, so that the task may run as often as it likes; it is taken
(`SENDING`) and committed before the mail server is spoken to, so that no letter goes twice; and what could not be sent
stays where the next run and the administrator find it.
"""

from __future__ import annotations

import datetime
import logging
import smtplib
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q

from academies.letters import letter_message, read_token
from academies.models import Letter, LetterChoice, Membership
from academies.models.letter import LetterKind, LetterState, ReminderKind
from academies.rules.letter import LetterPart, last_day_of, week_of
from academies.selectors.letter import reminder_parts, weekly_parts
from accounts.models import User

log = logging.getLogger(__name__)

# Between two tries, doubled with each to a limit; and how long a letter may be on its way before it counts as cut off.
FIRST_WAIT, LONGEST_WAIT = datetime.timedelta(minutes=10), datetime.timedelta(hours=3)
CUT_OFF = datetime.timedelta(minutes=30)
# Untaken letters of a run that is still handing them out are left to it for so long.
HANDED_OUT = datetime.timedelta(minutes=10)
TO_SEND = (LetterState.WAITING, LetterState.FAILED)
REFUSED = "Letters that could not be sent are looked after by the trust’s administrators."


def write_weekly(*, today: datetime.date, now: datetime.datetime) -> list[int]:
    """Notes a letter of this week for everybody who may sign in, holds a role and did not switch it off. Returns the
    keys of those that wait. Three queries; the second time in a week it adds whoever came since, and nobody twice."""
    wants = Q(letter_choice__isnull=True) | Q(letter_choice__weekly=True)
    return _write(LetterKind.WEEKLY, week_of(today), wants, now)


def write_reminders(*, today: datetime.date, now: datetime.datetime) -> list[int]:
    """The same for what is due tomorrow; whoever nothing is due for gets none when it comes to sending."""
    wants = Q(letter_choice__isnull=True) | ~Q(letter_choice__reminders_off__contains=list(ReminderKind.values))
    return _write(LetterKind.REMINDER, today, wants, now)


@transaction.atomic
def _write(kind: LetterKind, day: datetime.date, wants: Q, now: datetime.datetime) -> list[int]:
    roles = Membership.objects.current().values("user")
    # ".example" is nobody's (RFC 2606): people of a demo.
    people = User.objects.filter(wants, is_active=True, pk__in=roles).exclude(email__iendswith=".example")
    wanted = people.exclude(letters__in=Letter.objects.filter(kind=kind, day=day)).values_list("pk", flat=True)
    letters = [Letter(user_id=pk, kind=kind, day=day, written_at=now) for pk in wanted]
    Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=500)
    waiting = Letter.objects.filter(kind=kind, day=day, state=LetterState.WAITING).order_by("pk")
    return list(waiting.values_list("pk", flat=True))


def left_to_send(*, now: datetime.datetime) -> list[int]:
    """Letters that a run left: not taken, or failed long enough ago. Gives up those whose day has passed, and marks as
    unsure those that were cut off while they were being sent."""
    today = now.date()
    stale = Letter.objects.filter(state=LetterState.SENDING, touched_at__lt=now - CUT_OFF)
    stale.update(state=LetterState.UNSURE, reason="The worker stopped while it was being sent.")
    found = Letter.objects.filter(state__in=TO_SEND, written_at__lt=now - HANDED_OUT).order_by("pk")
    due: list[int] = []
    late: list[int] = []
    for letter in found:
        if today > last_day_of(letter.kind, letter.day):
            late.append(letter.pk)
        elif letter.touched_at is None or letter.touched_at + wait_after(letter.tries) <= now:
            due.append(letter.pk)
    Letter.objects.filter(pk__in=late, state__in=TO_SEND).update(state=LetterState.LATE)
    return due


def wait_after(tries: int) -> datetime.timedelta:
    doubled: int = 2 ** min(max(tries - 1, 0), 10)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def send_letter(*, letter: int, now: datetime.datetime) -> bool:
    """Sends it where it waits and is still wanted. True where an e-mail went. What a mail server refuses is kept."""
    found = Letter.objects.filter(pk=letter, state__in=TO_SEND).select_related("user__letter_choice").first()
    if found is None:
        return False
    try:
        parts = _parts(found)
    except Exception:
        log.exception("The text of letter %s could not be made", letter)
        _failed(letter, now, "Its text could not be made; the worker’s log says why.")
        return False
    if not parts:
        Letter.objects.filter(pk=letter, state__in=TO_SEND).update(state=LetterState.DROPPED, touched_at=now)
        return False
    # Whoever changes the row sends the letter; another worker that read it too finds it taken.
    taken = Letter.objects.filter(pk=letter, state__in=TO_SEND)
    if not taken.update(state=LetterState.SENDING, tries=F("tries") + 1, touched_at=now, reason=""):
        return False
    try:
        letter_message(found, parts).send()
    except Exception as error:
        log.warning("Letter %s could not be sent: %s", letter, type(error).__name__)
        Letter.objects.filter(pk=letter).update(state=LetterState.FAILED, reason=_why(error))
        return False
    Letter.objects.filter(pk=letter).update(state=LetterState.SENT, sent_at=now)
    return True


def _parts(letter: Letter) -> tuple[LetterPart, ...]:
    """Nothing where the person no longer wants it, or lost their last role since it was noted."""
    choice = getattr(letter.user, "letter_choice", None)
    if letter.kind == LetterKind.WEEKLY:
        return () if choice and not choice.weekly else weekly_parts(letter.user, letter.day)
    return reminder_parts(letter.user, letter.day, choice.reminders_off if choice else ())


def _failed(letter: int, now: datetime.datetime, reason: str) -> None:
    Letter.objects.filter(pk=letter, state__in=TO_SEND).update(
        state=LetterState.FAILED, tries=F("tries") + 1, touched_at=now, reason=reason
    )


def _why(error: Exception) -> str:
    """In words for an administrator. What a mail server answers may hold addresses, so it stays in no row."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "The mail server refused our name or password. Check EMAIL_URL."
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "The mail server refused the person’s address. Check it under People and roles."
    if isinstance(error, smtplib.SMTPSenderRefused):
        return "The mail server refused our sender. Check DEFAULT_FROM_EMAIL."
    if isinstance(error, smtplib.SMTPException):
        return "The mail server refused the letter."
    if isinstance(error, OSError):
        return "The mail server could not be reached. Check EMAIL_URL, and that the server is up."
    return "The letter could not be made ready; the worker’s log says why."


@transaction.atomic
def send_again(*, by: User) -> int:
    """Puts what failed or was cut off back among what is sent; how many. What its day has passed for is put away. An
    administrator asks for it, who knows that a letter which was cut off may arrive twice. Raises PermissionDenied."""
    mine = Letter.objects.editable_by(by)
    if not mine.exists() and not Membership.objects.editable_by(by).exists():
        raise PermissionDenied(REFUSED)
    mine.filter(state=LetterState.LATE).update(state=LetterState.DROPPED)
    return mine.astray().update(state=LetterState.FAILED, tries=1, touched_at=None)


@transaction.atomic
def choose_letters(*, by: User, weekly: bool, reminders: Iterable[str]) -> LetterChoice:
    """One's own switches. `reminders`: the kinds that one wants. Raises ValidationError for a kind unknown."""
    wanted = set(reminders)
    if wanted - set(ReminderKind.values):
        raise ValidationError({"reminders": "Choose among the kinds that the page offers."})
    choice = _choice_of(by)
    choice.weekly = weekly
    choice.reminders_off = [kind for kind in ReminderKind.values if kind not in wanted]
    choice.full_clean()
    choice.save()
    return choice


@transaction.atomic
def stop_letters(*, by: User, kind: str) -> LetterChoice:
    """Switches one kind of letter off. Twice is once."""
    choice = _choice_of(by)
    if kind == LetterKind.WEEKLY:
        choice.weekly = False
    else:
        choice.reminders_off = list(ReminderKind.values)
    choice.full_clean()
    choice.save()
    return choice


def stop_by_token(*, token: str) -> str | None:
    """The same by the link in a letter, which stands for its person: nobody signs in. The kind; None where the link
    was not made here."""
    read = read_token(token)
    if read is None:
        return None
    person, kind = read
    # Somebody who has left gets no letter: there is nothing to switch off, and no reason to say so to whoever asks.
    if user := User.objects.filter(pk=person).first():
        stop_letters(by=user, kind=kind)
    return kind


def _choice_of(user: User) -> LetterChoice:
    # Two clicks at once: the second waits here.
    User.objects.select_for_update().get(pk=user.pk)
    return LetterChoice.objects.editable_by(user).first() or LetterChoice(user=user)
