"""What the two commands print of a preview."""

from collections.abc import Iterator

from celt.lib.sentences import counted

from .batches import Preview

MOST = 20


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
