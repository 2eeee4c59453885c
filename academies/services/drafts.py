"""What somebody types and has not sent, kept for them alone. A draft is no record: it goes when its form arrives."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from academies.models import Draft
from academies.reader_scope import reading_as
from accounts.models import User

KEPT_FOR = datetime.timedelta(days=14)
MOST, LONGEST = 100, 400_000
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_-]{0,79}")


@transaction.atomic
def save_draft(*, by: User, name: str, url: str, title: str, fields: Mapping[str, str | bool]) -> Draft:
    """Keeps what is typed into the form of that name, in place of what was kept before. Raises ValidationError."""
    # Before it is looked at: "/\0/elsewhere" without its NUL leads elsewhere.
    url = _kept(url)
    if not NAME.fullmatch(name):
        raise ValidationError("A draft needs the name of its form.")
    if not url.startswith("/") or not url_has_allowed_host_and_scheme(url, allowed_hosts=None) or len(url) > 300:
        raise ValidationError("A draft belongs to a page of this site.")
    if not all(isinstance(value, str | bool) for value in fields.values()):
        raise ValidationError("A draft holds what was typed, field by field.")
    if len(json.dumps(dict(fields))) > LONGEST:
        raise ValidationError("This is too long to be kept on the server. It is kept on your device.")
    clean = {_kept(key): _kept(value) if isinstance(value, str) else value for key, value in fields.items()}
    at = timezone.now()
    with reading_as(by):
        draft, _ = Draft.objects.update_or_create(
            user=by, name=name, defaults={"url": url, "title": _kept(title)[:200], "fields": clean, "saved_at": at}
        )
        mine = Draft.objects.editable_by(by)
        mine.filter(saved_at__lt=at - KEPT_FOR).delete()
        mine.exclude(pk__in=list(mine.values_list("pk", flat=True)[:MOST])).delete()
    return draft


def discard_draft(*, by: User, name: str) -> None:
    """Its form arrived, or its writer starts afresh. No draft bears what is no name."""
    if NAME.fullmatch(name):
        with reading_as(by):
            Draft.objects.editable_by(by).filter(name=name).delete()


def _kept(text: str) -> str:
    """PostgreSQL keeps neither NUL nor half of a pair of signs; the form says so when it is sent."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()
