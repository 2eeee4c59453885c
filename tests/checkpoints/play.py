"""Days and hand-ins, as tests of checkpoints say them."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from checkpoints.models import CheckpointPlace, HandIn
from checkpoints.services.hand_in import hand_in


def in_days(n: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=n)


def handed_in(place: CheckpointPlace, by: Any, **said: Any) -> HandIn:
    return hand_in(by=by, place=place, **{"confirms": "right", "comment": "The lychgate was shut.", **said})
