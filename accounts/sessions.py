"""Sessions in the database, under names that open none of them.

Django keeps the cookie's own value. Whoever could read that table could sign in as whom they like, and would be let
through any lock that asks who reads (docs/adr/0018). What a person is told of their sessions stands in
accounts.models.SignIn, under the same digest: it follows the session when its key changes and ends with it.
"""

from __future__ import annotations

import hashlib
import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.utils import timezone

LETTERS = 40  # what the column holds; 160 bits
PERSON = "_auth_user_id"
BEGAN = "began"  # when its person signed in


def stored(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()[:LETTERS]


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Any:
        key = self._session_key
        if key is None:
            return None
        # The parent looks for what stands in the table, and forgets the key where nothing does.
        self._session_key = stored(key)
        try:
            found = super()._get_session_from_db()  # type: ignore[misc]
        except BaseException:
            # Asked once more in the same request, a database that is back by then must be asked for the right one.
            self._session_key = key
            raise
        self._session_key = key if found else None
        return found

    def exists(self, session_key: str) -> bool:
        return bool(super().exists(stored(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        row: AbstractBaseSession = super().create_model_instance(data)
        row.session_key = stored(row.session_key)
        return row

    def get_session_cookie_age(self) -> int:
        """Of row and cookie: so long without use, and never beyond the longest, however often it is used."""
        age: int = settings.SESSION_COOKIE_AGE
        began: int | None = self.get(BEGAN)
        return age if began is None else max(0, min(age, began + settings.SESSION_LONGEST - int(time.time())))

    def cycle_key(self) -> None:
        """A new key for the same person, as after a change of password: the same sign-in goes on under it."""
        from accounts.models import SignIn

        before, person = self.session_key, self.get(PERSON)
        super().cycle_key()
        if before and person:
            SignIn.objects.filter(session=stored(before)).update(session=stored(self.session_key or ""))

    def delete(self, session_key: str | None = None) -> None:
        from accounts.models import SignIn

        key = session_key or self.session_key
        if key is None:
            return
        if session_key is None:
            SignIn.objects.open().filter(session=stored(key)).update(ended_at=timezone.now())
        super().delete(stored(key))
