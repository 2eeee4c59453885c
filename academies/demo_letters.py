"""The people of the demo trust get no letter: their addresses are invented, as they are."""

import datetime

from academies.models import Trust
from academies.services.letters import choose_letters
from accounts.models import User


def keep_letters_off(trust: Trust, today: datetime.date) -> None:
    """Each has switched everything off; whoever looks round may try the switches."""
    for user in User.objects.filter(memberships__trust=trust, letter_choice__isnull=True).distinct().order_by("pk"):
        choose_letters(by=user, weekly=False, reminders=())
