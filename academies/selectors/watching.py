"""What a person has on their own watch list."""

from __future__ import annotations

from academies.models import Academy, Trust, WatchedAcademy
from accounts.models import User


def watched_by(user: User, academy: Academy) -> WatchedAcademy | None:
    return WatchedAcademy.objects.visible_to(user).filter(academy=academy).first()


def watch_list(user: User, trust: Trust | None) -> dict[int, WatchedAcademy]:
    """Academy pk -> the person's own entry."""
    mine = WatchedAcademy.objects.visible_to(user).filter(academy__trust=trust)
    return {watched.academy_id: watched for watched in mine}
