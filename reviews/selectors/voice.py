"""The survey behind a public address."""

from __future__ import annotations

from reviews.models import Survey
from reviews.models.survey import TOKEN_SIGNS


def survey_at(token: str) -> Survey | None:
    """As typed from paper: capitals and missing hyphens do not matter. None where there is none, or nobody opened it:
    the two are never told apart. One query."""
    signs = "".join(sign for sign in token.lower() if sign in TOKEN_SIGNS)
    if len(signs) != 12 or len(token) > 40:
        return None
    typed = "-".join(signs[at : at + 4] for at in (0, 4, 8))
    opened = Survey.objects.filter(token=typed, opened_at__isnull=False, called_off_at__isnull=True)
    return opened.select_related("review__academy__trust").first()
