"""A letter as an e-mail: text and plain HTML, with the headers by which mail programs offer to stop it (RFC 8058).

Every address in it begins with `PUBLIC_URL`: a worker has no request, and a request's Host is what its sender says.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse

from academies.models import Letter
from academies.models.letter import LetterKind
from academies.rules.letter import LetterPart
from accounts.models import User

SUBJECTS = {LetterKind.WEEKLY: "Your week in Closing the Gap", LetterKind.REMINDER: "Due tomorrow in Closing the Gap"}
_SALT = "academies.letters.stop"


def public(path: str) -> str:
    """The address of a page of this site, for somebody who reads it elsewhere."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def stop_token(user: User, kind: str) -> str:
    """Stands for one person and one kind of letter. It can stop that and nothing else, so it never runs out."""
    return Signer(salt=_SALT).sign(f"{user.pk}-{kind}")


def read_token(token: str) -> tuple[int, str] | None:
    """The person's key and the kind; None where the token was not made here."""
    try:
        person, _, kind = Signer(salt=_SALT).unsign(token).partition("-")
    except BadSignature:
        return None
    return (int(person), kind) if person.isdecimal() and kind in LetterKind.values else None


def letter_message(letter: Letter, parts: Sequence[LetterPart]) -> EmailMultiAlternatives:
    """No file is attached and no picture is loaded: nobody learns whether a letter was opened."""
    stop = public(reverse("academies:letter_stop", args=[stop_token(letter.user, letter.kind)]))
    names = letter.user.full_name.split()
    context = {
        "first": names[0] if names else "",
        "weekly": letter.kind == LetterKind.WEEKLY,
        "parts": [(part.heading, [(line.says, public(line.path)) for line in part.lines]) for part in parts],
        "home": public(reverse("home")),
        "choices": public(reverse("academies:letter_choices")),
        "stop": stop,
    }
    message = EmailMultiAlternatives(
        SUBJECTS[LetterKind(letter.kind)],
        render_to_string("mail/letter.txt", context),
        None,
        [letter.user.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            # A mailbox answers no letter that a program wrote.
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(render_to_string("mail/letter.html", context), "text/html")
    return message
