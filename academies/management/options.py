"""What the commands ask for alike."""

from django.core.management.base import CommandError

from academies.models import Trust
from academies.services.trusts import find_trust

TRUST_HELP = "name, short name or group UID of the trust; may be left out where there is one"


def every_trust() -> list[Trust]:
    """All trusts; a sentence that says what to do where there is none."""
    if found := list(Trust.objects.all()):
        return found
    raise CommandError("There is no trust here yet. Bring it in first: ./manage.py import_gias FILE --trust NAME")


def chosen_trust(wanted: str | None) -> Trust:
    """The trust that is meant: the only one where nothing is said."""
    every = every_trust()
    if not wanted and len(every) == 1:
        return every[0]
    if found := find_trust(wanted) if wanted else None:
        return found
    names = ", ".join(f"{trust} ({trust.slug})" for trust in every)
    raise CommandError(f"Say which trust with --trust. Those here: {names}.")


def chosen_trusts(wanted: str | None) -> list[Trust]:
    """The trust that is meant, or all of them where nothing is said."""
    return [chosen_trust(wanted)] if wanted else every_trust()
