"""`term_uses`: what was kept by a term's days, so that a term which is over does not move under it.

term_uses.append(kept_by_terms)
"""

from collections.abc import Callable, Mapping

from academies.models import Trust

# By term ("autumn"): what was kept, in words ("3 snapshots of plans"). A fixed number of queries.
TermUses = Callable[[Trust, int], Mapping[str, list[str]]]
term_uses: list[TermUses] = []
