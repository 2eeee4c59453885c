"""How much a practice is in use, somewhere or everywhere, in numbers and in a sentence. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields

from celt.lib.sentences import alike, listed, opening


@dataclass(frozen=True, slots=True)
class Counts:
    """`actions` of `plans` name it; `rounds` look at it; `coached` in it, from five people on; the others count who
    tried it, by what became of it, `trying` those who have said no more yet."""

    actions: int = 0
    plans: int = 0
    rounds: int = 0
    coached: int = 0
    trying: int = 0
    kept: int = 0
    adapted: int = 0
    dropped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)})

    @property
    def tried(self) -> int:
        return self.trying + self.kept + self.adapted + self.dropped

    @property
    def goes_on(self) -> int:
        """Who has not dropped it."""
        return self.tried - self.dropped

    @property
    def any(self) -> bool:
        return bool(self.plans or self.rounds or self.coached or self.tried)

    @property
    def lives(self) -> bool:
        """Something goes on with it: where it was only dropped, nothing does."""
        return bool(self.plans or self.rounds or self.coached or self.goes_on)

    @property
    def worked_on(self) -> bool:
        """People do it, whatever a plan says."""
        return bool(self.coached or self.goes_on)


def told(counts: Counts) -> str:
    """'Named in four plans and looked at in two rounds; three colleagues tried it: two kept it and one dropped it.'"""
    if not counts.any:
        return "Nobody has said yet that they tried it."
    plans, rounds, coached, tried = alike(
        (counts.plans, "plan", "plans"),
        (counts.rounds, "round", "rounds"),
        (counts.coached, "colleague is", "colleagues are"),
        (counts.tried, "colleague", "colleagues"),
    )
    places = [f"named in {plans}"] if counts.plans else []
    places += [f"looked at in {rounds}"] if counts.rounds else []
    places += [f"{coached} coached in it"] if counts.coached else []
    people = f"{tried} tried it{_became(counts)}" if counts.tried else ""
    return f"{opening('; '.join(filter(None, (listed(places), people))))}."


def _became(counts: Counts) -> str:
    """What became of it; nothing where nobody has said."""
    ways = ((counts.kept, "kept it"), (counts.adapted, "adapted it"), (counts.dropped, "dropped it"))
    if counts.tried == 1:
        return next((f" and {way}" for n, way in ways if n), "")
    if whole := next((way for n, way in ways if n == counts.tried), ""):
        return f", and {'both' if counts.tried == 2 else 'all'} {whole}"
    told = [(n, way) for n, way in ways if n]
    numbers = alike(*((n, way, way) for n, way in told))
    return f": {listed(numbers)}" if told else ""
