"""When a session ends: what the table and the cookie say of it."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.selectors.sign_ins import SEEN
from accounts.sessions import BEGAN, stored

HOUR = datetime.timedelta(hours=1)


def remaining(client: Client) -> datetime.timedelta:
    row = Session.objects.get(session_key=stored(client.cookies[settings.SESSION_COOKIE_NAME].value))
    return row.expire_date - timezone.now()


def ends_in_time(client: Client) -> bool:
    """After twelve hours without use, and with the browser; near its last day not even after those."""
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    fresh = 11.9 * HOUR < remaining(client) <= 12 * HOUR and not cookie["max-age"] and not cookie["expires"]
    used_after(client, 7 * 24 * HOUR - HOUR)
    return fresh and client.get("/").status_code == 200 and 0.9 * HOUR < remaining(client) <= HOUR


def used_after(client: Client, time: datetime.timedelta) -> None:
    """As if the sign-in lay so long back, and the last use more than some minutes."""
    session = client.session
    session[BEGAN] -= int(time.total_seconds())
    session[SEEN] = session[BEGAN]
    session.save()
