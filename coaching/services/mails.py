"""A letter to whoever wants one, where something waits in their coaching: a link, and not a word of what it is about.

Letters are read by others than whom they are for: by whoever shares a screen, and by whoever keeps the mail.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from academies.access import person_for
from accounts.models import User
from coaching.models import Reminder
from coaching.todos.coaching import coaching_todos

SUBJECT = "Something waits for you"
SAYS = (
    "Hello {first},\n\nsomething waits for you in Closing the Gap{where}\n\nYou can switch these letters off there.\n"
)


def to_be_mailed(today: datetime.date) -> list[int]:
    """People who want letters, for whom nobody has looked today, and who may still sign in."""
    wanted = Reminder.objects.filter(~Q(mailed_on=today) | Q(mailed_on__isnull=True), by_mail=True)
    return list(wanted.filter(person__is_active=True).values_list("person", flat=True))


def mail_reminder(*, person: int) -> bool:
    """At most one a day, also where two workers ask at once; none where nothing waits. True where one was sent.

    The day is marked either way: a mark where a letter went would lie before the wall and say who is in coaching.
    """
    today = timezone.localdate()
    user = User.objects.filter(pk=person, is_active=True).first()
    taken = Reminder.objects.filter(~Q(mailed_on=today) | Q(mailed_on__isnull=True), person=person, by_mail=True)
    if user is None or not taken.update(mailed_on=today):
        return False
    if not any(coaching_todos(user, person_for(user), switched_off=True)):
        return False
    origins = settings.CSRF_TRUSTED_ORIGINS
    where = f":\n{origins[0].rstrip('/')}{reverse('coaching:home')}" if origins else ". Sign in to see what it is."
    first = str(user).split()[0]
    send_mail(SUBJECT, SAYS.format(first=first, where=where), None, [user.email])
    return True
