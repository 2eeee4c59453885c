"""What many rounds come to together, in numbers: nothing is inferred from what was written. Pure."""

from __future__ import annotations

from celt.lib.sentences import inside, opened


def answer(rounds: int, tried: str, patterns: int, work: str) -> str:
    """'Six rounds tried three theories of action and saw 14 patterns; four of 16 pieces of next work are done.'
    `tried`: "tried three theories of action", empty for none. `work`: what work_says tells."""
    seen = f"saw {inside(opened(patterns, 'pattern'))}"
    told = f"{opened(rounds, 'round')} {f'{tried} and {seen}' if tried else seen}"
    return f"{told}; {work}." if work else f"{told}."


def tried(theories: int) -> str:
    return f"tried {inside(opened(theories, 'theory of action', 'theories of action'))}" if theories else ""


def looked_at(practices: int) -> str:
    return f"looked at {inside(opened(practices, 'practice'))}" if practices else ""


def work_says(pieces: int, done: int, partly: int, unsaid: int) -> str:
    """'four of 16 pieces of next work are done, two partly; of five nobody has said yet'. Empty for no pieces."""
    if not pieces:
        return ""
    if unsaid == pieces:
        return "nobody has said yet what came of the next work"
    of = inside(opened(pieces, "piece of next work", "pieces of next work"))
    if done == pieces:
        told = f"all {of} are done" if pieces > 1 else "the one piece of next work is done"
    else:
        told = f"{number(done) if done else 'none'} of {of} {'is' if done < 2 else 'are'} done"
    if partly:
        told += f", {number(partly)} partly"
    return told + (f", and of {number(unsaid)} nobody has said yet" if unsaid else "")


def number(n: int) -> str:
    """'four', '12'."""
    return inside(opened(n, "x").rsplit(" ", 1)[0])
