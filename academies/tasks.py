"""Background work of this app: letters by e-mail. Each task may run again at any time, and may be killed at any."""

from __future__ import annotations

from celery import shared_task
from django.db import close_old_connections
from django.utils import timezone

from academies.services.leavers import close_leavers
from academies.services.letters import left_to_send, send_letter, write_reminders, write_weekly
from accounts.services.sign_ins import forget_sign_ins


@shared_task
def weekly_letters() -> None:
    """Several times on a Monday: whoever has this week's letter already gets no second."""
    close_old_connections()
    for letter in write_weekly(today=timezone.localdate(), now=timezone.now()):
        send_one.delay(letter)


@shared_task
def reminders() -> None:
    """Each morning: of what is due tomorrow."""
    close_old_connections()
    for letter in write_reminders(today=timezone.localdate(), now=timezone.now()):
        send_one.delay(letter)


@shared_task
def letters_left() -> None:
    """Every quarter of an hour: what a mail server refused, or a killed worker left."""
    close_old_connections()
    for letter in left_to_send(now=timezone.now()):
        send_one.delay(letter)


@shared_task
def send_one(letter: int) -> None:
    close_old_connections()
    send_letter(letter=letter, now=timezone.now())


@shared_task
def close_for_leavers() -> None:
    """Every night: whoever holds no role any more is signed out; what was kept of old sign-ins goes."""
    close_old_connections()
    close_leavers()
    forget_sign_ins()
