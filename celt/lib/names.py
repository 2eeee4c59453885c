"""Names of academies, shortened where there is little room."""

import re
from collections import Counter
from collections.abc import Iterable

KIND = re.compile(
    r"[\s,]+(?:(?:church of england|c of e|ce|roman catholic|catholic|rc|community|voluntary aided|va|vc|infant|junior|"
    r"primary|secondary|high|nursery|all-through|school|academy|college|and)[\s,]*)+$",
    re.IGNORECASE,
)


def short_names(names: Iterable[str]) -> dict[str, str]:
    """'Rosquenna Primary Academy' -> 'Rosquenna', where no other of the names becomes the same."""
    cut = {name: short if len(short := KIND.sub("", name)) > len("The") else name for name in names}
    taken = Counter(cut.values())
    return {name: short if taken[short] == 1 else name for name, short in cut.items()}
