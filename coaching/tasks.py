"""Background work of coaching: it reads no row, since it is nobody; a letter is written by what its reader may read.

No task answers anything: the worker's log would tell that somebody's end of a role closed a cycle, or that something
waits for somebody.
"""

from __future__ import annotations

from celery import shared_task
from django.db import close_old_connections, connection
from django.utils import timezone

from coaching.services.mails import mail_reminder, to_be_mailed


@shared_task
def close_for_leavers() -> None:
    """Every night: cycles of which one has left the trust are closed, and invitations taken back."""
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT coaching_close_left()")


@shared_task
def remind_by_mail() -> None:
    """Every morning: a letter to each who wants one and for whom something waits."""
    close_old_connections()
    for person in to_be_mailed(timezone.localdate()):
        remind_one.delay(person)


@shared_task
def remind_one(person: int) -> None:
    """Nothing where somebody has looked today already."""
    close_old_connections()
    mail_reminder(person=person)
