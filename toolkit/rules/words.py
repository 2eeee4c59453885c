"""Numbers in words, as far as sentences about a trust's academies need them."""

from celt.lib.sentences import SMALL_NUMBERS

NUMBERS = (
    *SMALL_NUMBERS, "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen",
    "Nineteen", "Twenty",
)  # fmt: skip


def in_words(n: int) -> str:
    """'three', '21'; none is 'no'."""
    return NUMBERS[n].lower() if n < len(NUMBERS) else str(n)
