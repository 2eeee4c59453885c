"""A letter to whoever wants one, where something waits in their coaching: a link, and not a word of what it is about.

Letters are read by others than whom they are for: by whoever shares a screen, and by whoever keeps the mail.
"""

from __future__ import annotations

import datetime

from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from academies.access import person_for
from academies.letters import public
from accounts.models import User
from coaching.models import Reminder
from coaching.todos.coaching import coaching_todos

SUBJECT = "Closing the Gap: something waits for you"
SAYS = """Hello {first},

something waits for you in Closing the Gap:

{where}

You asked for this letter, and it stops by “Reminders” at the foot of that page. A program writes it; nobody reads
answers.
"""


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
    says = SAYS.format(first=str(user).split()[0], where=public(reverse("waiting_open")))
    EmailMessage(SUBJECT, says, None, [user.email], headers={"Auto-Submitted": "auto-generated"}).send()
    return True
