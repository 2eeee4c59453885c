"""What the two commands share: for whom they act, and what they print."""

from collections.abc import Iterator

from django.core.management.base import CommandError

from accounts.models import User
from celt.lib.sentences import counted

from .batches import Preview

MOST = 20


def acting(email: str | None) -> User | None:
    """The person named by --by; None for the command line itself, which may everything."""
    if not email:
        return None
    if user := User.objects.filter(email__iexact=email.strip()).first():
        return user
    raise CommandError(f"Nobody here has the e-mail {email}.")


def rejected_lines(done: Preview) -> Iterator[str]:
    """The rows that were not taken, each with its line, column, what stands there and why."""
    if not done.faults:
        return
    yield f"{counted(done.rejected, 'row')} could not be taken:"
    for fault in done.faults[:MOST]:
        stands = f"{fault.column} is “{fault.value}”. " if fault.column else ""
        yield f"  line {fault.line}: {stands}{fault.reason}"
    if done.rejected > MOST:
        yield f"  and {counted(done.rejected - MOST, 'more row', 'more rows')}."
